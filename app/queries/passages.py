"""Ids of articles and sources in; the texts in which evidence stands, and the evidence in them, out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.articles import Kept
from app.store.models import ArticleText, Claim, StoredArticle
from app.store.retention import content_of


def contents(session: Session, article_ids: Sequence[str]) -> dict[str, str]:
    """The content of each article, in which every span counts: title, an empty line, text. One statement.

    Articles of which no text is kept are left out.
    """
    # Both are named, so that PostgreSQL looks into no month but theirs.
    wanted = (StoredArticle.id.in_(article_ids), ArticleText.article_id.in_(article_ids))
    is_there = StoredArticle.kept != Kept.NONE.value
    texts = select(StoredArticle.id, StoredArticle.title, ArticleText.text).join(StoredArticle.body)
    rows = session.execute(texts.where(*wanted, is_there))
    return {row.id: content_of(row.title, row.text) for row in rows}


def claims(session: Session, source_ids: Sequence[str]) -> dict[str, list[Claim]]:
    """What each source claims, field by field, with the words. One statement."""
    found: dict[str, list[Claim]] = {one: [] for one in source_ids}
    rows = session.scalars(select(Claim).where(Claim.source_id.in_(source_ids)).order_by(Claim.source_id, Claim.seq))
    for claim in rows:
        found[claim.source_id].append(claim)
    return found
