"""Every parameter a site may set: key, words, kind, default and the clause it comes from (catalogue; appendix B).

A key with ``default=None`` is 未配置 until a site sets it, and nothing is judged by it (G6). ``suggested`` marks defaults
that stand in no source document.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from models.base import setting_words as words
from models.spec import L, Label


class Kind(enum.StrEnum):
    """How the text of a setting is read."""

    int = "int"
    decimal = "decimal"
    bool = "bool"
    time = "time"
    text = "text"
    names = "names"
    """Several words: ``a, b``."""
    mapping = "mapping"
    """Words by word: ``repair=phone,visit; leak=visit``."""
    weekday = "weekday"
    """1 Monday to 7 Sunday."""
    period = "period"
    """week, month, quarter, half_year or year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingKey:
    """One parameter."""

    key: str
    label: Label
    kind: Kind
    default: Any = None
    suggested: bool = False
    clause: str = ""


class SettingError(ValueError):
    """The text isn't a value of this parameter; ``sentence`` says what to write."""

    def __init__(self, sentence: Label) -> None:
        """Keep the sentence."""
        super().__init__(sentence.zh)
        self.sentence = sentence


def _key(
    key: str,
    zh: str,
    en: str,
    kind: Kind,
    default: Any = None,
    clause: str = "",
    *,
    suggested: bool = False,
) -> SettingKey:
    return SettingKey(key=key, label=L(zh, en), kind=kind, default=default, suggested=suggested, clause=clause)


def _words(**by: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(text.split()) for name, text in by.items()})


_I, _D, _B, _T, _X, _N, _M, _W, _P = (
    Kind.int,
    Kind.decimal,
    Kind.bool,
    Kind.time,
    Kind.text,
    Kind.names,
    Kind.mapping,
    Kind.weekday,
    Kind.period,
)
_DESK = "receptionist reception_lead cs_supervisor"
_EITHER = "phone visit"

