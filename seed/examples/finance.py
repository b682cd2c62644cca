"""One believable row of every register of module ``finance``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Actor
from seed.examples.base import example
from seed.factories import Centre


def fee_item(centre: Centre, *, by: str | Actor | None = None, **values: Any) -> Any:
    """收费项目, as the system files it."""
    given = {
        "name": "示例",
        "basis": "area",
        "unit_price": Decimal("100.00"),
        "cycle": "month",
        "effective_from": centre.now.date(),
    }
    return centre.make("FeeItem", given, by=by, **values)


def bill(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """应收账单, as cashier files it."""
    given = {
        "unit": centre.unit().id,
        "fee_item": example(centre, "FeeItem").id,
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
        "quantity": Decimal(1),
        "amount": Decimal("100.00"),
        "due_on": centre.now.date(),
    }
    return centre.make("Bill", given, by=by, **values)


def receipt(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """收款收据, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "payer": "示例",
        "paid_at": centre.now,
        "method": "cash",
    }
    return centre.make("Receipt", given, by=by, **values)


def receipt_book(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """收据领用台账, as cashier files it."""
    given = {
        "kind": "receipt",
        "number_from": "示例",
        "number_to": "示例",
        "taken_by": centre.staff("receptionist").id,
        "taken_on": centre.now.date(),
    }
    return centre.make("ReceiptBook", given, by=by, **values)


def deposit(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """押金, as cashier files it."""
    given = {
        "unit": centre.unit().id,
        "payer": "示例",
        "kind": "decoration",
        "amount": Decimal("100.00"),
        "received_on": centre.now.date(),
        "receipt": example(centre, "Receipt").id,
    }
    return centre.make("Deposit", given, by=by, **values)


def cash_deposit(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """现金缴存登记, as receptionist files it."""
    given = {
        "business_date": centre.now.date(),
        "deposited": Decimal("100.00"),
        "deposited_at": centre.now,
    }
    return centre.make("CashDeposit", given, by=by, **values)


def dunning(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """催缴记录, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "resident": centre.owner(centre.unit()).id,
        "bills": [example(centre, "Bill").id],
    }
    return centre.make("Dunning", given, by=by, **values)


def fee_appointment(centre: Centre, *, by: str | Actor | None = "receptionist", **values: Any) -> Any:
    """上门收费预约, as receptionist files it."""
    given = {
        "unit": centre.unit().id,
        "contact": "示例",
        "owner_name": "示例",
        "phone": "19800000001",
        "appointment_at": centre.now,
    }
    return centre.make("FeeAppointment", given, by=by, **values)


def expense(centre: Centre, *, by: str | Actor | None = "cashier", **values: Any) -> Any:
    """费用开支记录, as cashier files it."""
    given = {
        "spent_on": centre.now.date(),
        "subject": "示例",
        "amount": Decimal("100.00"),
    }
    return centre.make("Expense", given, by=by, **values)


def budget(centre: Centre, *, by: str | Actor | None = "cs_supervisor", **values: Any) -> Any:
    """部门预算, as cs_supervisor files it."""
    given = {
        "department": centre.department().id,
        "period": 2026,
    }
    return centre.make("Budget", given, by=by, **values)


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
