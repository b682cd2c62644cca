"""Tables of summaries: lines by field, person, month and band, each cell with the rows behind it; sums, shares, averages."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import select

import reports
from models.duty.report_list import Report
from models.service.repair_order import RepairOrder
from models.spec import L
from reports.compute import Work, summarise
from reports.results import Table
from reports.spec import Band, Breakdown, Measure, Rate, Span, Summary, Tally
from tests.deadlines.conftest import Centre, at

TALLIES = (
    Tally(code="all", label=L("报修", "Orders"), register=RepairOrder, where=lambda s: s.during(RepairOrder.reported_at)),
    Tally(code="done", label=L("完工", "Done"), register=RepairOrder,
          where=lambda s: (*s.during(RepairOrder.reported_at), RepairOrder.completed_at.is_not(None))),
    Tally(code="charged", label=L("收费", "Charged"), register=RepairOrder, add="charge", measure=Measure.yuan,
          where=lambda s: s.during(RepairOrder.reported_at)),
    Tally(code="trades", label=L("类别数", "Trades"), register=RepairOrder, each="category",
          where=lambda s: s.during(RepairOrder.reported_at)),
    Tally(code="mean", label=L("均价", "Mean charge"), register=RepairOrder, mean="charge", measure=Measure.yuan,
          where=lambda s: s.during(RepairOrder.reported_at)),
    Rate(code="rate", label=L("完工率", "Share done"), of="done", among="all"),
)  # fmt: skip
COLUMNS = ("all", "done", "charged", "trades", "mean")


def urgency(_span: Span) -> tuple[Band, ...]:
    return (
        Band(code="urgent", label=L("紧急", "Urgent"), where=(RepairOrder.priority == "urgent",)),
        Band(code="dear", label=L("超过百元", "Over 100"), where=(RepairOrder.charge > Decimal(100),)),
    )


def summary(**by: object) -> Summary:
    tables = tuple(
        Breakdown(code=code, label=L(code, code), by=path, tallies=COLUMNS, rates=("rate",))  # type: ignore[arg-type]  # a path
        for code, path in by.items()
    )
    return Summary(report=Report.repair_statistics, parts=(*TALLIES, *tables))


def written(centre: Centre) -> None:
    """Five orders of November and one of October at site 1, one at site 2."""
    money = Decimal
    centre.tick("02 09:00")
    centre.order(category="water", technician_id=1, charge=money("30.50"), completed_at=at("02 10:00"))
    centre.order(category="water", technician_id=2, priority="urgent", charge=money("200.00"))
    centre.order(category="power", technician_id=1, charge=money("150.00"), completed_at=at("02 12:00"))
    centre.order(category="leak", charge=None)
    centre.order(category="leak", technician_id=1, reported_at=at("30 23:59"))
    centre.order(category="door", reported_at=at("01 00:00") - dt.timedelta(minutes=1), charge=money("9.99"))
    centre.order(category="water", site_id=2, charge=money("1000.00"))


def worked(centre: Centre, made: Summary, since: dt.date = dt.date(2026, 11, 1)) -> tuple[reports.Result, Span]:
    span = reports.span_of(centre.session, 1, since, dt.date(2026, 11, 30), at("30 23:59"))
    return summarise(centre.session, made, span), span


def numbers(table: Table) -> dict[str, tuple[object, ...]]:
    lines = (*table.lines, *((table.total,) if table.total else ()))
    return {str(line.label): tuple(cell.value for cell in line.cells) for line in lines}


def test_lines_columns_and_total_as_counted_by_hand(centre_on_both: Centre) -> None:
    written(centre_on_both)
    found, _ = worked(centre_on_both, summary(category="category", person="technician", bands=urgency))
    none, money = None, Decimal
    assert numbers(found.table("category")) == {
        "给排水": (2, 1, money("230.50"), 1, money("115.25"), money("50.00")),
        "电气": (1, 1, money("150.00"), 1, money("150.00"), money("100.00")),
        "渗漏水": (2, 0, money("0.00"), 1, none, money("0.00")),
        "合计": (5, 2, money("380.50"), 3, money("126.83"), money("40.00")),
    }
    assert numbers(found.table("person")) == {
        "员工1": (3, 2, money("180.50"), 3, money("90.25"), money("66.67")),
        "员工2": (1, 0, money("200.00"), 1, money("200.00"), money("0.00")),
        "未填": (1, 0, money("0.00"), 1, none, money("0.00")),
        "合计": (5, 2, money("380.50"), 3, money("126.83"), money("40.00")),
    }
    assert [line[:3] for line in numbers(found.table("bands")).values()] == [
        (1, 0, money("200.00")),
        (1, 1, money("150.00")),
        (3, 1, money("30.50")),
        (5, 2, money("380.50")),
    ]


def test_months_are_those_of_the_site_s_clock(centre_on_both: Centre) -> None:
    """A minute before midnight of 1 November in Shanghai is October, whatever the database's clock says."""
    written(centre_on_both)
    found, _ = worked(centre_on_both, summary(months="reported_at:month"), dt.date(2026, 10, 1))
    assert [(str(k), v[0]) for k, v in numbers(found.table("months")).items()] == [
        ("2026-10", 1),
        ("2026-11", 5),
        ("合计", 6),
    ]


def test_behind_every_cell_stand_the_rows_it_counts(centre_on_both: Centre) -> None:
    centre = centre_on_both
    written(centre)
    made = summary(
        category="category", person="technician", bands=urgency, months="reported_at:month", keeper="unit.building"
    )
    found, span = worked(centre, made)
    seen = 0
    for at_, figure in found.figures().items():
        if figure.code not in {"all", "done"}:
            continue
        code, *cell = figure.drill.removeprefix("repair_statistics.").split(".", 2)
        model, where = Work(centre.session, made, span).behind(made.part(code), *cell)
        assert (at_, len(list(centre.session.scalars(select(model.id).where(*where))))) == (at_, figure.value)
        seen += 1
    assert seen == 2 + 2 * (4 + 4 + 4 + 2 + 2)
