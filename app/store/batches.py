"""Articles that are to be read later in, one batch at a time out for whoever reads it; what became of each kept."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.errors import NotFoundError, OverloadedError
from app.store.models import Batch, Push
from app.store.pushes import KEPT, Sender, earlier_answer

ID = re.compile("b[0-9a-f]{20}")
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Claimed:
    """A batch that one process alone reads until a moment: its articles, and how many of them were read before."""

    id: str
    holder: str
    articles: Sequence[dict[str, Any]]
    read: int


def add(session: Session, sender: Sender, articles: Sequence[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Keep articles to be read, or give the answer that the same request got before.

    Raises OverloadedError where too many batches wait, DecisionConflictError for a key that came with other articles.
    """
    known = earlier_answer(session, sender, now)
    if known is not None:
        return known
    session.execute(delete(Batch).where(Batch.finished_at < now - KEPT))
    waiting = session.scalar(select(func.count()).select_from(Batch).where(Batch.finished_at.is_(None))) or 0
    if waiting >= MOST_WAITING:
        raise OverloadedError(f"{waiting} batches of articles wait to be read; send yours again later.")
    number = f"b{secrets.token_hex(10)}"
    given = {"articles": list(articles), "number": len(articles), "data": [], "failed": []}
    session.add(Batch(id=number, holder=sender.name, **given, created_at=now, next_at=now, finished_at=None))
    answer = {"batch": number}
    if sender.key:
        session.add(Push(holder=sender.name, key=sender.key, digest=sender.digest, answer=answer, at=now))
    return answer


def batch(session: Session, batch_id: str, holder: str | None) -> Batch:
    """A batch, of one holder or of anybody. Raises NotFoundError."""
    found = session.get(Batch, batch_id) if ID.fullmatch(batch_id) else None
    if found is None or (holder and found.holder != holder):
        raise NotFoundError(f"there is no batch {batch_id!r} of yours; they are kept for a day after they are read")
    return found


def is_waiting(session: Session, now: datetime) -> bool:
    """Whether a batch waits to be read."""
    waits = (Batch.finished_at.is_(None), Batch.next_at <= now)
    return session.scalar(select(Batch.id).where(*waits).limit(1)) is not None


def claim(session: Session, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the batch that waits longest, so that no other process reads it for a while; None where none waits."""
    waits = (Batch.finished_at.is_(None), Batch.next_at <= now)
    first = select(Batch.id).where(*waits).order_by(Batch.next_at).limit(1).scalar_subquery()
    taken = update(Batch).where(Batch.id == first, *waits).values(next_at=now + lease).returning(Batch)
    row = session.scalar(taken)
    return None if row is None else Claimed(row.id, row.holder, row.articles, len(row.data) + len(row.failed))


def note(session: Session, batch_id: str, told: dict[str, Any], until: datetime, *, failed: bool) -> None:
    """Write what became of the next article of a batch, or why it could not be read."""
    row = session.get_one(Batch, batch_id)
    if failed:
        row.failed = [*row.failed, told]
    else:
        row.data = [*row.data, told]
    row.next_at = until


def finish(session: Session, batch_id: str, now: datetime) -> None:
    """Every article of a batch was read: their texts are kept where articles are, and as these are."""
    session.execute(update(Batch).where(Batch.id == batch_id).values(finished_at=now, articles=[]))


def release(session: Session, batch_id: str, now: datetime) -> None:
    """Let another process read on."""
    session.execute(update(Batch).where(Batch.id == batch_id, Batch.finished_at.is_(None)).values(next_at=now))
