"""A repair order as a record page, and the forms around it."""

from __future__ import annotations

from admin_views import viewmodels as vm
from tests.look.frame import Words
from tests.look.lists import clock


def _field(name: str, label: str, text: str = "", **more: object) -> vm.ShownField:
    return vm.ShownField(name=name, label=label, text=text, **more)  # type: ignore[arg-type] # keywords of the class itself


def sections(t: Words) -> tuple[vm.ShownSection, ...]:
    report = (
        _field("scope", t("维修范围", "Scope"), t("户内", "Inside the home")),
        _field(
            "unit",
            t("楼号房号", "Unit"),
            "3-1-502",
            kind="link",
            url="/admin/unit/details/?id=902",
            note=t("3 栋 1 单元 5 层 · 89.4 ㎡", "Building 3, entrance 1, floor 5 · 89.4 m²"),
        ),
        _field("reporter", t("报修人", "Caller"), t("李秀英", "Li Xiuying")),
        _field("phone", t("联系电话", "Phone"), "138****6021", kind="phone", url="tel:13800006021", masked=True),
        _field("reported_at", t("报修时间", "Reported"), "2026-11-22 13:48"),
        _field("category", t("类别", "Category"), t("给排水", "Plumbing")),
        _field("priority", t("紧急程度", "Priority"), t("紧急", "Urgent")),
        _field("source_log", t("来源登记", "From"), "FW-LTXY-20261122-0031", kind="link", url="#"),
        _field(
            "content",
            t("报修内容", "Request"),
            t(
                "厨房水槽下方软管渗漏，地面有积水，业主已关总阀。\n请带 4 分不锈钢软管。",
                "Hose under the kitchen sink leaks, water on the floor, main valve closed.\nPlease bring a 1/2-inch steel hose.",
            ),
            kind="lines",
        ),
    )
    work = (
        _field(
            "technician",
            t("维修人员", "Technician"),
            t("王强", "Wang Qiang"),
            kind="link",
            url="#",
            note=t("水暖工 · 手上 2 张单", "Plumber · 2 orders in hand"),
        ),
        _field("dispatched_at", t("派单时间", "Dispatched"), "2026-11-22 13:55"),
        _field("arrived_at", t("到场时间", "Arrived")),
        _field("completed_at", t("完成时间", "Completed")),
        _field("returned_at", t("回单时间", "Slip returned")),
        _field("result", t("维修结果", "Result")),
        _field("charge", t("收费金额", "Charge"), "¥35.00", kind="figure"),
        _field("owner_sign", t("业主签字", "Signature")),
        _field("area_keeper", t("辖区客服", "Area keeper"), t("陈晓燕", "Chen Xiaoyan")),
    )
    return (
        vm.ShownSection(key="report", title=t("报修", "Report"), fields=report),
        vm.ShownSection(key="work", title=t("派工与维修", "Work"), fields=work),
    )


def events(t: Words) -> tuple[vm.Event, ...]:
    wang, chen = t("王强", "Wang Qiang"), t("陈晓燕", "Chen Xiaoyan")
    return (
        vm.Event(
            kind="call",
            icon="phone-call",
            title=t("致电业主", "Called the owner"),
            who=chen,
            when=t("今天 14:02", "Today 14:02"),
            exact="2026-11-22 14:02:10",
            text=t("业主在家，说水已经停了，等师傅。", "Owner is at home; water has stopped, waiting."),
        ),
        vm.Event(
            kind="move",
            icon="send",
            title=t("派单给王强", "Dispatched to Wang Qiang"),
            who=chen,
            when=t("今天 13:55", "Today 13:55"),
            exact="2026-11-22 13:55:41",
            tone="blue",
        ),
        vm.Event(
            kind="edit",
            icon="pencil",
            title=t("修改", "Edited"),
            who=chen,
            when=t("今天 13:52", "Today 13:52"),
            exact="2026-11-22 13:52:03",
            changes=(
                vm.Change(label=t("紧急程度", "Priority"), before=t("一般", "Normal"), after=t("紧急", "Urgent")),
                vm.Change(label=t("预约时间", "Appointment"), before="", after="2026-11-22 14:30"),
            ),
        ),
        vm.Event(
            kind="file",
            icon="paperclip",
            title=t("添加附件 水槽.jpg", "Added sink.jpg"),
            who=wang,
            when=t("今天 13:50", "Today 13:50"),
            exact="2026-11-22 13:50:00",
        ),
        vm.Event(
            kind="move",
            icon="plus",
            title=t("登记", "Registered"),
            who=chen,
            when=t("今天 13:48", "Today 13:48"),
            exact="2026-11-22 13:48:20",
            text=t("由 FW-LTXY-20261122-0031 转来", "Passed on from FW-LTXY-20261122-0031"),
        ),
    )


