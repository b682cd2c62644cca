"""员工奖惩审批: rewards and penalties, seen by few (000 §3.9; 001 会议制度 §3 奖优罚劣; 考勤 §4-5, §12; C-33, C-50)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sqlalchemy.orm import Mapped

from models.base.moments import today
from models.base.staff import Staff
from models.declare import Record, choices, date, files, moment, money, ref, string, text
from models.hr.people import decided_by_others, not_about_oneself
from models.spec import (
    LEADS,
    NOW,
    STAY,
    Case,
    Default,
    Effect,
    Hint,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Tell,
    Transition,
    altered,
    approval_flow,
    asks,
)


class RewardKind(LabelEnum):
    """What is given or imposed; several at once (旷工: 检讨, wage and bonus)."""

    reward = "reward", "奖励", "Reward"
    warn = "warn", "批评教育", "Admonition"
    written = "written", "书面检讨", "Written self-criticism"
    wage = "wage", "扣当天工资", "Day's pay withheld"
    bonus = "bonus", "扣当月奖金", "Month's bonuses withheld"
    penalty = "penalty", "处分", "Disciplinary measure"
    liability = "liability", "追究责任", "Held liable"


NOT_YET = L("发生日期还没有到，请核对。", "The day it happened lies in the future; please check.")
BOTH = L("奖励和处罚请分开填写。", "Please fill in reward and penalty separately.")
HIS_OWN = L("书面检讨由员工本人提交。", "The employee hands in his own self-criticism.")
NOT_ASKED = L("这一张不要求书面检讨。", "This one asks for no self-criticism.")


CRITICISM_DUE = L(
    "{register}{number}要求您写书面检讨，请打开这张单提交。",
    "{register} {number} asks for your self-criticism; open it and hand it in.",
)
TO_CASHIER = L(
    "{register}{number}已批准，请在当月工资中兑现。",
    "{register} {number} is approved; please settle it with this month's pay.",
)
TO_EMPLOYEE = L("{register}{number}已批准，请查看。", "{register} {number} about you is approved; please look at it.")


def happened_already(case: Case) -> Refusal | None:
    """Refuse a day to come (X-13)."""
    on = case.record.happened_on
    return Refusal(NOT_YET, "happened_on", "X-13") if on and on > today(case) else None


def one_or_the_other(case: Case) -> Refusal | None:
    """Refuse to praise and punish on one paper."""
    kinds = {str(k) for k in case.record.kind or ()}
    return Refusal(BOTH, "kind") if "reward" in kinds and len(kinds) > 1 else None


def by_himself(case: Case) -> Refusal | None:
    """Let nobody but the employee hand in his self-criticism, and only where one is due (001 考勤 §5)."""
    paper = case.record
    if paper.staff_id is None or paper.staff_id != case.actor.staff_id:
        return Refusal(HIS_OWN, "self_criticism", "001 考勤 §5")
    return None if "written" in {str(k) for k in paper.kind or ()} else Refusal(NOT_ASKED, "self_criticism")


def ask_for_criticism(case: Case) -> list[Effect]:
    """Tell the employee that his self-criticism is due (001 考勤 §5)."""
    if "written" not in {str(k) for k in case.record.kind or ()}:
        return []
    return [Tell(("@staff",), CRITICISM_DUE)]


def tell(_case: Case) -> list[Effect]:
    """Tell the cashier, who pays or withholds, and the employee (001 考勤 §5; C-45)."""
    return [Tell((Role.cashier,), TO_CASHIER), Tell(("@staff",), TO_EMPLOYEE)]


FLOW = altered(
    decided_by_others(
        approval_flow(
            (Role.cs_supervisor, Role.director, Role.hr_admin),
            clause="000 §3.9; C-33",
            on_submit=ask_for_criticism,
            on_approved=tell,
        ),
        "staff",
    ),
    first=(
        Transition(
            name="hand_in",
            label=L("提交书面检讨", "Hand in self-criticism"),
            source=("submitted", "approved"),
            to=STAY,
            roles=(Role.staff,),
            only=(by_himself,),
            asks=asks("self_criticism"),
            sets={"criticised_at": NOW},
            primary=True,
            clause="001 考勤 §5",
            done=L("书面检讨已提交。", "Your self-criticism is handed in."),
        ),
    ),
)


class RewardPenalty(Record):
    """A reward or a penalty."""

    __register__ = Register(
        label=L("员工奖惩审批", "Reward and penalty"),
        module=Module.hr,
        source=("000 §3.9", "001 会议制度 §3 奖优罚劣; 考勤 §4-5, §12"),
        help=L(
            "写明事实和依据条款，客服主管、主任、行政部逐级批准后告知财务；要求书面检讨的，由本人在这张单上提交。只有本人、上级、行政和财务能看。",
            "State facts and clause; supervisor, director and administration approve, and the cashier is told. The employee "
            "hands in his own self-criticism here. Only he, his superiors, administration and the cashier see it.",
        ),
        icon="award",
        prefix="JF",
        aliases=("奖惩通知", "扣款通知", "书面检讨", "处分决定"),
        title="basis",
        list=("number", "staff", "kind", "happened_on", "amount", "basis", "status"),
        sections=(
            Section(L("人员与事由", "Whom and what"), "staff", "happened_on", "facts", "basis"),
            Section(L("奖惩", "Reward or penalty"), "kind", "amount"),
            Section(L("书面检讨", "Self-criticism"), "self_criticism", "criticised_at"),
        ),
        search=("number", "staff", "facts", "basis"),
        filters=("status", "staff", "happened_on"),
        sort="-happened_on",
        rights=Rights(
            read=(Role.director, Role.hr_admin, Role.cashier),
            own=(Role.staff,),
            create=LEADS,
            edit=(),
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "edit", "export", "import", "do:hand_in"),
        line=("staff",),
        flow=FLOW,
        hints=(
            Hint(
                same=("staff",),
                days=365,
                sentence=L(
                    "这名员工近一年已有 {n} 次奖惩记录；屡教不改的按规定加重处理。",
                    "This employee has {n} entries in the last year; repeated faults weigh more.",
                ),
            ),
        ),
        guards=(happened_already, one_or_the_other, not_about_oneself("staff", clause="000 §3.9")),
        print=("form",),
    )

    staff: Mapped[Staff] = ref("Staff", L("员工", "Employee"), required=True, about=True)
    staff_id: Mapped[int]
    kind: Mapped[tuple[RewardKind, ...]] = choices(
        RewardKind,
        L("类别", "Kind"),
        required=True,
        help=L(
            "旷工：书面检讨、扣当天工资、扣当月奖金一并勾选。",
            "Absence: self-criticism, the day's pay and the month's bonuses together.",
        ),
    )
    happened_on: Mapped[dt.date] = date(L("日期", "Happened on"), required=True, default=Default.TODAY)
    facts: Mapped[str] = text(L("事由", "Facts"), required=True)
    basis: Mapped[str] = string(
        L("依据条款", "Clause"),
        length=200,
        required=True,
        help=L("例如：考勤制度第 5 条。", "For example: attendance rules §5."),
    )
    amount: Mapped[Decimal | None] = money(L("金额", "Amount"), minimum=0)
    self_criticism: Mapped[object] = files(L("书面检讨", "Self-criticism"), system=True)
    criticised_at: Mapped[dt.datetime | None] = moment(L("检讨提交时间", "Handed in at"), system=True)
