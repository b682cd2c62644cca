"""客户资料查阅日志: who saw or took out customers' full numbers, when and why (001 安全保密制度 §1; X-01)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapped, Mapper

from models.declare import Record, choice, integer, moment, ref, string, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section

if TYPE_CHECKING:
    from models.base.user import User


class AccessKind(LabelEnum):
    """How the data was seen."""

    unmask = "unmask", "查看完整号码", "Full numbers shown"
    export = "export", "导出", "Exported"
    print = "print", "打印", "Printed"


class LogIsFinalError(RuntimeError):
    """Something tried to change an entry of the log (deleting a record is refused for every register)."""


class SecretAccessLog(Record):
    """One look at customers' data that is masked otherwise. Written by the engine, never changed or deleted."""

    __register__ = Register(
        label=L("客户资料查阅日志", "Customer-data access log"),
        module=Module.safety,
        source=("001 安全保密制度 §1", "001 工作制度 §9", "X-01"),
        help=L(
            "谁在什么时候、为什么查看或导出了客户的完整号码；由系统自动记录，任何人不能修改或删除。",
            "Who saw or exported customers' full numbers, when and why; written by the system, nobody can change it.",
        ),
        icon="eye",
        title="what",
        list=("at", "user", "kind", "what", "why", "row_count"),
        sections=(
            Section(L("查阅", "Access"), "at", "user", "kind", "what", "why"),
            Section(L("范围", "Extent"), "register", "record_id", "row_count"),
        ),
        search=("what", "why", "user"),
        filters=("at", "user", "kind", "register"),
        sort="-id",
        flow=None,
        rights=Rights(
            read=(Role.director, Role.hq_quality, Role.sysadmin), export=(Role.director, Role.hq_quality), import_=()
        ),
        locked_rights=("read", "create", "edit", "export", "import", "unmask"),
        read_only=True,
        indexes=(("register", "record_id"), ("site_id", "at")),
    )

    at: Mapped[dt.datetime] = moment(L("时间", "At"), required=True, system=True)
    user: Mapped[User] = ref("User", L("用户", "User"), required=True, system=True)
    user_id: Mapped[int]
    kind: Mapped[AccessKind] = choice(AccessKind, L("方式", "How"), required=True, system=True)
    what: Mapped[str] = text(L("查阅内容", "What was seen"), required=True, system=True)
    why: Mapped[str] = text(L("事由", "Why"), required=True, system=True)
    register: Mapped[str | None] = string(L("登记簿", "Register"), length=60, system=True)
    record_id: Mapped[int | None] = integer(L("记录", "Record"), system=True)
    row_count: Mapped[int | None] = integer(L("条数", "Rows"), system=True)


@event.listens_for(SecretAccessLog, "before_update")
def _final(_mapper: Mapper[Any], _connection: Connection, entry: SecretAccessLog) -> None:
    raise LogIsFinalError(f"entry {entry.id} of the customer-data access log can't be changed")
