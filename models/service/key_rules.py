"""The rules of keys: copies lent out never exceed copies held, and every copy is accounted for (002 职责14; X-18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.base.rules import changed, is_new, referred
from models.spec import Apply, Case, Effect, L, Refusal, Role, Set, Tell, Update

if TYPE_CHECKING:
    from models.service.key_item import KeyItem

NONE_LEFT = L(
    "“{key}”共 {n} 把，都已借出或遗失，归还后再借。", "All {n} copies of “{key}” are out; lend it when one is back."
)
NOT_KEPT = L("“{key}”已停用，不能借出。", "“{key}” is no longer kept, so it can't be lent.")
FEWER_THAN_OUT = L("还有 {n} 把借出未还，数量不能少于 {n}。", "{n} are lent out, so there can't be fewer than {n}.")
STILL_OUT = L("还有 {n} 把借出未还，收回后再办。", "{n} are still lent out; get them back first.")
STAYS = L("借出后不能改钥匙，请作废后重新登记。", "The key can't be changed once lent; void this and lend anew.")
UNSIGNED = L("请借用人签字后再借出。", "The borrower signs before he gets the key.")


LOST = L(
    "{who}报失了一把钥匙（{number}），请核实并决定是否换锁。",
    "{who} reported a key lost ({number}); please look into it and say whether the lock is changed.",
)


def lent(session: Any, key_id: int | None) -> int:
    """Return how many copies of a key are lent out now."""
    from models.service.key_loan import KeyLoan  # noqa: PLC0415 - a loan names its key

    if key_id is None:
        return 0
    query = select(func.count()).select_from(KeyLoan).where(KeyLoan.key_id == key_id, KeyLoan.status == "lent")
    with session.no_autoflush:
        return session.scalar(query) or 0


def counted(case: Case) -> list[Set]:
    """Keep how many copies are out beside how many there are."""
    return [Set("lent", lent(case.session, case.record.id))]


def enough(case: Case) -> Refusal | None:
    """Refuse fewer copies than are lent out."""
    key = case.record
    if key.copies is None or key.lent is None or key.copies >= key.lent:
        return None
    return Refusal(FEWER_THAN_OUT.format(n=key.lent), "copies", "002 职责14")


def all_back(case: Case) -> Refusal | None:
    """Refuse to give up a key while copies are out."""
    out = lent(case.session, case.record.id)
    return Refusal(STILL_OUT.format(n=out)) if out else None


def one_left(case: Case) -> Refusal | None:
    """Refuse to lend from a key's own page when no copy is left."""
    key = case.record
    if key.copies > (key.lent or 0):
        return None
    return Refusal(NONE_LEFT.format(key=key.label, n=key.copies))


def copy_free(case: Case) -> Refusal | None:
    """Refuse a loan when all copies are out or the key is no longer kept; a loan keeps its key."""
    from models.service.key_item import KeyItem  # noqa: PLC0415 - a key names its loans

    loan = case.record
    if not is_new(loan):
        return Refusal(STAYS, "key") if changed(loan, "key", "key_id") else None
    key: KeyItem | None = referred(case, "key", KeyItem)
    if key is None:
        return None
    if key.status != "open":
        return Refusal(NOT_KEPT.format(key=key.label), "key")
    if lent(case.session, key.id) >= key.copies:
        return Refusal(NONE_LEFT.format(key=key.label, n=key.copies), "key", "002 职责14")
    return None


def tagged(case: Case) -> list[Set]:
    """Keep the key's tag on the loan, to be scanned in the list."""
    from models.service.key_item import KeyItem  # noqa: PLC0415 - a key names its loans

    key: KeyItem | None = referred(case, "key", KeyItem)
    return [Set("tag", key.label)] if key is not None else []


def signed_for(case: Case) -> Refusal | None:
    """Refuse to lend without the borrower's signature (X-18); one copied from paper was signed there."""
    return None if case.record.borrower_sign or case.loaded else Refusal(UNSIGNED, "borrower_sign", "X-18")


def recount(case: Case) -> list[Effect]:
    """Bring the key's count of copies out in line with its loans."""
    key = case.record.key
    return [Update(key, {"lent": lent(case.session, key.id)})]


def handed_out(case: Case) -> list[Effect]:
    """Count the copy as out and note the loan on the key."""
    return [*recount(case), Apply(case.record.key, "lend")]


def copy_lost(case: Case) -> list[Effect]:
    """Take a lost copy off the key's account and tell the supervisor."""
    key = case.record.key
    return [Update(key, {"copies": key.copies - 1}), Tell((Role.cs_supervisor,), LOST)]