# fmt: off
SETTINGS: tuple[SettingKey, ...] = (
    # repair and follow-up
    _key("repair.arrive_minutes", "维修到场时限(分钟)", "Minutes until the technician arrives", _I, 30, "003 (二)2; T-01"),
    _key("repair.finish_same_day", "一般修理当天完成(预约除外)", "Ordinary repairs end the same day", _B, True,
         "003 (二)2; T-02; A-74"),
    _key("repair.dispatch_minutes", "派单时限(分钟)", "Minutes until an order is dispatched", _I, 5, "004 §6.3; T-06",
         suggested=True),
    _key("repair.slip_return_hours", "完工后回单时限(小时)", "Hours until the slip comes back", _I, 24, "A-06", suggested=True),
    _key("repair.callback_hours", "回单后回访时限(小时)", "Hours until the call-back", _I, 24, "004 §5.8; T-08; A-06"),
    _key("repair.leak_callback_days", "渗漏维修回访时限(天)", "Days until the call-back on a leak", _I, 3, "003 (二)3; T-10"),
    _key("repair.night_clock", "下班后的时限顺延到次日8:30", "Out of hours the clock moves to 8:30", _B, False, "A-11; G8"),
    _key("repair.approve_weekday", "维修单周审批日", "Weekday on which the week's orders are approved", _W, 1,
         "004 §5.8; T-13"),
    _key("callback.rate_min", "维修回访率目标(%)", "Target call-back rate (%)", _D, Decimal(98), "004 §6.4; T-09; A-12"),
    _key("callback.methods", "各类回访允许的方式", "Methods allowed by kind of call-back", _M, _words(repair=_EITHER,
         leak=_EITHER, complaint=_EITHER, sample=_EITHER, regular=_EITHER, ad_hoc=_EITHER, major="visit"), "A-08", suggested=True),
    _key("callback.roles", "各类回访由谁做", "Roles that make each kind of call-back", _M, _words(repair=_DESK, leak=_DESK,
         complaint=_DESK, sample=_DESK, regular=_DESK, ad_hoc=_DESK, major="director"), "A-67", suggested=True),
    _key("sample.min", "月末抽样回访下限(户)", "Fewest households in the month-end sample", _I, 20, "003 (二)4; T-11"),
    _key("sample.max", "月末抽样回访上限(户)", "Most households in the month-end sample", _I, 25, "003 (二)4; T-11"),
    _key("analysis.threshold", "类似问题出报告的户数", "Households that make a recurring problem", _I, 3, "003 (二)4; A-14",
         suggested=True),
    # telephone and reception
    _key("phone.ring_min", "接起铃声下限", "Fewest rings before answering", _I, 2, "004 §7.4.3; A-01"),
    _key("phone.ring_max", "接起铃声上限", "Most rings before answering", _I, 3, "003 (一)1; A-01"),
    _key("phone.edge_minutes", "避开对方上下班(分钟)", "Minutes kept clear of the other's working hours' ends", _I, 10,
         "003 (一)1; T-19"),
    _key("phone.call_minutes_min", "通话时长下限(分钟)", "Shortest advised call (minutes)", _I, 3, "003 (一)1; T-20"),
    _key("phone.call_minutes_max", "通话时长上限(分钟)", "Longest advised call (minutes)", _I, 5, "003 (一)1; T-20"),
    _key("phone.open_time", "开始接听电话", "The telephone desk opens", _T, dt.time(8, 30), "004 §7.4; T-22"),
    _key("phone.greeting", "电话报名与话术", "What is said when answering", _X, None, "004 §7.4.3; A-72"),
    # complaints
    _key("complaint.investigate_same_day", "投诉当天调查核实", "Complaints are investigated the same day", _B, True,
         "001 投诉； T-24"),
    _key("complaint.major_hours", "重大投诉上报时限(小时)", "Hours until a major complaint is reported up", _I, 2, "T-28",
         suggested=True),
    _key("complaint.reply_workdays", "处理后回复业主时限(工作日)", "Workdays until the owner has his reply", _I, 1, "T-25",
         suggested=True),
    _key("complaint.late_intake_minutes", "下班前多少分钟受理的次日起算",
         "Minutes before closing from which intake counts tomorrow", _I, 30, "A-53", suggested=True),
    _key("complaint.writers", "投诉处理表指定填写人(账号)", "Accounts that fill the handling form", _N, None, "P-44"),
    _key("complaint.major_rules", "重大投诉判定条件", "What makes a complaint major", _X, None, "A-15"),
    _key("custody.days", "寄存物品提醒(天)", "Days until kept things are overdue", _I, 7, suggested=True),
    # fees
    _key("fee.pay_minutes", "交费办理时限(分钟)", "Minutes to take a payment", _I, 5, "004 §7.4.13; T-35"),
    _key("fee.statistics_day", "月收费统计日", "Day the month's fees are reported by", _I, 26, "004 §5.6; T-39"),
    _key("fee.cutoff_day", "收费月报统计截止日", "Day the month of fees ends", _I, None, "A-34"),
    _key("cash.deposit_time", "现金缴存时刻", "Cash is banked by", _T, dt.time(17, 0), "004 §5.3; T-36"),
    _key("cash.bank_closed", "休息日银行不办公，所收现金并入下一工作日缴存",
         "Banks are closed on days off: cash taken then is banked on the next workday", _B, False, "A-43"),
    _key("deposit.name", "装修押金的名称", "What the decoration deposit is called", _X, "装修保证金", "A-25"),
    _key("dunning.reminder_days", "欠费首次提醒(天)", "Days until the first reminder", _I, 7, "T-43", suggested=True),
    _key("dunning.letter_after_months", "电话通知后多少个月发催缴函", "Months from the telephone reminder to the letter", _I, 3,
         "003 (三)2; T-44; A-46"),
    _key("dunning.letter_days", "可发函后多少天内发出", "Days in which the letter is sent", _I, 7, "A-47", suggested=True),
    _key("dunning.sms_starts_clock", "短信也起算催缴期", "A text message starts the dunning clock too", _B, False, "A-46"),
    # stores and canteen
    _key("stock.count_day", "库存盘点上报日", "Day the stock count is due", _I, 24, "004 §5.4; T-38"),
    _key("stock.cutoff_day", "库存统计截止日", "Day the stock month ends", _I, None, "A-34"),
    _key("stock.witness", "盘点须第二人监盘", "A stock count needs a witness", _B, False, "D-17", suggested=True),
    _key("canteen.daily", "食堂采购每日核实", "Canteen purchases are checked daily", _B, True, "004 §5.10; T-41"),
    _key("mealcost.day", "上月餐费核算日", "Day last month's meal cost is due", _I, 15, "004 §5.10; T-40"),
    # people
    _key("probation.remind_days", "试用期满前提醒(天)", "Days before probation ends", _I, 7, suggested=True),
    _key("leave.personal_days", "一般事假提前(天)", "Days ahead for ordinary leave", _I, 1, "001 考勤 §8; T-58"),
    _key("leave.urgent_hours", "特殊事假班前(小时)", "Hours before the shift for urgent leave", _I, 1, "001 考勤 §8; T-59"),
    _key("leave.certificate", "病假满几天须交证明", "Days of sick leave that need a certificate", _I, 1,
         "001 考勤 §11; T-61; A-30"),
    _key("leave.sick_slip_day", "病假到期后几天内交假条", "Days to hand in the sick slip", _I, 1, "001 考勤 §11; T-63"),
    _key("leave.emergency_cert", "急诊补交证明", "Emergency sick leave brings the certificate later", _B, True, "A-29",
         suggested=True),
    _key("attendance.am_in", "上午签到", "Signed in by, morning", _T, dt.time(8, 20), "004 §7.1; T-51"),
    _key("attendance.am_out", "上午签退", "Signed out from, noon", _T, dt.time(12, 0), "004 §7.4.21; T-52"),
    _key("attendance.pm_in", "下午签到", "Signed in by, afternoon", _T, None, "A-44"),
    _key("attendance.off_winter", "冬季下班", "End of work in winter", _T, dt.time(17, 30), "004 §7.4.24; T-54"),
    _key("attendance.off_summer", "夏季下班", "End of work in summer", _T, dt.time(18, 0), "004 §7.4.24; T-54"),
    _key("attendance.season_dates", "冬夏作息起止(月-日，月-日)", "Days on which summer hours begin and end", _N, None, "A-45"),
    _key("attendance.violation_minutes", "迟到、脱岗算违纪(分钟)", "Minutes late or off post that break discipline", _I, 20,
         "001 考勤 §12; T-56; A-18"),
    _key("attendance.sheet_day", "考勤三表上报日", "Day the attendance sheets are due", _I, 5, "004 §5.7; T-64"),
    _key("assessment.day", "月考评日", "Day of the month's assessment", _X, "last_workday", "003 内部管理 §3; T-71; A-37"),
    _key("assessment.clerk_weekly", "接待专员每周书面考核次数", "Written assessments of each clerk a week", _I, 2,
         "004 §5.9; T-65; A-75"),
    # administration
    _key("inspection.weekly", "每岗位每周检查次数", "Weekly inspections of each post", _I, 1, "000 §4.5.2; T-67"),
    _key("inspection.daily", "每工作日抽检次数", "Spot checks each workday", _I, 1, "000 §4.5.3; T-68"),
    _key("office.check_time", "办公环境核查时刻", "The office is checked by", _T, dt.time(8, 20), "004 §7.1; A-17"),
    _key("plan.month", "月底前交下月计划", "Next month's plan is due at month end", _B, True, "004 §7.4.23; T-84"),
    _key("dailylog.time", "日清表上报时刻", "The daily log is due by", _T, dt.time(23, 59), "004 §7.4.23; T-82"),
    _key("meeting.morning_time", "晨会开始", "The morning meeting begins", _T, dt.time(8, 20), "004 §7.2; T-73"),
    _key("meeting.morning_minutes", "晨会时长(分钟)", "Minutes of the morning meeting", _I, 10, "000 §4.3.2; T-73"),
    _key("meeting.monthly_day", "月会日", "Day of the monthly meeting", _I, None, "001 会议 §3; T-76"),
    _key("meeting.management_every", "管理层例会周期", "How often the management meets", _P, "week", "A-31; T-77",
         suggested=True),
    _key("handover.minutes", "交接班确认时限(分钟)", "Minutes to confirm a hand-over", _I, 30, suggested=True),
    _key("handover.night_until", "与夜班交接截止", "The night hand-over ends by", _T, dt.time(8, 40), "004 §7.3; T-74"),
    _key("escalation.tell_hours", "越级后补报时限(小时)", "Hours to tell the superiors skipped", _I, 24, "T-31", suggested=True),
    _key("incident.close_days", "事故报告办结时限(天)", "Days until an incident report is decided on", _I, 3,
         "001 安全保密 §2; X-21", suggested=True),
    _key("safety.monthly", "安全保密检查每月一次", "A safety check each month", _B, True, "001 安全保密 §5; T-86", suggested=True),
    _key("deadline.escalate_hours", "逾期后每隔几小时再上报一级",
         "Hours after which an overdue limit is told one level further up", _I, 24, "A-77", suggested=True),
    _key("deadline.warn_minutes", "一天以内的时限，提前几分钟提醒",
         "Minutes before limits of up to a day at which people are reminded", _I, 30, "A-77", suggested=True),
    _key("deadline.warn_days", "一天以上的时限，提前几天提醒",
         "Days before longer limits at which people are reminded", _I, 1, "A-77", suggested=True),
    _key("notice.digest_time", "每日提醒邮件发出时刻", "The day's digest is mailed at", _T, dt.time(8, 0), "A-77", suggested=True),
    _key("duty.holiday_shift", "到期日遇休息日提前到前一工作日", "A due day on a rest day moves to the workday before", _B, True,
         "A-36; G8"),
    # targets of the company
    _key("target.satisfaction", "满意率目标(%)", "Target satisfaction rate (%)", _D, None, "003 内部管理 §4; T-49; A-63"),
    _key("target.collection", "收缴率目标(%)", "Target collection rate (%)", _D, None, "003 (四)2; T-48; A-63"),
    _key("fee.service_name", "物业服务费的收费项目名含", "Fee items of the service fee have this in their name", _X, "物业", "003 (四)2",
         suggested=True),
    # what the documents call "regularly"
    _key("periodic.regular_visits", "定期回访周期", "How often owners are visited", _P, None, "000 §4.7.2; T-15; A-32"),
    _key("periodic.customer_forum", "客户座谈会周期", "How often customers meet", _P, None, "002 §4(1); T-33; A-32"),
    _key("periodic.opinion_analysis", "意见统计周期", "How often opinions are analysed", _P, None, "002 §4(3); T-33; A-32"),
    _key("periodic.department_talk", "部门沟通周期", "How often departments talk", _P, None, "002 §4(4); T-33; A-32"),
    _key("periodic.survey", "客户评价调查周期", "How often customers are surveyed", _P, None, "002 §3(1); T-34; A-32"),
    _key("periodic.archive_collect", "客户档案归集周期", "How often files are collected", _P, None, "002 §1(7); T-85; A-32"),
    _key("periodic.safety_check", "安全保密检查周期", "How often safety is checked", _P, None, "001 安全保密 §5; T-86; A-32"),
    _key("periodic.rule_study", "制度学习周期", "How often the rules are studied", _P, None, "000 §4.1.3; T-87; A-32"),
    # accounts and clocks
    _key("account.password_min", "密码最少位数", "Fewest characters of a password", _I, 10, "X-15", suggested=True),
    _key("account.idle_minutes", "无操作自动退出(分钟)", "Minutes of idleness before signing out", _I, 60, "X-15",
         suggested=True),
    _key("account.session_hours", "一次登录最长(小时)", "Hours one sign-in may last", _I, 12, "X-15", suggested=True),
    # organisation
    _key("document.three_people", "文件编审批须由三人完成", "Three people draft, review and approve a document", _B, True,
         "002 §3.1; D-15"),
    _key("role.map", "各角色在本项目的称谓", "What the roles are called here", _M, None, "A-19; A-50; A-68; A-77"),
    _key("module.canteen", "启用食堂", "Canteen is used", _B, True, "A-61"),
    _key("module.dormitory", "启用宿舍", "Dormitory is used", _B, True, "A-61"),
    _key("module.stock", "启用库存", "Stores are used", _B, True, "A-61"),
    _key("module.rental", "启用租售", "Letting and selling is used", _B, True, "A-61"),
    _key("module.heating", "启用暖气费", "Heating fees are used", _B, True, "A-61"),
    _key("module.meeting_service", "启用会议服务", "Meeting service is used", _B, True, "A-61"),
)
# fmt: on

