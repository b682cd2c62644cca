"""A believable list of repair orders: 50 rows with related words, as the view would hand it over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from admin_views import viewmodels as vm
from tests.look.frame import Words

STATES: tuple[tuple[str, str, str, vm.Tone], ...] = (
    ("registered", "已登记", "Registered", "grey"),
    ("dispatched", "已派单", "Dispatched", "blue"),
    ("arrived", "已到场", "On site", "blue"),
    ("completed", "已完工", "Completed", "amber"),
    ("returned", "已回单", "Slip returned", "amber"),
    ("called_back", "已回访", "Called back", "green"),
    ("approved", "已审批", "Approved", "green"),
    ("cancelled", "已取消", "Cancelled", "grey"),
)
CONTENTS = (
    (
        "厨房水槽下方软管渗漏，地面有积水，业主已关总阀",
        "Hose under the kitchen sink leaks; water on the floor, main valve closed",
    ),
    ("客厅空调插座打火，跳闸后推不上去", "Living-room socket sparks; breaker will not reset"),
    ("卫生间马桶堵塞", "Toilet blocked"),
    ("入户门锁钥匙拧不动，人在门外", "Front-door lock jammed, owner outside"),
    ("暖气不热，主卧温度 15 度", "Radiator cold, bedroom at 15 °C"),
    ("3 单元电梯厅灯不亮", "Lift-lobby light out, entrance 3"),
    ("阳台天花板返潮起皮，疑似楼上渗漏", "Balcony ceiling damp and flaking, probably from above"),
)
PEOPLE = (
    ("李秀英", "Li Xiuying"),
    ("张伟民", "Zhang Weimin"),
    ("刘桂兰", "Liu Guilan"),
    ("赵国庆", "Zhao Guoqing"),
    ("孙丽", "Sun Li"),
)
TECHNICIANS = (("王强", "Wang Qiang"), ("周海波", "Zhou Haibo"), ("—", "—"))


def clock(t: Words, minutes: int) -> vm.Clock:
    due = datetime.now(UTC) + timedelta(minutes=minutes)
    local = due + timedelta(hours=8)
    exact = t(f"应于 {local:%m-%d %H:%M} 前到场", f"On site by {local:%m-%d %H:%M}")
    size = abs(minutes)
    span = t(f"{size} 分钟", f"{size} min") if size < 60 else t(f"{size // 60} 小时", f"{size // 60} h")
    text = t(f"已逾期 {span}", f"{span} overdue") if minutes < 0 else t(f"还剩 {span}", f"{span} left")
    tone: vm.Tone = "red" if minutes < 0 else "amber" if minutes < 15 else "grey"
    return vm.Clock(text=text, tone=tone, exact=exact, due=f"{due:%Y-%m-%dT%H:%MZ}")


def transitions(t: Words) -> tuple[vm.Transition, ...]:
    return (
        vm.Transition(name="dispatch", label=t("派单", "Dispatch"), asks=True, bulk=True),
        vm.Transition(name="reassign", label=t("改派", "Reassign"), asks=True),
        vm.Transition(name="reschedule", label=t("改约", "Reschedule"), asks=True),
        vm.Transition(name="arrive", label=t("到场", "Arrived"), asks=False),
        vm.Transition(name="complete", label=t("完工", "Complete"), asks=True),
        vm.Transition(name="return_slip", label=t("回单", "Slip back"), asks=True, bulk=True),
        vm.Transition(name="call_back", label=t("回访", "Call back"), asks=True),
        vm.Transition(name="hand_over", label=t("移交", "Hand over"), asks=True, bulk=True),
        vm.Transition(name="cancel", label=t("取消", "Cancel"), asks=True, bulk=True, weight="danger"),
    )


def rows(t: Words) -> tuple[vm.Row, ...]:
    steps = {x.name: x for x in transitions(t)}
    following = {
        "registered": ("dispatch", "reschedule cancel"),
        "dispatched": ("arrive", "reassign reschedule complete cancel"),
        "arrived": ("complete", ""),
        "completed": ("return_slip", ""),
        "returned": ("call_back", ""),
        "called_back": ("hand_over", ""),
    }
    badges = {key: vm.Badge(label=t(zh, en), tone=tone) for key, zh, en, tone in STATES}
    made = []
    for n in range(50):
        state = STATES[(0, 1, 1, 2, 1, 3, 4, 5, 6, 5, 7)[n % 11]][0]
        number = f"WX-LTXY-202611{22 - n // 14:02d}-{50 - n:04d}"
        next_name, more = following.get(state, ("", ""))
        place = f"{n % 6 + 1}-{n % 3 + 1}-{(n * 7) % 18 + 1:02d}0{n % 4 + 1}"
        made.append(
            vm.Row(
                id=str(20487 - n),
                number=number,
                status=state,
                head=number,
                cells=(
                    f"11-{22 - n // 14:02d} {17 - n % 9:02d}:{(n * 13) % 60:02d}",
                    f"{place} {t(*PEOPLE[n % 5])}",
                    t(*CONTENTS[n % 7]),
                    t(*TECHNICIANS[n % 2 if state != "registered" else 2]),
                ),
                badge=badges[state],
                clock=clock(t, (24, -134, 9, -8, 300, 52)[n % 6])
                if state in {"registered", "dispatched", "returned"}
                else None,
                next=steps.get(next_name),
                more=more,
                may_edit=state in {"registered", "dispatched"},
            )
        )
    return tuple(made)


def chips(t: Words) -> tuple[vm.Tab, ...]:
    names: tuple[tuple[str, str, str, str, vm.Tone | None], ...] = (
        ("all", "全部", "All", "", None),
        ("mine", "我的", "Mine", "12", None),
        ("waiting", "等我处理", "Waiting for me", "9", "amber"),
        ("overdue", "已逾期", "Overdue", "5", "red"),
        ("today", "今天", "Today", "", None),
        ("week", "本周", "This week", "", None),
        ("month", "本月", "This month", "", None),
    )
    return tuple(
        vm.Tab(key=key, label=t(zh, en), url=f"?chip={key}", count=count, tone=tone, active=key == "all")
        for key, zh, en, count, tone in names
    )


def filters(t: Words) -> tuple[vm.Filter, ...]:
    states = tuple(vm.Choice(value=key, label=t(zh, en), chosen=key == "dispatched") for key, zh, en, _ in STATES)
    kinds = (
        ("water", "给排水", "Plumbing"),
        ("power", "电气", "Electric"),
        ("heating", "暖气", "Heating"),
        ("leak", "渗漏水", "Leak"),
        ("door", "门窗", "Doors"),
    )
    since, until = t("从", "from"), t("到", "to")
    return (
        vm.Filter(
            field="status",
            label=t("状态", "State"),
            kind="choice",
            inputs=(vm.FilterInput(name="flt_status_in", label=""),),
            choices=states,
        ),
        vm.Filter(
            field="category",
            label=t("类别", "Category"),
            kind="choice",
            inputs=(vm.FilterInput(name="flt_category_in", label=""),),
            choices=tuple(vm.Choice(value=k, label=t(zh, en)) for k, zh, en in kinds),
        ),
        vm.Filter(
            field="reported_at",
            label=t("报修时间", "Reported"),
            kind="date",
            inputs=(
                vm.FilterInput(name="flt_reported_at_ge", label=since, value="2026-11-01"),
                vm.FilterInput(name="flt_reported_at_le", label=until),
            ),
        ),
        vm.Filter(
            field="technician",
            label=t("维修人员", "Technician"),
            kind="ref",
            inputs=(vm.FilterInput(name="flt_technician_eq", label=""),),
            lookup_url="lookup/technician",
        ),
        vm.Filter(
            field="charge",
            label=t("收费金额", "Charge"),
            kind="number",
            inputs=(
                vm.FilterInput(name="flt_charge_ge", label=since),
                vm.FilterInput(name="flt_charge_le", label=until),
            ),
        ),
        vm.Filter(
            field="priority",
            label=t("紧急程度", "Priority"),
            kind="choice",
            inputs=(vm.FilterInput(name="flt_priority_in", label=""),),
            choices=(
                vm.Choice(value="normal", label=t("一般", "Normal")),
                vm.Choice(value="urgent", label=t("紧急", "Urgent")),
            ),
        ),
    )


def list_page(t: Words, *, empty: bool = False) -> vm.ListPage:
    """The list of repair orders; `empty` for a register without a row yet."""
    columns = (
        vm.Column(name="number", label=t("编号", "Number"), kind="number", sort_url="?sort=number"),
        vm.Column(
            name="reported_at",
            label=t("报修时间", "Reported"),
            kind="when",
            sort_url="?sort=reported_at&desc=0",
            sorted="descending",
        ),
        vm.Column(name="unit", label=t("房号 · 报修人", "Unit · caller"), kind="who"),
        vm.Column(name="content", label=t("报修内容", "Request"), kind="text"),
        vm.Column(name="technician", label=t("维修人员", "Technician"), kind="when", sort_url="?sort=technician"),
        vm.Column(name="status", label=t("状态", "State"), kind="badge", sort_url="?sort=status"),
        vm.Column(name="clock", label=t("时限", "Clock"), kind="clock", sort_url="?sort=due"),
    )
    names = [
        t(*n)
        for n in (
            ("报修时间", "Reported"),
            ("报修内容", "Request"),
            ("类别", "Category"),
            ("维修人员", "Technician"),
            ("收费金额", "Charge"),
        )
    ]
    new = vm.Link(label=t("新建维修任务单", "New repair order"), url="new/")
    return vm.ListPage(
        slug="repair_order",
        title=t("维修任务单", "Repair orders"),
        about=t(
            "每一次户内或公共报修一张：派给维修工，到场、完工、回单、回访都记在同一张单上。",
            "One for every repair, inside a home or in a common area: dispatch, arrival, completion, slip and callback are kept on it.",
        ),
        columns=columns,
        rows=() if empty else rows(t),
        pager=vm.Pager(
            range_text="" if empty else t("第 1–50 条", "1–50"),
            total_text="" if empty else t("共 1,000+ 条", "of 1,000+"),
            next_url="" if empty else "?after=eyJr",
            page=1,
            sizes=tuple(vm.Link(label=n, url=f"?page_size={n}", active=n == "50") for n in ("20", "50", "100")),
            query=(("sort", "reported_at"), ("desc", "1")),
        ),
        empty=vm.Empty(
            title=t("还没有维修任务单", "No repair orders yet"),
            text=t(
                "业主来电报修时，从“服务登记本”转过来，或在这里直接新建。派单后，维修工在手机上就能看到。",
                "When an owner reports a fault, pass it on from the service register or start one here. Once dispatched, the technician sees it on the phone.",
            ),
            action=new,
        ),
        form_token="8f1c2b7a90d4",
        transitions=transitions(t),
        primary=new,
        more=(
            vm.Link(label=t("从表格导入", "Import a workbook"), url="import/", icon="upload"),
            vm.Link(label=t("下载导入模板", "Download the template"), url="import/template", icon="file-spreadsheet"),
        ),
        chips=chips(t),
        search_hint=t("编号、房号、姓名、内容", "Number, unit, name, request"),
        filters=filters(t),
        active_filters=()
        if empty
        else (
            vm.ActiveFilter(label=t("状态", "State"), text=t("已派单", "Dispatched"), remove_url="?"),
            vm.ActiveFilter(
                label=t("报修时间", "Reported"), text=t("2026-11-01 起", "from 2026-11-01"), remove_url="?"
            ),
        ),
        reset_url="./",
        views=(
            vm.SavedView(id="3", name=t("周一待审", "Monday's approvals"), url="?view=3"),
            vm.SavedView(id="4", name=t("渗漏水三天回访", "Leak callbacks"), url="?view=4"),
        ),
        column_choices=tuple(vm.ColumnChoice(name=f"c{n}", label=name, shown=n != 4) for n, name in enumerate(names)),
        exports=(
            vm.Link(label="Excel (.xlsx)", url="export/xlsx/", note=t("电话和证件号已遮盖", "Phones and IDs masked")),
            vm.Link(label="CSV", url="export/csv/", icon="file-text"),
        ),
        query=(("sort", "reported_at"), ("desc", "1"), ("flt_status_in", "dispatched")),
        query_string="sort=reported_at&desc=1&flt_status_in=dispatched",
        starred=True,
    )
