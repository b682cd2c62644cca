"""How a register is written: ``from models.declare import Record, string, ref, rows, ...``."""

from models.declare.base import Base, Record, Row
from models.declare.columns import (
    choice,
    computed,
    date,
    decimal,
    files,
    flag,
    idno,
    integer,
    json_column,
    moment,
    money,
    month,
    phone,
    plate,
    rating,
    ref,
    refs,
    rows,
    sign,
    snake,
    string,
    text,
    time,
    year,
)
from models.declare.types import Fixed, Moment

__all__ = [
    "Base", "Fixed", "Moment", "Record", "Row", "choice", "computed", "date", "decimal", "files", "flag", "idno",
    "integer", "json_column", "moment", "money", "month", "phone", "plate", "rating", "ref", "refs", "rows", "sign",
    "snake", "string", "text", "time", "year",
]
