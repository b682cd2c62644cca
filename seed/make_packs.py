"""Makes the workbooks in ``seed/packs/``: ``python -m seed.make_packs``; the demo opens its two sites from them.

LTXY is document 003: 17 people on its establishment, finance held by the 客服主管 besides his own post (A-20). Its figures
name no clerk, so reception, the second cashier, the engineering lead and administration are filled by head office
(总部派驻): they work here and have accounts, and their posts carry no establishment, so nothing is judged over the 17.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from exchange.site_pack import standard
from exchange.site_pack.template import standard_rows, write
from seed import people

PACKS = Path(__file__).parent / "packs"
_ROLE_OF = {
    "项目经理": ("director", "管理处主任"), "客服主管": ("cs_supervisor", "客服主管、收费员"), "保安主管": ("security_lead", "保安主管"),
    "维修工": ("technician", "维修工"), "接待主管": ("reception_lead", "接待主管"), "接待专员": ("receptionist", "接待专员"),
    "收费员": ("cashier", "收费员"), "工程主管": ("engineering_lead", "工程主管"), "行政专员": ("hr_admin", "行政部"),
    "保安员": ("guard", "保安员"), "保洁员": ("staff", "员工"),
}  # fmt: skip
"""Post -> (account, roles) of the first person on it."""
_NAMED = {
    "LTXY": {
        "项目经理": "陈建国", "客服主管": "林晓梅", "接待主管": "苏静怡", "接待专员": "王雪", "维修工": "王强", "保安主管": "赵铁军",
        "收费员": "周慧敏", "工程主管": "高志远", "行政专员": "何丽娟",
    },
    "YGHY": {"项目经理": "孙永福", "客服主管": "郑玉兰", "接待专员": "徐佳琪", "维修工": "马立新"},
}  # fmt: skip
_TRAINED = {"客服主管", "接待主管", "接待专员", "收费员"}
_HEADS = {
    "项目部": "项目经理", "客服部": "客服主管", "保安部": "保安主管", "工程部": "工程主管", "财务部": "客服主管", "综合管理部": "行政专员",
}  # fmt: skip
_LAYOUTS = (("两室一厅", 78, 96), ("两室两厅", 88, 104), ("三室一厅", 98, 118), ("三室两厅", 112, 142))
_WORK = (
    "市第二实验小学",
    "远洋机械厂",
    "城北卫生服务中心",
    "鑫达物流公司",
    "市公交公司",
    "自由职业",
    "退休",
    "宏图设计院",
)


def _staff(code: str, places: Sequence[tuple[str, int, str, str]], random: Random) -> list[dict[str, Any]]:
    numbers = people.phones(random)
    rows: list[dict[str, Any]] = []
    for post, count, _, remark in places:
        for nth in range(count):
            given, _ = people.name(random, female=None if post != "保洁员" else True)
            name = _NAMED[code].get(post, given) if nth == 0 else given
            hired = dt.date(2026, 10, 12) if post == "保安员" and nth == count - 1 else _day(random, 2018, 2025)
            born = dt.date(random.randrange(1968, 2002), random.randrange(1, 13), random.randrange(1, 28))
            account, roles = _ROLE_OF.get(post, ("", "")) if nth == 0 else ("", "")
            new = hired.year == 2026
            rows.append(
                {
                    "job_no": f"{code[0]}{len(rows) + 1:03d}", "name": name, "post": post,
                    "concurrent_posts": "财务员" if post == "客服主管" else None, "phone": next(numbers),
                    "id_number": people.id_number(random, born), "employment": "试用" if new else "正式", "hired_on": hired,
                    "probation_until": dt.date(2027, 1, 11) if new else None,
                    "trained_on": hired + dt.timedelta(days=10) if post in _TRAINED else None,
                    "certificate_no": f"PX{hired:%Y}{random.randrange(1000):03d}" if post in _TRAINED else None,
                    "username": f"{account}@{code.lower()}" if account else None, "roles": roles or None,
                    "remark": remark or None,
                }
            )  # fmt: skip
    return rows


def _day(random: Random, first: int, last: int) -> dt.date:
    return dt.date(random.randrange(first, last + 1), random.randrange(1, 13), random.randrange(1, 28))


def _homes(blocks: Mapping[str, tuple[int, int, int]], opened: dt.date, random: Random) -> Iterator[dict[str, Any]]:
    """Yield the homes of buildings given as code -> (entrances, floors, rooms a floor)."""
    numbers = people.phones(random)
    for building, (entrances, floors, rooms) in blocks.items():
        for entrance in range(1, entrances + 1):
            for floor in range(1, floors + 1):
                for room in range(1, rooms + 1):
                    yield _home((building, entrance, floor, room), opened, numbers, random)


def _home(place: tuple[str, int, int, int], opened: dt.date, numbers: Iterator[str], random: Random) -> dict[str, Any]:
    building, entrance, floor, room = place
    layout, least, most = _LAYOUTS[(room - 1) % len(_LAYOUTS)]
    gross = Decimal(random.randrange(least * 100, most * 100)) / 100
    occupancy = random.choices(("已入住", "出租", "空置", "装修中", "已收房", "未售"), weights=(76, 9, 6, 3, 4, 2))[0]
    row: dict[str, Any] = {
        "楼号": building, "单元": str(entrance), "房号": f"{floor}{room:02d}", "楼层": str(floor), "建筑面积(㎡)": str(gross),
        "室内面积(㎡)": str((gross * Decimal("0.8")).quantize(Decimal("0.01"))), "户型": layout, "用途": "住宅", "入住状态": occupancy,
    }  # fmt: skip
    if occupancy == "未售":
        return row
    row["收房日期"] = str(opened + dt.timedelta(days=random.randrange(20, 500)))
    owner, woman = people.name(random)
    phone = next(numbers)
    row |= {"业主姓名": owner, "联系电话": phone, "性别": "女" if woman else "男"}
    if random.random() < 0.6:
        row["身份证号"] = people.id_number(random, _day(random, 1950, 2000))
    if random.random() < 0.15:
        partner, _ = people.name(random, female=not woman)
        row["业主姓名"], row["联系电话"], row["性别"], row["身份证号"] = (
            f"{owner}、{partner}",
            f"{phone}/{next(numbers)}",
            None,
            None,
        )
    if random.random() < 0.2:
        row["工作单位"] = random.choice(_WORK)
    if random.random() < 0.1:
        row["紧急联系人"] = f"{people.name(random)[0]} {next(numbers)}"
    if occupancy == "出租":
        row["租户"] = f"{people.name(random)[0]} {next(numbers)}"
    return row


def ltxy() -> dict[str, Sequence[Mapping[str, Any]]]:
    """The rows of 蓝天新苑: document 003's organisation, 3 buildings, 300 homes."""
    random = Random(3)
    staff = _staff("LTXY", standard.PLACES, random)
    blocks = {"1": (2, 15, 4), "2": (2, 15, 4), "3": (2, 15, 2)}
    rows = standard_rows({"phone.greeting": "您好！非凡物业蓝天新苑", "complaint.major_rules": "受伤 火灾 电梯困人 媒体 集体",
                          "target.satisfaction": "95", "target.collection": "96", "meeting.monthly_day": "5",
                          "role.map": "管理处主任：项目经理 (Project manager)、服务中心经理"})  # fmt: skip
    return {
        **rows,
        "项目": [{"code": "LTXY", "name": "蓝天新苑", "address": "滨海市城北区蓝天路 18 号", "hotline": "0999-80001234",
                "opened_on": dt.date(2016, 5, 1), "greeting_name": "非凡物业", "zone": "Asia/Shanghai"}],
        "部门": _departments(staff, "0999-8000"),
        "员工与账号": staff,
        "楼栋": _buildings(blocks, staff),
        "房屋业主": list(_homes(blocks, dt.date(2016, 5, 1), random)),
        "本项目字段": [{"register": "维修任务单", "label_zh": "配件来源", "kind": "单选", "options": "仓库领用=Store、业主自备=Owner's own、外购=Bought",
                   "label_en": "Where parts came from", "hint": "没换配件的不填。"}],
    }  # fmt: skip


