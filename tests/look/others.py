"""Desk, search, sign-in, errors, import, rights."""

from __future__ import annotations

from admin_views import viewmodels as vm
from tests.look.frame import Words
from tests.look.lists import CONTENTS, clock


def desk_page(t: Words, *, technician: bool = False) -> vm.DeskPage:
    order, log, complaint = t("维修任务单", "Repair order"), t("服务登记", "Service entry"), t("投诉", "Complaint")
    todo = (
        vm.DeskItem(
            register=order,
            number="0037",
            title=t("3-1-502 厨房软管渗漏", "3-1-502 kitchen hose leaks"),
            url="#",
            note=t("李秀英", "Li Xiuying"),
            clock=clock(t, -134),
            action=vm.Link(label=t("派单", "Dispatch"), url="#"),
        ),
        vm.DeskItem(
            register=order,
            number="0031",
            title=t("5-2-1103 卫生间马桶堵塞", "5-2-1103 toilet blocked"),
            url="#",
            note=t("张伟民", "Zhang Weimin"),
            clock=clock(t, -8),
            action=vm.Link(label=t("回访", "Call back"), url="#"),
        ),
        vm.DeskItem(
            register=log,
            number="0029",
            title=t("咨询装修押金退还手续", "How to get the decoration deposit back"),
            url="#",
            note=t("约定今天 16:00 前回复", "Promised a reply by 16:00"),
            clock=clock(t, 9),
            action=vm.Link(label=t("答复", "Answer"), url="#"),
        ),
        vm.DeskItem(
            register=complaint,
            number="0004",
            title=t("楼上装修周日施工", "Sunday decoration noise upstairs"),
            url="#",
            note=t("须当天核实", "To be investigated today"),
            clock=clock(t, 300),
            action=vm.Link(label=t("核实", "Investigate"), url="#"),
        ),
        vm.DeskItem(
            register=order,
            number="0028",
            title=t("2-1-301 暖气不热", "2-1-301 radiator cold"),
            url="#",
            note=t("周海波已完工", "Completed by Zhou Haibo"),
            clock=clock(t, 1300),
            action=vm.Link(label=t("回单", "Slip back"), url="#", post=True),
        ),
    )
    waiting = (
        vm.DeskItem(
            register=t("意见征询", "Suggestion"),
            number="",
            title=t("建议增设快递柜", "More parcel lockers"),
            url="#",
            note=t("陈晓燕 昨天 17:20 提交", "Chen Xiaoyan, yesterday 17:20"),
            action=vm.Link(label=t("审批", "Decide"), url="#"),
        ),
        vm.DeskItem(
            register=t("用人需求", "Requisition"),
            number="",
            title=t("保安部增补 2 人", "Security: two more guards"),
            url="#",
            note=t("何敏 今天 09:40 提交", "He Min, today 09:40"),
            action=vm.Link(label=t("审批", "Decide"), url="#"),
        ),
    )
    words: tuple[tuple[str, str, vm.Tone], ...] = (
        ("已派单", "Dispatched", "blue"),
        ("已完工", "Completed", "amber"),
        ("已回访", "Called back", "green"),
        ("已取消", "Cancelled", "grey"),
    )
    latest = tuple(
        vm.DeskItem(
            register=order,
            number="",
            title=t(*CONTENTS[n]),
            url="#",
            note=f"WX-LTXY-20261122-00{49 - n}",
            badge=vm.Badge(label=t(zh, en), tone=tone),
        )
        for n, (zh, en, tone) in enumerate(words)
    )
    figures = (
        vm.Figure(label=t("今天报修", "Reported today"), value="14", unit=t("张", "")),
        vm.Figure(
            label=t("已逾期", "Overdue"),
            value="5",
            unit=t("张", ""),
            tone="red",
            target=t("比昨天多 2", "2 more than yesterday"),
            url="#",
        ),
        vm.Figure(
            label=t("30 分钟到场率", "On site in 30 min"),
            value="94.2",
            unit="%",
            target=t("目标 ≥ 95 %", "target ≥ 95 %"),
            tone="amber",
        ),
        vm.Figure(
            label=t("本月回访率", "Callback rate"),
            value="98.6",
            unit="%",
            target=t("目标 ≥ 98 %", "target ≥ 98 %"),
            tone="green",
        ),
        vm.Figure(label=t("本月满意率", "Satisfied"), value="97.1", unit="%", target=t("未配置目标", "no target set")),
    )
    columns = (
        vm.DeskColumn(key="todo", title=t("现在要办", "To do now"), items=todo, count="9", more_url="#", empty=""),
        vm.DeskColumn(key="waiting", title=t("等我审批", "Waiting for me"), items=waiting, count="2", empty=""),
        vm.DeskColumn(key="latest", title=t("我最近办的", "My latest"), items=latest, empty=""),
    )
    quick = (
        vm.Link(label=t("登记来电来访", "Log a call or visit"), url="#", icon="phone-call"),
        vm.Link(label=t("报修", "Repair order"), url="#", icon="wrench"),
        vm.Link(label=t("投诉", "Complaint"), url="#", icon="megaphone"),
    )
    today = t("2026 年 11 月 22 日 星期日", "Sunday 22 November 2026")
    if technician:
        none = vm.DeskColumn(key="latest", title=t("我最近办的", "My latest"), items=latest, empty="")
        return vm.DeskPage(
            greeting=t("王强，您手上有 3 张单", "Wang Qiang, 3 orders in hand"),
            today=today,
            form_token="d2",
            orders=orders(t),
            orders_title=t("我的任务单", "My orders"),
            columns=(none,),
        )
    return vm.DeskPage(
        greeting=t("晓燕，下午好", "Good afternoon, Xiaoyan"),
        today=today,
        form_token="d1",
        figures=figures,
        quick=quick,
        columns=columns,
    )


