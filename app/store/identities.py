"""People and organisations with their identities in, their rows out; nothing is written twice."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.knowledge import organisations
from app.resolution.names import name_key, words_of
from app.resolution.people import Identified
from app.store.folding import key_of
from app.store.ids import organisation_id
from app.store.models import PersonMark, PersonName, PersonOffice, StoredOrganisation, StoredPerson
from app.store.upsert import insert_missing, table_of

PEOPLE, OFFICES = table_of(StoredPerson), table_of(PersonOffice)
USUAL = select(PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.id.in_(bindparam("ids", expanding=True)))
HELD = select(OFFICES).where(OFFICES.c.person_id.in_(bindparam("ids", expanding=True)))
HELD_LONGER = (
    update(OFFICES)
    .where(OFFICES.c.person_id == bindparam("holder"), OFFICES.c.office == bindparam("held"))
    .values(first=bindparam("from_day"), last=bindparam("to_day"))
)


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


def store_people(session: Session, people: Sequence[Identified], now: datetime) -> None:
    """Write the identities that are not in the store yet, every form of their names, and the offices shown.

    A person who was known by a shorter name is known by the fuller one from now on.
    """
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
    marks = sorted({(mark, one.attendee.id) for one in people for mark in one.marks})
    insert_missing(session, PersonMark, [{"mark": mark, "person_id": person} for mark, person in marks])
    _store_fuller_names(session, people)
    _store_offices(session, people)


def _store_fuller_names(session: Session, people: Sequence[Identified]) -> None:
    held = usual_names(session, (one.attendee.id for one in people))
    for one in people:
        person, country = one.attendee.id, one.attendee.country
        if len(words_of(one.usual_name, country)) > len(words_of(held[person], country)) == 1:
            session.execute(update(StoredPerson).where(StoredPerson.id == person).values(name=one.usual_name))


def _store_offices(session: Session, people: Sequence[Identified]) -> None:
    """Note each office shown, or that it was held earlier or later than was known."""
    shown = {(one.attendee.id, one.held.office): one.held for one in people if one.held}
    ids = sorted({person for person, _ in shown})
    known = {(row.person_id, row.office): row for row in session.execute(HELD, {"ids": ids})} if ids else {}
    for key, held in shown.items():
        row = known.get(key)
        if row is not None and not row.first <= held.first <= held.last <= row.last:
            days = {"from_day": min(row.first, held.first), "to_day": max(row.last, held.last)}
            session.execute(HELD_LONGER, {"holder": key[0], "held": key[1], **days})
    missing = [{"person_id": key[0], **asdict(held)} for key, held in shown.items() if key not in known]
    insert_missing(session, PersonOffice, missing)


def _organisation_id(short: str | None) -> str | None:
    return organisation_id(short) if short else None


def _forms(identified: Identified) -> list[dict[str, Any]]:
    """The usual name and the name as written, each with its key."""
    attendee = identified.attendee
    names = dict.fromkeys((identified.usual_name, attendee.name))
    return [{"person_id": attendee.id, "name": n, "key": name_key(n, attendee.country)} for n in names]


def usual_names(session: Session, people: Iterable[str]) -> dict[str, str]:
    """The usual name of each identity, by id."""
    wanted = sorted(set(people))
    return {row.id: row.name for row in session.execute(USUAL, {"ids": wanted})} if wanted else {}
