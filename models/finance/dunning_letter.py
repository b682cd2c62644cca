"""The letter of demand (催缴函): this household's amounts, period and limit, nothing else (003 (三)2; X-30)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.finance.bill_rules import OPEN
from models.spec import L, Label

DEAR = L("{name}（{home}）：", "Dear {name} ({home}),")
OWED = L(
    "截至本函发出之日，您名下房屋尚有以下费用未缴，合计人民币 {total} 元：",
    "On the day of this letter the following charges of your home are unpaid, {total} yuan in all:",
)
LINE = L("{item}，{start} 至 {end}，欠缴 {owed} 元。", "{item}, {start} to {end}: {owed} yuan unpaid.")
PLEASE = L(
    "请您在收到本函后到客户服务中心缴清，或与我们约定上门收费的时间。如已缴纳，请持收据与我们核对。",
    "Please pay at the service centre after receiving this letter, or agree a time for us to call. If you have paid "
    "already, please show us the receipt.",
)
PROMISED = L("您曾承诺于 {day} 前缴清，特此提醒。", "You promised to pay by {day}; this is a reminder.")
OTHERWISE = L(
    "逾期仍未缴纳的，我们将依照物业服务合同和有关法律规定处理。",
    "If the charges remain unpaid, we shall proceed under the service contract and the law.",
)


def letter(paper: Any) -> Sequence[Label]:
    """Return the paragraphs of the letter for a dunning, the salutation first."""
    bills = sorted((b for b in paper.bills if b.status in OPEN), key=lambda b: (b.period_from, b.id))
    total = sum((b.owed for b in bills), start=paper.amount * 0)
    out = [DEAR.format(name=paper.resident.name, home=paper.unit.address), OWED.format(total=f"{total:,.2f}")]
    out += [
        LINE.format(item=b.fee_item.name, start=b.period_from, end=b.period_to, owed=f"{b.owed:,.2f}") for b in bills
    ]
    if paper.promise_on is not None:
        out.append(PROMISED.format(day=paper.promise_on))
    return (*out, PLEASE, OTHERWISE)
