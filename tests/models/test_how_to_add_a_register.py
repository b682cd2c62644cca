"""The how-to is followed: its file is put beside the registers, listed, checked, made a table, and used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-register.md"

STORY = """
import datetime as dt
import sys
import models

namespace = {{"__name__": "models.service.umbrella_loan"}}
sys.modules["models.service.umbrella_loan"] = type(sys)("models.service.umbrella_loan")
exec(compile(open({file!r}, encoding="utf-8").read(), {file!r}, "exec"), sys.modules["models.service.umbrella_loan"].__dict__)
loan = sys.modules["models.service.umbrella_loan"].UmbrellaLoan
models.REGISTERS = (*models.REGISTERS, loan)
models._BY_SLUG[loan.slug()] = models._BY_NAME[loan.__name__] = loan
models.check.check_all()

from sqlalchemy import select
from sqlalchemy.orm import Session
from access import SYSTEM, acting
from models.connect import make_engine
from models.declare import Base
from models.duty.deadline import Deadline
from seed import factories

engine = make_engine("sqlite:///" + {file!r} + ".db")
Base.metadata.create_all(engine)
with Session(engine) as session:
    centre = factories.centre(session)
    due = (centre.now + dt.timedelta(days=2)).date()
    lent = centre.make("UmbrellaLoan", by="receptionist", borrower="张三", phone="13800001234", umbrella="3", due_on=due)
    with acting(session, SYSTEM):
        print(lent.number, lent.status, lent.lent_at == centre.now, session.scalars(select(Deadline.state)).all())
    centre.do(lent, "give_back", "receptionist", returned_at=centre.now)
    with acting(session, SYSTEM):
        print(lent.status, session.scalars(select(Deadline.state)).all())
"""


@pytest.mark.slow
def test_following_the_page_gives_a_working_register(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    assert len(blocks[0].strip().splitlines()) < 55, "a register stays one short file"
    file = tmp_path / "umbrella_loan.py"
    file.write_text(blocks[0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", STORY.format(file=str(file))],
        capture_output=True,
        text=True,
        check=False,
        cwd=PAGE.parents[2],
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert re.fullmatch(r"SAN-LTXY-\d{8}-0001 lent True \[.*running.*\]", first), first
    assert re.fullmatch(r"returned \[.*met.*\]", second), second
