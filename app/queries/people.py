"""People as people outside see them: a filter or an id in, rendered JSON out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, and_, exists, false, func, literal, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import itineraries, names
from app.queries.conditions import is_organisation, meets
from app.queries.filters import PersonFilter
from app.queries.moments import Condition, Known, at_moment, has_begun, known_at, number_of_meetings
from app.queries.paging import AnyRow, Order, Page, Question, Window
from app.store.models import PersonName, PersonOffice, StoredOrganisation, StoredPerson

# So many meetings are told with a person; the itinerary has all.
LATEST = 50
ORDERS = {
    "name": Order(StoredPerson.name, StoredPerson.id),
    "-name": Order(StoredPerson.name, StoredPerson.id, descending=True),
}


def page(session: Session, asked: PersonFilter, window: Window) -> Page:
    """One page of the people who are asked for. At most three statements. Raises InvalidFilterError."""
    question = _question(asked, window)
    rows, next_cursor = question.rows(session, window)
    return Page(_records(session, rows, asked.as_of), question.count(session), next_cursor)


def every(session: Session, asked: PersonFilter, sort: str) -> Iterator[Sequence[bytes]]:
    """All people who are asked for, in batches; two statements a batch. Raises InvalidFilterError."""
    return (_records(session, rows, asked.as_of) for rows in _question(asked, Window(sort=sort)).every(session))


def called(session: Session, person_ids: Iterable[str]) -> dict[str, str]:
    """The names of those people of these who are known, by id. One statement."""
    rows = session.execute(select(StoredPerson.id, StoredPerson.name).where(StoredPerson.id.in_(person_ids)))
    return {row.id: row.name for row in rows}


def _question(asked: PersonFilter, window: Window) -> Question:
    conditions = [
        *meets(asked.country, StoredPerson.country.in_),
        *meets(asked.organisation, is_organisation),
    ]
    if asked.name is not None:
        conditions.append(_is_called(asked.name, asked.as_of))
    return Question(_people(asked.as_of).where(*conditions), window.order(ORDERS), asked)


def _records(session: Session, rows: Sequence[AnyRow], as_of: datetime | None) -> tuple[bytes, ...]:
    """The people of some rows with their names, as JSON. One statement."""
    written = _names(session, [row.id for row in rows], as_of)
    return tuple(orjson.dumps(_person(row, written, as_of)) for row in rows)


def one(session: Session, person_id: str, as_of: datetime | None = None) -> bytes:
    """A person with the offices held, as known at a moment. Four statements for now. Raises NotFoundError."""
    return orjson.dumps(_known(session, person_id, as_of))


def portrait(session: Session, person_id: str, as_of: datetime | None = None) -> bytes:
    """A person with the offices held and the latest meetings. Six statements for now. Raises NotFoundError."""
    person = _known(session, person_id, as_of)
    return orjson.dumps({**person, "itinerary": itineraries.latest(session, person_id, as_of, LATEST)})


def _known(session: Session, person_id: str, as_of: datetime | None) -> dict[str, Any]:
    names.required_id(names.PERSON_ID, person_id, "person")
    row = session.execute(_people(as_of).where(StoredPerson.id == person_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no person {person_id!r}")
    person = _person(row, _names(session, [row.id], as_of), as_of)
    tenures = _tenures(session, person_id) if as_of is None else None
    return {**person, "offices": _offices(session, person_id, as_of), "tenures": tenures}


def _people(as_of: datetime | None) -> Select[Any]:
    """The people who were known at a moment, each with party and number of meetings."""
    number = number_of_meetings(as_of, lambda known: known.participant.person_id == StoredPerson.id)
    row, party = StoredPerson, StoredOrganisation.short.label("organisation")
    columns: tuple[Any, ...] = (row.id, row.name, row.country, party, number.label("meeting_count"))
    return (
        select(*columns)
        .select_from(row)
        .outerjoin(StoredOrganisation, StoredOrganisation.id == row.organisation_id)
        .where(*has_begun(row.created_at, as_of))
    )


def _is_called(name: str, as_of: datetime | None) -> Condition:
    """Every word of `name` begins a word of one written form, so that half a name finds people while it is typed."""
    # Written as in the index of trigrams that PostgreSQL has.
    key = literal_column("' '", PersonName.key.type).concat(PersonName.key)
    forms = [and_(*(key.contains(f" {word}", autoescape=True) for word in form)) for form in names.person_words(name)]
    written = (PersonName.person_id == StoredPerson.id, *has_begun(PersonName.created_at, as_of))
    return exists(select(literal(1)).where(*written, or_(false(), *forms)))


def _names(session: Session, person_ids: Iterable[str], as_of: datetime | None) -> dict[str, list[str]]:
    rows = session.execute(
        select(PersonName.person_id, PersonName.name)
        .where(PersonName.person_id.in_(person_ids), *has_begun(PersonName.created_at, as_of))
        .order_by(PersonName.person_id, PersonName.name)
    )
    found: dict[str, list[str]] = {}
    for person_id, name in rows:
        found.setdefault(person_id, []).append(name)
    return found


def _person(row: AnyRow, written: dict[str, list[str]], as_of: datetime | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": at_moment(f"/v1/people/{row.id}", as_of),
        "name": row.name,
        "names": written.get(row.id, []),
        "country": row.country,
        "organisation": row.organisation,
        "meetings": {"count": row.meeting_count, "url": at_moment(f"/v1/meetings?person={row.id}", as_of)},
    }


def _offices(session: Session, person_id: str, as_of: datetime | None) -> list[dict[str, Any]]:
    held = [_titles(known, person_id) for known in known_at(as_of)]
    rows = (held[0] if len(held) == 1 else union_all(*held)).subquery()
    number, first, last = func.count(rows.c.id.distinct()), func.min(rows.c.start), func.max(rows.c.start)
    query = select(rows.c.title, number, first, last).group_by(rows.c.title).order_by(number.desc(), rows.c.title)
    found = session.execute(query)
    return [{"title": title, "meetings": count, "first": begin, "last": end} for title, count, begin, end in found]


def _tenures(session: Session, person_id: str) -> list[dict[str, Any]]:
    """Each office in which sources show the person, with the first and the last day of which they tell it."""
    columns = PersonOffice.office, PersonOffice.rank, PersonOffice.first, PersonOffice.last
    order = PersonOffice.first, PersonOffice.last, PersonOffice.office
    rows = session.execute(select(*columns).where(PersonOffice.person_id == person_id).order_by(*order))
    return [dict(row) for row in rows.mappings()]


def _titles(known: Known, person_id: str) -> Select[Any]:
    """The title of a person at each meeting, with its first day."""
    side, row = known.participant, known.meeting
    columns: tuple[Any, ...] = (side.title, row.id, row.start_earliest.label("start"))
    return (
        select(*columns)
        .join_from(side, row, known.takes_part)
        .where(side.person_id == person_id, side.title.is_not(None), *known.visible)
    )
