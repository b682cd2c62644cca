"""请示报告: request for instructions (001 请示报告制度)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Mapped

from models.declare import Record, choice, flag, moment, text
from models.spec import L, LabelEnum, Module, Register, Rights, Role, Section, approval_flow


class EscalationReportMatter(LabelEnum):
    """Matter of request for instructions."""

    error = "error", "重大差错事故", "Error"
    discipline = "discipline", "严重违纪", "Discipline"
    danger = "danger", "危及设备人身安全", "Danger"
    beyond = "beyond", "超出职责范围", "Beyond"
    dispute = "dispute", "意见分歧", "Dispute"
    other = "other", "其他", "Other"


class EscalationReport(Record):
    """Request for instructions."""

    __register__ = Register(
        label=L("请示报告", "Request for instructions"),
        module=Module.office,
        source=("001 请示报告制度",),
        help=L("请示报告。", "Request for instructions."),
        icon="file-text",
        prefix="QS",
        title="matter",
        list=("number", "matter", "urgent", "skipped_level_told_on", "status"),
        sections=(
            Section(
                L("登记内容", "Details"),
                "matter",
                "facts",
                "proposal",
                "urgent",
                "instruction",
                "disagreement",
                "execution",
                "skipped_level_told_on",
                "skip_reason",
            ),
        ),
        search=("number", "facts", "proposal", "instruction"),
        filters=("status", "matter", "skipped_level_told_on"),
        sort="-skipped_level_told_on",
        rights=Rights(
            read=(Role.director, Role.hq_quality),
            own=(Role.staff,),
            create=(Role.staff,),
            edit=(),
            export=(Role.director, Role.hq_quality),
        ),
        flow=approval_flow(("@line",)),
        print=("form",),
    )

    matter: Mapped[EscalationReportMatter] = choice(EscalationReportMatter, L("事项类别", "Matter"), required=True)
    facts: Mapped[str] = text(L("情况", "Facts"), required=True)
    proposal: Mapped[str] = text(L("处理意见", "Proposal"), required=True)
    urgent: Mapped[bool] = flag(L("紧急", "Urgent"), required=True)
    instruction: Mapped[str | None] = text(L("上级指示", "Instruction"))
    disagreement: Mapped[str | None] = text(L("不同意见", "Disagreement"))
    execution: Mapped[str | None] = text(L("执行情况", "Execution"))
    skipped_level_told_on: Mapped[dt.datetime | None] = moment(L("越级后补报时间", "Skipped level told on"))
    skip_reason: Mapped[str | None] = text(L("越级理由", "Skip reason"))
