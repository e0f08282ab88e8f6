"""Articles that somebody sends, read already, in; what became of each out, once and the same under one key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.errors import DecisionConflictError
from app.store.models import Push, Source, StoredArticle
from app.store.record import Reading, Recorded, record_articles

# Whoever sends again after a lost answer does so within minutes.
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, and how the same request is known again: the idempotency key, if any, and a digest of the body."""

    name: str
    key: str | None
    digest: str


def earlier_answer(session: Session, sender: Sender, now: datetime) -> dict[str, Any] | None:
    """The answer to the same request, where it was made before. Raises DecisionConflictError for another body."""
    found = session.get(Push, (sender.name, sender.key)) if sender.key else None
    if found is None or found.at < now - KEPT:
        return None
    if found.digest != sender.digest:
        raise DecisionConflictError(
            f"The idempotency key {sender.key!r} came with other articles before: take a new one."
        )
    return found.answer


def push(session: Session, sender: Sender, readings: Sequence[Reading], now: datetime) -> dict[str, Any]:
    """Record all articles, or none where one cannot be stored, and say what became of each.

    The same sent twice at once collides, so that this runs in `written`. Raises ArticleRejectedError, and
    DecisionConflictError for a key that came with another body before.
    """
    known = earlier_answer(session, sender, now)
    if known is not None:
        return known
    answer = {"data": [_told(session, recorded) for recorded in record_articles(session, readings, lambda: now)]}
    session.execute(delete(Push).where(Push.at < now - KEPT))
    if sender.key:
        session.add(Push(holder=sender.name, key=sender.key, digest=sender.digest, answer=answer, at=now))
    return answer


def recorded(session: Session, reading: Reading, now: datetime) -> dict[str, Any]:
    """Record one article, and say what became of it. Raises ArticleRejectedError."""
    (made,) = record_articles(session, [reading], lambda: now)
    return _told(session, made)


def _told(session: Session, made: Recorded) -> dict[str, Any]:
    """What became of one article; of one that was there before, the meetings that it reports."""
    row = session.get_one(StoredArticle, made.article_id)
    query = select(Source.meeting_id).where(Source.article_id == made.article_id, Source.meeting_id.is_not(None))
    return {
        "article": made.article_id,
        "url": f"/v1/articles/{made.article_id}",
        "stored": made.stored,
        "copy_of": row.copy_of,
        "meetings": [
            {"meeting": found, "url": f"/v1/meetings/{found}", "created": found in made.created}
            for found in dict.fromkeys(session.scalars(query.order_by(Source.ordinal)))
        ],
    }
