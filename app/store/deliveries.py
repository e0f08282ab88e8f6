"""Webhooks that are to be told something in, one at a time for whoever tells it; what came of it in the store out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.store.models import ApiKey, Delivery, Event, Webhook

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of telling a webhook of one event: the answer's status, if any, and why it was not good."""

    event: int
    at: datetime
    seconds: float
    status: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A webhook that one process alone may tell of events, until a moment."""

    id: str
    url: str
    filter: Mapping[str, Any]
    types: Sequence[str]
    secret: str
    position: int
    until: datetime


def due(session: Session, now: datetime) -> Sequence[str]:
    """Ids of the webhooks that may have something to hear now, the longest due first.

    Whose holder's key is not valid any more is told nothing.
    """
    query = (
        select(Webhook.id)
        .join(ApiKey, ApiKey.name == Webhook.holder)
        .where(
            Webhook.next_at <= now,
            Webhook.stopped_at.is_(None),
            Webhook.position < select(func.max(Event.number)).scalar_subquery(),
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
        )
        .order_by(Webhook.next_at, Webhook.id)
    )
    return session.scalars(query).all()


def claim(session: Session, webhook_id: str, now: datetime, until: datetime) -> Claimed | None:
    """Take a webhook that is due, so that no other process does until then; None where another one was faster."""
    row = session.execute(
        update(Webhook)
        .where(Webhook.id == webhook_id, Webhook.next_at <= now, Webhook.stopped_at.is_(None))
        .values(next_at=until)
        .returning(Webhook.url, Webhook.filter, Webhook.types, Webhook.secret, Webhook.position)
    ).one_or_none()
    if row is None:
        return None
    return Claimed(webhook_id, row.url, row.filter, row.types, row.secret, row.position, until)


def failures_of(session: Session, claimed: Claimed) -> int:
    """How often a webhook failed in a row."""
    return session.scalar(select(Webhook.failures).where(Webhook.id == claimed.id)) or 0


def note_good(session: Session, claimed: Claimed, attempt: Attempt) -> bool:
    """Write that an event was told; False where the webhook is not one's own any more."""
    is_mine = _write(session, claimed, {"position": attempt.event, "failures": 0, "error": None})
    if is_mine:
        _log(session, claimed, attempt)
    return is_mine


def note_bad(session: Session, claimed: Claimed, attempt: Attempt, again: datetime | None) -> None:
    """Write that an event could not be told, and when to try again: None for not until somebody resumes it."""
    later = {"stopped_at": attempt.at} if again is None else {"next_at": again}
    if _write(session, claimed, {"failures": Webhook.failures + 1, "error": attempt.error, **later}):
        _log(session, claimed, attempt)


def _log(session: Session, claimed: Claimed, attempt: Attempt) -> None:
    session.add(
        Delivery(
            webhook_id=claimed.id,
            event=attempt.event,
            at=attempt.at,
            status=attempt.status,
            error=attempt.error,
            seconds=attempt.seconds,
        )
    )
    session.execute(delete(Delivery).where(Delivery.at < attempt.at - KEPT))


def release(session: Session, claimed: Claimed, position: int, now: datetime) -> None:
    """Give a webhook back that heard all up to an event."""
    _write(session, claimed, {"position": position, "next_at": now})


def stop(session: Session, claimed: Claimed, error: str, now: datetime) -> None:
    """Tell a webhook nothing until somebody resumes it."""
    _write(session, claimed, {"stopped_at": now, "error": error})


def _write(session: Session, claimed: Claimed, values: Mapping[str, Any]) -> bool:
    """Change a webhook that is still one's own; False where it is not."""
    mine = (Webhook.id == claimed.id, Webhook.next_at == claimed.until)
    return session.scalar(update(Webhook).where(*mine).values(**values).returning(Webhook.id)) is not None
