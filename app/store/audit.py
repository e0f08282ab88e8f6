"""Requests that were to write in, the log of them out; append only."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import AuditEntry


def audited(session: Session, most: int, holder: str | None = None) -> Sequence[AuditEntry]:
    """The last requests that were to write, the latest first; of one key's holder where that is given."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    if holder is not None:
        query = query.where(AuditEntry.holder == holder)
    return session.scalars(query).all()
