"""Short words for the money of a small centre: a fee, bills of its homes, receipts; amounts as text are yuan."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from access import SYSTEM
from models import by_name
from models.finance.amounts import price
from tests.registers.centre import Centre
from workflow import WorkflowError, create, edit

OCTOBER = dt.date(2026, 10, 1)


def fee(
    centre: Centre, name: str = "物业管理费", *, basis: str = "flat", unit_price: str = "120.00", **more: Any
) -> Any:
    values = {"name": name, "basis": basis, "unit_price": Decimal(unit_price), "cycle": "month", **more}
    return centre.create("cs_supervisor", "FeeItem", **{"effective_from": dt.date(2026, 1, 1), **values})


def bill(
    centre: Centre, amount: str = "120.00", *, home: int = 0, due_on: dt.date = dt.date(2026, 10, 31), **more: Any
) -> Any:
    """A bill of this amount for the centre's first (or ``home``-th) unit, each for a fee of its own."""
    item = more.pop("fee_item", None) or fee(
        centre, f"费{price(Decimal(amount), Decimal(1))}-{_next(centre)}", unit_price=amount
    )
    values = {"period_from": OCTOBER, "period_to": dt.date(2026, 10, 31), "due_on": due_on, **more}
    return centre.create("cashier", "Bill", unit=centre.units[home], fee_item=item, **values)


def receipt(centre: Centre, *paid: tuple[Any, str], who: str = "receptionist", **more: Any) -> Any:
    lines = [{"bill": b.id, "amount": amount} for b, amount in paid]
    values = {"unit": paid[0][0].unit_id if paid else centre.units[0], "payer": "周女士", "lines": lines, **more}
    return centre.create(who, "Receipt", **values)


def letting_fee(centre: Centre, amount: str = "300.00", *, who: str = "receptionist", **more: Any) -> Any:
    """Money without a bill."""
    line = {"item": "委托出租服务费", "amount": amount}
    return receipt(centre, who=who, **{"lines": [line], **more})


def reverse(centre: Centre, taken: Any) -> Any:
    centre.do("cashier", taken, "ask_reversal", reason="开错")
    centre.do("director", taken, "reverse", reason="属实")
    return taken


def owner(centre: Centre, home: int = 0) -> Any:
    """Somebody who owns the home."""
    line = {"unit": centre.units[home].id, "relation": "owner", "since": dt.date(2020, 1, 1)}
    values = {"name": f"周{home}", "phone": f"1980000000{home}", "occupancies": [line]}
    return create(centre.session, by_name("Resident"), values, actor=SYSTEM, now=centre.now, site_id=centre.site.id)


def area(centre: Centre, home: int, square_metres: str | None) -> None:
    edit(centre.session, centre.units[home], {"gross_area": square_metres}, actor=SYSTEM, now=centre.now)


def setting(centre: Centre, key: str, value: str) -> None:
    create(
        centre.session,
        by_name("Setting"),
        {"key": key, "value": value},
        actor=SYSTEM,
        now=centre.now,
        site_id=centre.site.id,
    )


def read(centre: Centre, record: Any) -> Any:
    centre.session.refresh(record)
    return record


def said(refused: pytest.ExceptionInfo[Any]) -> str:
    """What the person was told."""
    error: WorkflowError = refused.value
    refusals = getattr(error, "refusals", None)
    return " ".join(r.sentence.text("zh") for r in refusals) if refusals else error.sentence.text("zh")


def _next(centre: Centre) -> int:
    centre.session.info["fees"] = centre.session.info.get("fees", 0) + 1
    return int(centre.session.info["fees"])
