"""请假单: leave asked for in person, decided step by step along one's own line (001 考勤、请假制度 §5-11; D-02, D-03, X-08)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy.orm import Mapped

from models.base.moments import local, not_ahead
from models.declare import Record, choice, date, files, flag, moment, ref, string, text
from models.hr.discipline import absence
from models.hr.leave_deputy import deputy_is_there
from models.hr.leave_rules import (
    SICK,
    LeaveKind,
    asked_at,
    back_in_time,
    certificate_brought,
    company_agrees,
    covered_by_overtime,
    derived,
    in_person,
    in_time_or_explained,
    late_is_cleared,
    lateness,
    sensible_span,
    without_gap,
)
from models.hr.own_paper import days_recounted, own_flow, watch_void
from models.spec import (
    LINE_TO_DIRECTOR,
    NOW,
    STAY,
    Ask,
    Case,
    Default,
    DueRule,
    Effect,
    Flow,
    L,
    LabelEnum,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    State,
    Timed,
    Tone,
    Transition,
    Unit,
    When,
    altered,
    asks,
)

NOT_SICK = L("只有病假和急诊才交证明和假条。", "Certificate and slip belong to sick leave only.")
SEES_CERTIFICATE = ("@staff", "@line", Role.hr_admin)
RECEIVERS = (Role.reception_lead, Role.cs_supervisor, Role.hr_admin)


class OfficialKind(LabelEnum):
    """Why the company sends or excuses somebody (001 考勤 §6)."""

    meeting = "meeting", "会议", "Meeting"
    study = "study", "学习", "Study"
    trip = "trip", "出差", "Business trip"
    visit = "visit", "参观", "Tour"
    call = "call", "访问", "Visit"
    injury = "injury", "因公负伤", "Injured at work"


def chain(paper: Any) -> tuple[str, ...]:
    """Return who decides: superior after superior up to the director; administration too on official leave (A-55)."""
    return (LINE_TO_DIRECTOR, Role.hr_admin) if paper.kind == LeaveKind.official else (LINE_TO_DIRECTOR,)


def submitted(case: Case) -> list[Effect]:
    """Keep when it was asked for, and whether in time."""
    return [Set("applied_at", asked_at(case)), Set("asked_late", lateness(case) is not None)]


def recounted(case: Case) -> list[Effect]:
    """Judge the attendance of the leave's days anew."""
    paper = case.record
    return days_recounted(case, paper.staff_id, paper.starts_at, paper.ends_at)


def lapsed(case: Case) -> list[Effect]:
    """Turn the days into absence: those with an entry are judged anew, else one draft of a penalty is opened (§5, §11)."""
    paper = case.record
    again = recounted(case)
    day = local(paper.starts_at).date()
    facts = f"{paper.number} 病假未按时交连续的医疗证明，按旷工处理"
    return again or absence(case, paper.staff, day, facts)


def for_the_sick(case: Case) -> Refusal | None:
    """Offer the certificate and the slip on sick leave only."""
    return None if case.record.kind in SICK else Refusal(NOT_SICK)


def _flow() -> Flow:
    base = own_flow(
        chain,
        clause="001 考勤 §8-10; C-25, C-26, C-29; D-03",
        submit_guards=(in_person, sensible_span, in_time_or_explained, covered_by_overtime, deputy_is_there),
        approve_guards=(late_is_cleared, company_agrees, covered_by_overtime),
        on_submit=submitted,
        on_approved=recounted,
    )
    bring = Transition(
        name="hand_certificate",
        label=L("交医疗证明", "Hand in the certificate"),
        source=("submitted", "approved"),
        to=STAY,
        roles=("@creator", "@staff", Role.hr_admin),
        only=(for_the_sick,),
        asks=(*asks("certificate_from", "certificate_to"), Ask("certificate", required=False)),
        guards=(certificate_brought, without_gap),
        sets={"certified_at": NOW},
        clause="001 考勤 §11; T-61",
        done=L("{number}：医疗证明已交。", "{number}: the certificate is in."),
    )
    slip = Transition(
        name="hand_slip",
        label=L("收到假条", "Slip received"),
        source=("approved",),
        to=STAY,
        roles=RECEIVERS,
        never=("staff",),
        only=(for_the_sick,),
        sets={"slip_at": NOW},
        clause="001 考勤 §11; T-63",
        done=L("{number}：假条已收。", "{number}: the slip is in."),
    )
    back = Transition(
        name="report_back",
        label=L("销假", "Back at work"),
        source=("approved",),
        to=STAY,
        roles=("@staff", *RECEIVERS),
        asks=asks("back_on"),
        guards=(back_in_time,),
        effects=recounted,
        clause="001 考勤 §8",
        done=L("{number}：已销假。", "{number}: back at work."),
    )
    lapse = Transition(
        name="lapse",
        label=L("无证明，按旷工", "No certificate: absence"),
        source=("approved",),
        to="lapsed",
        effects=lapsed,
        by_itself=True,
        clause="001 考勤 §8, §11",
    )
    reinstate = Transition(
        name="reinstate",
        label=L("补批有效", "Clear after all"),
        source=("lapsed",),
        to="approved",
        roles=(Role.director,),
        never=("staff",),
        asks=asks("reason"),
        sets={"certified_at": NOW},
        effects=recounted,
        clause="001 考勤 §8; R-G07",
    )
    lapsed_state = State(name="lapsed", label=L("按旷工处理", "Counts as absence"), tone=Tone.red)
    watched = watch_void(base, recounted)
    also_lapsed = {"source": (*watched.transition("void").source, "lapsed")}
    flow = altered(watched, bring, slip, back, lapse, reinstate, void=also_lapsed)
    return dataclasses.replace(flow, states=(*watched.states, lapsed_state))