def orders(t: Words) -> tuple[vm.OrderCard, ...]:
    blue = vm.Badge(label=t("已派单", "Dispatched"), tone="blue")
    arrived = vm.Link(label=t("到场", "Arrived"), url="#", icon="map-pin", post=True)
    done = vm.Link(label=t("完工", "Done"), url="#", icon="check")
    return (
        vm.OrderCard(
            id="1",
            number="WX-LTXY-20261122-0049",
            place="3-1-502",
            content=t(*CONTENTS[0]),
            url="#",
            badge=blue,
            reporter=t("李秀英", "Li Xiuying"),
            phone="138****6021",
            tel="13800006021",
            clock=clock(t, 12),
            actions=(arrived, done),
        ),
        vm.OrderCard(
            id="2",
            number="WX-LTXY-20261122-0046",
            place="5-2-1103",
            content=t(*CONTENTS[2]),
            url="#",
            badge=vm.Badge(label=t("已到场", "On site"), tone="blue"),
            reporter=t("张伟民", "Zhang Weimin"),
            phone="139****8830",
            tel="13900008830",
            clock=clock(t, -8),
            actions=(done,),
        ),
        vm.OrderCard(
            id="3",
            number="WX-LTXY-20261122-0041",
            place=t("3 单元电梯厅", "Lift lobby, entrance 3"),
            content=t(*CONTENTS[5]),
            url="#",
            badge=blue,
            appointment=t("预约 明天 09:00", "Appointment tomorrow 09:00"),
            clock=clock(t, 1100),
            actions=(arrived, done),
        ),
    )


def search_page(t: Words) -> vm.SearchPage:
    blue = vm.Badge(label=t("已派单", "Dispatched"), tone="blue")
    repairs = tuple(
        vm.SearchHit(
            number=f"WX-LTXY-202611{n}-0012",
            title=t("3-1-502 李秀英 · 厨房软管渗漏", "3-1-502 Li Xiuying · kitchen hose"),
            url="#",
            match=t("房号 3-1-502", "unit 3-1-502"),
            badge=blue,
            when=f"11-{n}",
        )
        for n in (22, 15, 8)
    )
    people = (
        vm.SearchHit(
            number="",
            title=t("李秀英 · 3-1-502 业主 · 138****6021", "Li Xiuying · owner of 3-1-502 · 138****6021"),
            url="#",
        ),
    )
    return vm.SearchPage(
        query="3-1-502",
        groups=(
            vm.SearchGroup(
                slug="repair_order",
                label=t("维修任务单", "Repair orders"),
                icon="wrench",
                hits=repairs,
                count="3",
                more_url="#",
            ),
            vm.SearchGroup(slug="resident", label=t("业主/住户", "Residents"), icon="users", hits=people, count="1"),
        ),
        empty=vm.Empty(title="", text=""),
    )


