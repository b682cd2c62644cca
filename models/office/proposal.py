"""部门建议单: department proposal (002 §3.1 权力 1, 2, 4, 5; 001 工作制度 §3)."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class ProposalKind(LabelEnum):
    """Kind of department proposal."""

    quality = "quality", "服务质量目标及经营方案", "Quality"
    hr = "hr", "人力资源规划与发展申报", "Hr"
    structure = "structure", "部门架构及职能", "Structure"
    idea = "idea", "工作创意提请", "Idea"


class Proposal(Record):
    """Department proposal."""

    __register__ = Register(
        label=L("部门建议单", "Department proposal"),
        module=Module.office,
        source=("002 §3.1 权力 1, 2, 4, 5", "001 工作制度 §3"),
        help=L("部门建议单。", "Department proposal."),
        icon="file-text",
        prefix="JY2",
        title="kind",
        list=("number", "kind", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "kind",
                "content",
                "expected",
                "reply",
            ),
        ),
        search=("number", "content", "expected", "reply"),
        filters=("status", "kind"),
        sort="-id",
        rights=Rights(
            read=(Role.cs_supervisor, Role.reception_lead, Role.director, Role.hq_quality),
            create=(Role.cs_supervisor, Role.reception_lead),
        ),
        flow=approval_flow((Role.director,)),
    )

    kind: Mapped[ProposalKind] = choice(ProposalKind, L("类别", "Kind"), required=True)
    content: Mapped[str] = text(L("建议", "Content"), required=True)
    expected: Mapped[str | None] = text(L("预期效果", "Expected"))
    reply: Mapped[str | None] = text(L("答复", "Reply"))
