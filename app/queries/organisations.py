"""Organisations as people outside see them: a filter, an id or a name in, rendered JSON out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import names
from app.queries.conditions import is_organisation
from app.queries.filters import OrganisationFilter
from app.queries.moments import at_moment, has_begun, number_of_meetings
from app.queries.paging import AnyRow, Order, Page, Question, Window
from app.store.models import StoredOrganisation

ORDERS = {
    "short": Order(StoredOrganisation.short, StoredOrganisation.id),
    "-short": Order(StoredOrganisation.short, StoredOrganisation.id, descending=True),
}


def page(session: Session, asked: OrganisationFilter, window: Window) -> Page:
    """One page of the organisations that are asked for. Two statements. Raises InvalidFilterError."""
    question = _question(asked, window)
    rows, next_cursor = question.rows(session, window)
    return Page(_records(rows, asked.as_of), question.count(session), next_cursor)


def every(session: Session, asked: OrganisationFilter, sort: str) -> Iterator[Sequence[bytes]]:
    """All organisations that are asked for, in batches. Raises InvalidFilterError."""
    return (_records(rows, asked.as_of) for rows in _question(asked, Window(sort=sort)).every(session))


def _question(asked: OrganisationFilter, window: Window) -> Question:
    statement = _organisations(asked.as_of)
    if asked.name is not None:
        part = asked.name.strip().lower()
        short, name = func.lower(StoredOrganisation.short), func.lower(StoredOrganisation.name)
        statement = statement.where(or_(short.contains(part, autoescape=True), name.contains(part, autoescape=True)))
    return Question(statement, window.order(ORDERS), asked)


def _records(rows: Sequence[AnyRow], as_of: datetime | None) -> tuple[bytes, ...]:
    return tuple(orjson.dumps(_organisation(row, as_of)) for row in rows)


def one(session: Session, key: str, as_of: datetime | None = None) -> bytes:
    """The organisation with an id, or with a short or full name in any case. One statement. Raises NotFoundError."""
    # PostgreSQL refuses the character outright; no name has it.
    known = (key, names.organisation(key)) if "\0" not in key else ()
    # Full names are not unique in the store; the first by short name answers, always the same.
    called = _organisations(as_of).where(is_organisation(known))
    row = session.execute(called.order_by(StoredOrganisation.short).limit(1)).first()
    if row is None:
        raise NotFoundError(f"there is no organisation {key!r} in the store")
    return orjson.dumps(_organisation(row, as_of))


def _organisations(as_of: datetime | None) -> Select[Any]:
    """The organisations that were known at a moment, each with its number of meetings."""
    row = StoredOrganisation
    number = number_of_meetings(as_of, lambda known: known.participant.organisation_id == row.id)
    columns: tuple[Any, ...] = (row.id, row.short, row.name, row.kind, number.label("meeting_count"))
    return select(*columns).select_from(row).where(*has_begun(row.created_at, as_of))


def _organisation(row: AnyRow, as_of: datetime | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": at_moment(f"/v1/organisations/{row.id}", as_of),
        "short": row.short,
        "name": row.name,
        "kind": row.kind,
        "meetings": {"count": row.meeting_count, "url": at_moment(f"/v1/meetings?organisation={row.id}", as_of)},
    }
