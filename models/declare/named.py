"""The site of a record and who changed it last, read when asked for.

A relationship costs every start a millisecond; two of them on a hundred registers were a tenth of it, and no query joins these.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy.orm import object_session, registry


class Named:
    """An attribute that gives the row of ``target`` (a model's name) named by the id in ``column``; read only.

    It is None where no id stands, and for a record that belongs to no session yet.
    """

    def __init__(self, target: str, column: str) -> None:
        self.target = target
        self.column = column

    def __get__(self, record: Any, owner: type[Any]) -> Any:
        """Return the row, from the session where it was read before."""
        if record is None:
            return self
        key, session = getattr(record, self.column), object_session(record)
        return None if key is None or session is None else session.get(_model(owner.registry, self.target), key)


@cache
def _model(models: registry, name: str) -> type[Any]:
    return next(m.class_ for m in models.mappers if m.class_.__name__ == name)
