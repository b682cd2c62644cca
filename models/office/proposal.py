"""部门建议单: what the department may propose; a right to propose, not to decide (002 §3.1 权力; C-52, D-19)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, text
from models.office.papers import LOOKING_ON
from models.spec import Ask, L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ProposalKind(LabelEnum):
    """What is proposed (002 权力 1, 2, 4, 5)."""

    quality = "quality", "服务质量目标及经营方案", "Service targets and business plans"
    hr = "hr", "人力资源规划与发展申报", "People planning and development"
    structure = "structure", "部门架构及职能", "Structure and functions of the department"
    idea = "idea", "工作创意提请", "Ideas for the work"


class Proposal(Record):
    """A proposal of the department."""

    __register__ = Register(
        label=L("部门建议单", "Department proposal"),
        module=Module.office,
        source=("002 §3.1 权力 1, 2, 4, 5", "001 工作制度 §3"),
        help=L(
            "部门向管理处提建议时填写，由主任批复；建议不是决定，批准后另行安排落实。",
            "What the department proposes to the management; the director answers. A proposal decides nothing by itself.",
        ),
        icon="zap",
        prefix="JY2",
        aliases=("建议单", "合理化建议"),
        title="content",
        list=("number", "created_at", "kind", "content", "status"),
        sections=(
            Section(L("建议", "Proposal"), "kind", "content", "expected"),
            Section(L("答复", "Answer"), "reply"),
        ),
        search=("number", "content", "expected", "reply"),
        filters=("status", "kind", "created_at"),
        sort="-created_at",
        rights=Rights(read=LOOKING_ON, own=(Role.reception_lead,), create=(Role.cs_supervisor, Role.reception_lead)),
        locked_rights=("do:approve",),
        flow=approval_flow(
            (Role.director,),
            clause="002 权力1-5; C-52; D-19",
            approve_asks=(Ask("reply", required=False), Ask("reason", required=False)),
        ),
    )

    kind: Mapped[ProposalKind] = choice(ProposalKind, L("类别", "Kind"), required=True)
    content: Mapped[str] = text(L("建议", "Proposal"), required=True)
    expected: Mapped[str | None] = text(L("预期效果", "Expected effect"))
    reply: Mapped[str | None] = text(L("答复", "Answer"), system=True)
