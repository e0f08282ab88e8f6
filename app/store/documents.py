"""A settled meeting in, its JSON document out: what the `document` column holds and what lists return as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from app.domain.calendar import PartialDate
from app.domain.meetings import Party, PartyKind, Place, Role
from app.resolution.reports import Attendee, MeetingFields

PATH = "/v1/meetings/"


@dataclass(frozen=True, slots=True)
class Face:
    """How a record is shown beside its fields: `names` gives the usual name of each person by id."""

    id: str
    title: str
    updated_at: datetime
    names: Mapping[str, str]


def render(fields: MeetingFields, face: Face) -> str:
    """The document, compact, its keys always in the same order."""
    document: dict[str, Any] = {
        "id": face.id,
        "url": PATH + face.id,
        "title": face.title,
        "kind": fields.kind,
        "status": fields.status,
        "level": fields.level,
        "salience": fields.salience,
        "start": date_form(fields.start),
        "end": date_form(fields.end),
        "countries": fields.countries,
        "organisations": fields.organisations,
        "participants": [_participant(party, people, face) for party, people in delegations(fields)],
        "place": place_form(fields.place),
        "topics": fields.topics,
        "series": fields.series,
        "confidence": round(fields.confidence, 2),
        "source_count": fields.source_count,
        "independent_source_count": fields.independent_source_count,
        "first_reported": fields.first_reported,
        "last_reported": fields.last_reported,
        "corrected": fields.corrected,
        "updated_at": in_full(face.updated_at),
    }
    return orjson.dumps(document).decode()


def delegations(fields: MeetingFields) -> list[tuple[Party | None, list[Attendee]]]:
    """Each party with its people, in the order of the parties; last, under None, people whose party nobody told."""
    sides: list[tuple[Party | None, list[Attendee]]] = [
        (party, [person for person in fields.people if _stands_for(person, party)]) for party in fields.parties
    ]
    placed = {person.id for _, people in sides for person in people}
    others = [person for person in fields.people if person.id not in placed]
    return [*sides, (None, others)] if others else sides


def _stands_for(person: Attendee, party: Party) -> bool:
    if party.kind is PartyKind.STATE:
        return person.country == party.code
    return person.country is None and person.organisation == party.code


def _participant(party: Party | None, people: Sequence[Attendee], face: Face) -> dict[str, Any]:
    is_state = party is not None and party.kind is PartyKind.STATE
    return {
        "country": party.code if party and is_state else None,
        "organisation": party.code if party and not is_state else None,
        "role": party.role if party else Role.PARTICIPANT,
        "people": [
            {"id": p.id, "name": face.names.get(p.id, p.name), "title": p.title, "role": p.role} for p in people
        ],
    }


def date_form(day: PartialDate | None) -> dict[str, Any] | None:
    """A date as documents have it."""
    if day is None:
        return None
    return {
        "date": day.iso,
        "earliest": day.earliest,
        "latest": day.latest,
        "precision": day.precision,
        "basis": day.basis,
    }


def place_form(place: Place | None) -> dict[str, Any] | None:
    """A place as documents have it."""
    if place is None:
        return None
    return {
        "venue": place.venue,
        "city": place.city,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": place.precision,
    }


def in_full(moment: datetime) -> str:
    """A moment in UTC to the microsecond, so that one can ask what was known at it; a whole second without fraction."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
