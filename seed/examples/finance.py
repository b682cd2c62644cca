"""One believable row of every register of module ``finance``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Actor
from seed.examples.base import example
from seed.factories import Centre

MONTH = dt.date(2026, 10, 1)
"""The month billed; its bills fell due before the centre's clock."""


def fee_item(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """收费项目: refuse collection, 12 yuan a home and month; another name each time."""
    given = {
        "name": f"垃圾清运费{centre.tick():%d%H%M}",
        "basis": "flat",
        "unit_price": Decimal("12.00"),
        "cycle": "month",
        "effective_from": dt.date(2026, 1, 1),
    }
    return centre.make("FeeItem", given, by=by, **values)


def bill(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """应收账单: a home's refuse fee of October, 12 yuan, due at the month's end."""
    unit = values.get("unit") or centre.unit().id
    given = {
        "unit": unit,
        "resident": centre.owner(centre.unit()).id if "unit" not in values else None,
        "period_from": MONTH,
        "period_to": dt.date(2026, 10, 31),
        "quantity": Decimal(1),
        "due_on": dt.date(2026, 10, 31),
    }
    if "fee_item" not in values:
        given["fee_item"] = example(centre, "FeeItem").id
    return centre.make("Bill", given, by=by, **values)


def receipt(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """收款收据: a letting fee in cash; ``bill`` pays that bill instead, in full."""
    paid = values.pop("bill", None)
    line = {"item": "委托出租服务费", "amount": Decimal("300.00")}
    if paid is not None:
        line = {"bill": paid.id, "amount": paid.owed}
    given = {
        "unit": paid.unit_id if paid is not None else centre.unit().id,
        "payer": "周女士",
        "paid_at": centre.now,
        "started_at": centre.now - dt.timedelta(minutes=3),
        "method": "cash",
        "lines": [line],
    }
    return centre.make("Receipt", given, by=by, **values)


def receipt_book(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """收据领用台账: fifty receipts taken out by the receptionist; other numbers each time."""
    first = 12301 + 100 * (int(f"{centre.tick():%d%H%M}") % 800)
    given = {
        "kind": "receipt",
        "number_from": f"{first:07d}",
        "number_to": f"{first + 49:07d}",
        "taken_by": centre.staff("receptionist").id,
        "taken_on": centre.now.date(),
    }
    return centre.make("ReceiptBook", given, by=by, **values)


def deposit(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """押金: two thousand yuan before decorating, by bank transfer; its receipt comes with it."""
    given = {
        "unit": centre.unit().id,
        "payer": "周女士",
        "kind": "decoration",
        "amount": Decimal("2000.00"),
        "method": "transfer",
        "received_on": centre.now.date(),
    }
    return centre.make("Deposit", given, by=by, **values)


def cash_deposit(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """现金缴存登记: banked more than the receipts say, explained; a day of its own each time."""
    taken = centre.session.info.setdefault("cash_days", {})
    day = taken[centre.site_id] = taken.get(centre.site_id, dt.date(2026, 9, 30)) + dt.timedelta(days=1)
    given = {
        "business_date": day,
        "deposited": Decimal("50.00"),
        "deposited_at": dt.datetime.combine(day, dt.time(8, 40), dt.UTC),
        "explanation": "含前一日备用金 50 元",
    }
    return centre.make("CashDeposit", given, by=by, **values)


def dunning(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """催缴记录: one overdue bill of the home 3-1-502."""
    given: dict[str, Any] = {"unit": centre.unit().id, "resident": centre.owner(centre.unit()).id}
    if "bills" not in values:
        given["bills"] = [example(centre, "Bill").id]
    return centre.make("Dunning", given, by=by, **values)


def fee_appointment(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """上门收费预约: tomorrow at ten, for one bill."""
    given = {
        "unit": centre.unit().id,
        "contact": "周女士",
        "owner_name": "周01",
        "phone": "19800000001",
        "appointment_at": centre.now + dt.timedelta(days=1),
        "bills": [example(centre, "Bill").id],
        "collector": centre.staff("receptionist").id,
    }
    return centre.make("FeeAppointment", given, by=by, **values)


def expense(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """费用开支记录: paper for the office."""
    given = {
        "spent_on": centre.now.date(),
        "subject": "办公费",
        "amount": Decimal("186.50"),
        "payee": "城南文具店",
    }
    return centre.make("Expense", given, by=by, **values)


def budget(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """部门预算: customer service; another year each time."""
    taken = centre.session.info.setdefault("budget_years", {})
    year = taken[centre.site_id] = taken.get(centre.site_id, 2025) + 1
    given = {
        "department": centre.department().id,
        "period": year,
        "lines": [
            {"subject": "办公费", "planned": Decimal("6000.00")},
            {"subject": "社区活动费", "planned": Decimal("12000.00")},
        ],
        "note": "按上年实际支出编制",
    }
    return centre.make("Budget", given, by=by, **values)


def _by(register: str) -> Callable[[Centre, str], Any]:
    """Return how a row of ``register`` filed by a role itself is made."""
    return lambda centre, role: example(centre, register, by=role)


INVOLVING: Mapping[str, Callable[[Centre, str], Any]] = {
    "CashDeposit": _by("CashDeposit"),
    "ReceiptBook": lambda centre, role: receipt_book(centre, taken_by=centre.staff(role).id),
}

EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "FeeItem": fee_item,
    "Bill": bill,
    "Receipt": receipt,
    "ReceiptBook": receipt_book,
    "Deposit": deposit,
    "CashDeposit": cash_deposit,
    "Dunning": dunning,
    "FeeAppointment": fee_appointment,
    "Expense": expense,
    "Budget": budget,
}
