"""A result as JSON and back: what is kept with a paper when it is submitted, and what a script reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.spec import Label
from reports.results import Figure, Line, Piece, Result, Rows, Table, Value
from reports.spec import Measure

VERSION = 1


def to_json(result: Result) -> dict[str, Any]:
    """Return the result as what JSON can hold; ``from_json`` brings it back, words and figures alike."""
    return {
        "version": VERSION,
        "report": result.report,
        "site_id": result.site_id,
        "since": result.since.isoformat(),
        "until": result.until.isoformat(),
        "computed_at": result.computed_at.isoformat(),
        "parts": [_piece(part) for part in result.parts],
    }


def from_json(data: Mapping[str, Any]) -> Result:
    """Return the result that ``to_json`` kept; ValueError for data of another make."""
    if data.get("version") != VERSION:
        raise ValueError(f"not the figures of a summary: version {data.get('version')!r}")
    return Result(
        report=data["report"],
        site_id=data["site_id"],
        since=dt.date.fromisoformat(data["since"]),
        until=dt.date.fromisoformat(data["until"]),
        computed_at=dt.datetime.fromisoformat(data["computed_at"]),
        parts=tuple(READ[part["kind"]](part) for part in data["parts"]),
    )


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.text("zh"), "en": label.text("en")}


def _words(data: Mapping[str, str]) -> Label:
    return Label(data["zh"], data["en"])


def value_out(value: Value) -> Any:
    """Return a value as JSON: numbers with a fixed point as ``{"decimal": "1.50"}``, words in both languages, days as ISO."""
    if isinstance(value, Label):
        return _label(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, dt.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value


def value_in(data: Any) -> Value:
    """Return what ``value_out`` was given."""
    if not isinstance(data, dict):
        return data  # type: ignore[no-any-return]  # plain JSON
    if "decimal" in data:
        return Decimal(data["decimal"])
    if "at" in data:
        return dt.datetime.fromisoformat(data["at"])
    return dt.date.fromisoformat(data["day"]) if "day" in data else _words(data)


def _piece(part: Piece) -> dict[str, Any]:
    if isinstance(part, Figure):
        return {"kind": "figure", **_figure(part)}
    head = {"code": part.code, "label": _label(part.label)}
    if isinstance(part, Table):
        return {
            "kind": "table",
            **head,
            "heads": [[code, _label(label), measure.value] for code, label, measure in part.heads],
            "lines": [_line(line) for line in part.lines],
            "total": _line(part.total) if part.total else None,
        }
    return {
        "kind": "rows",
        **head,
        "register": part.register,
        "heads": [[code, _label(label)] for code, label in part.heads],
        "ids": list(part.ids),
        "lines": [[value_out(value) for value in line] for line in part.lines],
        "total": part.total,
        "drill": part.drill,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "label": _label(figure.label),
        "value": value_out(figure.value),
        "measure": figure.measure.value,
        "target": value_out(figure.target),
        "verdict": figure.verdict,
        "more_is_better": figure.more_is_better,
        "drill": figure.drill,
        "register": figure.register,
    }


def _line(line: Line) -> dict[str, Any]:
    return {"key": line.key, "label": _label(line.label), "cells": [_figure(cell) for cell in line.cells]}


def _to_figure(data: Mapping[str, Any]) -> Figure:
    return Figure(
        code=data["code"],
        label=_words(data["label"]),
        value=value_in(data["value"]),  # type: ignore[arg-type]  # a number, as it was kept
        measure=Measure(data["measure"]),
        target=value_in(data["target"]),  # type: ignore[arg-type]  # a number, as it was kept
        verdict=data["verdict"],
        more_is_better=data["more_is_better"],
        drill=data["drill"],
        register=data["register"],
    )


def _to_line(data: Mapping[str, Any]) -> Line:
    return Line(key=data["key"], label=_words(data["label"]), cells=tuple(_to_figure(cell) for cell in data["cells"]))


def _to_table(data: Mapping[str, Any]) -> Table:
    return Table(
        code=data["code"],
        label=_words(data["label"]),
        heads=tuple((code, _words(label), Measure(measure)) for code, label, measure in data["heads"]),
        lines=tuple(_to_line(line) for line in data["lines"]),
        total=_to_line(data["total"]) if data["total"] else None,
    )


def _to_rows(data: Mapping[str, Any]) -> Rows:
    return Rows(
        code=data["code"],
        label=_words(data["label"]),
        register=data["register"],
        heads=tuple((code, _words(label)) for code, label in data["heads"]),
        ids=tuple(data["ids"]),
        lines=tuple(tuple(value_in(value) for value in line) for line in data["lines"]),
        total=data["total"],
        drill=data["drill"],
    )


READ: Mapping[str, Callable[[Mapping[str, Any]], Piece]] = {"figure": _to_figure, "table": _to_table, "rows": _to_rows}
