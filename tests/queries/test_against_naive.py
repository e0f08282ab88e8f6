"""Every filter, alone and combined, against a plain evaluation of the same question in memory; on both databases."""

import random
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.queries import filters, meetings
from app.queries.paging import Window
from app.store.models import Meeting
from app.store.postings import withdraw
from app.store.states import keep_states
from tests.queries.naive import Known, Side, answers, in_order
from tests.queries.records import Records

COUNTRIES = ("KOR", "JPN", "CHN", "USA", "GBR", "SWE")
ORGANISATIONS = ("EU", "ASEAN")
KINDS = ("meeting", "visit", "call")
STATUSES = ("held", "scheduled")
LEVELS = ("leader", "minister", "unknown")
TOPICS = ("trade", "security")
SERIES = (None, "six-party talks", "G7 summit")
OUTLETS = (None, "Daily Planet", "Morning Star")
# City, state and coordinates; two of them on either side of the antimeridian.
PLACES: tuple[tuple[str | None, str | None, tuple[float, float] | None], ...] = (
    ("Seoul", "KOR", (37.57, 126.98)),
    ("Tokyo", "JPN", (35.68, 139.69)),
    ("Suva", "FJI", (-18.14, 178.44)),
    ("Apia", "WSM", (-13.83, -171.77)),
    (None, "KOR", None),
    (None, None, None),
)
STARTS = (None, "2019", "2022", "2023-09", "2023-09-01", "2023-09-26", "2023-09-30", "2024-03-07")
ENDS = (None, None, "2024-03-08", "2024-04")
ASKED_DAYS = ("2023", "2023-09", "2023-09-26", "2023-09-02/2023-09-29", "../2022-06", "2023-09-30/..", "2024-03")
PUBLISHED = (None, "2023-09-26", "2023-09-27", "2023-10-02")
MOMENTS = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 2, tzinfo=UTC))
# A moment after all of these, and a later one at which half of the records change.
THEN, SINCE = datetime(2024, 2, 1, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=UTC)
# As written, and as folded.
WORDS = {"Élysée": "elysee", "treaty": "treaty", "trade": "trade", "Trading": "trading", "U.S.": "us", "1e5": "1e5"}


def filled(records: Records) -> list[Known]:
    """Sixty meetings of few values, so that every filter has something to find and to leave out."""
    dice = random.Random(7)
    people = {"firefly": records.person("Rufus Firefly", "KOR"), "teasdale": records.person("Gloria Teasdale", "JPN")}
    bodies = {short: records.organisation(short) for short in ORGANISATIONS}
    return [one_meeting(records, dice, people, bodies) for _ in range(60)]


def one_meeting(records: Records, dice: random.Random, people: dict[str, str], bodies: dict[str, str]) -> Known:
    """A meeting of chance, in the store and in memory."""
    countries = tuple(dice.sample(COUNTRIES, dice.choice((1, 2, 2, 3))))
    present = [short for short in bodies if dice.random() < 0.2]
    named = sorted(name for name in people if dice.random() < 0.3)
    city, country, point = dice.choice(PLACES)
    start = dice.choice(STARTS)
    end = max(dice.choice(ENDS) or start, start) if start else None
    columns: dict[str, Any] = {
        "kind": dice.choice(KINDS), "status": dice.choice(STATUSES), "level": dice.choice(LEVELS),
        "series": dice.choice(SERIES), "updated_at": dice.choice(MOMENTS), "confidence": dice.choice((0.4, 0.82, 1.0)),
    }  # fmt: skip
    topics = frozenset(topic for topic in TOPICS if dice.random() < 0.5)
    sources, stands = dice.randrange(1, 4), dice.random() < 0.9
    meeting = records.meeting(
        *countries, *map(bodies.__getitem__, present), *map(people.__getitem__, named), start=start, end=end,
        host=countries[0], topics=topics, city=city, place_country=country, source_count=3,
        latitude=point and point[0], longitude=point and point[1], independent_source_count=sources,
        retracted_at=None if stands else MOMENTS[0], **columns,
    )  # fmt: skip
    reports = [(dice.choice(OUTLETS), dice.choice(PUBLISHED)) for _ in range(dice.randrange(3))]
    for outlet, day in reports:
        records.source(meeting, records.article(outlet, day))
    passages = [dice.choices(list(WORDS), k=dice.randrange(1, 5)) for _ in range(5)]
    written = [" ".join(words) for words in passages]
    records.text(meeting, title=written[:1], names=written[1:3], evidence=written[3:])
    roles = ["host", *["participant"] * (len(countries) - 1)]
    return Known(
        id=meeting,
        sides=[
            *(Side(role, country=code) for role, code in zip(roles, countries, strict=True)),
            *(Side("participant", organisation=short) for short in present),
            *(Side("participant", person=name) for name in named),
        ],
        topics=topics, city=city, country=country, point=point, sources=sources, stands=stands,
        start=PartialDate.parse(start) if start else None, end=PartialDate.parse(end) if end else None,
        reports=[(outlet, date.fromisoformat(day) if day else None) for outlet, day in reports],
        passages=[[WORDS[word] for word in words] for words in passages], **columns,
    )  # fmt: skip


def some(*words: str, several: bool = True) -> st.SearchStrategy[str]:
    """A value of a parameter over these words: either, both, none, mixed."""
    groups = st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True).map("|".join)
    wanted = st.lists(groups, min_size=0, max_size=2 if several else 1)
    excluded = st.lists(st.sampled_from(words).map("!{}".format), max_size=1)
    return st.tuples(wanted, excluded).map(lambda parts: ",".join([*parts[0], *parts[1]])).filter(bool)


