"""Values for tests, with defaults for everything that a test does not care about."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import (
    Kind,
    Level,
    MeetingCandidate,
    Party,
    PartyKind,
    Person,
    Place,
    PlacePrecision,
    Status,
)
from app.domain.mentions import Evidence, Span

NOON = datetime(2023, 10, 1, 12, tzinfo=UTC)
SEOUL = Place(city="Seoul", country="KOR", latitude=37.57, longitude=126.98, precision=PlacePrecision.CITY)
BERLIN = Place(city="Berlin", country="DEU", latitude=52.52, longitude=13.41, precision=PlacePrecision.CITY)
_numbers = itertools.count(1)


def a_day(text: str) -> PartialDate:
    """A date from `2023-09-26`, `2023-09` or `2023`."""
    return PartialDate.parse(text)


def an_article(text: str | None = None, **fields: Any) -> Article:
    """An article of 26 September 2023; without a text, each call makes a text of its own."""
    number = next(_numbers)
    if text is None:
        text = f"Report number {number}. The ministers of Freedonia and Sylvania met on a matter called m{number}."
    if isinstance(fields.get("published"), str):
        fields["published"] = date.fromisoformat(fields["published"])
    given: dict[str, Any] = {
        "title": "Ministers meet",
        "outlet": "The Freedonia Post",
        "published": date(2023, 9, 26),
        "origin": f"reports/{number}.txt",
    }
    return Article(text=text, **(given | fields))


def a_state(code: str, **fields: Any) -> Party:
    """A state that takes part."""
    return Party(code, PartyKind.STATE, **fields)


def an_organisation(short: str, **fields: Any) -> Party:
    """An organisation that takes part."""
    return Party(short, PartyKind.ORGANISATION, **fields)


def a_person(name: str = "Rufus Firefly", country: str | None = "FRA", **fields: Any) -> Person:
    """Somebody named as taking part."""
    return Person(name, country, **fields)


def some_evidence(field: str = "meeting", start: int = 0, end: int = 9, **fields: Any) -> Evidence:
    """Why a field has its value."""
    given: dict[str, Any] = {"quote": "Ministers", "rule": "test"}
    return Evidence(field, Span(start, end), **(given | fields))


def a_candidate(*states: str, start: PartialDate | str | None = "2023-09-26", **fields: Any) -> MeetingCandidate:
    """A ministers' meeting between France and Germany on 26 September 2023, held, in no known place."""
    if isinstance(start, str):
        start = a_day(start)
    given: dict[str, Any] = {
        "kind": Kind.MEETING,
        "status": Status.HELD,
        "level": Level.MINISTER,
        "parties": tuple(a_state(code) for code in states or ("FRA", "DEU")),
        "evidence_span": Span(0, 9),
        "start": start,
        "end": start,
        "confidence": 0.8,
        "evidence": (some_evidence(),),
    }
    return MeetingCandidate(**(given | fields))
