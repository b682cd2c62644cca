"""The year's zero targets: safety, fire, vehicles, establishment, labour disputes (003 经理(二)内1-2, (三)1, 3; S-41; T-89, T-90, T-91)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select

from models.base.post import Post
from models.base.staff import Employment, Staff
from models.duty.report_list import Report
from models.hr.labour_dispute import LabourDispute
from models.safety.incident import COUNTED, TARGETS, Incident, ZeroTarget
from models.spec import L
from reports.spec import Breakdown, Conditions, Listing, Measure, Span, Summary, Tally, Where, standing

KIND_OF = {target: kind for kind, target in TARGETS.items()}


def _incidents(span: Span) -> Conditions:
    return Incident.status.in_(COUNTED), *span.during(Incident.happened_at)


def _against(target: ZeroTarget) -> Where:
    def where(span: Span) -> Conditions:
        missed = Incident.major.is_(True) if target is ZeroTarget.major_safety else Incident.kind == KIND_OF[target]
        return *_incidents(span), missed

    return where


def _counting(span: Span) -> Conditions:
    """Incidents against any of the targets: what has to be explained."""
    return *_incidents(span), Incident.major.is_(True) | Incident.kind.in_(list(TARGETS))


def _over(_span: Span) -> Conditions:
    """Posts held by more people than planned, as it stands now; posts without a plan don't count (G6)."""
    people = (
        select(func.count(Staff.id))
        .where(Staff.post_id == Post.id, Staff.status == "active", Staff.employment != Employment.left)
        .correlate(Post)
        .scalar_subquery()
    )
    return standing(Post), Post.headcount.is_not(None), people > Post.headcount


def _disputes(span: Span) -> Conditions:
    return standing(LabourDispute), *span.days(LabourDispute.raised_on)


NONE = Decimal(0)
SAFETY_YEARLY = Summary(
    report=Report.safety_yearly,
    parts=(
        *(
            Tally(code=target.value, label=target.label, register=Incident, where=_against(target), target=NONE,
                  more_is_better=False, clause="T-89; T-91")
            for target in ZeroTarget
        ),
        Tally(code="over_establishment", label=L("超编岗位", "Posts over establishment"), register=Post, where=_over,
              target=NONE, more_is_better=False, clause="T-90"),
        Tally(code="disputes", label=L("劳动争议", "Labour disputes"), register=LabourDispute, where=_disputes, target=NONE,
              more_is_better=False, clause="T-90"),
        Tally(code="incidents", label=L("事故及差错报告", "Incidents reported"), register=Incident, where=_incidents),
        Tally(code="loss", label=L("损失", "Loss"), register=Incident, where=_incidents, add="loss", measure=Measure.yuan),
        Breakdown(code="by_kind", label=L("按类别", "By kind"), by="kind", tallies=("incidents", "loss"), every=True),
        Breakdown(code="by_month", label=L("按月", "By month"), by="happened_at:month", tallies=("incidents",), every=True),
        Listing(code="missed", label=L("计入零目标的事故", "Incidents against a target"), register=Incident, where=_counting,
                columns=("number", "happened_at", "kind", "major", "place", "cause", "liable", "status"),
                sort="happened_at"),
        Listing(code="posts", label=L("超编岗位", "Posts over establishment"), register=Post, where=_over,
                columns=("name", "department", "headcount", "current_count"), sort="name"),
        Listing(code="cases", label=L("劳动争议", "Labour disputes"), register=LabourDispute, where=_disputes,
                columns=("number", "staff", "raised_on", "treatment", "closed_on"), sort="raised_on"),
    ),
)  # fmt: skip

SUMMARIES = (SAFETY_YEARLY,)
