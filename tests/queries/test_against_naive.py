"""Every filter, alone and combined, against a plain evaluation of the same question in memory; on both databases."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.queries import filters, meetings
from app.queries.filters import MeetingFilter
from app.queries.paging import Window
from app.queries.terms import Terms
from tests.queries.records import Records

COUNTRIES = ("KOR", "JPN", "CHN", "USA")
KINDS = ("meeting", "visit", "call")
STATUSES = ("held", "scheduled")
TOPICS = ("trade", "security")
CITIES = (("Seoul", "KOR"), ("Tokyo", "JPN"), (None, "KOR"), (None, None))
STARTS = (None, "2022", "2023-09", "2023-09-01", "2023-09-26", "2023-09-30", "2024-02-29")
ASKED_DAYS = ("2023", "2023-09", "2023-09-26", "2023-09-02/2023-09-29", "../2022-06", "2023-09-30/..", "2024-02")
MOMENTS = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC))


@dataclass(frozen=True)
class Known:
    """A meeting as the test remembers it."""

    id: str
    countries: frozenset[str]
    host: str
    kind: str
    status: str
    topics: frozenset[str]
    place: tuple[str | None, str | None]
    start: PartialDate | None
    updated_at: datetime
    sources: int
    stands: bool = True
    names: frozenset[str] = field(default_factory=frozenset)


def filled(records: Records) -> list[Known]:
    """Sixty meetings of few values, so that every filter has something to find and to leave out."""
    dice = random.Random(7)
    people = {"firefly": records.person("Rufus Firefly", "KOR"), "teasdale": records.person("Gloria Teasdale", "JPN")}
    known = []
    for _ in range(60):
        countries = tuple(dice.sample(COUNTRIES, dice.choice((2, 2, 3))))
        names = frozenset(name for name in people if dice.random() < 0.3)
        start, place = dice.choice(STARTS), dice.choice(CITIES)
        columns: dict[str, Any] = {
            "kind": dice.choice(KINDS), "status": dice.choice(STATUSES), "updated_at": dice.choice(MOMENTS),
        }  # fmt: skip
        topics = frozenset(topic for topic in TOPICS if dice.random() < 0.5)
        sources, stands = dice.randrange(1, 4), dice.random() < 0.9
        meeting = records.meeting(
            *countries, *(people[name] for name in sorted(names)), start=start, host=countries[0], topics=topics,
            city=place[0], place_country=place[1], source_count=3, independent_source_count=sources,
            retracted_at=None if stands else MOMENTS[0], **columns,
        )  # fmt: skip
        when = PartialDate.parse(start) if start else None
        known.append(
            Known(
                meeting, frozenset(countries), countries[0], topics=topics, place=place, start=when, sources=sources,
                stands=stands, names=names, **columns,
            )
        )  # fmt: skip
    return known


def holds(terms: Terms, has: Callable[[str], bool]) -> bool:
    """What `Terms` mean, said once more."""
    return all(any(map(has, group)) for group in terms.groups) and not any(map(has, terms.excluded))


def answers(meeting: Known, asked: MeetingFilter) -> bool:
    """Whether the meeting answers the question."""
    has_role = asked.role == Terms() or holds(asked.role, lambda role: role == "host")
    lies_in = {part.lower() for part in meeting.place if part}
    if not asked.country and asked.role and not has_role:
        return False
    return all(
        (
            meeting.stands,
            holds(asked.country, lambda code: code == meeting.host if asked.role else code in meeting.countries),
            holds(asked.person, lambda name: name.lower() in meeting.names),
            holds(asked.kind, lambda kind: kind == meeting.kind),
            holds(asked.status, lambda status: status == meeting.status),
            holds(asked.topic, lambda topic: topic in meeting.topics),
            holds(asked.place, lambda place: place.lower() in lies_in),
            is_within(meeting.start, asked),
            asked.updated_since is None or meeting.updated_at >= asked.updated_since,
            meeting.sources >= asked.min_sources,
        )
    )


def is_within(start: PartialDate | None, asked: MeetingFilter) -> bool:
    """Whether the meeting, all of whose ends are its starts, can be on one of the days."""
    if asked.days is None:
        return True
    if start is None:
        return False
    return start.earliest <= (asked.days.last or date.max) and start.latest >= (asked.days.first or date.min)


def some(*words: str, several: bool = True) -> st.SearchStrategy[str]:
    """A value of a parameter over these words: either, both, none, mixed."""
    groups = st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True).map("|".join)
    wanted = st.lists(groups, min_size=0, max_size=2 if several else 1)
    excluded = st.lists(st.sampled_from(words).map("!{}".format), max_size=1)
    return st.tuples(wanted, excluded).map(lambda parts: ",".join([*parts[0], *parts[1]])).filter(bool)


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "country": some(*COUNTRIES),
        "person": some("Firefly", "teasdale"),
        "kind": some(*KINDS, several=False),
        "status": some(*STATUSES, several=False),
        "topic": some(*TOPICS),
        "place": some("Seoul", "tokyo", "KOR"),
        "datetime": st.sampled_from(ASKED_DAYS),
        "updated_since": st.sampled_from([moment.isoformat() for moment in MOMENTS]),
        "min_sources": st.integers(0, 4),
    },
)


def test_the_database_finds_what_a_plain_reading_finds(session: Session, records: Records) -> None:
    """Two hundred questions, every filter alone and with others."""
    known = filled(records)

    @settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(QUESTIONS, st.booleans())
    def compare(given_values: dict[str, Any], hosting: bool) -> None:
        if hosting and "person" not in given_values:
            given_values = {**given_values, "role": "host"}
        asked = filters.meetings(given_values)
        page = meetings.page(session, asked, Window(100))
        found = sorted(orjson.loads(record)["id"] for record in page.records)
        assert found == [meeting.id for meeting in known if answers(meeting, asked)]

    compare()
