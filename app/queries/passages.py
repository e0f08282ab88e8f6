"""Ids of articles and sources in; the texts in which evidence stands, and the evidence in them, out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import Claim, StoredArticle


def contents(session: Session, article_ids: Sequence[str]) -> dict[str, str]:
    """The content of each article, in which every span counts: title, an empty line, text. One statement."""
    columns = (StoredArticle.id, StoredArticle.title, StoredArticle.text)
    rows = session.execute(select(*columns).where(StoredArticle.id.in_(article_ids)))
    return {row.id: f"{row.title}\n\n{row.text}" if row.title else row.text for row in rows}


def claims(session: Session, source_ids: Sequence[str]) -> dict[str, list[Claim]]:
    """What each source claims, field by field, with the words. One statement."""
    found: dict[str, list[Claim]] = {one: [] for one in source_ids}
    rows = session.scalars(select(Claim).where(Claim.source_id.in_(source_ids)).order_by(Claim.source_id, Claim.seq))
    for claim in rows:
        found[claim.source_id].append(claim)
    return found
