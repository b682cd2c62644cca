"""The rectification notice as the letter that is handed over (000 §4.5.4, §5.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.spec import L, Label

DEAR = L("{home} {owner}，{contractor}：", "{home}, {owner}; {contractor}:")
FOUND = L(
    "经巡查，你户装修存在以下问题：{violation}。{facts}", "Our patrol found at your decoration: {violation}. {facts}"
)
MEASURES: dict[str, Callable[[Any], Label]] = {
    "stop": lambda _: L("自收到本通知起立即停止施工。", "Stop all work on receiving this notice."),
    "rectify": lambda n: L(
        "请于 {day} 前整改完毕并恢复原状，完成后通知客户服务中心复查。",
        "Put it right and restore the former state by {day}, then ask the service centre to recheck.",
    ).format(day=n.due_on),
    "deduct": lambda n: L(
        "从装修押金中扣除 {amount} 元。", "{amount} yuan are deducted from the decoration deposit."
    ).format(amount=f"{n.deduction or 0:,.2f}"),
    "evict": lambda _: L("要求施工单位离场。", "The contractor must leave the site."),
}
WARNING = L(
    "逾期未整改的，将按装修管理规定进一步处理，由此造成的损失由责任方承担。",
    "If it is not put right in time, further steps follow under the decoration rules; whoever is liable bears the loss.",
)


def letter(notice: Any) -> Sequence[Label]:
    """Return the paragraphs of the notice, the salutation first."""
    application = notice.application
    dear = DEAR.format(
        home=application.unit.address, owner=application.applicant.name, contractor=application.contractor
    )
    found = FOUND.format(violation=notice.violation.label, facts=notice.description)
    return (dear, found, *(MEASURES[str(m)](notice) for m in notice.measures or ()), WARNING)
