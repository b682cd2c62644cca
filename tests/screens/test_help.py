"""What the registers are for, in the product."""

from collections.abc import Callable

from models import REGISTERS, reference
from tests.screens.conftest import Browser


def test_one_finds_the_registers_one_works_with(clerk: Browser, sign_in: Callable[[str], Browser]) -> None:
    page = clerk.get("/admin/help/")
    links = {str(a["href"]) for a in page.html.select(".about a")}
    assert "/admin/help/repair_order/" in links
    assert "/admin/help/user/" not in links
    assert "/admin/help/service_log/" not in {
        str(a["href"]) for a in sign_in("technician@ltxy").get("/admin/help/").html.select(".about a")
    }


def test_a_register_is_told_in_words(clerk: Browser) -> None:
    page = clerk.get("/admin/help/repair_order/")
    assert page.status == 200
    words = page.words
    for said in ("派单", "到场", "24 小时", "客服主管", "维修人员", "引用员工"):
        assert said in words, said
    assert clerk.get("/admin/help/user/").status == 404
    assert clerk.get("/admin/help/none/").status == 404


def test_no_code_is_left_unworded() -> None:
    """Neither a role's code nor a field's name stands where a person reads."""
    for model in REGISTERS:
        for step in reference.steps_of(model):
            for label in (*step.who, *step.asks):
                assert not label.text("zh").startswith("@"), (model, step.name, label)
                assert not label.text("zh").isascii(), (model, step.name, label)
        for limit in reference.limits_of(model):
            assert all(not w.text("zh").isascii() for w in limit.who), (model, limit)
