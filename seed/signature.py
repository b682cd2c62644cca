"""An owner's signature, drawn as a finger draws it."""

from __future__ import annotations

import io
import math
from random import Random

from PIL import Image, ImageDraw

SIZE = (420, 160)


def draw(random: Random) -> bytes:
    """Return a PNG with a few strokes; another one for every state of ``random``."""
    picture = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    left = 40.0
    for _ in range(random.choice((2, 3))):
        for _ in range(random.randrange(3, 6)):
            x, y = left + random.uniform(0, 70), random.uniform(35, 120)
            angle, bend = random.uniform(-0.6, 1.7), random.uniform(-0.03, 0.03)
            points = [(x, y)]
            for _ in range(random.randrange(12, 26)):
                angle += bend
                x, y = x + 3 * math.cos(angle), y + 3 * math.sin(angle)
                points.append((x, y))
            pen.line(points, fill=(20, 24, 60, 255), width=random.choice((3, 4)), joint="curve")
        left += 105
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