def record_page(t: Words) -> vm.RecordPage:
    """A dispatched repair order seen by the receptionist."""
    move = "transition/{}/?id=20486".format
    return vm.RecordPage(
        slug="repair_order",
        id="20486",
        number="WX-LTXY-20261122-0049",
        register=t("维修任务单", "Repair order"),
        title=t("3-1-502 李秀英 · 厨房水槽下方软管渗漏", "3-1-502 Li Xiuying · hose under the kitchen sink leaks"),
        status="dispatched",
        badge=vm.Badge(label=t("已派单", "Dispatched"), tone="blue"),
        version=3,
        form_token="0b51c2",
        clock=clock(t, 12),
        must_act=t("等王强到场", "Waiting for Wang Qiang to arrive"),
        transitions=(
            vm.TransitionButton(
                name="arrive",
                label=t("到场", "Arrived"),
                url=move("arrive"),
                asks=False,
                weight="primary",
                icon="map-pin",
            ),
            vm.TransitionButton(name="complete", label=t("完工", "Complete"), url=move("complete"), asks=True),
            vm.TransitionButton(name="reassign", label=t("改派", "Reassign"), url=move("reassign"), asks=True),
            vm.TransitionButton(name="reschedule", label=t("改约", "Reschedule"), url=move("reschedule"), asks=True),
            vm.TransitionButton(
                name="cancel", label=t("取消", "Cancel"), url=move("cancel"), asks=True, weight="danger"
            ),
        ),
        edit_url="edit/?id=20486",
        more=(
            vm.Link(label=t("打印", "Print"), url="print/?id=20486", icon="printer"),
            vm.Link(label="PDF", url="pdf/?id=20486", icon="download"),
            vm.Link(label=t("作废", "Void"), url=move("void"), icon="ban", weight="danger"),
        ),
        sections=sections(t),
        children=(
            vm.ChildTable(
                name="materials",
                label=t("用料", "Materials"),
                headers=(t("物料", "Item"), t("数量", "Quantity"), t("金额", "Amount")),
                rows=(
                    (t("不锈钢软管 4 分 60 cm", "Steel hose 1/2 in, 60 cm"), "1", "¥25.00"),
                    (t("生料带", "Thread tape"), "2", "¥10.00"),
                ),
                figures=(1, 2),
                total=(t("合计", "Total"), "", "¥35.00"),
            ),
        ),
        related=(
            vm.Related(
                label=t("来源登记", "Source"),
                number="FW-LTXY-20261122-0031",
                title=t("来电 · 厨房漏水", "Call · kitchen leak"),
                url="#",
                badge=vm.Badge(label=t("已转单", "Passed on"), tone="green"),
                when="11-22 13:48",
            ),
            vm.Related(
                label=t("同户上次", "Same unit"),
                number="WX-LTXY-20261108-0017",
                title=t("厨房下水慢", "Slow kitchen drain"),
                url="#",
                badge=vm.Badge(label=t("已移交归档", "Filed"), tone="green"),
                when="11-08",
            ),
        ),
        attachments=(
            vm.Attachment(
                id="1",
                name=t("水槽.jpg", "sink.jpg"),
                url="#",
                size="412 kB",
                note=t("王强 13:50", "Wang Qiang 13:50"),
                thumb_url="/static/img/mark.svg",
                remove_url="#",
            ),
            vm.Attachment(id="2", name=t("业主来函.pdf", "letter.pdf"), url="#", size="88 kB"),
        ),
        upload_url="/attachments/",
        upload_hint=t("照片、PDF、Office，每个不超过 20 MB", "Pictures, PDF, Office; 20 MB each"),
        deadlines=(
            vm.DeadlineLine(
                label=t("派单", "Dispatch"),
                limit=t("5 分钟内", "within 5 min"),
                badge=vm.Badge(label=t("迟了 2 分钟", "2 min late"), tone="red"),
                due="13:53",
                met="13:55",
            ),
            vm.DeadlineLine(
                label=t("到场", "Arrival"),
                limit=t("30 分钟内", "within 30 min"),
                badge=vm.Badge(label=t("进行中", "Running"), tone="amber"),
                due="14:25",
            ),
            vm.DeadlineLine(
                label=t("当天完成", "Same-day finish"),
                limit=t("当天", "same day"),
                badge=vm.Badge(label=t("进行中", "Running"), tone="grey"),
                due="23:59",
            ),
        ),
        events=events(t),
        kinds=(
            vm.EventKind(key="move", label=t("流转", "Steps"), count=2),
            vm.EventKind(key="edit", label=t("修改", "Edits"), count=1),
            vm.EventKind(key="call", label=t("电话", "Calls"), count=1),
            vm.EventKind(key="file", label=t("附件", "Files"), count=1),
        ),
        unmask_url="unmask/?id=20486",
    )


