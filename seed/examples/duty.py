"""One believable row of every register of module ``duty``, filed through ``workflow.create`` by the one who fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.spec import Actor
from seed.factories import Centre


def duty_task(centre: Centre, *, by: str | Actor | None = None, **values: Any) -> Any:
    """周期工作任务, as the system files it."""
    given = {
        "duty": "示例",
        "period": "示例",
        "due_at": centre.now,
    }
    return centre.make("DutyTask", given, by=by, **values)


def periodic_report(centre: Centre, *, by: str | Actor | None = None, **values: Any) -> Any:
    """汇总报表, as the system files it."""
    given = {
        "period_from": centre.now.date(),
        "period_to": centre.now.date(),
        "author": centre.staff("receptionist").id,
    }
    return centre.make("PeriodicReport", given, by=by, **values)


EXAMPLES: Mapping[str, Callable[..., Any]] = {
    "DutyTask": duty_task,
    "PeriodicReport": periodic_report,
}
