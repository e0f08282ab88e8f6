"""The census against a plain reading of the same meetings; now, in the past, and after a change; on both databases."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import combinations

import pytest
from hypothesis import given
from sqlalchemy import Connection, update
from sqlalchemy.orm import Session

from app.queries import choosing, filters, network, together, venues
from app.queries.census import SEVERAL, Parts, load, renewed
from app.queries.choosing import Chosen, Keeper
from app.queries.people import called
from app.queries.timeline import timeline
from app.store.models import Meeting
from app.store.postings import withdraw
from app.store.states import keep_states
from tests.queries.naive import Known
from tests.queries.records import Records
from tests.queries.test_against_naive import QUESTIONS, SINCE, THEN, checked, expected, filled

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def nobody_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state of the store is asked for and stays: PostgreSQL has one for what other tests write at the time, too."""
    ask = choosing.version_of

    def same(connection: Connection) -> str:
        ask(connection)
        return "the same"

    monkeypatch.setattr(choosing, "version_of", same)


def ids(chosen: Chosen) -> list[str]:
    """The meetings that were chosen."""
    return [meeting.decode() for meeting in chosen.census.ids[chosen.mask]]


def parts(parts: Parts) -> set[tuple[int, str]]:
    """Each row with its values, by name."""
    return {(int(row), parts.words.known[value]) for row, value in zip(parts.rows, parts.values, strict=True)}


def countries(meeting: Known) -> set[str]:
    """The states that take part."""
    return {side.country for side in meeting.sides if side.country}


def test_every_filter_chooses_what_a_plain_reading_chooses(session: Session, records: Records) -> None:
    """Whether the census tells of it, or only the database can."""
    known, keeper = filled(records), Keeper()

    @checked(150)
    @given(QUESTIONS)
    def compare(given_values: dict[str, object]) -> None:
        assert ids(keeper.choose(session, filters.meetings(given_values))) == expected(known, given_values)

    compare()


