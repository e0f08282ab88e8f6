"""Organisations by their short names in, their rows out; nothing is written twice."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.knowledge import organisations
from app.store.folding import key_of
from app.store.ids import organisation_id
from app.store.models import StoredOrganisation
from app.store.upsert import insert_missing


def store_organisations(session: Session, shorts: Iterable[str], now: datetime) -> None:
    """Write the organisations of these short names that are not in the store yet."""
    rows = [_organisation(short) | {"created_at": now} for short in sorted(set(shorts))]
    insert_missing(session, StoredOrganisation, rows)


def _organisation(short: str) -> dict[str, Any]:
    known = organisations.find(short)
    name = known.name if known else short
    return {
        "id": organisation_id(short),
        "short": short,
        "name": name,
        "short_key": key_of(short),
        "name_key": key_of(name),
        "kind": known.type if known else "organisation",
    }
