"""Only a published answer may be cited to a customer (X-23; 001 会议制度 §4)."""

from __future__ import annotations

from models.base.moments import today
from models.base.rules import changed, referred
from models.spec import Case, L, Refusal

NOT_PUBLISHED = L(
    "{number}还没有批准或生效，不能作为统一口径答复。",
    "{number} is not approved or not yet valid, so it can't be given as the standard answer.",
)


def citable(case: Case) -> Refusal | None:
    """Refuse to cite an article that is not approved, or valid only later; one cited earlier stays as it was."""
    from models.service.knowledge_article import KnowledgeArticle  # noqa: PLC0415 - articles know meetings and more

    if not changed(case.record, "article", "article_id"):
        return None
    article = referred(case, "article", KnowledgeArticle)
    if article is None:
        return None
    if article.status == "approved" and (article.valid_from is None or article.valid_from <= today(case)):
        return None
    return Refusal(NOT_PUBLISHED.format(number=article.number), "article", "X-23")
