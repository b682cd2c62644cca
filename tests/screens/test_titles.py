"""What a site calls its roles stands wherever a person reads one there, and nowhere else (A-19, A-77)."""

from collections.abc import Callable

import pytest

import workflow
from access import SYSTEM, acting
from models.engine import setting
from models.spec import Role
from seed.factories import Centre
from tests.screens.conftest import Browser, Page
from workflow import accounts
from workflow.offers import whose_turn

URL = "/admin/titles/"
CALLED = {
    "title-director": "项目经理 (Project manager)、服务中心经理", "title-cs_supervisor": "客服部经理", "title-receptionist": "前台",
}  # fmt: skip


@pytest.fixture
def named(director: Browser) -> Browser:
    assert director.post(URL, CALLED).status == 303
    return director


def me(page: Page) -> str:
    return " ".join(page.texts("header.top, .top"))


def test_a_19_one_row_a_role_says_who_holds_it_or_stands_in(named: Browser, clerk: Browser, centre: Centre) -> None:
    page = named.get(URL)
    assert page.fields()["title-director"] == "项目经理 (Project manager)、服务中心经理"
    assert "管理处主任" in page.texts("[data-box='title-director'] label")
    assert "担任人" in page.one("[data-box='title-cs_supervisor'] .help").get_text()
    assert "无人担任，由项目经理代办" in page.one("[data-box='title-engineering_lead'] .help").get_text()
    kept = setting(centre.session, centre.site_id, "role.map")
    assert kept["director"] == ("项目经理 (Project manager)", "服务中心经理")
    assert kept.keys() == {"director", "cs_supervisor", "receptionist"}
    assert named.post(URL, CALLED).status == 303
    assert "没有改动" in named.get(URL).words
    wrong = named.post(URL, {**CALLED, "title-guard": "保安：队员"})
    assert (wrong.status, list(wrong.errors)) == (422, ["title-guard"])
    assert wrong.fields()["title-guard"] == "保安：队员", "what was typed is kept"
    assert clerk.get(URL).status == 403
    assert "role.map" not in named.get("/admin/settings/").words, "one place to write them"


def test_a_19_the_title_stands_wherever_the_role_is_read(
    named: Browser, sign_in: Callable[[str], Browser], clerk: Browser, centre: Centre
) -> None:
    paper = centre.requisition(state="submitted")
    complaint = centre.complaint(state="investigated")
    centre.repair_order()
    centre.session.commit()
    assert "项目经理" in me(named.get("/admin/"))
    assert "管理处主任" not in me(named.get("/admin/"))
    assert "服务中心经理" not in me(named.get("/admin/")), "the first title is the one shown"
    sheet = named.get(f"/admin/staff_requisition/details/?id={paper.id}")
    assert "项目经理" in sheet.words
    assert "管理处主任" not in sheet.one("main").get_text().replace(centre.staff("director").name, "")
    assert named.get(f"/admin/staff_requisition/print/?id={paper.id}").texts(".box b") == ["项目经理", "行政部"]
    assert "客服部经理" in clerk.get(f"/admin/complaint/details/?id={complaint.id}").words, "whose turn it is"
    refused = clerk.get(f"/admin/complaint/transition/decide/?id={complaint.id}")
    assert refused.status == 403
    assert "客服部经理" in refused.words
    assert "客服主管" not in refused.words
    assert "前台" in named.get("/admin/deadline/").texts("tr[data-id] td"), "who has to dispatch it"
    admin = sign_in("sysadmin")
    heads = admin.get(f"/admin/roles/?site={centre.site_id}").texts("tr[data-role='director'] th")
    assert set(heads) == {"管理处主任（项目经理）"}
    granted = admin.get(f"/admin/user/details/?id={centre.user('director').id}")
    assert "项目经理 蓝天新苑" in granted.words
    help_page = named.get("/admin/help/staff_requisition/").words
    assert "项目经理 → 行政部" in help_page


def test_a_19_another_site_keeps_its_own_words(named: Browser, sign_in: Callable[[str], Browser]) -> None:
    other = sign_in("receptionist@yghy").get("/admin/help/staff_requisition/")
    assert named.get("/admin/help/staff_requisition/").status == 200
    assert "项目经理" not in other.words


def test_a_19_english_readers_get_the_english_title(named: Browser, centre: Centre) -> None:
    named.post("/account/preferences", {"locale": "en", "next": "/admin/"})
    assert "Project manager" in me(named.get("/admin/")) or "Project manager" in named.get("/admin/").words
    assert "Customer-service supervisor" in named.get("/admin/help/complaint/").words, "no English name was given"


def test_a_77_a_missing_roles_step_passes_to_the_next_superior_by_his_title(named: Browser, centre: Centre) -> None:
    with acting(centre.session, SYSTEM):
        user = centre.user("cs_supervisor")
        workflow.edit(centre.session, user, {"active": False}, actor=SYSTEM, now=centre.now)
        complaint = centre.complaint(state="investigated")
        centre.session.commit()
        assert str(whose_turn(centre.session, complaint)) == "项目经理"
    assert "无人担任，由项目经理代办" in named.get(URL).one("[data-box='title-cs_supervisor'] .help").get_text()


def test_a_77_never_to_the_submitter(named: Browser, centre: Centre) -> None:
    with acting(centre.session, SYSTEM):
        me = centre.user("cs_supervisor")
        accounts.grant(
            centre.session, me, role=Role.director, site_id=centre.site_id, actor=SYSTEM, now=centre.now, reason="代理"
        )
        workflow.edit(centre.session, centre.user("director"), {"active": False}, actor=SYSTEM, now=centre.now)
        paper, again = centre.requisition(), centre.requisition()
        centre.do(paper, "submit", "cs_supervisor")
        assert str(whose_turn(centre.session, paper)).startswith("总公司品质督导"), "he holds the role alone"
        workflow.edit(centre.session, centre.user("hq_quality"), {"active": False}, actor=SYSTEM, now=centre.now)
        with pytest.raises(workflow.Invalid) as refused:
            centre.do(again, "submit", "cs_supervisor")
    assert "项目经理及其上级都没有启用的账号" in refused.value.refusals[0].sentence.text("zh")
