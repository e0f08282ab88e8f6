"""People as people outside see them: a filter or an id in, rendered JSON out."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import Select, and_, exists, false, func, literal, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import names
from app.queries.conditions import VISIBLE, Condition, is_organisation, meets
from app.queries.filters import PersonFilter
from app.queries.paging import AnyRow, Order, Page, Question, Window
from app.store.models import Meeting, Participant, PersonName, StoredOrganisation, StoredPerson

ORDERS = {
    "name": Order(StoredPerson.name, StoredPerson.id),
    "-name": Order(StoredPerson.name, StoredPerson.id, descending=True),
}

_MEETINGS = (
    select(func.count(Participant.meeting_id.distinct()))
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .where(Participant.person_id == StoredPerson.id, VISIBLE)
    .correlate(StoredPerson)
    .scalar_subquery()
    .label("meeting_count")
)
_COLUMNS = (StoredPerson.country, StoredOrganisation.short.label("organisation"), _MEETINGS)


def page(session: Session, asked: PersonFilter, window: Window) -> Page:
    """One page of the people who are asked for. At most three statements. Raises InvalidFilterError."""
    order = window.order(ORDERS)
    conditions = [
        *meets(asked.country, StoredPerson.country.in_),
        *meets(asked.organisation, is_organisation),
    ]
    if asked.name is not None:
        conditions.append(_is_called(asked.name))
    statement = _with_organisation(select(StoredPerson.id, StoredPerson.name, *_COLUMNS)).where(*conditions)
    question = Question(statement, order, asked)
    rows, next_cursor = question.rows(session, window)
    written = _names(session, [row.id for row in rows])
    records = tuple(orjson.dumps(_person(row, written)) for row in rows)
    return Page(records, question.count(session), next_cursor)


def one(session: Session, person_id: str) -> bytes:
    """A person with the offices held. Three statements. Raises NotFoundError."""
    names.required_id(names.PERSON_ID, person_id, "person")
    row = session.execute(
        _with_organisation(select(StoredPerson.id, StoredPerson.name, *_COLUMNS)).where(StoredPerson.id == person_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no person {person_id!r}")
    person = _person(row, _names(session, [row.id]))
    return orjson.dumps({**person, "offices": _offices(session, person_id)})


def _with_organisation(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(StoredPerson).outerjoin(
        StoredOrganisation, StoredOrganisation.id == StoredPerson.organisation_id
    )


def _is_called(name: str) -> Condition:
    """Every word of `name` begins a word of one written form, so that half a name finds people while it is typed."""
    key = literal(" ").concat(PersonName.key)
    forms = [and_(*(key.contains(f" {word}", autoescape=True) for word in form)) for form in names.person_words(name)]
    return exists(select(literal(1)).where(PersonName.person_id == StoredPerson.id, or_(false(), *forms)))


def _names(session: Session, person_ids: Iterable[str]) -> dict[str, list[str]]:
    rows = session.execute(
        select(PersonName.person_id, PersonName.name)
        .where(PersonName.person_id.in_(person_ids))
        .order_by(PersonName.person_id, PersonName.name)
    )
    found: dict[str, list[str]] = {}
    for person_id, name in rows:
        found.setdefault(person_id, []).append(name)
    return found


def _person(row: AnyRow, written: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": f"/v1/people/{row.id}",
        "name": row.name,
        "names": written.get(row.id, []),
        "country": row.country,
        "organisation": row.organisation,
        "meetings": {"count": row.meeting_count, "url": f"/v1/meetings?person={row.id}"},
    }


def _offices(session: Session, person_id: str) -> list[dict[str, Any]]:
    number = func.count(Participant.meeting_id.distinct())
    first, last = func.min(Meeting.start_earliest), func.max(Meeting.start_earliest)
    rows = session.execute(
        select(Participant.title, number, first, last)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(Participant.person_id == person_id, Participant.title.is_not(None), VISIBLE)
        .group_by(Participant.title)
        .order_by(number.desc(), Participant.title)
    )
    return [{"title": title, "meetings": count, "first": begin, "last": end} for title, count, begin, end in rows]
