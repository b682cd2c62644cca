"""满意度调查: what owners think of the service, question by question (002 职责10, §3(1)-(3); 003 内部管理 §4 满意率)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped

from models.base.moments import in_order
from models.base.rules import is_new
from models.declare import Record, computed, date, decimal, integer, rating, ref, rows, string, text
from models.service.survey_marks import marks, rate, share
from models.spec import (
    STAY,
    Case,
    Creates,
    L,
    Label,
    Module,
    Refusal,
    Register,
    Rights,
    Role,
    Section,
    Set,
    Transition,
    altered,
    approval_flow,
)

if TYPE_CHECKING:
    from models.office.corrective_action import CorrectiveAction

SURVEYORS = (Role.cs_supervisor, Role.reception_lead)

NOT_MARKS = L("各项得分只写 1 到 5 的数字，例如 5 4 5 3。", "Marks are figures from 1 to 5, such as 5 4 5 3.")
TOO_FEW = L(
    "这份答卷有 {n} 个得分，调查项目有 {of} 项，请核对。", "This answer has {n} marks for {of} questions; please check."
)
NO_MARK = L("这份答卷还没有打分。", "This answer has no mark yet.")
MIXED = L(
    "有的答卷按项打分、有的只有总分，请统一成一种。",
    "Some answers have marks by question and some only one for all; use one way for all.",
)
TWICE = L("这一户的答卷已经录过，请删去一份。", "This home's answer stands there already; remove one.")
MORE_THAN_SENT = L(
    "答卷有 {n} 份，多于发放户数 {of}，请核对。", "There are {n} answers to {of} questionnaires sent; please check."
)
NO_WEIGHT = L("权重要么都不填，要么都填且不全为 0。", "Give a weight to every question or to none, and not 0 to all.")
NO_ANSWERS = L("还没有录入答卷，不能提交。", "No answer is entered yet, so it can't be submitted.")
NO_ANALYSIS = L("请写统计分析再提交。", "Please write the analysis before submitting.")
UNSET = L("未配置目标，不作评判", "No target is set, so it is not judged")
REACHED = L("达标", "Target reached")
MISSED = L("低于目标 {n} 个百分点", "{n} points below target")
ALREADY = L("已经开过纠正措施{number}。", "Corrective action {number} is open already.")


def sheets(survey: Any) -> list[tuple[int, ...]] | None:
    """Return every answer's marks, by question or one for all; None while they don't go together."""
    by_question = [marks(a.scores) for a in survey.answers]
    if all(not m for m in by_question):
        whole = [a.score for a in survey.answers]
        return None if None in whole else [(int(s),) for s in whole]
    length = len(survey.questions)
    return None if any(m is None or len(m) != length for m in by_question) else [m for m in by_question if m]


def weights(survey: Any) -> list[Decimal]:
    """Return what each question counts; empty when none is weighted."""
    given = [q.weight for q in survey.questions]
    return [] if any(w is None for w in given) or not any(given) else given


def derived(case: Case) -> list[Set]:
    """Work out the rate and the share of questionnaires that came back; take the company's target over (A-63)."""
    survey = case.record
    found = sheets(survey)
    one_for_all = bool(found) and not any(a.scores for a in survey.answers)
    out = [
        Set("satisfaction_rate", rate(found, [] if one_for_all else weights(survey)) if found else None),
        Set("return_rate", share(len(survey.answers), survey.households_sent)),
    ]
    target = case.setting("target.satisfaction")
    return [*out, Set("target_rate", target)] if is_new(survey) and survey.target_rate is None and target else out


def _wrong_mark(answer: Any, of: int, *, by_question: bool) -> tuple[str, Label] | None:
    """Return the field and the fault of one answer's marks."""
    found = marks(answer.scores)
    if found is None:
        return "scores", NOT_MARKS
    if by_question and not found:
        return "scores", MIXED if answer.score is not None else NO_MARK
    if by_question and len(found) != of:
        return "scores", TOO_FEW.format(n=len(found), of=of)
    return ("score", NO_MARK) if not by_question and answer.score is None else None


def answers_fit(case: Case) -> Refusal | None:
    """Refuse marks that don't fit the questions, two answers of one home, and more than were sent (X-13)."""
    survey = case.record
    seen: set[Any] = set()
    by_question = any(a.scores for a in survey.answers)
    for at, answer in enumerate(survey.answers):
        home = answer.unit_id if answer.unit_id is not None else answer.unit
        if home is not None and home in seen:
            return Refusal(TWICE, f"answers-{at}-unit", "X-13")
        seen.add(home)
        wrong = _wrong_mark(answer, len(survey.questions), by_question=by_question)
        if wrong is not None:
            return Refusal(wrong[1], f"answers-{at}-{wrong[0]}")
    if survey.households_sent is not None and len(survey.answers) > survey.households_sent:
        return Refusal(MORE_THAN_SENT.format(n=len(survey.answers), of=survey.households_sent), "households_sent")
    return None


def weights_fit(case: Case) -> Refusal | None:
    """Refuse weights for some questions only, and nothing but noughts."""
    given = [q.weight for q in case.record.questions]
    if all(w is None for w in given) or (None not in given and any(given)):
        return None
    return Refusal(NO_WEIGHT, f"questions-{given.index(None) if None in given else 0}-weight")