def test_what_changed_is_read_again_and_the_past_stays(
    session: Session, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some records are taken back, others get another level: the census is as if it were read anew."""
    monkeypatch.setattr("app.queries.census.MOST_CHANGED", 1.0)
    known, keeper = filled(records), Keeper()
    asked = filters.meetings({"level": "leader"})
    before, census = ids(keeper.choose(session, asked)), load(session)
    standing = [meeting for meeting in known if meeting.stands]
    gone, other = [one.id for one in standing[:4]], [one.id for one in standing[4:8]]
    keep_states(session, gone + other, SINCE)
    withdraw(session, gone)
    of = update(Meeting).values(version=2, updated_at=SINCE)
    session.execute(of.where(Meeting.id.in_(gone)).values(retracted_at=SINCE))
    session.execute(of.where(Meeting.id.in_(other)).values(level="leader"))
    after, anew = renewed(session, census), load(session)
    then = filters.meetings({"level": "leader", "as_of": THEN.isoformat()})

    assert after.countries.words is census.countries.words
    assert after.several.keys() == SEVERAL.keys()
    assert after.ids.tolist() == anew.ids.tolist()
    assert {name: column.tolist() for name, column in after.columns.items() if name in ("first", "level")} == {
        name: column.tolist() for name, column in anew.columns.items() if name in ("first", "level")
    }
    assert all(parts(after.several[facet]) == parts(anew.several[facet]) for facet in SEVERAL)
    assert ids(keeper.choose(session, then)) == before


@pytest.mark.parametrize(
    "given_values",
    [
        {},
        {"country": "KOR,JPN"},
        {"datetime": "2023-09", "status": "held"},
        {"q": "tra*"},
        {"topic": "trade", "country": "!USA"},
    ],
)
def test_pictures_count_as_a_plain_reading_counts(
    session: Session, records: Records, given_values: dict[str, str]
) -> None:
    """Who meets whom at which level, who in which year, where, and from where; and every choice."""
    known, keeper = filled(records), Keeper()
    chosen = keeper.choose(session, filters.meetings(given_values))
    wanted = [meeting for meeting in known if meeting.id in expected(known, given_values)]
    pairs = Counter((*pair, one.level) for one in wanted for pair in combinations(sorted(countries(one)), 2))
    years = Counter((code, one.start.earliest.year) for one in wanted if one.start for code in countries(one))
    places = Counter((one.city, one.country) for one in wanted if one.point)
    ways = Counter((code, one.city) for one in wanted if one.point for code in countries(one) - {one.country})
    edges, table, where = together.network(chosen)["edges"], together.yearly(chosen), venues.venues(chosen)

    assert wanted
    assert {(e["source"], e["target"], level): n for e in edges for level, n in e["levels"].items() if n} == pairs
    assert {
        (row["id"], year): number
        for row in table["countries"] for year, number in zip(table["years"], row["years"], strict=True) if number
    } == years  # fmt: skip
    assert {(one["city"], one["country"]): one["meetings"] for one in where["places"]} == places
    assert {(way["from"], where["places"][way["to"]]["city"]): way["meetings"] for way in where["ways"]} == ways
    # The network of the API is read off the store by itself.
    drawn = network.network(session, network.Linking(chosen.asked))
    assert {(e["source"], e["target"], level): n for e in drawn.edges for level, n in e["levels"].items() if n} == pairs
    assert {node["id"]: node["meetings"] for node in drawn.nodes} == chosen.counts("country")
    assert where["elsewhere"] == len(wanted) - places.total()
    assert chosen.counts("status") == Counter(one.status for one in wanted)
    assert chosen.counts("topic") == Counter(topic for one in wanted for topic in one.topics)
    named = called(session, chosen.counts("person"))
    told = {named[person].split()[-1].lower(): number for person, number in chosen.counts("person").items()}
    assert told == Counter(name for one in wanted for name in {side.person for side in one.sides} if name)
    assert chosen.counts("city") == Counter(one.city for one in wanted if one.city)


def test_many_meetings_are_counted_by_day_or_month_and_few_are_named(
    session: Session, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dates that are not known to the day, or to the month, are told as what they are."""
    known, keeper = filled(records), Keeper()
    dated = [one for one in known if one.stands and one.start]
    named = timeline(session, keeper.choose(session, filters.meetings({})))
    monkeypatch.setattr("app.queries.timeline.MOST_MARKS", 0)
    monthly = timeline(session, keeper.choose(session, filters.meetings({})))
    daily = timeline(session, keeper.choose(session, filters.meetings({"datetime": "2023/2024"})))
    fine = [one for one in dated if one.start.earliest.strftime("%Y-%m") == one.start.latest.strftime("%Y-%m")]
    exact = [one for one in dated if one.start.earliest == one.start.latest and one.start.earliest.year > 2022]

    assert {one["id"] for one in named["marks"]} == {one.id for one in dated}
    assert {(b["at"], b["status"]): b["meetings"] for b in monthly["bins"]} == Counter(
        (one.start.earliest.strftime("%Y-%m"), one.status) for one in fine
    )
    assert sum(span["meetings"] for span in monthly["spans"]) == len(dated) - len(fine)
    assert {(b["at"], b["status"]): b["meetings"] for b in daily["bins"]} == Counter(
        (str(one.start.earliest), one.status) for one in exact
    )
    assert monthly["undated"] == sum(one.stands and one.start is None for one in known)


@pytest.mark.usefixtures("nobody_writes")
def test_what_was_prepared_is_not_read_again(session: Session, records: Records, statements: Statements) -> None:
    """A question about days takes one statement then, which asks whether the store has changed."""
    filled(records)
    keeper = Keeper()
    keeper.prepare(session)
    with statements() as sent:
        chosen = keeper.choose(session, filters.meetings({"datetime": "2023-09", "status": "held"}))

    assert chosen.mask.any()
    assert len(sent) == 1


@pytest.mark.usefixtures("nobody_writes")
def test_what_was_told_is_told_again_while_nothing_changes(session: Session, records: Records) -> None:
    """Of the same filter alone."""
    filled(records)
    keeper, all_, some = Keeper(), filters.meetings({}), filters.meetings({"country": "KOR"})

    assert keeper.tell(session, all_, lambda: b"first") == b"first"
    assert keeper.tell(session, all_, lambda: b"second") == b"first"
    assert keeper.tell(session, some, lambda: b"third") == b"third"


def test_a_meeting_takes_a_hundred_bytes(session: Session, records: Records) -> None:
    """And some for each state, person and topic: a server holds a million of them, and each of its processes does."""
    known = filled(records)
    census = load(session)

    columns = sum(column.nbytes for column in (census.ids, *census.columns.values()))
    several = sum(part.rows.nbytes + part.values.nbytes for part in census.several.values())
    listed = sum(len(part.rows) for part in census.several.values())
    assert len(census) == sum(one.stands for one in known)
    assert columns <= 100 * len(census)
    assert several == 8 * listed