def searches() -> st.SearchStrategy[str]:
    """Words, phrases, beginnings, and what must not be there."""
    word = st.sampled_from([*WORDS, *(word.upper() for word in WORDS), "tra*", "TR*", "ely*"])
    phrase = st.lists(st.sampled_from(list(WORDS)), min_size=2, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    term = word | phrase
    terms = st.tuples(st.lists(term, min_size=1, max_size=2), st.lists(term.map("-{}".format), max_size=1))
    return terms.map(lambda parts: " ".join([*parts[0], *parts[1]]))


FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "country": some(*COUNTRIES, "Japan", "Republic of Korea", "British"),
    "member_of": some("EU", "NATO", "ASEAN", "OECD"),
    "person": some("Firefly", "teasdale"),
    "organisation": some("EU", "ASEAN", "European Union"),
    "role": some("host", "participant", "guest"),
    "kind": some(*KINDS, several=False),
    "status": some(*STATUSES, several=False),
    "level": some(*LEVELS, several=False),
    "topic": some(*TOPICS),
    "place": some("Seoul", "tokyo", "KOR"),
    "bbox": st.sampled_from(["120,30,130,40", "170,-30,-160,0", "-180,-90,180,90", "139.69,35.68,139.69,35.68"]),
    "near": st.sampled_from(["37.5,127,20", "36,133,700", "-16,-178,900", "0,0,20000", "89,0,5000"]),
    "series": some("six-party talks", "G7 summit", several=False),
    "datetime": st.sampled_from(ASKED_DAYS),
    "published": st.sampled_from(["2023-09-26", "2023-09", "2023-10/..", "../2023-09-26"]),
    "outlet": some("daily planet", "morning star"),
    "updated_since": st.sampled_from([moment.isoformat() for moment in MOMENTS]),
    "min_sources": st.integers(0, 4),
    "min_confidence": st.sampled_from([0.0, 0.4, 0.41, 0.82, 0.9]),
    "parties_min": st.integers(0, 2),
    "parties_max": st.integers(2, 5),
    "q": searches(),
}  # fmt: skip
QUESTIONS = st.lists(st.sampled_from(sorted(FILTERS)), min_size=2, max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FILTERS[name] for name in names})
)
KEYS = {
    "start": lambda meeting: meeting.start and meeting.start.earliest,
    "end": lambda meeting: (last := meeting.end or meeting.start) and last.latest,
    "updated": lambda meeting: meeting.updated_at,
    "sources": lambda meeting: meeting.sources,
    "confidence": lambda meeting: meeting.confidence,
}


def checked(examples: int) -> settings:
    """The same examples in every run."""
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def found(session: Session, given_values: dict[str, Any], sort: str = "start") -> list[str]:
    """The ids that the database finds."""
    page = meetings.page(session, filters.meetings(given_values), Window(100, sort))
    assert page.count.value == len(page.records)
    return [orjson.loads(record)["id"] for record in page.records]


def expected(known: list[Known], given_values: dict[str, Any]) -> list[str]:
    """The ids that a plain reading finds."""
    asked = filters.meetings(given_values)
    return [meeting.id for meeting in known if answers(meeting, asked)]


def test_every_filter_alone_finds_what_a_plain_reading_finds(session: Session, records: Records) -> None:
    """Each of them finds some meetings and leaves others out; none is forgotten here."""
    assert set(FILTERS) == filters.OF_MEETINGS.keys() - {"as_of"}
    known = filled(records)
    standing = sum(meeting.stands for meeting in known)
    sizes: dict[str, set[int]] = {name: set() for name in FILTERS}

    def compare(name: str, value: Any) -> None:
        wanted = expected(known, {name: value})
        sizes[name].add(len(wanted))
        assert sorted(found(session, {name: value})) == wanted

    for name, values in FILTERS.items():
        checked(20)(given(st.just(name), values)(compare))()

    assert [name for name, found_by in sizes.items() if not any(0 < size < standing for size in found_by)] == []


def test_filters_combined_find_what_a_plain_reading_finds(session: Session, records: Records) -> None:
    """Two hundred questions of two or three filters each."""
    known = filled(records)

    @checked(200)
    @given(QUESTIONS)
    def compare(given_values: dict[str, Any]) -> None:
        assert sorted(found(session, given_values)) == expected(known, given_values)

    compare()


def test_filters_find_the_same_in_the_past(session: Session, records: Records) -> None:
    """Half of the records were retracted since; asked of the moment before, each filter answers as it did then."""
    known = filled(records)
    changed = [meeting.id for meeting in known[::2]]
    keep_states(session, changed, SINCE)
    withdraw(session, changed)
    session.execute(
        update(Meeting).where(Meeting.id.in_(changed)).values(version=2, updated_at=SINCE, retracted_at=SINCE)
    )

    @checked(100)
    @given(QUESTIONS)
    def compare(given_values: dict[str, Any]) -> None:
        then = {**given_values, "as_of": THEN.isoformat()}
        then.pop("q", None)
        assert sorted(found(session, then)) == expected(known, then)

    compare()


@pytest.mark.parametrize("sort", list(meetings.orders(Meeting)))
def test_every_order_is_that_of_a_plain_sort(session: Session, records: Records, sort: str) -> None:
    """Ties stand by id, meetings without the key come last."""
    known = filled(records)
    standing = [meeting for meeting in known if meeting.stands]

    assert found(session, {}, sort) == in_order(standing, sort, KEYS)
    asked = filters.meetings({"q": "tra*"})
    with_words = [meeting for meeting in standing if answers(meeting, asked)]
    assert found(session, {"q": "tra*"}, sort) == in_order(with_words, sort, KEYS)