def complete(case: Case) -> Refusal | None:
    """Refuse to submit a survey without answers or without its analysis (002 §3(3))."""
    if not case.record.answers:
        return Refusal(NO_ANSWERS, "answers")
    return None if case.record.analysis else Refusal(NO_ANALYSIS, "analysis", "002 §3(3)")


def judgement(survey: Any) -> Label | None:
    """Return how the rate stands against the company's target; without one nothing is judged (A-63, G6)."""
    if survey.satisfaction_rate is None:
        return None
    if survey.target_rate is None:
        return UNSET
    short = survey.target_rate - survey.satisfaction_rate
    return REACHED if short <= 0 else MISSED.format(n=f"{short.normalize():f}")


def one_action(case: Case) -> Refusal | None:
    """Refuse a second corrective action for the same survey."""
    action = case.record.corrective_action
    return None if action is None else Refusal(ALREADY.format(number=action.number))


def as_action(survey: Any) -> dict[str, Any]:
    """Return what a corrective action takes over from the survey."""
    words = [f"{survey.title}：满意率 {survey.satisfaction_rate}%"]
    if survey.analysis:
        words.append(survey.analysis)
    return {"origin": "survey", "problem": "\n".join(words)}


class SatisfactionSurvey(Record):
    """A survey of what owners think of the service."""

    __register__ = Register(
        label=L("满意度调查", "Satisfaction survey"),
        module=Module.service,
        source=("002 职责10; §3(1)-(3)", "003 内部管理 §4 满意率"),
        help=L(
            "先写调查项目，发放后逐户录入答卷；4 分和 5 分算满意，满意率自动计算，附上分析后报主任和总公司。",
            "Write the questions, then enter the answers home by home; 4 and 5 count as satisfied and the rate is worked "
            "out. With its analysis it goes to the director and head office.",
        ),
        icon="star",
        prefix="MY",
        aliases=("客户评价调查表", "业主满意度调查"),
        title="title",
        list=(
            "number",
            "title",
            "period_from",
            "period_to",
            "satisfaction_rate",
            "target_rate",
            "return_rate",
            "status",
        ),
        sections=(
            Section(L("调查", "The survey"), "title", "period_from", "period_to", "households_sent", "target_rate"),
            Section(L("调查项目", "Questions"), "questions"),
            Section(L("答卷", "Answers"), "answers"),
            Section(
                L("结果", "Result"), "satisfaction_rate", "judgement", "return_rate", "analysis", "corrective_action"
            ),
        ),
        search=("number", "title", "analysis"),
        filters=("status", "period_from", "period_to", "satisfaction_rate"),
        sort="-period_from",
        rights=Rights(
            read=(*SURVEYORS, Role.director, Role.hq_quality), create=SURVEYORS, import_=(Role.cs_supervisor,)
        ),
        flow=altered(
            approval_flow((Role.director, Role.hq_quality), clause="002 §3(2)", submit_guards=(complete,)),
            Transition(
                name="open_action",
                label=L("开纠正措施", "Open a corrective action"),
                source=("submitted", "approved"),
                to=STAY,
                roles=SURVEYORS,
                only=(one_action,),
                creates=Creates(register="CorrectiveAction", prefill=as_action, fills="corrective_action"),
                clause="000 §4.1.2",
                done=L("{number}已开纠正措施。", "A corrective action was opened for {number}."),
            ),
        ),
        derive=derived,
        guards=(in_order("period_from", "period_to"), weights_fit, answers_fit),
        print=("form",),
    )

    title: Mapped[str] = string(L("名称", "Title"), required=True)
    period_from: Mapped[dt.date] = date(L("起", "From"), required=True)
    period_to: Mapped[dt.date] = date(L("止", "To"), required=True)
    households_sent: Mapped[int | None] = integer(L("发放户数", "Questionnaires sent"), minimum=0)
    questions: Mapped[list[Any]] = rows(
        L("调查项目", "Questions"),
        item=string(L("调查项目", "Question"), length=200, required=True),
        weight=decimal(L("权重", "Weight"), minimum=0),
    )
    answers: Mapped[list[Any]] = rows(
        L("答卷", "Answers"),
        help=L(
            "每户一行。各项得分按调查项目的顺序连着写，例如 5453；只有一个总评的，填总分。",
            "One line a home. Marks by question in their order, such as 5453; with one mark for all, give that.",
        ),
        unit=ref("Unit", L("楼号房号", "Home")),
        interviewee=string(L("受访人", "Answered by"), length=60),
        scores=string(L("各项得分", "Marks by question"), length=80),
        score=rating(L("总分", "Mark for all")),
        comment=string(L("意见", "Remark"), length=400),
    )
    target_rate: Mapped[Decimal | None] = decimal(
        L("目标满意率", "Target rate (%)"),
        minimum=0,
        maximum=100,
        help=L(
            "公司要求，百分数；留空取项目参数。", "What the company asks, in percent; empty takes the site's setting."
        ),
    )
    satisfaction_rate: Mapped[Decimal | None] = decimal(L("满意率", "Satisfaction rate (%)"), kept=True)
    return_rate: Mapped[Decimal | None] = decimal(L("回收率", "Returned (%)"), kept=True)
    judgement: Mapped[Label | None] = computed(L("对照目标", "Against target"), judgement)
    analysis: Mapped[str | None] = text(L("统计分析", "Analysis"))
    corrective_action: Mapped[CorrectiveAction | None] = ref(
        "CorrectiveAction", L("纠正措施", "Corrective action"), system=True
    )
    corrective_action_id: Mapped[int | None]
