"""What was known at a moment: every answer as it was given then, whatever was decided since; on both databases."""

import random
import re
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.domain.meetings import Role, Status
from app.errors import GoneError, MovedError, NotFoundError, SummitryError
from app.queries import articles, countries, deleted, filters, meetings, network, organisations, people, statistics
from app.queries.counting import Counting
from app.queries.filters import DeletedFilter
from app.queries.network import Linking
from app.queries.paging import Page, Window
from app.store.models import Meeting
from tests.builders import NOON, SEOUL, a_candidate, a_person, a_state, an_article, an_organisation
from tests.store.ledgers import Ledger
from tests.store.test_undoing import KINDS, act

# A dimension of each table that has earlier states.
PARTS = ("year", "dyad", "topic", "outlet")
FRENCH = a_person("Rufus Firefly", "FRA", title="President")


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def listed(session: Session, as_of: datetime | None, **asked: Any) -> list[str]:
    """The ids of the meetings that were listed then."""
    given_values = {**asked, "as_of": as_of.isoformat() if as_of else None}
    page = meetings.page(session, filters.meetings(given_values), Window(100))
    assert page.count.value == len(page.records)
    return [orjson.loads(record)["id"] for record in page.records]


def test_each_state_answers_for_its_own_time(ledger: Ledger) -> None:
    """From the moment of the decision until just before the next one."""
    meeting = ledger.meeting("FRA", "DEU", status=Status.SCHEDULED)
    planned = ledger.now
    ledger.meeting("FRA", "DEU", status=Status.HELD)
    held = ledger.now

    def status(moment: datetime) -> str:
        return orjson.loads(meetings.one(ledger.session, meeting, moment))["status"]

    assert [status(planned), status(held - timedelta(microseconds=1)), status(held)] == [
        "scheduled",
        "scheduled",
        "held",
    ]
    assert listed(ledger.session, planned, status="scheduled") == [meeting]
    assert listed(ledger.session, planned, status="held") == listed(ledger.session, None, status="scheduled") == []
    with pytest.raises(NotFoundError, match="that was known at 2023-10-01T12:59:59Z"):
        meetings.one(ledger.session, meeting, planned - timedelta(microseconds=1))
    assert listed(ledger.session, planned - timedelta(microseconds=1)) == []


def test_only_the_sources_of_then_are_told(ledger: Ledger) -> None:
    """A report that came later, or belonged to another record, is not among them."""
    older = ledger.meeting("FRA", "DEU")
    newer = ledger.meeting("USA", "MEX")
    source = ledger.sources(newer)
    apart = ledger.now
    ledger.merge(older, newer)

    def sources(meeting: str, moment: datetime | None) -> list[str]:
        return [source["id"] for source in orjson.loads(meetings.one(ledger.session, meeting, moment))["sources"]]

    assert sources(newer, apart) == source
    assert set(sources(older, None)) == {*sources(older, apart), *source}
    with pytest.raises(MovedError):
        meetings.one(ledger.session, newer)


@pytest.mark.parametrize(
    ("asked", "then", "now"),
    [
        ({"country": "DEU"}, True, False),
        ({"country": "FRA,ITA"}, False, True),
        ({"country": "!ITA"}, True, False),
        ({"person": "firefly"}, True, False),
        ({"person": "teasdale"}, False, True),
        ({"organisation": "EU"}, True, False),
        ({"role": "host", "country": "FRA"}, True, False),
        ({"topic": "trade"}, True, False),
        ({"topic": "sport"}, False, True),
        ({"place": "Seoul"}, True, False),
        ({"datetime": "2023-09"}, True, False),
        ({"datetime": "2022"}, False, True),
        ({"outlet": "The Freedonia Post"}, True, True),
        ({"outlet": "Daily Planet"}, False, True),
        ({"published": "2023-09-20"}, True, True),
        ({"published": "2023-09-21"}, False, True),
        ({"min_sources": 2}, False, True),
        ({"updated_since": NOON.isoformat()}, True, True),
    ],
)
def test_every_filter_looks_at_what_was_known(ledger: Ledger, asked: dict[str, Any], then: bool, now: bool) -> None:
    """Each finds the record as it was then or as it is now, not both."""
    parties = (a_state("FRA", role=Role.HOST), a_state("DEU"), an_organisation("EU"))
    first = a_candidate(parties=parties, people=(FRENCH,), place=SEOUL, topics=("trade",))
    meeting = ledger.record(first, article=an_article(published="2023-09-20")).created[0]
    known = ledger.now
    ledger.correct(
        meeting,
        parties=[{"country": "FRA"}, {"country": "ITA"}],
        people=[{"name": "Gloria Teasdale", "country": "FRA"}],
        topics=["sport"],
        place=None,
        start="2022",
        end="2022",
    )
    planet = an_article(outlet="Daily Planet", published="2023-09-21")
    other = ledger.record(a_candidate("USA", "MEX"), article=planet).created
    ledger.merge(meeting, other[0])

    assert listed(ledger.session, known, **asked) == ([meeting] if then else [])
    assert listed(ledger.session, None, **asked) == ([meeting] if now else [])


