"""While on the phone: the standard answer is found from the service register's form and fills the reply (X-23; R-H20)."""

from typing import Any

import pytest

from seed.examples import example
from seed.factories import Centre
from tests.screens.conftest import Browser

FORM = "/admin/service_log/"


@pytest.fixture
def article(centre: Centre) -> Any:
    made = example(centre, "KnowledgeArticle")
    centre.do(made, "submit", "receptionist")
    centre.do(made, "approve", "cs_supervisor")
    centre.session.commit()
    return made


@pytest.mark.parametrize("typed", ["什么时间", "节假日", "装修"])
def test_an_answer_is_found_by_question_answer_and_subject(clerk: Browser, article: Any, typed: str) -> None:
    (hit,) = clerk.client.get(f"{FORM}lookup/article", query_string={"q": typed}).get_json()
    assert hit["id"] == article.id
    assert hit["data"] == {"answer": article.answer}
    assert article.question in hit["sub"]


def test_choosing_one_fills_the_reply(clerk: Browser) -> None:
    box = clerk.get(f"{FORM}new/").one("select[data-lookup$='lookup/article']")
    assert str(box["data-prefill"]).split() == ["answer=reply"]