RETENTION = "retention."
"""``retention.<slug>``: years a register is kept; nothing is destroyed by itself (A-69)."""


class _Keys(dict[str, SettingKey]):
    """All keys; ``retention.<slug>`` of any register is one too."""

    def __missing__(self, key: str) -> SettingKey:
        if re.fullmatch(r"retention\.[a-z_]+", key):
            return _key(key, "保存年限(年)", "Years this register is kept", Kind.int, None, "A-69")
        raise KeyError(key)


BY_KEY: Mapping[str, SettingKey] = _Keys({s.key: s for s in SETTINGS})

_UNSET = frozenset({"", "-", "无", "未配置", "none", "unset", "not set"})
_YES = frozenset({"1", "true", "yes", "on", "是", "开", "启用"})
_NO = frozenset({"0", "false", "no", "off", "否", "关", "停用"})
_HOW: Mapping[Kind, Label] = {
    Kind.int: L("请写一个不小于 0 的整数，例如 30。", "Write a whole number from 0 up, such as 30."),
    Kind.decimal: L("请写一个数，例如 98。", "Write a number, such as 98."),
    Kind.bool: L("请写“是”或“否”。", "Write yes or no."),
    Kind.time: L("请写时刻，例如 08:30。", "Write a time of day, such as 08:30."),
    Kind.text: L("请写文字。", "Write some text."),
    Kind.names: L("请写几个词，用逗号分开。", "Write words divided by commas."),
    Kind.mapping: L(
        "请按“名称：值、值；名称：值”的格式写，例如 维修回访：电话、上门。",
        "Write name: value, value; name: value, such as After a repair: Telephone, Visit.",
    ),
    Kind.weekday: L("请写周一到周日中的一天。", "Write a day of the week, such as Monday."),
    Kind.period: L(
        "请写每周、每月、每季度、每半年或每年。", "Write weekly, monthly, quarterly, half-yearly or yearly."
    ),
}


