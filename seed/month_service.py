"""A month at the desk: visits, opinions, things kept for homes, keys, special services, notices, the forum and the survey."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from models.spec import Role
from seed.month import Month, Step, approve, step, submit
from seed.stage import after

DESK, LEAD, SUP, BOSS = Role.receptionist, Role.reception_lead, Role.cs_supervisor, Role.director
DAY = 1440


def plan(m: Month) -> None:
    """Plan the registers of module service that the calls do not bring by themselves."""
    _checks(m)
    _visits(m)
    _opinions(m)
    _kept(m)
    _keys(m)
    _services(m)
    _notices(m)
    _asked(m)
    _together(m)


def _checks(m: Month) -> None:
    points = (
        ("起身问好", "三米内起身，使用礼貌用语"), ("三声内接听", "铃响三声内接听并报单位名称"), ("登记齐全", "姓名、房号、电话、内容齐全"),
        ("结束用语", "复述要点，等对方先挂机"),
    )  # fmt: skip

    def values(ago: int, service: str, staff: Role, failed: int = -1, note: str = "") -> dict[str, Any]:
        items = [
            {"item": item, "standard": standard, "result": "fail" if at == failed else "pass"}
            | ({"note": note} if at == failed else {})
            for at, (item, standard) in enumerate(points)
        ]
        return {
            "checked_on": m.day(ago), "service": service, "staff": m.who(staff), "items": items,
            "conclusion": "pass" if failed < 0 else "fail",
        }  # fmt: skip

    ok = (submit(LEAD), approve(SUP, 180))
    m.file(m.at(24, 10, 10), "ServiceCheck", LEAD, values(24, "phone", DESK), *ok)
    m.file(m.at(17, 15, 30), "ServiceCheck", LEAD, values(17, "reception", DESK, 2, "两条来访没有登记联系电话"), *ok)
    m.file(m.at(10, 11, 5), "ServiceCheck", LEAD, values(10, "repair", Role.technician), *ok)
    m.file(m.at(2, 16, 20), "ServiceCheck", LEAD, values(2, "phone", DESK), submit(LEAD))


def _visits(m: Month) -> None:
    told = (
        (26, 1, "新入住走访", "希望单元门口晚上亮一点", "已转工程部查看感应灯", DESK),
        (19, 2, "独居老人走访", "子女在外地，希望每周有人敲门", "列入每周二探访名单", LEAD),
        (13, 3, "装修邻里走访", "楼上装修午间有噪声", "已告知施工队 12:00 至 14:00 停工", DESK),
        (6, 4, "供暖走访", "主卧不太热，客厅正常", "放气后回升到 20 度，三天后复测", DESK),
        (1, 5, "新入住走访", "问储藏间能不能放电动车", "已说明消防规定，介绍充电棚", DESK),
    )
    for ago, home, purpose, opinion, treatment, role in told:
        who = m.home(home)
        values = {
            "visited_at": m.at(ago, 15, 5), "unit": who.unit_id, "interviewee": who.caller, "purpose": purpose, "opinion": opinion,
            "treatment": treatment, "visitor": m.who(role),
        }  # fmt: skip
        m.file(
            m.at(ago, 16, 30), "HouseholdVisit", role, values, *((step("close", role, 3 * DAY),) if ago != 6 else ())
        )


def _opinions(m: Month) -> None:
    def values(ago: int, home: int, channel: str, topic: str, content: str, improvement: str) -> dict[str, Any]:
        who = m.home(home)
        return {
            "received_on": m.day(ago), "unit": who.unit_id, "name": who.caller, "channel": channel, "topic": topic,
            "content": content, "improvement": improvement,
        }  # fmt: skip

    bench = m.file(
        m.at(22, 9, 40), "OwnerSuggestion", DESK,
        values(22, 6, "box", "公共设施", "中心花园东侧加两把长椅，老人晒太阳没地方坐。", "工程部选址，加装带靠背长椅两把。"),
        submit(DESK), approve(SUP, 300),
        Step("reply", DESK, 5 * DAY, lambda at: {"reply": "长椅已装好两把，欢迎继续提意见。", "replied_at": at}),
    )  # fmt: skip
    m.file(
        m.at(15, 10, 20), "OwnerSuggestion", DESK,
        values(15, 7, "visit", "绿化", "南门两侧补种灌木，减少灰尘。", "纳入明年春季补种计划，12 月前报方案。"),
        submit(DESK), approve(SUP, 500),
    )  # fmt: skip
    m.file(
        m.at(3, 14, 15), "OwnerSuggestion", LEAD,
        values(3, 8, "hotline", "秩序", "快递车在 3 栋门口乱停，挡住轮椅坡道。", "划定快递临停区，保安部高峰时段疏导。"), submit(LEAD),
    )  # fmt: skip
    m.file(
        m.at(21, 9, 20), "Coordination", SUP,
        lambda _: {
            "matter": "业主建议在中心花园加装长椅，涉及选址、采购和绿篱改动。",
            "departments": [m.scene.departments[name] for name in ("客服部", "工程部", "财务部")],
            "agreed": "工程部定位安装，绿篱退让 60 厘米；费用 1,160 元从维修费列支；客服部回复业主。",
            "owner": m.who(Role.engineering_lead), "due_on": m.day(15), "suggestion": bench.id,
        },
        Step("close", SUP, 4 * DAY, lambda _: {"done_on": m.day(17)}),
    )  # fmt: skip
    m.file(
        m.at(4, 11, 0), "Coordination", SUP,
        {
            "matter": "年底收费高峰前台排队，高峰时段须有人分流。",
            "departments": [m.scene.departments[name] for name in ("客服部", "财务部")],
            "agreed": "每天 16:30 至 18:00 财务部到前台增设一个收费窗口，试行到月底。",
            "owner": m.who(Role.cashier), "due_on": m.day(-10),
        },
    )  # fmt: skip


def _kept(m: Month) -> None:
    def put(ago: int, hour: int, home: int, what: str, shelf: str, taken: float | None, kind: str = "parcel") -> None:
        who = m.home(home)

        def values(moment: dt.datetime) -> dict[str, Any]:
            given = {
                "kind": kind, "unit": who.unit_id, "depositor": "快递员" if kind == "parcel" else who.caller,
                "description": what, "received_at": moment, "location": shelf, "recipient": who.caller,
            }  # fmt: skip
            return given | ({} if kind == "parcel" else {"depositor_sign": m.sign(moment)})

        def collected(moment: dt.datetime) -> dict[str, Any]:
            return {"recipient": who.caller, "id_checked": True, "collector_sign": m.sign(moment)}

        steps = () if taken is None else (Step("collect", DESK, taken, collected),)
        m.file(m.at(ago, hour, 12), "CustodyItem", DESK, values, *steps)

    put(20, 11, 9, "纸箱 1 件，约 5 公斤", "前台货架 A2", 420)
    put(12, 16, 10, "冷藏泡沫箱 1 件（已电话通知）", "前台冰柜", 150)
    put(9, 9, 11, "行李箱 1 只，已贴封条", "前台储物柜 2 号", 3 * DAY, "storage")
    put(4, 15, 12, "文件袋 1 个，转交装修公司", "前台抽屉", None, "handover")
    put(1, 10, 13, "纸箱 2 件", "前台货架 B1", None)
    put(1, 17, 14, "桶装水 2 桶", "前台门内", 120)


def _keys(m: Month) -> None:
    kept = {}
    for label, kind, place, copies in (
        ("配电-01", "equipment", "1 栋地下配电室", 2), ("水泵-01", "equipment", "地下一层水泵房", 2),
        ("天台-01", "public", "1 栋天台门", 3), ("活动室-01", "public", "社区活动室", 2), ("备用-09", "office", "原值班室（门已换锁）", 1),
    ):  # fmt: skip
        values = {"label": label, "kind": kind, "location": place, "copies": copies, "keeper": m.who(DESK)}
        gone = (
            (step("close", DESK, 6 * DAY, reason="原值班室改作储物间，门锁已换，旧钥匙交回销毁。"),)
            if copies == 1
            else ()
        )
        kept[label] = m.file(m.at(28, 8, 50), "KeyItem", DESK, values, *gone)

    def lend(ago: int, hour: int, label: str, borrower: str, purpose: str, hours: int, back: float | None) -> None:
        def values(moment: dt.datetime) -> dict[str, Any]:
            return {
                "key": kept[label].id, "borrower": borrower, "purpose": purpose, "lent_at": moment, "due_at": after(moment, 60 * hours),
                "approved_by": m.who(LEAD), "borrower_sign": m.sign(moment),
            }  # fmt: skip

        def returned(moment: dt.datetime) -> dict[str, Any]:
            return {"return_sign": m.sign(moment)}

        steps = () if back is None else (Step("give_back", DESK, back, returned),)
        m.file(m.at(ago, hour, 25), "KeyLoan", DESK, values, *steps)

    lend(18, 9, "配电-01", "王强", "检查 1 栋公共照明回路", 3, 140)
    lend(11, 14, "水泵-01", "王强", "水泵季度保养", 4, 300)
    lend(7, 13, "活动室-01", "苏静怡", "业主座谈会布置会场", 6, 330)
    lend(3, 10, "天台-01", "通信公司 覃工", "检修楼顶基站电源", 5, None)
    lend(1, 9, "水泵-01", "王强", "更换压力表", 2, 95)


def _services(m: Month) -> None:
    def order(ago: int, home: int, service: str, charge: str, done: str = "", cancelled: str = "") -> None:
        who = m.home(home)
        values = {
            "unit": who.unit_id, "requester": who.caller, "phone": who.phone, "service": service, "assignee": m.who(Role.technician),
            "appointment_at": m.at(ago - 1, 14), "charge": Decimal(charge),
        }  # fmt: skip
        steps: tuple[Step, ...] = ()
        if done:
            steps = (step("finish", DESK, 1680, result=done, charge=Decimal(charge), satisfaction=5),)
        if cancelled:
            steps = (step("cancel", DESK, 300, reason=cancelled),)
        m.file(m.at(ago, 10, 40), "SpecialService", DESK, values, *steps)

    order(23, 15, "安装窗帘杆 2 根", "60.00", "打孔安装 2 根，清理完粉尘。")
    order(14, 16, "清洗油烟机", "120.00", "拆洗一台，试机正常。")
    order(8, 17, "代换客厅吸顶灯", "30.00", "", "业主已自行更换。")
    order(0, 18, "安装浴室扶手（老人房）", "80.00")

    def room(ago: int, user: str, hours: int, supplies: str, *, closed: bool) -> None:
        values = {
            "user": user, "room": "一号会议室", "starts_at": m.at(ago, 9, 30), "ends_at": m.at(ago, 9 + hours, 30), "headcount": 8,
            "supplies": supplies,
        }  # fmt: skip
        filed = m.at(ago + 2, 16, 0)
        m.file(filed, "MeetingService", DESK, values, *((step("close", DESK, 2 * DAY),) if closed else ()))

    room(20, "业主委员会", 2, "茶水、投影", closed=True)
    room(9, "街道物业科", 1, "茶水、席卡 6 个", closed=True)
    room(-1, "业主委员会", 2, "茶水、投影、打印资料 8 份", closed=False)

    def listing(ago: int, home: int, deal: str, price: str, terms: str, *steps: Step) -> None:
        who = m.home(home)
        values = {"unit": who.unit_id, "owner": m.owner(who.unit_id), "deal": deal, "asking_price": Decimal(price)}
        m.file(m.at(ago, 11, 20), "ListingEntrustment", DESK, values | {"terms": terms}, *steps)

    dealt = Step(
        "deal_done", LEAD, 9 * DAY, lambda _: {"counterparty": "覃女士", "closed_on": m.day(16), "fee": Decimal(300)}
    )
    listing(25, 19, "let", "2800.00", "两室一厅带家具，半年起租", dealt)
    listing(
        13,
        20,
        "sell",
        "1580000.00",
        "三室两厅，满五唯一，看房提前约",
    )
    listing(
        10,
        21,
        "let",
        "1900.00",
        "一室一厅，限女生",
        step("withdraw_listing", LEAD, 4 * DAY, reason="业主亲戚自住，撤回委托。"),
    )


def _notices(m: Month) -> None:
    def notice(
        ago: int, role: Role, title: str, body: str, *steps: Step, until: int | None = None, **more: Any
    ) -> None:
        values = {
            "kind": "public",
            "title": title,
            "body": body,
            "published_from": m.day(ago - 1),
            "places": "各单元门厅、公告栏",
        }
        values |= {"published_to": m.day(until)} if until is not None else {}
        m.file(m.at(ago, 10, 0), "Announcement", role, values | more, *steps)

    d = m.day(24)
    notice(26, DESK, f"关于 {d.month} 月 {d.day} 日停水的通知", "因地下一层供水阀门检修，当日 9:00 至 15:00 停水，请提前储水。",
           submit(DESK), approve(BOSS, 100), Step("take_down", DESK, 3 * DAY, lambda _: {"removed_on": m.day(23)}), until=23)  # fmt: skip
    notice(16, DESK, "供暖期间用水用电提示", "发现暖气渗漏请先关入户阀门，再拨服务热线；阳台暖气片不要遮挡。", submit(DESK), approve(BOSS, 240),
           until=-60)  # fmt: skip
    notice(
        7,
        LEAD,
        "年底集中收费安排",
        "本月工作日 16:30 至 18:00 增设收费窗口，请错峰办理。",
        submit(LEAD),
        approve(BOSS, 200),
        until=-12,
    )
    notice(1, DESK, "关于楼道堆物清理的通知", "本周六集中清理楼道堆物，请提前收走个人物品。", submit(DESK), until=-7)

    known = (
        (
            27,
            "装修什么时间可以施工？",
            "工作日 8:00 至 12:00、14:00 至 18:00；周末和节假日不得有噪声。",
            "answer",
            "装修",
            300,
        ),
        (21, "物业费能不能分次交？", "可以按季度交；跨年欠费须一次结清，不收手续费。", "answer", "收费", 300),
        (
            12,
            "电话催费怎么开口？",
            "先报单位和姓名，核对房号，再说欠费期间和金额，最后问约定日期并复述。",
            "script",
            "收费",
            500,
        ),
        (2, "社区活动室怎么借？", "提前三天到前台登记，每次不超过两小时，用后恢复原状。", "facility", "设施", None),
    )
    for ago, question, answer, kind, category, minutes in known:
        values = {"question": question, "answer": answer, "kind": kind, "category": category, "valid_from": m.day(ago)}
        m.file(
            m.at(ago, 9, 15),
            "KnowledgeArticle",
            LEAD,
            values,
            submit(LEAD),
            *((approve(SUP, minutes),) if minutes else ()),
        )


def _asked(m: Month) -> None:
    first, last = m.last_month()
    questions = [{"item": item} for item in ("接待热情", "维修及时", "环境整洁", "秩序安全")]
    scores = ("5 5 4 5", "5 4 5 5", "4 4 5 5", "5 5 5 5", "5 3 4 5", "5 5 5 4", "4 5 5 5", "5 5 4 5")
    answers = [
        {"unit": m.home(at + 40).unit_id, "interviewee": m.home(at + 40).caller, "scores": row}
        for at, row in enumerate(scores)
    ]
    values = {
        "title": f"{first.year} 年 {first.month} 月住户满意度抽样调查", "period_from": first, "period_to": last, "households_sent": 12,
        "questions": questions, "answers": answers, "analysis": "总体满意；一户反映维修等待时间长，下月起缺料当天电话告知。",
    }  # fmt: skip
    m.file(
        m.at(14, 15, 40),
        "SatisfactionSurvey",
        SUP,
        values,
        submit(SUP),
        approve(BOSS, 900),
        approve(Role.hq_quality, 1500),
    )
    now = {
        **values, "title": f"{m.today.year} 年冬季供暖满意度调查", "period_from": m.day(10), "period_to": m.day(1),
        "households_sent": 20, "answers": answers[:3], "analysis": "问卷回收中。",
    }  # fmt: skip
    m.file(m.at(1, 9, 50), "SatisfactionSurvey", LEAD, now)


def _together(m: Month) -> None:
    def forum(
        ago: int, place: str, who: str, said: list[tuple[int, str, str, bool]], summary: str, *steps: Step
    ) -> None:
        opinions = [
            {"unit": m.home(home).unit_id, "opinion": text, "owner_department": m.scene.departments[dept], "due_on": m.day(ago - 7),
             "done": done} for home, text, dept, done in said
        ]  # fmt: skip
        values = {
            "held_at": m.at(ago, 14, 30), "place": place, "host": m.who(SUP), "attendees": who, "opinions": opinions, "summary": summary,
        }  # fmt: skip
        m.file(m.at(ago, 16, 40), "CustomerForum", SUP, values, *steps)

    forum(27, "一号会议室", "1 栋业主代表 7 人，项目经理、客服主管、工程主管",
          [(30, "供暖前请把阀门都查一遍", "工程部", True), (31, "电梯广告声音太大", "客服部", True)],
          "供暖检查和电梯广告音量当周办结，结果已在群内公告。", step("close", SUP, 8 * DAY))  # fmt: skip
    forum(7, "社区活动室", "3 栋业主代表 6 人，客服主管、保安主管",
          [(32, "快递车挡住轮椅坡道", "保安部", False), (33, "地库出口转弯镜模糊", "工程部", True)],
          "快递临停区本周划线；转弯镜已更换。")  # fmt: skip
