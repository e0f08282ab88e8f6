"""Reports and dossiers for the tests of resolution, with defaults for what does not matter."""

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from app.domain.meetings import MeetingCandidate, Person
from app.resolution.blocking import Search, marks, searches
from app.resolution.features import Dossier
from app.resolution.meetings import KnownMeeting, dossier_of
from app.resolution.names import name_key
from app.resolution.people import person_id
from app.resolution.reports import Attendee, Report
from tests.builders import a_candidate

_numbers = itertools.count(1)
REPORTED = {"article_id", "candidate", "ordinal", "origin_id", "revised", "outlet", "published_at"}


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


def finds(one: Dossier, other: Dossier) -> bool:
    """Whether a search for what may be the same as one meeting comes upon another."""
    there = marks(other.fields, other.reports)
    return any(search.finds(mark) for search in searches(one.fields, one.reports) for mark in there)


class MeetingsInMemory:
    """Known meetings without a store, by id; they are searched one by one."""

    def __init__(self, **meetings: Dossier) -> None:
        self.meetings = dict(meetings)

    def around(self, searches: Iterable[Search], origin: str | None) -> list[KnownMeeting]:  # noqa: ARG002
        """Those with a mark that is looked for."""
        looked_for = tuple(searches)
        return [
            KnownMeeting(meeting_id, dossier)
            for meeting_id, dossier in sorted(self.meetings.items())
            if any(search.finds(mark) for mark in marks(dossier.fields, dossier.reports) for search in looked_for)
        ]