def parse(key: str, text: str) -> Any:
    """Read the text of a setting.

    Args:
        key: a key of ``BY_KEY``.
        text: as written in the register; 未配置 (or 无, ``none``) takes the default away.

    Returns:
        None when unset, else int, Decimal, bool, ``datetime.time``, str, a tuple of words, a mapping of words to tuples
        of words, 1 to 7, or a period's name, by the key's kind.

    Raises:
        KeyError: when there is no such key.
        SettingError: when the text isn't a value of this kind.
    """
    declared = BY_KEY[key]
    plain = text.strip()
    if plain.lower() in _UNSET:
        return None
    try:
        return words.coded(key, _READ[declared.kind](plain))
    except (ValueError, InvalidOperation, ArithmeticError):
        raise SettingError(_HOW[declared.kind]) from None


MOST = 1_000_000
"""No figure is larger: hours, days and amounts beyond it are slips of the pen and past what a calendar holds."""


def _list(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[,\uff0c、\s]+", text) if word)


def _bool(text: str) -> bool:
    word = text.lower()
    return word in _YES if word in _YES | _NO else _wrong()


def _decimal(text: str) -> Decimal:
    value = Decimal(text.rstrip("%\uff05"))
    return value if value.is_finite() and 0 <= value <= MOST else _wrong()


def _time(text: str) -> dt.time:
    hour, minute = text.replace("\uff1a", ":").split(":")[:2]
    return dt.time(int(hour), int(minute))


def _mapping(text: str) -> Mapping[str, tuple[str, ...]]:
    pairs = [re.split(r"[=:\uff1a]", part, maxsplit=1) for part in re.split(r"[;\uff1b\n]+", text) if part.strip()]
    return {
        name.strip(): tuple(w.strip() for w in re.split(r"[,\uff0c、]+", said) if w.strip()) for name, said in pairs
    }


_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.int: lambda text: int(text) if 0 <= int(text) <= MOST else _wrong(),
    Kind.decimal: _decimal,
    Kind.bool: _bool,
    Kind.time: _time,
    Kind.text: str,
    Kind.names: lambda text: _list(text) or _wrong(),
    Kind.mapping: _mapping,
    Kind.weekday: lambda text: int(words.code_of(words.WEEKDAYS, text) or _wrong()),
    Kind.period: lambda text: words.code_of(words.PERIODS, text) or _wrong(),
}


def _wrong() -> Any:
    raise ValueError


def written(value: Any) -> str:
    """Return a value as it would be written in the register; "" for an unset one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={','.join(said)}" for name, said in value.items())
    return str(value)
