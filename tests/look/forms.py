"""Forms: a new repair order, the same with errors, an edit that came too late, transitions, a bulk result."""

from __future__ import annotations

from dataclasses import replace

from admin_views import viewmodels as vm
from tests.look.frame import Words


def field(name: str, label: str, kind: vm.FieldKind = "text", value: str = "", **more: object) -> vm.FormField:
    return vm.FormField(name=name, label=label, kind=kind, value=value, **more)  # type: ignore[arg-type] # keywords of the class itself


def _choices(t: Words, *names: tuple[str, str, str]) -> tuple[vm.Choice, ...]:
    return tuple(vm.Choice(value=key, label=t(zh, en)) for key, zh, en in names)


def materials(t: Words) -> vm.ChildRows:
    def columns(
        index: str, item: str = "", text: str = "", quantity: str = "", amount: str = ""
    ) -> tuple[vm.FormField, ...]:
        return (
            field(
                f"materials-{index}-item",
                t("物料", "Item"),
                "lookup",
                item,
                text=text,
                lookup_url="lookup/item",
                required=True,
                prefill=(vm.Prefill(key="price", field="amount"),),
            ),
            field(f"materials-{index}-quantity", t("数量", "Quantity"), "decimal", quantity, required=True),
            field(f"materials-{index}-amount", t("金额", "Amount"), "money", amount),
        )

    kept = vm.ChildRow(
        index=0,
        id="81",
        fields=columns("0", "12", t("不锈钢软管 4 分 60 cm", "Steel hose 1/2 in, 60 cm"), "1", "25.00"),
    )
    return vm.ChildRows(blank=columns("__"), rows=(kept,), add_label=t("加一种用料", "Add an item"))


def sections(t: Words) -> tuple[vm.FormSection, ...]:
    scope = _choices(t, ("private", "户内", "Inside the home"), ("public", "公共", "Common area"))
    priority = (
        vm.Choice(value="normal", label=t("一般", "Normal")),
        vm.Choice(value="urgent", label=t("紧急", "Urgent"), tone="red"),
    )
    category = _choices(
        t, ("water", "给排水", "Plumbing"), ("power", "电气", "Electric"), ("heating", "暖气", "Heating"), ("leak", "渗漏水", "Leak"),
        ("door", "门窗", "Doors and windows"), ("elevator", "电梯", "Lift"), ("structure", "土建", "Structure"), ("other", "其他", "Other"),
    )  # fmt: skip
    prefill = (vm.Prefill(key="resident", field="reporter"), vm.Prefill(key="phone", field="phone"))
    who = (
        field("scope", t("维修范围", "Scope"), "buttons", "private", choices=scope, required=True),
        field("priority", t("紧急程度", "Priority"), "buttons", "normal", choices=priority, required=True),
        field(
            "unit",
            t("楼号房号", "Unit"),
            "lookup",
            lookup_url="lookup/unit",
            prefill=prefill,
            required_when=("scope", "private"),
            shown_when=("scope", "private"),
            help=t(
                "可输入 3-1-502、业主姓名、拼音首字母或电话后四位",
                "Try 3-1-502, the owner's name or initials, or the last four digits of the phone",
            ),
        ),
        field("location", t("公共部位", "Location"), required_when=("scope", "public"), shown_when=("scope", "public")),
        field("reporter", t("报修人", "Caller"), required=True, max_length=40),
        field("phone", t("联系电话", "Phone"), "phone", required=True, max_length=20),
    )
    what = (
        field("category", t("类别", "Category"), "select", choices=category, required=True),
        field("reported_at", t("报修时间", "Reported at"), "datetime", "2026-11-22 14:05", required=True),
        field(
            "content",
            t("报修内容", "Request"),
            "lines",
            required=True,
            max_length=500,
            placeholder=t("哪里、什么现象、是否漏水断电", "Where, what happens, is water or power off"),
        ),
        field(
            "appointment_at",
            t("预约时间", "Appointment"),
            "datetime",
            help=t("不预约就从派单起 30 分钟内到场", "Without one, arrival is due 30 minutes after dispatch"),
        ),
        field("charge", t("收费金额", "Charge"), "money"),
    )
    more = (
        field("materials", t("用料", "Materials"), "rows", rows=materials(t)),
        field(
            "attachments",
            t("附件", "Attachments"),
            "files",
            help=t("照片、PDF、Office，每个不超过 20 MB", "Pictures, PDF, Office; 20 MB each"),
        ),
        field("remark", t("备注", "Remark"), "lines"),
    )
    return (
        vm.FormSection(key="who", title=t("谁报修、在哪里", "Who and where"), fields=who),
        vm.FormSection(key="what", title=t("报修什么", "What"), fields=what),
        vm.FormSection(key="more", title=t("用料与附件", "Materials and files"), fields=more),
    )


