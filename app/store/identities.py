"""People and organisations with their identities in, their rows out; nothing is written twice."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.knowledge import organisations
from app.resolution.names import name_key
from app.resolution.people import Identified
from app.store.ids import organisation_id
from app.store.models import PersonName, StoredOrganisation, StoredPerson
from app.store.upsert import insert_missing


def store_organisations(session: Session, shorts: Iterable[str], now: datetime) -> None:
    """Write the organisations of these short names that are not in the store yet."""
    rows = [_organisation(short) | {"created_at": now} for short in sorted(set(shorts))]
    insert_missing(session, StoredOrganisation, rows)


def _organisation(short: str) -> dict[str, Any]:
    known = organisations.find(short)
    return {
        "id": organisation_id(short),
        "short": short,
        "name": known.name if known else short,
        "kind": known.type if known else "organisation",
    }


def store_people(session: Session, people: Sequence[Identified], now: datetime) -> None:
    """Write the identities that are not in the store yet, and every form in which their names were written."""
    attendees = [identified.attendee for identified in people]
    store_organisations(session, (a.organisation for a in attendees if a.organisation), now)
    rows = [
        {
            "id": identified.attendee.id,
            "name": identified.usual_name,
            "country": identified.attendee.country,
            "organisation_id": _organisation_id(identified.attendee.organisation),
            "created_at": now,
        }
        for identified in people
    ]
    insert_missing(session, StoredPerson, rows)
    forms = [form | {"created_at": now} for identified in people for form in _forms(identified)]
    insert_missing(session, PersonName, forms)


def _organisation_id(short: str | None) -> str | None:
    return organisation_id(short) if short else None


def _forms(identified: Identified) -> list[dict[str, Any]]:
    """The usual name and the name as written, each with its key."""
    attendee = identified.attendee
    names = dict.fromkeys((identified.usual_name, attendee.name))
    return [{"person_id": attendee.id, "name": n, "key": name_key(n, attendee.country)} for n in names]


def usual_names(session: Session, people: Iterable[str]) -> dict[str, str]:
    """The usual name of each identity, by id."""
    query = select(StoredPerson.id, StoredPerson.name).where(StoredPerson.id.in_(sorted(set(people))))
    return {row.id: row.name for row in session.execute(query)}
