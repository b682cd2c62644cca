"""What somebody who leaves still holds: keys, assets, badge, a bed (000 §4.12; catalogue: Separation)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assets.fixed_asset import AssetCondition, FixedAsset
from models.hr.badge import Badge
from models.hr.dormitory_bed import DormitoryBed
from models.service.key_item import KeyItem
from models.service.key_loan import KeyLoan
from models.spec import L, Label, Refusal

STILL_OUT = L(
    "还没有交清：{what}。请先登记交接；确要批准，请在审批意见里写明理由。",
    "Not settled yet: {what}. Record the hand-over first; to approve anyway, write the reason in the comment.",
)
FEW = 5
"""Things named of each kind; more are counted."""


def held_by(session: Session, staff: Any) -> list[Label]:
    """Return what the employee holds now, each kind in a few words: what the keys, assets, badge and bed registers say."""
    site = staff.site_id
    lent = select(KeyItem.label).join(KeyLoan, KeyLoan.key_id == KeyItem.id)
    found = (
        (
            L("借出未还的钥匙{what}", "keys not returned ({what})"),
            lent.where(KeyLoan.site_id == site, KeyLoan.status == "lent", KeyLoan.borrower == staff.name),
        ),
        (
            L("保管的钥匙{what}", "keys in his keeping ({what})"),
            select(KeyItem.label).where(
                KeyItem.keeper_id == staff.id, KeyItem.status.not_in(("closed", "void", "archived"))
            ),
        ),
        (
            L("保管的资产{what}", "assets in his keeping ({what})"),
            select(FixedAsset.name).where(
                FixedAsset.keeper_id == staff.id,
                FixedAsset.status == "open",
                FixedAsset.condition != AssetCondition.scrapped,
            ),
        ),
        (
            L("未收回的证件{what}", "badges not taken back ({what})"),
            select(Badge.badge_no).where(
                Badge.staff_id == staff.id, Badge.status == "open", Badge.returned_on.is_(None)
            ),
        ),
        (
            L("宿舍床位{what}", "a dormitory bed ({what})"),
            select(DormitoryBed.room + "-" + DormitoryBed.bed).where(
                DormitoryBed.staff_id == staff.id, DormitoryBed.status == "open", DormitoryBed.moved_out_on.is_(None)
            ),
        ),
    )
    with session.no_autoflush:
        return list(_named((words, list(session.scalars(query))) for words, query in found))


def still_out(missing: Sequence[Label]) -> Refusal | None:
    """Return the refusal that names what is missing; None when nothing is."""
    if not missing:
        return None
    what = Label("、".join(m.text("zh") for m in missing), ", ".join(m.text("en") for m in missing))
    return Refusal(STILL_OUT.format(what=what), "reason", "000 §4.12")


def _named(found: Iterator[tuple[Label, list[str]]]) -> Iterator[Label]:
    for words, things in found:
        if not things:
            continue
        more = len(things) - FEW
        zh, en = "、".join(things[:FEW]), ", ".join(things[:FEW])
        what = Label(f"{zh}等 {len(things)} 件", f"{en} and {more} more") if more > 0 else Label(zh, en)
        yield words.format(what=Label(f"“{what.zh}”", what.en))
