"""The sentences every import has, and how one is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from models.spec import L, Label

Tell = Callable[[str, int, int], None]
"""Told of progress: phase (``reading``, ``applying``, ``indexing``), rows done, rows in all (0: not known). May raise Cancelled."""


class Cancelled(Exception):
    """The person wants the work put down. Nothing was written."""

    fault: Label | None = None


class Interrupted(Cancelled):
    """The machine is being switched off. Nothing was written."""


class ImportRefused(Exception):
    """An import cannot be done; ``label`` says why and what to do."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.text("en"))
        self.label = label


def quiet(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""


CUT_SHORT: Final = L(
    "中断，未写入任何数据。请重新上传，或请系统管理员查看服务是否被停过。",
    "Cut short; nothing was written. Send the file again, or ask the administrator whether the service was stopped.",
)
Interrupted.fault = CUT_SHORT
BROKE: Final = L(
    "导入时出了意外，未写入任何数据；已记入日志，请联系系统管理员。",
    "Something unforeseen happened; nothing was written. It is in the log: please tell the administrator.",
)
NO_ACCOUNT: Final = L(
    "发起导入的账号已停用，未写入任何数据。", "The account that asked for this import is closed; nothing was written."
)
MOVED: Final = L(
    "核对之后有人改了资料，已按最新资料重新核对；结果和您看到的不一样，请再确认一次。",
    "Somebody changed the register since the plan was made. It was made anew and differs from what you saw; please look again.",
)
HAS_REFUSED: Final = L(
    "有 {count} 行不能导入。请改好文件重新上传，或选择“只导入没有问题的行”。",
    "{count} rows cannot be imported. Correct the file and send it again, or choose to import the good rows only.",
)
GONE: Final = L(
    "这次导入的存档文件已不在，不能继续。请重新上传。",
    "The working file of this import is gone, so it can't go on. Send the roster again.",
)
BUSY: Final = L("这次导入正在处理，请稍候。", "This import is being worked on; please wait.")
NOT_DONE: Final = L("这次导入没有写入数据，没有可撤销的。", "This import wrote nothing; there is nothing to undo.")
CHANGED_SINCE: Final = L(
    "不能撤销：导入之后有 {count} 条资料又改动过，例如 {names}。",
    "It can't be undone: {count} records were changed after the import, for instance {names}.",
)
IN_USE: Final = L(
    "不能撤销：导入的房屋或业主已用在别的单据里，例如 {names}。",
    "It can't be undone: homes or people of the import are used in other documents, for instance {names}.",
)
