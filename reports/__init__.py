"""What the registers add up to: summaries, rates, tables and the rows behind every figure."""

from reports.catalogue import BY_REPORT, summary_of
from reports.compute import summarise
from reports.drill import Behind, rows_behind
from reports.freeze import from_json, to_json
from reports.paper import install
from reports.results import Figure, Line, Result, Rows, Table
from reports.span import span_of
from reports.spec import Span

__all__ = [
    "BY_REPORT",
    "Behind",
    "Figure",
    "Line",
    "Result",
    "Rows",
    "Span",
    "Table",
    "from_json",
    "rows_behind",
    "span_of",
    "summarise",
    "summary_of",
    "to_json",
]

install()
