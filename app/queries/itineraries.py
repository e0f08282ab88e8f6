"""A person in; the meetings that the person is at, with the place, the days, and the role and office there, out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import meetings, names
from app.queries.filters import MeetingFilter
from app.queries.moments import at_moment, has_begun
from app.queries.paging import Page, Window
from app.queries.terms import Terms
from app.store.models import StoredPerson

TOLD = ("kind", "status", "level", "start", "end", "place", "countries", "organisations")


def page(session: Session, person_id: str, asked: MeetingFilter, window: Window) -> Page:
    """One page of a person's meetings that answer the filter. One statement more than the list of meetings.

    Raises NotFoundError and InvalidFilterError.
    """
    names.required_id(names.PERSON_ID, person_id, "person")
    known = select(StoredPerson.id).where(
        StoredPerson.id == person_id, *has_begun(StoredPerson.created_at, asked.as_of)
    )
    if session.scalar(known) is None:
        raise NotFoundError(f"there is no person {person_id!r}")
    found = meetings.page(session, of_person(asked, person_id), window)
    stops = (orjson.dumps(stop(orjson.loads(record), person_id, asked.as_of)) for record in found.records)
    return replace(found, records=tuple(stops))


def latest(session: Session, person_id: str, as_of: datetime | None, most: int) -> list[dict[str, Any]]:
    """The latest meetings of a person. Two statements for now."""
    found = meetings.page(session, of_person(MeetingFilter(as_of=as_of), person_id), Window(most)).records
    return [stop(orjson.loads(record), person_id, as_of) for record in found]


def of_person(asked: MeetingFilter, person_id: str) -> MeetingFilter:
    """The filter, narrowed to the meetings of one person."""
    groups = tuple(sorted({*asked.person.groups, (person_id,)}))
    return replace(asked, person=Terms(groups, asked.person.excluded))


def stop(document: Mapping[str, Any], person_id: str, as_of: datetime | None) -> dict[str, Any]:
    """A meeting as the person's itinerary has it."""
    present = [one for side in document["participants"] for one in side["people"] if one["id"] == person_id]
    return {
        "meeting": {
            "id": document["id"],
            "url": at_moment(document["url"], as_of),
            "title": document["title"],
        },
        **{name: document[name] for name in TOLD},
        "role": present[0]["role"],
        "title": present[0]["title"],
    }