def test_what_was_merged_or_retracted_stood_before(ledger: Ledger) -> None:
    """And is told as gone from then on."""
    kept, merged, gone = (ledger.meeting("FRA", other, start=None) for other in ("DEU", "ITA", "ESP"))
    there = ledger.now
    ledger.merge(kept, merged)
    ledger.retract(gone)

    assert sorted(listed(ledger.session, there)) == sorted([kept, merged, gone])
    assert listed(ledger.session, ledger.now) == listed(ledger.session, None) == [kept]
    with pytest.raises(GoneError):
        meetings.one(ledger.session, gone, ledger.now)
    assert orjson.loads(meetings.one(ledger.session, gone, there))["id"] == gone


def test_a_chain_of_merges_leads_to_its_end(ledger: Ledger) -> None:
    """At each moment to the record that stood then."""
    first, second, third = (ledger.meeting("FRA", other, start=None) for other in ("DEU", "ITA", "ESP"))
    ledger.merge(second, third)
    between = ledger.now
    ledger.merge(first, second)

    for moment, target in ((between, second), (None, first)):
        with pytest.raises(MovedError) as moved:
            meetings.one(ledger.session, third, moment)
        assert moved.value.target == target


def test_tombstones_say_who_and_why(ledger: Ledger) -> None:
    """The earliest first; those of a moment, and those since one."""
    kept, merged, gone = (ledger.meeting("FRA", other, start=None) for other in ("DEU", "ITA", "ESP"))
    ledger.merge(kept, merged)
    first = ledger.now
    retracted = ledger.retract(gone)

    def stones(**asked: Any) -> list[dict[str, Any]]:
        page: Page = deleted.page(ledger.session, DeletedFilter(**asked), Window())
        assert page.count.value == len(page.records)
        return [orjson.loads(record) for record in page.records]

    assert [(stone["id"], stone["deleted"], stone["merged_into"]) for stone in stones()] == [
        (merged, "merged", kept),
        (gone, "retracted", None),
    ]
    last = stones()[1]
    assert (last["decision"], last["actor"], last["reason"]) == (retracted, "ann", "looked it up")
    assert [stone["id"] for stone in stones(since=ledger.now)] == [gone]
    assert [stone["id"] for stone in stones(as_of=first)] == [merged]
    ledger.undo(retracted)
    assert [stone["id"] for stone in stones()] == [merged]


def test_counts_are_those_of_then(ledger: Ledger) -> None:
    """Of people, countries, organisations and articles; their links ask of the same moment."""
    union = a_candidate(parties=(a_state("FRA"), a_state("DEU"), an_organisation("EU")), people=(FRENCH,))
    meeting = ledger.record(union, article=(article := an_article())).created[0]
    known = ledger.now
    ledger.correct(meeting, parties=[{"country": "ITA"}, {"country": "DEU"}], people=[])
    ledger.meeting("ITA", "USA", start=None, people=(a_person("Gloria Teasdale", "ITA"),))

    def number(record: bytes) -> tuple[int, str]:
        link = orjson.loads(record)["meetings"]
        return link["count"], link["url"]

    session = ledger.session
    then = "as_of=2023-10-01T13:00:00Z"
    assert number(countries.one(session, "FRA", NOON, known)) == (1, f"/v1/meetings?country=FRA&{then}")
    assert number(countries.one(session, "FRA", NOON)) == (0, "/v1/meetings?country=FRA")
    assert number(countries.one(session, "DEU", NOON, known))[0] == number(countries.one(session, "DEU", NOON))[0] == 1
    assert number(organisations.one(session, "EU", known))[0] == 1
    assert number(organisations.one(session, "EU"))[0] == 0
    names = [orjson.loads(r)["name"] for r in people.page(session, filters.people({}), Window()).records]
    assert names == ["Gloria Teasdale", "Rufus Firefly"]
    early = people.page(session, filters.people({"as_of": known.isoformat()}), Window()).records
    assert [number(record)[0] for record in early] == [1]
    firefly = orjson.loads(people.one(session, orjson.loads(early[0])["id"], known))
    assert [(office["title"], office["meetings"]) for office in firefly["offices"]] == [("President", 1)]
    assert orjson.loads(people.one(session, firefly["id"]))["offices"] == []
    then_read = articles.page(session, filters.articles({"as_of": known.isoformat()}), Window()).records
    assert [(r["id"], r["meeting_count"]) for r in map(orjson.loads, then_read)] == [(article.id, 1)]
    before = known - timedelta(seconds=1)
    for one, record in ((people.one, firefly["id"]), (articles.one, article.id), (organisations.one, "EU")):
        with pytest.raises(NotFoundError):
            one(session, record, before)


