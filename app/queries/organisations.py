"""Organisations as people outside see them: a filter, an id or a name in, rendered JSON out."""

from typing import Any

import orjson
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import names
from app.queries.conditions import VISIBLE, is_organisation
from app.queries.filters import OrganisationFilter
from app.queries.paging import AnyRow, Order, Page, Question, Window
from app.store.models import Meeting, Participant, StoredOrganisation

ORDERS = {
    "short": Order(StoredOrganisation.short, StoredOrganisation.id),
    "-short": Order(StoredOrganisation.short, StoredOrganisation.id, descending=True),
}

_MEETINGS = (
    select(func.count(Participant.meeting_id.distinct()))
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .where(Participant.organisation_id == StoredOrganisation.id, VISIBLE)
    .correlate(StoredOrganisation)
    .scalar_subquery()
    .label("meeting_count")
)
_RECORD = select(
    StoredOrganisation.id, StoredOrganisation.short, StoredOrganisation.name, StoredOrganisation.kind, _MEETINGS
)


def page(session: Session, asked: OrganisationFilter, window: Window) -> Page:
    """One page of the organisations that are asked for. Two statements. Raises InvalidFilterError."""
    statement = _RECORD
    if asked.name is not None:
        part = asked.name.strip().lower()
        short, name = func.lower(StoredOrganisation.short), func.lower(StoredOrganisation.name)
        statement = statement.where(or_(short.contains(part, autoescape=True), name.contains(part, autoescape=True)))
    question = Question(statement, window.order(ORDERS), asked)
    rows, next_cursor = question.rows(session, window)
    return Page(tuple(orjson.dumps(_organisation(row)) for row in rows), question.count(session), next_cursor)


def one(session: Session, key: str) -> bytes:
    """The organisation with an id, or with a short or full name in any case. One statement. Raises NotFoundError."""
    # PostgreSQL refuses the character outright; no name has it.
    known = (key, names.organisation(key)) if "\0" not in key else ()
    # Full names are not unique in the store; the first by short name answers, always the same.
    row = session.execute(_RECORD.where(is_organisation(known)).order_by(StoredOrganisation.short).limit(1)).first()
    if row is None:
        raise NotFoundError(f"there is no organisation {key!r} in the store")
    return orjson.dumps(_organisation(row))


def _organisation(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": f"/v1/organisations/{row.id}",
        "short": row.short,
        "name": row.name,
        "kind": row.kind,
        "meetings": {"count": row.meeting_count, "url": f"/v1/meetings?organisation={row.id}"},
    }