def new_page(t: Words) -> vm.FormPage:
    return vm.FormPage(
        slug="repair_order",
        title=t("新建维修任务单", "New repair order"),
        action="/admin/repair_order/new/",
        cancel_url="/admin/repair_order/",
        form_token="91ab",
        sections=sections(t),
        save_and_new=True,
        draft_url="draft/",
        draft=vm.Draft(saved=t("今天 13:40", "13:40 today"), discard_url="draft/discard"),
        hint_url="hint/",
        hint_fields=("unit", "category"),
    )


def error_page(t: Words) -> vm.FormPage:
    """The same form answered 422: what was typed is kept, the summary leads to each field."""
    wrong = {
        "unit": t(
            "户内报修要选房号；公共部位请把维修范围改成“公共”。",
            "A repair inside a home needs its unit; for a common area change the scope.",
        ),
        "phone": t("这个电话只有 9 位，手机号是 11 位。", "This phone has 9 digits; a mobile number has 11."),
        "content": t("请写上报修内容，维修工靠它带工具。", "Say what is wrong: the technician packs tools by it."),
    }
    page = new_page(t)
    filled = {"reporter": t("李秀英", "Li Xiuying"), "phone": "138000060"}
    made = tuple(
        replace(
            s,
            fields=tuple(replace(f, error=wrong.get(f.name, ""), value=filled.get(f.name, f.value)) for f in s.fields),
        )
        for s in page.sections
    )
    labels = {f.name: f.label for s in made for f in s.fields}
    return replace(
        page,
        sections=made,
        draft=None,
        errors=tuple(vm.FormError(name=n, label=labels[n], message=m) for n, m in wrong.items()),
    )


def stale_page(t: Words) -> vm.FormPage:
    page = new_page(t)
    diffs = (
        vm.StaleDiff(
            name="priority",
            label=t("紧急程度", "Priority"),
            was=t("一般", "Normal"),
            theirs=t("紧急", "Urgent"),
            yours=t("一般", "Normal"),
            clash=False,
        ),
        vm.StaleDiff(
            name="content",
            label=t("报修内容", "Request"),
            was=t("厨房漏水", "Kitchen leak"),
            theirs=t("厨房水槽软管漏水，已关总阀", "Kitchen hose leaks, main valve closed"),
            yours=t("厨房漏水，业主下午在家", "Kitchen leak, owner in all afternoon"),
        ),
    )
    return replace(
        page,
        title=t("编辑维修任务单", "Edit repair order"),
        number="WX-LTXY-20261122-0049",
        id="20486",
        version=4,
        badge=vm.Badge(label=t("已派单", "Dispatched"), tone="blue"),
        draft=None,
        save_and_new=False,
        stale=vm.Stale(who=t("王强", "Wang Qiang"), when="14:06", diffs=diffs, reload_url="?id=20486"),
    )