def separation_page(t: Words) -> vm.RecordPage:
    """A resignation in its approval chain, without attachments or children."""
    fields = (
        _field("staff", t("离职人员", "Employee"), t("周海波", "Zhou Haibo"), kind="link", url="#"),
        _field("kind", t("类型", "Kind"), t("辞职", "Resignation")),
        _field("leave_on", t("最后工作日", "Last day"), "2026-12-20"),
        _field(
            "reason", t("原因", "Reason"), t("回老家照顾父母。", "Returning home to look after parents."), kind="lines"
        ),
    )
    done, waiting = t("批准", "Approved"), t("待审批", "Waiting")
    return vm.RecordPage(
        slug="separation",
        id="7",
        number="LZ-LTXY-20261121-0002",
        register=t("辞职审批表", "Separation"),
        title=t("周海波 · 辞职", "Zhou Haibo · resignation"),
        status="submitted",
        badge=vm.Badge(label=waiting, tone="amber"),
        version=2,
        form_token="77ac",
        must_act=t("等李建国（管理处主任）审批", "Waiting for Li Jianguo (site director)"),
        transitions=(
            vm.TransitionButton(
                name="approve", label=t("批准", "Approve"), url="#", asks=True, weight="primary", icon="check"
            ),
            vm.TransitionButton(name="return_", label=t("退回修改", "Return"), url="#", asks=True),
            vm.TransitionButton(name="reject", label=t("驳回", "Reject"), url="#", asks=True, weight="danger"),
        ),
        edit_refused=t("已提交，审批中不能修改", "Submitted: cannot be edited while being decided"),
        sections=(vm.ShownSection(key="main", title=t("申请", "Application"), fields=fields),),
        sign_offs=(
            vm.SignOff(
                label=t("提交", "Submitted"),
                who=t("周海波", "Zhou Haibo"),
                badge=vm.Badge(label=t("已提交", "Submitted"), tone="green"),
                when="11-21 17:20",
            ),
            vm.SignOff(
                label=t("工程主管", "Engineering lead"),
                who=t("孙志刚", "Sun Zhigang"),
                badge=vm.Badge(label=done, tone="green"),
                when="11-22 09:05",
                comment=t("同意，工具已交接。", "Agreed, tools handed over."),
            ),
            vm.SignOff(
                label=t("管理处主任", "Site director"),
                who=t("李建国", "Li Jianguo"),
                badge=vm.Badge(label=waiting, tone="amber"),
                current=True,
            ),
            vm.SignOff(label=t("行政部", "Administration"), who=t("何敏", "He Min")),
        ),
        events=(
            vm.Event(
                kind="decision",
                icon="check",
                title=t("工程主管批准", "Approved by the engineering lead"),
                who=t("孙志刚", "Sun Zhigang"),
                when=t("今天 09:05", "Today 09:05"),
                exact="2026-11-22 09:05:00",
                tone="green",
                text=t("同意，工具已交接。", "Agreed, tools handed over."),
            ),
            vm.Event(
                kind="move",
                icon="send",
                title=t("提交审批", "Submitted"),
                who=t("周海波", "Zhou Haibo"),
                when="11-21 17:20",
                exact="2026-11-21 17:20:00",
                tone="blue",
            ),
        ),
    )