def yghy() -> dict[str, Sequence[Mapping[str, Any]]]:
    """The rows of 阳光花园: one building, 60 homes, eleven people."""
    random = Random(7)
    small = {"保安员": 2, "监控员": 0, "保洁员": 1}
    places = tuple((post, small.get(post, n), role, remark) for post, n, role, remark in standard.PLACES)
    staff = _staff("YGHY", places, random)
    blocks = {"1": (2, 10, 3)}
    rows = standard_rows({"repair.night_clock": "是"})
    posts = [{**post, "headcount": small.get(post["name"], post["headcount"])} for post in standard.POSTS]
    return {
        **rows,
        "项目": [{"code": "YGHY", "name": "阳光花园", "address": "滨海市城东区阳光大道 6 号", "hotline": "0999-80005678",
                "opened_on": dt.date(2021, 9, 1), "greeting_name": "非凡物业", "zone": "Asia/Shanghai"}],
        "部门": _departments(staff, "0999-8100"),
        "岗位": [post for post in posts if post["name"] != "监控员"],
        "员工与账号": staff,
        "楼栋": _buildings(blocks, staff),
        "房屋业主": list(_homes(blocks, dt.date(2021, 9, 1), random)),
        "本项目字段": [{"register": "装修申请", "label_zh": "电梯轿厢已保护", "kind": "是/否", "label_en": "Lift car protected"}],
    }  # fmt: skip


def _departments(staff: Sequence[Mapping[str, Any]], exchange: str) -> list[dict[str, Any]]:
    first: dict[str, Any] = {}
    for row in staff:
        first.setdefault(row["post"], row["job_no"])
    out = []
    for number, department in enumerate(standard.DEPARTMENTS, 1):
        head = first.get(_HEADS.get(department["name"], ""))
        leader = first["项目经理"] if department["name"] not in {"项目部", "绿化组"} else None
        out.append({**department, "head": head, "leader": leader, "phone": f"{exchange}{number:04d}" if head else None})
    return out


def _buildings(blocks: Mapping[str, tuple[int, int, int]], staff: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    keepers = [row["job_no"] for row in staff if row["post"] in {"接待专员", "接待主管"}]
    return [
        {"code": code, "entrances": str(entrances), "floors": str(floors), "elevator": "是",
         "area_keeper": keepers[at % len(keepers)]}
        for at, (code, (entrances, floors, _)) in enumerate(blocks.items())
    ]  # fmt: skip


def main() -> None:
    """Write both packs."""
    write(PACKS / "ltxy.xlsx", ltxy())
    write(PACKS / "yghy.xlsx", yghy())


if __name__ == "__main__":
    main()