def test_an_article_tells_the_meetings_that_it_reported_then(ledger: Ledger) -> None:
    """By the record that its account belonged to, under the title of then."""
    older = ledger.meeting("FRA", "DEU")
    newer = ledger.meeting("USA", "MEX", article=(article := an_article(published="2023-09-30")))
    apart = ledger.now
    ledger.merge(older, newer)

    for moment, meeting in ((apart, newer), (ledger.now, older), (None, older)):
        record = orjson.loads(articles.one(ledger.session, article.id, moment))
        assert [source["meeting"]["id"] for source in record["sources"]] == [meeting]
        assert record["meeting_count"] == 1
    assert (
        "United States"
        in orjson.loads(articles.one(ledger.session, article.id, apart))["sources"][0]["meeting"]["title"]
    )


@pytest.mark.parametrize("sort", list(meetings.orders(Meeting)))
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_walk_through_a_past_moment_sees_every_meeting_once(ledger: Ledger, sort: str, limit: int) -> None:
    """Records that changed since and records that did not stand in one order, undated ones last."""
    starts = ("2023-09-26", "2023-09-26", "2022", None, None, "2023-12-01")
    ids = [
        ledger.meeting("FRA", other, start=start)
        for other, start in zip(("DEU", "ITA", "ESP", "USA", "MEX", "CHN"), starts, strict=True)
    ]
    then = ledger.now
    for meeting in ids[::2]:
        ledger.correct(meeting, start="2021", level="leader")
    asked = filters.meetings({"as_of": then.isoformat()})
    whole = meetings.page(ledger.session, asked, Window(100, sort)).records
    walked, cursor = [], None
    while True:
        page = meetings.page(ledger.session, asked, Window(limit, sort, cursor))
        walked += page.records
        cursor = page.next_cursor
        if cursor is None:
            break
    assert tuple(walked) == whole
    assert len(whole) == len(ids)
    if sort == "start":
        starts_listed = [orjson.loads(record)["start"] for record in whole]
        assert [day and day["date"] for day in starts_listed] == [
            "2022",
            "2023-09-26",
            "2023-09-26",
            "2023-12-01",
            None,
            None,
        ]


def everything(session: Session, as_of: datetime | None) -> list[Any]:
    """Every answer about meetings at a moment."""
    asked = {"as_of": as_of.isoformat() if as_of else None}
    every = filters.meetings(asked)
    answers: list[Any] = [meetings.page(session, every, Window(100)).records]
    answers += [statistics.counted(session, Counting(every, (dimension,))) for dimension in PARTS]
    answers.append(network.network(session, Linking(every)))
    for meeting_id in sorted(row.id for row in session.query(Meeting)):
        try:
            answers.append(meetings.one(session, meeting_id, as_of))
        except SummitryError as error:
            answers.append((meeting_id, type(error)))
    return [answer for answer in answers if not (isinstance(answer, tuple) and NotFoundError in answer)]


def test_between_any_two_decisions_the_earlier_view_is_given(session: Session) -> None:
    """Random sequences of decisions: what was answered after each is answered of that moment for ever."""
    examples = 25 if session.get_bind().dialect.name == "sqlite" else 8

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(KINDS, min_size=4, max_size=12), st.integers(0, 10_000))
    def remember(kinds: list[str], seed: int) -> None:
        dice = random.Random(seed)
        with session.begin_nested() as whole:
            ledger = Ledger(session)
            answered = []
            for kind in kinds:
                act(ledger, kind, dice)
                session.expire_all()
                answered.append((ledger.now, everything(session, None)))
            for moment, answers in answered:
                assert plain(everything(session, moment)) == plain(answers)
                assert plain(everything(session, moment + timedelta(minutes=59))) == plain(answers)
            whole.rollback()
        session.expire_all()

    remember()


def plain(answers: list[Any]) -> list[Any]:
    """Answers without the moment that the links in them name."""
    return [re.sub(rb"[?]as_of=[-0-9T:.]+Z", b"", a) if isinstance(a, bytes) else a for a in answers]