def awaits_certificate(paper: Any) -> bool:
    """Say whether a certificate of ordinary sick leave is awaited, without which the leave lapses."""
    return bool(paper.status == "approved" and paper.certificate_needed and paper.kind == LeaveKind.sick)


def awaits_emergency_certificate(paper: Any) -> bool:
    """Say whether the certificate of an emergency is awaited; it may follow (A-29)."""
    return bool(paper.status == "approved" and paper.certificate_needed and paper.kind == LeaveKind.emergency_sick)


def awaits_slip(paper: Any) -> bool:
    """Say whether the slip of a sick leave is awaited."""
    return bool(paper.status == "approved" and paper.kind in {LeaveKind.sick, LeaveKind.emergency_sick})


class LeaveRequest(Record):
    """One person's leave."""

    __register__ = Register(
        label=L("请假单", "Leave request"),
        module=Module.hr,
        source=("001 考勤、请假制度 §5-11",),
        help=L(
            "本人填写并提交，由直接上级起逐级审批到主任，不越级、不交叉；病假可以由他人代请。一般事假提前一天，特殊事假班前一小时。"
            "病假满一天的，到期后第一个工作日交连续的医疗证明，否则按旷工。",
            "File and submit it yourself; your superiors decide one after another up to the director. Sick leave may be asked "
            "for by another. Personal leave is asked for a day ahead, urgent leave an hour before the shift. Sick leave of a "
            "day or more needs a certificate without gaps on the first workday after, or it counts as absence.",
        ),
        icon="calendar",
        prefix="QJ",
        title="kind",
        aliases=("请假条", "假条", "公假单", "补休单"),
        list=("number", "staff", "kind", "starts_at", "ends_at", "asked_late", "slip_at", "status"),
        sections=(
            Section(
                L("请假", "Leave"),
                "staff",
                "kind",
                "official_kind",
                "overtime",
                "starts_at",
                "ends_at",
                "deputy",
                "reason",
            ),
            Section(L("申请", "Asking"), "applied_at", "by_proxy", "called_at", "late_reason", "asked_late"),
            Section(
                L("证明", "Certificate"),
                "certificate",
                "certificate_from",
                "certificate_to",
                "certified_at",
                "company_approval",
            ),
            Section(L("销假", "Coming back"), "slip_at", "back_on"),
        ),
        search=("number", "staff", "by_proxy"),
        filters=("status", "kind", "staff", "starts_at", "asked_late", "slip_at"),
        sort="-starts_at",
        daily=(Role.hr_admin,),
        rights=Rights(
            read=(Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff, Role.receptionist, Role.reception_lead),
            edit=(),
            export=(Role.director, Role.hr_admin),
            import_=(),
        ),
        locked_rights=("read", "edit", "export", "import"),
        flow=_flow(),
        derive=derived,
        guards=(
            in_person,
            sensible_span,
            in_time_or_explained,
            covered_by_overtime,
            without_gap,
            deputy_is_there,
            not_ahead("applied_at", "called_at"),
        ),
        deadlines=(
            DueRule(
                name="certificate",
                label=L("交医疗证明", "Medical certificate"),
                starts="ends_at",
                stops="certified_at",
                unit=Unit.workdays,
                limit=1,
                applies=awaits_certificate,
                accountable=("@staff", Role.staff),
                clause="001 考勤 §11; T-61",
            ),
            DueRule(
                name="emergency_cert",
                label=L("补交急诊证明", "Emergency certificate"),
                starts="ends_at",
                stops="certified_at",
                unit=Unit.workdays,
                limit=1,
                applies=awaits_emergency_certificate,
                accountable=("@staff", Role.staff),
                suggested=True,
                clause="A-29",
            ),
            DueRule(
                name="sick_slip",
                label=L("交假条", "Sick slip"),
                starts="ends_at",
                stops="slip_at",
                unit=Unit.days,
                limit=1,
                setting="leave.sick_slip_day",
                applies=awaits_slip,
                accountable=("@staff", Role.staff),
                clause="001 考勤 §11; T-63",
            ),
        ),
        timed=(Timed(transition="lapse", rule="certificate"),),
        line=("staff",),
        indexes=(("staff_id", "starts_at"),),
        print=("form",),
    )

    staff: Mapped[Any] = ref("Staff", L("请假人", "Who takes leave"), required=True, default=Default.ME, involves=True)
    staff_id: Mapped[int]
    kind: Mapped[LeaveKind] = choice(LeaveKind, L("类别", "Kind"), required=True, default=LeaveKind.personal)
    overtime: Mapped[Any] = ref(
        "OvertimeRequest",
        L("抵扣加班单", "Set against overtime"),
        required_when=When("kind", "time_off"),
        shown_when=When("kind", "time_off"),
        help=L("选一张已批准、按补休补偿的加班单。", "An approved overtime request that is taken as time off."),
    )
    overtime_id: Mapped[int | None]
    starts_at: Mapped[dt.datetime] = moment(L("开始", "From"), required=True)
    ends_at: Mapped[dt.datetime] = moment(L("结束", "To"), required=True)
    deputy: Mapped[Any] = ref(
        "Staff",
        L("工作代理人", "Deputy"),
        help=L(
            "假期里的周期工作由谁代办；不填的，转给同岗位的人，没有同岗位的转给上级。代理人没有权限办理的也照此转。",
            "Who does the recurring duties meanwhile. Left empty they go to others on the post, else to the superior; so does "
            "what the deputy has no right to do.",
        ),
    )
    deputy_id: Mapped[int | None]
    reason: Mapped[str] = text(L("事由", "Reason"), required=True)
    applied_at: Mapped[dt.datetime] = moment(
        L("申请时间", "Asked for at"),
        required=True,
        default=Default.NOW,
        help=L(
            "替人登记时写来电或转告的时间；自己请假以提交时间为准。",
            "When the call or message came; for one's own leave, the moment of submitting.",
        ),
    )
    by_proxy: Mapped[str | None] = string(
        L("代请人", "Asked for by"),
        length=60,
        shown_when=When("kind", "sick", "emergency_sick", "official"),
        help=L("由家人、同事代请时写代请人姓名。", "Who asked in his place: family or a colleague."),
    )
    certificate: Mapped[Any] = files(
        L("医疗证明", "Medical certificate"), see=SEES_CERTIFICATE, shown_when=When("kind", "sick", "emergency_sick")
    )
    certificate_from: Mapped[dt.date | None] = date(
        L("证明起", "Certificate from"), shown_when=When("kind", "sick", "emergency_sick")
    )
    certificate_to: Mapped[dt.date | None] = date(
        L("证明止", "Certificate to"), shown_when=When("kind", "sick", "emergency_sick")
    )
    back_on: Mapped[dt.date | None] = date(L("销假日期", "Back on"), system=True)
    slip_at: Mapped[dt.datetime | None] = moment(L("交假条时间", "Slip handed in at"), system=True)
    called_at: Mapped[dt.datetime | None] = moment(
        L("急诊来电", "Emergency call at"),
        required_when=When("kind", "emergency_sick"),
        shown_when=When("kind", "emergency_sick"),
        help=L("应在班前来电，可以委托他人。", "Before the shift; another may call."),
    )
    official_kind: Mapped[OfficialKind | None] = choice(
        OfficialKind,
        L("公假类型", "Kind of official leave"),
        required_when=When("kind", "official"),
        shown_when=When("kind", "official"),
    )
    company_approval: Mapped[Any] = files(L("公司批准", "Company's approval"), shown_when=When("kind", "official"))
    late_reason: Mapped[str | None] = text(
        L("未能提前的原因", "Why not in time"),
        help=L(
            "没有按时提出的才填；经管理人员批准才生效。",
            "Only when it was not asked for in time; a superior must clear it.",
        ),
    )
    asked_late: Mapped[bool | None] = flag(L("未按时提出", "Asked for late"), system=True)
    certificate_needed: Mapped[bool | None] = flag(L("须交证明", "Certificate needed"), system=True)
    certified_at: Mapped[dt.datetime | None] = moment(L("证明交验时间", "Certificate handed in at"), system=True)
