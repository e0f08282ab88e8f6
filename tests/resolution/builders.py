"""Reports and dossiers for the tests of resolution, with defaults for what does not matter."""

import itertools
from datetime import date
from typing import Any

from app.domain.meetings import MeetingCandidate, Person
from app.resolution.features import Dossier
from app.resolution.meetings import KnownMeeting, dossier_of
from app.resolution.names import name_key
from app.resolution.people import person_id
from app.resolution.reports import Attendee, Report
from tests.builders import a_candidate

_numbers = itertools.count(1)
REPORTED = {"article_id", "candidate", "ordinal", "origin_id", "revised", "published_at"}


def an_attendee(person: Person) -> Attendee:
    """A person with the identity that nothing but name and party gives."""
    identity = person_id(name_key(person.name, person.country), person.country, person.organisation)
    return Attendee(identity, person.name, person.country, person.organisation, person.title, person.role)


def a_report(*states: str, published: str | None = "2023-09-26", **fields: Any) -> Report:
    """One article's account of a meeting; what is no field of a report is one of its candidate."""
    own = {name: fields.pop(name) for name in tuple(fields) if name in REPORTED}
    candidate: MeetingCandidate = own.pop("candidate", None) or a_candidate(*states, **fields)
    given: dict[str, Any] = {
        "article_id": f"a{next(_numbers):04d}",
        "people": tuple(an_attendee(person) for person in candidate.people),
        "published": date.fromisoformat(published) if published else None,
    }
    return Report(candidate=candidate, **(given | own))


def a_dossier(*reports: Report) -> Dossier:
    """A meeting of these reports."""
    return dossier_of(reports)


class MeetingsInMemory:
    """Known meetings without a store: all of them are near."""

    def __init__(self, **meetings: Dossier) -> None:
        self.meetings = [KnownMeeting(meeting_id, dossier) for meeting_id, dossier in meetings.items()]

    def around(self, keys: Any, origin: str | None) -> list[KnownMeeting]:  # noqa: ARG002
        """Every meeting there is."""
        return self.meetings