def login_page(t: Words) -> vm.LoginPage:
    error = t(
        "账号或密码不对。再错 2 次要等 1 分钟。",
        "Wrong account or password. After two more tries you will have to wait a minute.",
    )
    return vm.LoginPage(
        next="/admin/",
        username="receptionist@ltxy",
        error=error,
        wait_seconds=0,
        languages=(vm.Link(label="中文", url="?lang=zh"), vm.Link(label="English", url="?lang=en")),
    )


def password_page(t: Words) -> vm.PasswordPage:
    rules = (
        t("至少 10 个字，不能是常用密码", "At least 10 characters, none of the common ones"),
        t("不能包含账号名", "Must not contain the account name"),
    )
    wrong = vm.FormError(name="again", label="", message=t("两次输入的不一样。", "The two do not match."))
    return vm.PasswordPage(action="#", rules=rules, forced=True, errors=(wrong,))


def conflict_page(t: Words) -> vm.ErrorPage:
    return vm.ErrorPage(
        code=409, title=t("有人先办了这一步", "Somebody was faster"), reason=t("这张维修任务单已经派给周海波，不能再派。", "This repair order has already been dispatched to Zhou Haibo."),
        who=t("陈晓燕（接待专员）", "Chen Xiaoyan (reception)"), when="2026-11-22 14:05", todo=t("要换人请打开任务单，按“改派”。", "To change the technician open the order and use Reassign."),
        links=(vm.Link(label=t("打开任务单", "Open the order"), url="#"), vm.Link(label=t("回到列表", "Back to the list"), url="#")),
    )  # fmt: skip


def confirm_page(t: Words) -> vm.ConfirmPage:
    return vm.ConfirmPage(
        title=t("作废这张维修任务单？", "Void this repair order?"),
        text=t(
            "作废后不再计入统计，单据和经过仍可查。",
            "It no longer counts in figures; the document and its timeline stay.",
        ),
        action="#",
        button=t("作废", "Void"),
        cancel_url="#",
        form_token="v1",
        reason_label=t("作废原因", "Reason"),
    )


def upload_page(t: Words) -> vm.ImportUpload:
    green = vm.Badge(label=t("已完成", "Done"), tone="green")
    return vm.ImportUpload(
        slug="resident", title=t("导入业主名册", "Import the owner roster"), action="#", form_token="i1", accept=".xlsx,.xls,.ods,.csv", template_url="#", limits=t(".xlsx .xls .ods .csv，不超过 50 MB、20 万行", ".xlsx .xls .ods .csv, up to 50 MB and 200,000 rows"),
        steps=(t("用现有的名册就行，表头不必改名，合并的标题行也不用删。", "Use the roster you have; headers need no renaming, merged titles may stay."), t("同一户再次导入只更新有变化的内容，不会变成两户。", "Importing a unit again updates what changed; it never becomes two.")),
        recent=(vm.BatchLine(title=t("业主名册 2026-10.xlsx", "Roster 2026-10.xlsx"), url="#", when="11-02 10:12", who=t("何敏", "He Min"), badge=green, counts=t("新增 12，变更 40", "12 new, 40 changed")),),
    )  # fmt: skip


