"""The square code on a sheet that opens its record."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> str:
    """Return a QR code for ``address`` as an SVG element without a size of its own (the style sheet gives it 18 mm)."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=0)
    return out.getvalue().decode()
