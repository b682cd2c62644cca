"""A month of what the centre writes and shows: regulations, letters, archive, cases, events, guests, audits, publicity."""

from __future__ import annotations

from decimal import Decimal

from models.spec import Role
from seed.month import Month, Step, approve, step, submit

DESK, LEAD, SUP, BOSS, HR, ENGINEER = (
    Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director, Role.hr_admin, Role.engineering_lead,
)  # fmt: skip
DAY = 1440


def plan(m: Month) -> None:
    """Plan the rest of module office, and the days on which the site differs from the public calendar."""
    _rules(m)
    _letters(m)
    _events(m)
    _audits(m)
    _reports(m)
    _calendar(m)


def _rules(m: Month) -> None:
    def rule(ago: int, by: Role, title: str, category: str, version: str, body: str, *steps: Step) -> None:
        values = {
            "title": title,
            "category": category,
            "version_no": version,
            "effective_on": m.day(ago - 14),
            "body": body,
        }
        m.file(m.at(ago, 14, 30), "Regulation", by, values, *steps)

    signed = (submit(HR), approve(SUP, 600), approve(BOSS, 900))
    rule(28, HR, "前台接待服务规范", "standard", "B/1", "一、铃响三声内接听；二、先问好再报单位名称；三、登记齐全后复述。", *signed,
         step("record_study", HR, 7 * DAY, study=[{"on": m.day(19), "attendees": "客服部全员"}]))  # fmt: skip
    rule(20, HR, "装修管理办法", "system", "C/0", "申请、押金、垃圾清运费、巡查、整改和验收按本办法执行。", *signed)
    rule(
        3,
        HR,
        "停水停电应急方案",
        "plan",
        "A/1",
        "通知、抢修、送水、恢复四步，责任到人。",
        submit(HR),
        approve(SUP, 900),
    )


def _letters(m: Month) -> None:
    year = m.today.year

    def letter(ago: int, no: int, title: str, body: str, direction: str, other: str, *steps: Step) -> None:
        values = {"title": title, "doc_no": f"蓝物发〔{year}〕{no}号" if direction == "outgoing" else other, "direction": direction,
                  "issued_on": m.day(ago), "body": body}  # fmt: skip
        values |= (
            {"recipients": "各部门"}
            if direction == "outgoing"
            else {"sender": "幸福街道办事处", "doc_no": f"幸办函〔{year}〕{no}号"}
        )
        m.file(m.at(ago, 9, 50), "OfficialDocument", HR, values, submit(HR), *steps)

    letter(23, 12, "关于冬季供暖安排的通知", "请各部门做好试水、巡查和值班安排。", "outgoing", "", approve(BOSS, 300))
    letter(
        13,
        31,
        "关于开展消防安全检查的函",
        "请各小区自查楼道堆物和电动车充电，按期报送结果。",
        "incoming",
        "",
        approve(BOSS, 500),
    )
    letter(2, 13, "关于年底集中收费的通知", "高峰时段增设窗口，各部门配合分流。", "outgoing", "")

    def archive(ago: int, title: str, category: str, place: str, *steps: Step, secret: bool = False) -> None:
        values = {"title": title, "category": category, "year": year, "place": place, "confidential": secret}
        m.file(m.at(ago, 15, 45), "ArchiveItem", HR, values, *steps)

    archive(26, "电梯维保合同", "contract", "档案室 2 柜 3 层", step("close", HR, 20), secret=True)
    archive(24, f"{m.last_month()[0].month} 月维修任务单归档", "record", "档案室 1 柜 2 层", step("close", HR, 20))
    archive(13, "1 栋装修申请资料", "decoration", "档案室 3 柜 1 层", step("close", HR, 25),
            step("lend", HR, 6 * DAY, borrower=m.who(ENGINEER), lent_for="核对卫生间防水做法"))  # fmt: skip
    archive(2, "供暖试水记录", "record", "档案室 1 柜 3 层")

    def case(ago: int, title: str, facts: str, analysis: str, lesson: str, *steps: Step) -> None:
        values = {"title": title, "facts": facts, "analysis": analysis, "lesson": lesson}
        m.file(m.at(ago, 10, 40), "CaseStudy", LEAD, values, submit(LEAD), *steps)

    case(22, "一次改约没有登记引起的投诉", "维修人员改约后未告诉前台，业主白等半天后投诉。", "改约没有当场登记，前台不知情。",
         "改约必须先登记、再答复业主。", approve(SUP, 300), step("discuss", LEAD, 3 * DAY, discussed_on=m.day(18), participants="客服部、工程部 9 人"))  # fmt: skip
    case(3, "供暖投诉的首接责任", "业主三次来电都被转接。", "首接人没有跟到底。", "首接人跟踪到闭环。")