def plan_page(t: Words) -> vm.ImportPlan:
    targets = (
        ("", t("不导入", "Do not import")),
        ("building", t("楼号", "Building")),
        ("room", t("房号", "Room")),
        ("name", t("姓名", "Name")),
        ("phone", t("联系电话", "Phone")),
        ("area", t("建筑面积", "Floor area")),
    )
    heads = (
        ("A", "栋号", "building", ("1栋", "1栋", "2栋")),
        ("B", "房间", "room", ("101", "102", "1001.0")),
        ("C", "户主", "name", ("李秀英", "张伟民、王芳", "刘桂兰")),
        ("D", "联系电话", "phone", ("13800006021", "18900000001.0", "")),
        ("E", "宽带账号", "", ("kd0012", "kd0013", "")),
    )
    columns = tuple(
        vm.MapColumn(
            name=f"map-0-{n}",
            letter=letter,
            header=head,
            samples=samples,
            known=bool(to),
            choices=tuple(vm.Choice(value=v, label=lab, chosen=v == to) for v, lab in targets),
        )
        for n, (letter, head, to, samples) in enumerate(heads)
    )
    new, changed, refused = (
        vm.Badge(label=t("变更", "Changed"), tone="amber"),
        vm.Badge(label=t("新增", "New"), tone="blue"),
        vm.Badge(label=t("有问题", "Refused"), tone="red"),
    )
    rows = (
        vm.PlanRow(
            where=t("业主名册 · 第 5 行", "Roster · row 5"),
            title=t("3-1-502 李秀英", "3-1-502 Li Xiuying"),
            badge=new,
            changes=(
                vm.Change(label=t("联系电话", "Phone"), before="138****6021", after="139****7712"),
                vm.Change(label=t("建筑面积", "Floor area"), before="89.40", after="89.46"),
            ),
        ),
        vm.PlanRow(
            where=t("业主名册 · 第 6 行", "Roster · row 6"),
            title=t("3-1-601 孙丽", "3-1-601 Sun Li"),
            badge=changed,
            changes=(vm.Change(label=t("姓名", "Name"), before="", after=t("孙丽", "Sun Li")),),
        ),
        vm.PlanRow(
            where=t("业主名册 · 第 18 行", "Roster · row 18"),
            title="3-1-9999",
            badge=refused,
            messages=(
                vm.PlanMessage(
                    where=t("F 列", "column F"),
                    text=t(
                        "3 栋 1 单元没有 9999 室，最高是 1804。请核对房号。",
                        "Building 3 entrance 1 has no room 9999; the highest is 1804. Check the room.",
                    ),
                ),
            ),
        ),
    )
    tabs: tuple[tuple[str, str, str, str, vm.Tone | None], ...] = (
        ("new", "新增", "New", "12", "blue"),
        ("changed", "变更", "Changed", "40", "amber"),
        ("unchanged", "没有变化", "Unchanged", "1,000+", None),
        ("refused", "有问题", "Refused", "3", "red"),
    )
    return vm.ImportPlan(
        slug="resident", title=t("核对导入内容", "Check the import"), batch="17", file_name=t("业主名册 2026-11.xlsx", "Roster 2026-11.xlsx"), file_note=t("1,204 行，1 张工作表", "1,204 rows, 1 sheet"), form_token="i2",
        sheets=(vm.MapSheet(name="业主名册", rows_text=t("1,204 行", "1,204 rows"), header_row=t("表头在第 3 行", "header in row 3"), columns=columns),),
        tabs=tuple(vm.Tab(key=k, label=t(zh, en), url=f"?verdict={k}", count=c, tone=tone, active=k == "changed") for k, zh, en, c, tone in tabs), rows=rows,
        pager=vm.Pager(range_text=t("第 1–50 条", "1–50"), total_text=t("共 55 条", "of 55"), next_url="?after=x"), remap_url="#", apply_url="#", cancel_url="#", unknown=("宽带账号",), refused_url="#",
        options=(
            vm.ApplyOption(name="policy", label=t("有问题的行", "Refused rows"), choices=(vm.Choice(value="all", label=t("有一行不对就全部不写", "All rows or none"), chosen=True), vm.Choice(value="good", label=t("只写没有问题的行", "Good rows only")))),
            vm.ApplyOption(name="clear", label="", choices=(vm.Choice(value="1", label=t("空单元格清除原有内容", "Empty cells clear what is there")),), single=True, help=t("不勾选时，空单元格不改动原来的内容。", "Otherwise an empty cell changes nothing.")),
        ),
        apply_label=t("写入 52 行", "Apply 52 rows"),
    )  # fmt: skip