def line(t: Words, n: int, refused: str = "") -> vm.RecordLine:
    title = t("3-1-502 李秀英 · 厨房软管渗漏", "3-1-502 Li Xiuying · kitchen hose leaks")
    badge = vm.Badge(label=t("已派单", "Dispatched"), tone="blue")
    return vm.RecordLine(
        id=str(20400 + n), number=f"WX-LTXY-20261122-00{n:02d}", title=title, url="#", badge=badge, refused=refused
    )


def complete_page(t: Words) -> vm.TransitionPage:
    """What completing asks: result, satisfied or not, signature, photos."""
    yes_no = (
        vm.Choice(value="1", label=t("满意", "Satisfied")),
        vm.Choice(value="0", label=t("不满意", "Not satisfied"), tone="red"),
    )
    asked = (
        field(
            "result",
            t("维修结果", "Result"),
            "lines",
            required=True,
            placeholder=t("换了什么、修好没有", "What was replaced, is it fixed"),
        ),
        field(
            "satisfied", t("业主是否满意", "Is the owner satisfied"), "bool", choices=yes_no, required=True, wide=True
        ),
        field(
            "dissatisfied_reason",
            t("不满意原因", "Why not"),
            "lines",
            required_when=("satisfied", "0"),
            shown_when=("satisfied", "0"),
        ),
        field("photos", t("完工照片", "Photos"), "files", capture=True, accept="image/*"),
        field("owner_sign", t("业主签字", "Owner's signature"), "sign", required_when=("satisfied", "1")),
    )
    return vm.TransitionPage(
        slug="repair_order", name="complete", title=t("完工", "Complete"), action="transition/complete/?id=20449", cancel_url="#", form_token="c1",
        button=t("完工", "Complete"), records=(line(t, 49),), explain=t("前台会收到通知，等您交回任务单。", "The desk is told and waits for the slip."),
        sections=(vm.FormSection(key="ask", title=t("维修情况", "The work"), fields=asked),), version=3,
    )  # fmt: skip


def bulk_page(t: Words) -> vm.TransitionPage:
    refused = t("还没有回访，不能审批。", "Not called back yet, cannot be approved.")
    return vm.TransitionPage(
        slug="repair_order", name="approve", title=t("批准 6 张维修任务单", "Approve 6 repair orders"), action="transition/approve/?id=1,2", cancel_url="#", form_token="c2",
        button=t("批准 5 张", "Approve 5"), records=(line(t, 12, refused), *(line(t, n) for n in range(13, 18))),
        sections=(vm.FormSection(key="ask", title=t("审批意见", "Comment"), fields=(field("comment", t("意见", "Comment"), "lines"),)),),
    )  # fmt: skip


def bulk_result(t: Words) -> vm.BulkResult:
    approved = vm.Badge(label=t("已审批", "Approved"), tone="green")
    made = [
        vm.BulkRow(
            id=str(n),
            number=f"WX-LTXY-20261116-00{n:02d}",
            title=t("2-1-301 赵国庆 · 暖气不热", "2-1-301 Zhao Guoqing · radiator cold"),
            url="#",
            done=True,
            message=t("李建国 09:12 批准", "Approved by Li Jianguo 09:12"),
            badge=approved,
        )
        for n in range(11, 16)
    ]
    late = t(
        "陈晓燕 09:10 已退回返修，比您早 2 分钟。",
        "Chen Xiaoyan sent it back for rework at 09:10, 2 minutes before you.",
    )
    made.append(
        vm.BulkRow(
            id="16",
            number="WX-LTXY-20261116-0016",
            title=t("1-2-101 孙丽 · 门锁", "1-2-101 Sun Li · door lock"),
            url="#",
            done=False,
            message=late,
            badge=vm.Badge(label=t("已派单", "Dispatched"), tone="blue"),
        )
    )
    return vm.BulkResult(
        slug="repair_order",
        title=t("批准维修任务单", "Approve repair orders"),
        summary=t("已批准 5 张，1 张没有批准。", "5 approved, 1 refused."),
        rows=tuple(made),
        done=5,
        refused=1,
        back_url="#",
        back_label=t("回到列表", "Back to the list"),
    )
