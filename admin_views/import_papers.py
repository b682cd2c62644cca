"""Loading a register's papers from before the system: the addresses of an import, for documents of any register."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from access import fields_at
from admin_views import answers, history_words
from admin_views.import_pages import Imported
from admin_views.import_screens import ImportScreens
from admin_views.queue import jobs
from admin_views.reader import Reader
from admin_views.viewmodels import Change, Link
from exchange import registers
from exchange.batches.findings import Difference
from exchange.registers.batches import is_short
from exchange.registers.columns import columns_of, vocabulary
from exchange.registers.sheets import MOST
from exchange.registers.undo import STAYS
from models.engine import ImportBatch
from models.spec import L

TITLE = L("导入{register}", "Import: {register}")
CHECK = L("核对{register}", "Check: {register}")
STEPS = (
    L("下载模板，一行填一份没办完的单据；第二页有每一列的填法和可填的选项。",
      "Download the template; one row for each open paper. Its second sheet says how to fill each column."),
    L("房屋、员工、业主按系统里的写法填，例如 3-1-502、姓名或工号；自己的表也行，表头没认出来的可以在核对页指定。",
      "Write homes, staff and residents as the system has them: 3-1-502, a name or staff number. A workbook of your own will "
      "do; headers that are not understood can be assigned on the next page."),
    L("写上原纸单编号：改好的表再传一次，已导入的不会重复。",
      "Give the number on the paper: a mended workbook can then be sent again and nothing is doubled."),
    L("纸质台账的最后一个编号填在“纸质编号”页，系统从下一个号接着编。",
      "The last number of the paper book goes on the sheet “Paper numbers”; numbering goes on from there."),
    L("上传后先看核对结果，确认后才写入；不能导入的行可以下载回去改。",
      "You see the findings before anything is written; refused rows can be downloaded to be mended."),
)  # fmt: skip
STATES = L(
    "办到一半的，在“状态”列写明，时限从表里的时间算起。",
    "Say in the column “State” how far a paper has come; its limits run from the times in the workbook.",
)


class PapersImportView(ImportScreens):
    """A register's screens with those of its import."""

    plan_task, apply_task, undo_task = "plan_papers", "apply_papers", "undo_papers"

    def imported(self, who: Reader, site_id: int | None = None) -> Imported:
        """Return what the pages say of this register's papers."""
        site_id = site_id or who.actor.site_id
        label, slug = self.model.__register__.label, self.model.slug()
        columns = columns_of(who.actor, self.model, site_id)
        return Imported(
            slug=slug, title=who.say(TITLE, register=label), check_title=who.say(CHECK, register=label),
            steps=tuple(map(who.say, STEPS[:2] + ((STATES,) if self.model.__register__.openings else ()) + STEPS[2:])),
            rows=MOST, targets=vocabulary(self.model, columns).targets, change=lambda c: self._change(who, c, site_id),
            links=(Link(label=who.say(label), url=f"/admin/{slug}/"),),
            stays="" if registers.undoable(self.model) else who.say(STAYS),
        )  # fmt: skip

    def _change(self, who: Reader, change: Difference, site_id: int | None) -> Change:
        entry = {"field": change.field, "old": change.old, "new": change.new}
        found = history_words.changes(who, self.model, [entry], site_id=site_id)
        if found:
            return found[0]
        field = fields_at(who.actor, self.model, site_id).get(change.field)
        return Change(label=who.say(field.label) if field else "", before="", after="")

    def kind(self) -> str:
        """Return the kind of its batches."""
        return self.model.slug()

    def opened(self, who: Reader, number: int) -> ImportBatch | None:
        """Return an import of this register the person may look at."""
        return registers.open_batch(who.session, number, who.actor, self.model)

    def take_in(self, who: Reader, stream: Any, filename: str, site_id: int) -> ImportBatch:
        """Take a workbook in."""
        return registers.upload(
            who.session, jobs().store, stream, filename, model=self.model, site_id=site_id, actor=who.actor, now=who.now
        )

    def template_view(self, who: Reader, site_id: int | None) -> Response:
        """Return the template with this person's columns."""
        from exchange.registers.template import template  # noqa: PLC0415 - loads a library no other page needs

        name = who.say(L("{register}导入模板.xlsx", "{register}-template.xlsx"), register=self.model.__register__.label)
        return answers.workbook(lambda out: template(out, who.actor, self.model, site_id, who.locale), name)

    def at_once(self, found: ImportBatch, task: str) -> bool:
        """A short workbook is done while the person waits."""
        return is_short(jobs().store, found)


__all__ = ["PapersImportView"]