def progress_page(t: Words) -> vm.ImportProgress:
    return vm.ImportProgress(
        slug="resident",
        title=t("正在写入", "Applying"),
        file_name=t("业主名册 2026-11.xlsx", "Roster 2026-11.xlsx"),
        phase="applying",
        text=t("正在写入第 742 行", "Writing row 742"),
        done=742,
        total=1204,
        status_url="/status",
        cancel_url="#",
        form_token="i3",
        leave_text=t(
            "可以离开这一页，导入会继续；回来还能看到进度。",
            "You may leave this page; the import goes on and you can come back to it.",
        ),
    )


def result_page(t: Words) -> vm.ImportResult:
    counts: tuple[tuple[str, str, str, str, vm.Tone | None], ...] = (
        ("new", "新增", "New", "12", "green"),
        ("changed", "变更", "Changed", "40", "green"),
        ("unchanged", "没有变化", "Unchanged", "1,149", None),
        ("refused", "没有导入", "Refused", "3", "red"),
    )
    return vm.ImportResult(
        slug="resident", title=t("导入结果", "Import result"), file_name=t("业主名册 2026-11.xlsx", "Roster 2026-11.xlsx"), summary=t("已写入 52 行，3 行没有导入。", "52 rows applied, 3 refused."), tone="amber", when="11-22 14:20", who=t("何敏", "He Min"), form_token="i4",
        counts=tuple(vm.Tab(key=k, label=t(zh, en), url="#", count=c, tone=tone) for k, zh, en, c, tone in counts), undo_url="#", undo_note=t("这次写入的内容还没有被别人改过，可以整批撤销。", "Nothing this import wrote has been changed since; it can be undone."), refused_url="#", links=(vm.Link(label=t("看业主名册", "Open the roster"), url="#"),),
    )  # fmt: skip


def roles_page(t: Words) -> vm.RolesPage:
    verbs = tuple(
        vm.Choice(value=v, label=t(zh, en))
        for v, zh, en in (
            ("view", "查看", "View"),
            ("create", "新建", "Create"),
            ("edit", "编辑", "Edit"),
            ("export", "导出", "Export"),
            ("unmask", "看完整", "Unmask"),
            ("import", "导入", "Import"),
        )
    )
    roles = (
        ("receptionist", "接待专员", "Reception clerk"),
        ("reception_lead", "接待主管", "Reception lead"),
        ("cs_supervisor", "客服主管", "Supervisor"),
        ("director", "管理处主任", "Director"),
        ("technician", "维修工", "Technician"),
        ("cashier", "财务", "Cashier"),
    )
    why = t(
        "维修工不能回访自己修的单（职责分离 D-12）",
        "A technician never calls back on his own order (separation of duties D-12)",
    )
    registers = []
    for slug, zh, en in (
        ("service_log", "服务登记本", "Service register"),
        ("repair_order", "维修任务单", "Repair orders"),
        ("complaint", "客户投诉", "Complaints"),
        ("callback", "回访记录", "Callbacks"),
    ):
        rows = tuple(
            vm.MatrixRow(
                role=r,
                label=t(rz, re),
                cells=tuple(
                    vm.MatrixCell(
                        name=f"grant-{slug}-{r}-{v.value}",
                        on=(n + m) % 3 < 2,
                        locked=why if r == "technician" and m > 1 else "",
                        changed=n == 1 and m == 3,
                    )
                    for m, v in enumerate(verbs)
                ),
            )
            for n, (r, rz, re) in enumerate(roles)
        )
        registers.append(vm.MatrixRegister(slug=slug, label=t(zh, en), rows=rows))
    modules = (
        vm.Link(label=t("客户服务", "Customer service"), url="#", active=True),
        vm.Link(label=t("基础资料", "Base data"), url="#"),
        vm.Link(label=t("人事考勤", "People"), url="#"),
    )
    sites = (
        vm.Link(label=t("全部项目", "All sites"), url="#", active=True),
        vm.Link(label=t("蓝天新苑", "Lantian Xinyuan"), url="#"),
    )
    return vm.RolesPage(
        title=t("角色权限", "Roles and rights"),
        action="#",
        form_token="r1",
        version=1,
        verbs=verbs,
        registers=tuple(registers),
        modules=modules,
        sites=sites,
        reset_url="#",
    )
