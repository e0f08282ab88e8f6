"""Who wants to be told of what in, a webhook out; and their holders' view of them and of what was delivered."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.domain.signatures import new_secret
from app.errors import DecisionConflictError, NotFoundError
from app.store.events import number_decisions
from app.store.models import Delivery, Event, Webhook

ID = re.compile("w[0-9a-f]{20}")
# Each costs whoever delivers a look at every event.
MOST_OF_A_HOLDER = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to tell of which events: of a filter, of some types (none for all), after a number (None: from now)."""

    url: str
    filter: Mapping[str, Any]
    types: Sequence[str]
    after: int | None


def add(session: Session, wish: Wish, holder: str, now: datetime) -> Webhook:
    """A new webhook with its secret. Raises DecisionConflictError where its holder has as many as one may have."""
    mine = session.scalar(select(func.count()).select_from(Webhook).where(Webhook.holder == holder)) or 0
    if mine >= MOST_OF_A_HOLDER:
        raise DecisionConflictError(f"{holder} has {mine} webhooks already, the most that one may have: delete one.")
    number_decisions(session)
    last = session.scalar(select(func.coalesce(func.max(Event.number), 0)))
    made = Webhook(
        id=f"w{secrets.token_hex(10)}",
        holder=holder,
        url=wish.url,
        filter=dict(wish.filter),
        types=list(wish.types),
        secret=new_secret(),
        created_at=now,
        position=last if wish.after is None else min(wish.after, last or 0),
        failures=0,
        next_at=now,
        stopped_at=None,
        error=None,
    )
    session.add(made)
    session.flush()
    return made


def webhooks(session: Session, holder: str | None) -> Sequence[Webhook]:
    """The webhooks of a holder, or of all, the earliest first."""
    query = select(Webhook).order_by(Webhook.created_at, Webhook.id)
    return session.scalars(query.where(Webhook.holder == holder) if holder else query).all()


def webhook(session: Session, webhook_id: str, holder: str | None) -> Webhook:
    """One of them. Raises NotFoundError, as well where it is another holder's."""
    found = session.get(Webhook, webhook_id) if ID.fullmatch(webhook_id) else None
    if found is None or (holder and found.holder != holder):
        raise NotFoundError(f"there is no webhook {webhook_id!r} of yours")
    return found


def remove(session: Session, webhook_id: str, holder: str | None) -> None:
    """Forget a webhook and what was delivered to it. Raises NotFoundError."""
    found = webhook(session, webhook_id, holder)
    session.execute(delete(Delivery).where(Delivery.webhook_id == webhook_id))
    session.delete(found)


def resume(session: Session, webhook_id: str, holder: str | None, now: datetime) -> Webhook:
    """Try again at once, from the first event that was not delivered on. Raises NotFoundError."""
    found = webhook(session, webhook_id, holder)
    found.stopped_at, found.failures, found.next_at = None, 0, now
    return found


def deliveries(session: Session, webhook_id: str, holder: str | None, most: int) -> Sequence[Delivery]:
    """The last attempts to tell a webhook something, the latest first. Raises NotFoundError."""
    webhook(session, webhook_id, holder)
    query = select(Delivery).where(Delivery.webhook_id == webhook_id).order_by(Delivery.id.desc()).limit(most)
    return session.scalars(query).all()
