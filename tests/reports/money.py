"""Two buildings with homes, fees, bills and receipts written directly, for summaries of money."""

import datetime as dt
from decimal import Decimal
from typing import Any

import reports
from models.base.building import Building
from models.base.resident import Resident
from models.base.unit import Unit
from models.duty.report_list import Report
from models.finance.bill import Bill
from models.finance.dunning import Dunning
from models.finance.fee_item import Basis, Cycle, FeeItem
from models.finance.receipt import Receipt, ReceiptLine
from tests.deadlines.conftest import Centre, at

SERVICE, WATER = 1, 2
"""Ids of the fee items: 物业服务费 and 水费; 9 is site 2's service fee."""


class Money:
    """Site 1 has building 1 (homes 11, 12) and building 2 (home 21); site 2 has building 9 (home 91)."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        base = {**centre.base(), "status": "active"}
        for building, site in ((1, 1), (2, 1), (9, 2)):
            centre.add(Building(**base, id=building, site_id=site, code=str(building)))
        for home, building, site in ((11, 1, 1), (12, 1, 1), (21, 2, 1), (91, 9, 2)):
            address = f"{building}栋1单元{home}"
            more = {"entrance": "1", "room": str(home), "address": address, "address_key": str(home)}
            centre.add(Unit(**base, id=home, site_id=site, building_id=building, **more))
            centre.add(Resident(**base, id=home, site_id=site, name=f"业主{home}"))
        for item, name, site in ((SERVICE, "物业服务费", 1), (WATER, "水费", 1), (9, "物业服务费", 2)):
            priced = {"basis": Basis.flat, "unit_price": Decimal(1), "cycle": Cycle.month}
            centre.add(FeeItem(**base, id=item, site_id=site, name=name, effective_from=dt.date(2020, 1, 1), **priced))
        centre.session.flush()

    def bill(self, home: int, due: dt.date, amount: str, paid: str = "0", item: int = SERVICE, **more: Any) -> Bill:
        owed = Decimal(amount) - Decimal(paid)
        status = more.pop("status", "paid" if not owed else "part" if Decimal(paid) else "due")
        site = {91: 2}.get(home, 1)
        made = Bill(
            **self.centre.base(), status=status, site_id=site, number=f"YS-{next(self.centre.numbers)}", unit_id=home,
            fee_item_id=item if site == 1 else 9, period_from=due, period_to=due, due_on=due,
            quantity=Decimal(1), amount=Decimal(amount), paid=Decimal(paid), what="",
            owed=Decimal(0) if status in {"waived", "void"} else owed, **more,
        )  # fmt: skip
        self.centre.add(made)
        self.centre.session.flush()
        return made

    def receipt(self, home: int, when: str, *lines: tuple[Bill | str, str], **more: Any) -> Receipt:
        parts = [
            ReceiptLine(amount=Decimal(amount), **({"item": what} if isinstance(what, str) else {"bill_id": what.id}))
            for what, amount in lines
        ]
        made = Receipt(**{
            **self.centre.base(), "status": "issued", "site_id": {91: 2}.get(home, 1), "unit_id": home,
            "number": f"SJ-{next(self.centre.numbers)}", "payer": "业主", "method": "cash", "paid_at": at(when),
            "total": sum((Decimal(amount) for _, amount in lines), Decimal(0)), "lines": parts, **more,
        })  # fmt: skip
        self.centre.add(made)
        return made

    def dunning(self, bill: Bill, status: str, **more: Any) -> Dunning:
        made = Dunning(
            **self.centre.base(), status=status, site_id=bill.site_id, number=f"CJ-{next(self.centre.numbers)}",
            unit_id=bill.unit_id, resident_id=bill.unit_id, bills=[bill], amount=bill.owed, first_due_on=bill.due_on, **more,
        )  # fmt: skip
        self.centre.add(made)
        self.centre.session.flush()
        return made

    def summary(self, report: Report, since: dt.date, until: dt.date, site_id: int | None = 1) -> reports.Result:
        self.centre.session.flush()
        self.centre.session.expire_all()
        span = reports.span_of(self.centre.session, site_id, since, until, at("30 20:00"))
        return reports.summarise(self.centre.session, reports.summary_of(report), span)


def numbers(table: reports.Table) -> dict[str, tuple[object, ...]]:
    """The table as words and numbers."""
    lines = (*table.lines, *((table.total,) if table.total else ()))
    return {str(line.label): tuple(cell.value for cell in line.cells) for line in lines}
