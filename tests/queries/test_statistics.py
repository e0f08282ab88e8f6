"""Counts and networks against a plain evaluation in memory; what is told of unknown days and of what is not there."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.errors import InvalidFilterError
from app.queries import counting, network, statistics
from app.queries.dimensions import DIMENSIONS
from app.queries.filters import MeetingFilter
from tests.queries.naive import holds
from tests.queries.records import Records

Collected = Callable[[], AbstractContextManager[list[str]]]

COUNTRIES = ("KOR", "JPN", "CHN", "USA")
LEVELS = ("leader", "minister", "official", "unknown")
KINDS = ("meeting", "visit", "call", "conference")
STATUSES = ("held", "ongoing", "scheduled", "proposed", "postponed", "cancelled")
TOPICS = ("trade", "security")
OUTLETS = ("Example Times", "Daily Planet")
PLACES = (("Seoul", "KOR"), ("Tokyo", "JPN"), (None, "KOR"), (None, None))
STARTS = (None, "2022", "2022-11", "2023-09", "2023-09-01", "2023-09-30", "2023-10-02", "2024-02-29")
RETRACTED = datetime(2024, 1, 1, tzinfo=UTC)
# The id of the first record of a store.
FIREFLY = f"p{1:010x}{0:010x}"
PANEL = {"limit": 1000, "zeros": "true"}


@dataclass(frozen=True)
class Known:
    """A meeting as the test remembers it."""

    countries: tuple[str, ...]
    people: tuple[tuple[str, str], ...]
    organisations: tuple[str, ...]
    outlets: tuple[str, ...]
    topics: tuple[str, ...]
    level: str
    kind: str
    status: str
    place: tuple[str | None, str | None]
    start: PartialDate | None
    stands: bool

    def values(self, dimension: str) -> list[Any]:
        """What the meeting has of a dimension, said in plain words."""
        return {
            "country": self.countries,
            "dyad": [f"{one}-{other}" for one, other in itertools.combinations(sorted(self.countries), 2)],
            "year": [self.period("%Y")],
            "month": [self.period("%Y-%m")],
            "quarter": [self.period("%Y-Q{}")],
            "level": [self.level],
            "kind": [self.kind],
            "status": [self.status],
            "city": [self.place[0]],
            "place": [self.place[1]],
            "person": self.people,
            "organisation": self.organisations,
            "outlet": self.outlets,
            "topic": self.topics,
        }[dimension]  # type: ignore[return-value]

    def period(self, form: str) -> str | int | None:
        """The period of the first day, where it can lie in one alone."""
        if self.start is None:
            return None
        first, last = (
            day.strftime(form).format((day.month + 2) // 3) for day in (self.start.earliest, self.start.latest)
        )
        found = first if first == last else None
        return int(found) if found and form == "%Y" else found


def filled(records: Records) -> list[Known]:
    """Seventy meetings of few values, with delegates, organisations, topics and reports."""
    dice = random.Random(11)
    people = {name: records.person(name, "KOR") for name in ("Rufus Firefly", "Gloria Teasdale")}
    unions = {short: records.organisation(short) for short in ("EU", "ASEAN")}
    articles = {outlet: [records.article(outlet) for _ in range(70)] for outlet in OUTLETS}
    known = []
    for number in range(70):
        countries = tuple(dice.sample(COUNTRIES, dice.choice((1, 2, 2, 3))))
        names = tuple(name for name in people if dice.random() < 0.4)
        organisations = tuple(short for short in unions if dice.random() < 0.3)
        topics = tuple(topic for topic in TOPICS if dice.random() < 0.5)
        outlets = tuple(outlet for outlet in OUTLETS if dice.random() < 0.6)
        start, place, stands = dice.choice(STARTS), dice.choice(PLACES), dice.random() < 0.9
        words = {"level": dice.choice(LEVELS), "kind": dice.choice(KINDS), "status": dice.choice(STATUSES)}
        meeting = records.meeting(
            *countries, *(unions[short] for short in organisations), start=start, topics=topics, city=place[0],
            place_country=place[1], retracted_at=None if stands else RETRACTED, **words,
        )  # fmt: skip
        for name in names:
            records.delegate(meeting, people[name], countries[0])
        for outlet in outlets:
            records.source(meeting, articles[outlet][number])
            records.source(meeting, articles[outlet][(number + 1) % 70], ordinal=1)
        known.append(
            Known(
                countries, tuple((people[name], name) for name in names), organisations, outlets, topics, place=place,
                start=PartialDate.parse(start) if start else None, stands=stands, **words,
            )
        )  # fmt: skip
    return known


def answers(meeting: Known, asked: MeetingFilter) -> bool:
    """Whether the meeting answers the question."""
    return (
        meeting.stands
        and holds(asked.country, lambda code: code in meeting.countries)
        and holds(asked.status, lambda status: status == meeting.status)
        and holds(asked.topic, lambda topic: topic in meeting.topics)
        and holds(
            asked.person, lambda name: any(name in (key, *called.lower().split()) for key, called in meeting.people)
        )
        and holds(asked.outlet, lambda outlet: outlet in {name.lower() for name in meeting.outlets})
        and is_within(meeting.start, asked)
    )


def is_within(start: PartialDate | None, asked: MeetingFilter) -> bool:
    """Whether a meeting that ends on the day on which it begins can be on one of the days."""
    if asked.days is None:
        return True
    if start is None:
        return False
    return start.earliest <= (asked.days.last or date.max) and start.latest >= (asked.days.first or date.min)


def tallied(meetings: Iterable[Known], group_by: str, among: str = "") -> Counter[tuple[Any, ...]]:
    """How many meetings have each combination of values."""
    chosen = set(among.split(",")) if among else set(COUNTRIES)
    tally: Counter[tuple[Any, ...]] = Counter()
    for meeting in meetings:
        sides = [
            [
                value
                for value in meeting.values(name)
                if name not in ("country", "dyad") or set(value.split("-")) <= chosen
            ]
            for name in group_by.split(",")
        ]
        tally.update(itertools.product(*sides))
    return tally


def asked_for(group_by: str, **given_values: Any) -> counting.Counting:
    """A question as a request puts it."""
    return counting.counting({"limit": 10_000, "zeros": "false", **given_values, "group_by": group_by})


def told(group: dict[str, Any], group_by: str) -> tuple[Any, ...]:
    """A group's values; a person's name beside the id."""
    assert group.keys() == {*group_by.split(","), "meetings"} | ({"name"} if "person" in group_by else set())
    return tuple((group[name], group["name"]) if name == "person" else group[name] for name in group_by.split(","))


QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["KOR", "KOR|JPN", "KOR,JPN", "!USA"]),
        "status": st.sampled_from(["held", "held|scheduled", "!held"]),
        "topic": st.sampled_from(["trade", "!trade", "trade,security"]),
        "person": st.sampled_from(["firefly", "!teasdale", FIREFLY, f"!{FIREFLY}"]),
        "outlet": st.sampled_from(["daily planet", "!example times"]),
        "datetime": st.sampled_from(["2023", "2022-11/2023-09", "../2023-09-15", "2023-10/.."]),
        "among": st.sampled_from(["KOR,JPN", "CHN,JPN,KOR,USA"]),
    },
)
GROUPS = st.lists(st.sampled_from(list(DIMENSIONS)), min_size=1, max_size=2, unique=True).map(",".join)


def test_the_database_counts_what_a_plain_reading_counts(session: Session, records: Records) -> None:
    """Two hundred questions, every dimension alone and with others."""
    known = filled(records)

    @settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(GROUPS, QUESTIONS)
    def compare(group_by: str, given_values: dict[str, str]) -> None:
        asked = asked_for(group_by, **given_values)
        found = statistics.counted(session, asked)
        expected = tallied((m for m in known if answers(m, asked.meetings)), group_by, given_values.get("among", ""))
        assert {told(group, group_by): group["meetings"] for group in found.groups} == expected
        assert found.count == len(expected) == len(found.groups)

    compare()


def test_the_network_is_what_a_plain_reading_draws(session: Session, records: Records) -> None:
    """Nodes and edges of states, people and organisations, for a hundred questions."""
    known = filled(records)
    sides = {"country": "countries", "person": "people", "organisation": "organisations"}

    @settings(max_examples=100, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(list(sides)), QUESTIONS, st.integers(1, 5), st.integers(1, 3))
    def compare(of: str, given_values: dict[str, str], top: int, least: int) -> None:
        asked = network.linking({**given_values, "nodes": of, "top": top, "min_meetings": least})
        among = asked.among if of == "country" and asked.among else None
        found = network.network(session, asked)
        meetings = [meeting for meeting in known if answers(meeting, asked.meetings)]
        members = [
            sorted(key if isinstance(key, str) else key[0] for key in getattr(meeting, sides[of]))
            for meeting in meetings
        ]
        members = [[key for key in keys if among is None or key in among] for keys in members]
        nodes = Counter(key for keys in members for key in keys)
        assert found.all_nodes == len(nodes)
        assert [node["meetings"] for node in found.nodes] == sorted(nodes.values(), reverse=True)[:top]
        shown = {node["id"]: node["meetings"] for node in found.nodes}
        assert shown.items() <= nodes.items()
        pairs = Counter(
            pair for keys in members for pair in itertools.combinations([key for key in keys if key in shown], 2)
        )
        edges = {tuple(sorted((edge["source"], edge["target"]))): edge["weight"] for edge in found.edges}
        assert edges == {pair: number for pair, number in pairs.items() if number >= least}
        for edge in found.edges:
            both = {edge["source"], edge["target"]}
            shared = [m for m, keys in zip(meetings, members, strict=True) if both <= set(keys)]
            days = [meeting.start.earliest for meeting in shared if meeting.start]
            assert edge["levels"] == {level: sum(meeting.level == level for meeting in shared) for level in LEVELS}
            assert (edge["first"], edge["last"]) == (min(days, default=None), max(days, default=None))

    compare()


def test_a_panel_has_every_pair_in_every_year(session: Session, records: Records) -> None:
    """And as many meetings in each as a plain reading counts."""
    known = [meeting for meeting in filled(records) if meeting.stands and meeting.start]
    found = statistics.counted(session, asked_for("dyad,year", among="KOR,JPN,CHN", datetime="2020/2024", **PANEL))

    dyads, years = ("CHN-JPN", "CHN-KOR", "JPN-KOR"), range(2020, 2025)
    groups = {told(group, "dyad,year"): group["meetings"] for group in found.groups}
    assert list(groups) == list(itertools.product(dyads, years))
    expected = tallied(known, "dyad,year", "KOR,JPN,CHN")
    assert groups == {key: expected.get(key, 0) for key in groups}
    assert sum(groups.values()) == sum(expected.values()) > 0


def test_zeros_fill_what_lies_between_and_every_word(session: Session, records: Records) -> None:
    """Periods from the first to the last, and the words of a vocabulary that the filter lets through."""
    records.meeting("KOR", "JPN", start="2022-11-03", level="leader")
    records.meeting("KOR", "CHN", start="2023-02-01", level="leader")
    records.meeting("KOR", "CHN", start="2023", level="leader")

    def groups(group_by: str, **asked: str) -> list[tuple[Any, ...]]:
        table = statistics.counted(session, asked_for(group_by, **{**PANEL, **asked}))
        assert table.count == len(table.groups)
        return [tuple(group.values()) for group in table.groups]

    assert groups("month") == [("2022-11", 1), ("2022-12", 0), ("2023-01", 0), ("2023-02", 1), (None, 1)]
    assert groups("quarter", datetime="2022-11-03/2023-02") == [("2022-Q4", 1), ("2023-Q1", 1), (None, 1)]
    assert groups("quarter", datetime="2022-05/2022-12") == [("2022-Q2", 0), ("2022-Q3", 0), ("2022-Q4", 1)]
    assert groups("level", level="leader|minister") == [("leader", 3), ("minister", 0)]
    assert groups("level", sort="meetings") == [("minister", 0), ("official", 0), ("unknown", 0), ("leader", 3)]
    assert groups("dyad,year") == [
        ("CHN-KOR", 2022, 0), ("CHN-KOR", 2023, 2), ("JPN-KOR", 2022, 1), ("JPN-KOR", 2023, 0),
    ]  # fmt: skip
    assert groups("country", country="FRA") == []


def test_a_month_is_not_told_of_a_meeting_of_which_the_year_is_known(session: Session, records: Records) -> None:
    """It counts in its year, and in no month or quarter."""
    records.meeting("KOR", "JPN", start="2023")
    records.meeting("KOR", "JPN", start="2023-05-09", end="2024-01-03")
    records.meeting("KOR", "JPN", start=None)

    def numbers(period: str) -> dict[Any, int]:
        return {group[period]: group["meetings"] for group in statistics.counted(session, asked_for(period)).groups}

    assert numbers("year") == {2023: 2, None: 1}
    assert numbers("quarter") == {"2023-Q2": 1, None: 2}
    assert numbers("month") == {"2023-05": 1, None: 2}


@pytest.mark.parametrize("zeros", ["true", "false"])
def test_groups_stand_in_the_order_that_is_asked_for(session: Session, records: Records, zeros: str) -> None:
    """Null last in either direction; equal numbers by group; the rest is left out and counted."""
    for start, number in (("2021", 2), ("2022", 3), ("2023", 2), (None, 1)):
        for _ in range(number):
            records.meeting("KOR", "JPN", start=start)

    def years(**asked: Any) -> list[int | None]:
        table = statistics.counted(session, asked_for("year", zeros=zeros, **asked))
        assert table.count == 4
        return [group["year"] for group in table.groups]

    assert years() == years(sort="group") == [2021, 2022, 2023, None]
    assert years(sort="-group") == [2023, 2022, 2021, None]
    assert years(sort="-meetings") == [2022, 2021, 2023, None]
    assert years(sort="meetings") == [None, 2021, 2023, 2022]
    assert years(sort="-meetings", limit=2) == [2022, 2021]


def test_the_largest_groups_come_first_where_no_time_is_asked(session: Session, records: Records) -> None:
    """Since nobody wants the first thousand people by the alphabet."""
    records.meeting("KOR", "JPN")
    records.meeting("KOR", "CHN")
    table = statistics.counted(session, asked_for("country", limit=1))
    assert (table.groups, table.count) == (({"country": "KOR", "meetings": 2},), 3)


def test_a_panel_that_is_too_large_is_refused(session: Session, records: Records) -> None:
    """With what can be done about it."""
    records.meeting("KOR", "JPN")
    with pytest.raises(InvalidFilterError, match="more than 100,000 groups: ask for fewer states with `among`"):
        statistics.counted(session, asked_for("dyad,month", datetime="0001/9999", zeros="true"))


@pytest.mark.parametrize("group_by", ["", "year,", "century", "year,year", "country,year,level"])
def test_dimensions_that_mean_nothing_are_refused(group_by: str) -> None:
    """By the name of the parameter."""
    with pytest.raises(InvalidFilterError) as refused:
        asked_for(group_by)
    assert refused.value.parameter == "group_by"


def test_counting_takes_one_statement(session: Session, records: Records, statements: Collected) -> None:
    """Whatever is counted; and a network three at most."""
    filled(records)
    for group_by in ("year", "person,outlet", "dyad,year"):
        with statements() as sent:
            statistics.counted(session, asked_for(group_by))
        assert len(sent) == 1
    for nodes, most in (("country", 2), ("person", 3)):
        with statements() as sent:
            network.network(session, network.linking({"nodes": nodes, "top": 5, "min_meetings": 1}))
        assert len(sent) == most


def test_the_ends_of_an_edge_are_days(session: Session, records: Records) -> None:
    """Of the first days of meetings, the earliest and the latest."""
    records.meeting("KOR", "JPN", start="2021-03-04", end="2021-03-06")
    records.meeting("KOR", "JPN", start="2023-09")
    (edge,) = network.network(session, network.linking({"nodes": "country", "top": 5, "min_meetings": 1})).edges
    assert (edge["first"], edge["last"]) == (date(2021, 3, 4), date(2023, 9, 1))