def _events(m: Month) -> None:
    def event(ago: int, title: str, place: str, what: str, budget: str, *steps: Step, filed: int = 6) -> None:
        values = {
            "kind": "culture", "title": title, "held_at": m.at(ago, 15), "place": place, "plan": what, "budget": Decimal(budget),
            "safety_plan": "电器由工程部接线，保安两人维持秩序。", "staffing": [{"staff": m.who(DESK), "task": "签到、拍照"}],
        }  # fmt: skip
        m.file(m.at(ago + filed, 11, 0), "CommunityEvent", LEAD, values, submit(LEAD), *steps)

    event(12, "邻里包饺子", "社区活动室", "邀请 40 户，分八桌，15:00 开始。", "1200.00", approve(BOSS, 300),
          step("record_result", LEAD, 7 * DAY, result="到场 36 户，支出 1,184 元，无安全事故。", attendance=78))  # fmt: skip
    event(
        -10,
        "冬季用电用气安全讲座",
        "一号会议室",
        "请消防中队讲解 40 分钟，现场提问。",
        "200.00",
        approve(BOSS, 500),
        filed=14,
    )
    event(-25, "元旦写春联", "社区活动室", "请书协两位老师现场书写，业主自带红纸。", "600.00", filed=27)

    def guests(ago: int, who: str, where: str, count: int, why: str, *steps: Step) -> None:
        values = {
            "guests": who, "organisation": where, "visited_at": m.at(ago, 10), "headcount": count, "purpose": why, "host": m.who(HR),
            "arrangement": "会议室座谈、现场参观",
        }  # fmt: skip
        m.file(m.at(ago, 11, 30), "ReceptionEvent", HR, values, *steps)

    guests(18, "阳光花园服务中心一行", "阳光花园", 6, "参观前台服务和收费窗口", step("close", HR, 300))
    guests(1, "街道物业科", "幸福街道办事处", 3, "检查供暖准备")

    def contact(ago: int, where: str, who: str, matter: str, result: str, *steps: Step) -> None:
        values = {
            "organisation": where,
            "person": who,
            "contacted_at": m.at(ago, 9, 30),
            "matter": matter,
            "result": result,
        }
        m.file(m.at(ago, 10, 10), "ExternalContact", SUP, values, *steps)

    contact(
        16,
        "幸福街道办事处",
        "物业科 吕老师",
        "商议充电桩公示流程。",
        "下周一送交公示材料。",
        step("close", SUP, 7 * DAY),
    )
    contact(6, "电梯维保单位", "值班经理 祝工", "约谈停梯困人响应。", "签订 30 分钟到场承诺。", step("close", SUP, DAY))
    contact(1, "自来水公司", "营业厅 顾老师", "核对地库总表读数。", "本周内派员复核。")

    def honour(ago: int, title: str, level: str, by: str, on: int, *steps: Step, done: bool) -> None:
        preparation = [{"item": "整理服务档案", "owner": m.who(DESK), "due_on": m.day(on + 4), "done": done}]
        values = {"title": title, "level": level, "awarded_by": by, "awarded_on": m.day(on), "preparation": preparation}
        m.file(m.at(ago, 9, 40), "Honour", HR, values, *steps)

    honour(27, "街道最美服务窗口", "街道级", "幸福街道办事处", 14, step("close", HR, 14 * DAY), done=True)
    honour(12, "市物业管理示范项目", "市级", "市物业管理协会", -26, done=False)


def _audits(m: Month) -> None:
    def audit(ago: int, system: str, kind: str, finding: tuple[str, str] | None, conclusion: str, *steps: Step) -> None:
        findings = [{"clause": finding[0], "finding": finding[1]}] if finding else []
        values = {"system": system, "kind": kind, "on": m.day(ago), "findings": findings, "conclusion": conclusion}
        m.file(m.at(ago, 16, 0), "SystemAudit", SUP, values, submit(SUP), *steps)

    audit(
        23,
        "quality",
        "internal_audit",
        ("8.5.2", "两份任务单无业主签字"),
        "体系运行基本有效，一项不符合限期整改。",
        approve(BOSS, 600),
    )
    audit(6, "ohs", "document", ("7.5.3", "装修资料借阅未登记"), "资料完整，借阅登记须补。")

    def told(ago: int, topic: str, medium: str, content: str, *steps: Step) -> None:
        values = {"topic": topic, "medium": medium, "published_on": m.day(ago), "content": content}
        m.file(m.at(ago, 9, 0), "Publicity", DESK, values, submit(DESK), *steps)

    told(
        20,
        "冬季用电用气安全",
        "board",
        "离家关阀断电，不私拉电线。",
        approve(BOSS, 100),
        step("take_down", SUP, 10 * DAY, removed_on=m.day(10)),
    )
    told(9, "供暖期间配合入户检查", "wechat", "试水前请家中留人，发现渗漏请先关阀。", approve(BOSS, 120))
    told(1, "垃圾分类投放点调整", "screen", "3 栋南侧投放点移至 2 栋北侧，请留意指引。")


def _reports(m: Month) -> None:
    def report(ago: int, code: str, by: Role, comment: str, *steps: Step) -> None:
        monday = m.day(ago + 7 + m.day(ago).weekday())
        values = {
            "report": code,
            "period_from": monday,
            "period_to": m.day(ago + 1 + m.day(ago).weekday()),
            "comment": comment,
        }
        m.file(m.at(ago, 9, 20), "PeriodicReport", by, values, submit(by), *steps)

    report(16, "callback_weekly", LEAD, "一单业主出差未接通，滚入下周回访。", approve(BOSS, 300))
    report(9, "callback_weekly", LEAD, "回访均已完成，一单不满意已返修。", approve(BOSS, 400))
    report(2, "fee_weekly", LEAD, "高峰窗口增设后排队明显缩短。")


def _calendar(m: Month) -> None:
    saturday, moved = 5, "原定盘点加班，已改到工作日"
    coming = m.today.weekday()
    for weeks, note in ((2, "年底集中收费，服务中心照常上班"), (3, moved)):
        day = m.day(coming - saturday - 7 * weeks)
        off = (step("archive", HR, 2 * DAY, reason="盘点改到工作日，不再加班。"),) if note == moved else ()
        m.file(m.at(5, 10, 0), "WorkCalendar", HR, {"day": day, "kind": "workday", "note": note}, *off)
