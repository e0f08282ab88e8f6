"""Requests and commands that were to write in, the log of them out; append only."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import AuditEntry

COMMAND = "COMMAND"
LONGEST = 300


def note_command(session: Session, user: str, words: Sequence[str], now: datetime) -> None:
    """Note what a user of the machine had the program do; it is there where what the command wrote is."""
    session.add(
        AuditEntry(
            at=now, holder=user, address="", method=COMMAND, path=" ".join(words)[:LONGEST], status=0, request_id=""
        )
    )


def audited(session: Session, most: int, holder: str | None = None) -> Sequence[AuditEntry]:
    """The last of them, the latest first; of one holder of a key, or one user, where that is given."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    if holder is not None:
        query = query.where(AuditEntry.holder == holder)
    return session.scalars(query).all()
