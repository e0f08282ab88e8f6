"""What meetings are listed under: what follows from the rest of the record, whatever was decided; on both databases."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate, Precision
from app.store.models import UNDATED, Facet, Meeting, MeetingTopic, Participant, Posting, Source, StoredArticle
from app.store.postings import post_all
from tests.builders import SEOUL, a_candidate, a_day, a_person, a_state, an_article, an_organisation
from tests.store.ledgers import Ledger


def a_span(earliest: date, latest: date) -> PartialDate:
    """Some day of a few."""
    return PartialDate(earliest, latest, Precision.PERIOD)


Listed = set[tuple[str, str, str]]


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def listed(session: Session) -> Listed:
    """The postings as they are."""
    rows = session.execute(select(Posting.facet, Posting.value, Posting.meeting_id).where(Posting.facet.in_(Facet)))
    return {(facet, value, meeting_id) for facet, value, meeting_id in rows}


def expected(session: Session) -> Listed:
    """The postings that follow from the rows of each meeting that stands, worked out one by one."""
    return {(*under, row.id) for row in session.scalars(select(Meeting)).all() for under in _under(session, row)}


def _under(session: Session, row: Meeting) -> Iterator[tuple[str, str]]:
    if row.merged_into or row.retracted_at:
        return
    yield Facet.MEETING, ""
    sides = session.scalars(select(Participant).where(Participant.meeting_id == row.id)).all()
    countries = sorted({side.country for side in sides if side.country})
    yield from ((Facet.COUNTRY, country) for country in countries)
    yield from ((Facet.DYAD, "-".join(pair)) for pair in combinations(countries, 2))
    yield from ((Facet.PERSON, side.person_id) for side in sides if side.person_id)
    yield from ((Facet.ORGANISATION, side.organisation_id) for side in sides if side.organisation_id)
    topics = session.scalars(select(MeetingTopic.topic).where(MeetingTopic.meeting_id == row.id))
    yield from ((Facet.TOPIC, topic) for topic in topics)
    if row.series:
        yield Facet.SERIES, row.series
    outlets = session.scalars(select(StoredArticle.outlet_id).join(Source).where(Source.meeting_id == row.id))
    yield from ((Facet.OUTLET, outlet) for outlet in outlets if outlet)


def test_a_meeting_is_listed_under_all_that_it_has(ledger: Ledger) -> None:
    """Parties and their pairs, people, topics, series and outlets, and under nothing else."""
    parties = (a_state("KOR"), a_state("JPN"), a_state("CHN"), an_organisation("EU"))
    people = (a_person("Rufus Firefly", "KOR"), a_person("Gloria Teasdale", "KOR"))
    ledger.record(a_candidate(parties=parties, people=people, topics=("trade", "security"), series="A series"))

    found = listed(ledger.session)

    assert found == expected(ledger.session)
    dyads = {value for facet, value, _ in found if facet == Facet.DYAD}
    assert dyads == {"CHN-JPN", "CHN-KOR", "JPN-KOR"}
    assert {facet for facet, _, _ in found} == set(Facet)


def test_every_decision_rewrites_the_lists(ledger: Ledger) -> None:
    """Merge, split, correct, retract and undo leave no posting behind and forget none."""
    older = ledger.meeting("FRA", "DEU", place=SEOUL, topics=("trade",))
    newer = ledger.meeting("USA", "MEX", people=(a_person("Rufus Firefly", "USA"),))
    steps = [ledger.merge(older, newer)]
    assert listed(ledger.session) == expected(ledger.session)
    steps.append(ledger.correct(older, topics=["sport"], parties=[{"country": "FRA"}, {"organisation": "EU"}]))
    assert listed(ledger.session) == expected(ledger.session)
    steps.append(ledger.retract(older))
    assert listed(ledger.session) == expected(ledger.session) == set()
    for step in reversed(steps):
        ledger.undo(step)
        assert listed(ledger.session) == expected(ledger.session)


@pytest.mark.parametrize(
    ("start", "end", "reach"),
    [
        ("2023-09-26", None, 0),
        ("2023-08", None, 0),
        ("2023-09-01", "2023-10-02", 0),
        ("2023-09-01", "2023-10-03", 1),
        ("2024", None, 1),
        ("2023-09-01", "2025-01", 2),
    ],
)
def test_the_reach_says_how_long_a_meeting_may_last(ledger: Ledger, start: str, end: str | None, reach: int) -> None:
    """From the first day on which it may have begun to the last on which it may have ended."""
    ledger.record(a_candidate(start=start, end=a_day(end or start)))
    row = ledger.session.scalars(select(Meeting)).one()
    found = ledger.session.scalars(select(Posting).where(Posting.facet == Facet.MEETING)).one()
    again = ledger.session.scalars(select(Posting.facet).where(Posting.facet.like("country+%"))).all()
    assert set(again) == ({f"country+{reach}"} if reach else set())
    assert (found.start, found.last, found.reach) == (row.start_earliest, row.end_latest or row.start_latest, reach)


def test_an_undated_meeting_stands_at_the_end_of_time(ledger: Ledger) -> None:
    """Where no list by days looks for it."""
    ledger.record(a_candidate(start=None), article=an_article(published=None))
    assert {(row.start, row.last) for row in ledger.session.scalars(select(Posting))} == {(UNDATED, UNDATED)}


def test_all_postings_can_be_written_anew(ledger: Ledger) -> None:
    """For rows that came past the record's writer."""
    ledger.meeting("FRA", "DEU", topics=("trade",))
    ledger.meeting("USA", "MEX")
    before = listed(ledger.session)

    post_all(ledger.session)

    assert listed(ledger.session) == before != set()


@pytest.mark.parametrize(
    ("start", "grain"),
    [("2023-09-26", 3), ("2023-09", 3), ("2023", 1), (None, 0), (a_span(date(2023, 7, 31), date(2023, 8, 6)), 2),
     (a_span(date(2023, 9, 28), date(2023, 10, 4)), 1), (a_span(date(2023, 12, 30), date(2024, 1, 2)), 0)],
)  # fmt: skip
def test_a_posting_says_in_which_period_its_meeting_begins_for_sure(
    ledger: Ledger, start: PartialDate | str | None, grain: int
) -> None:
    """However long the meeting lasts."""
    ledger.record(a_candidate("KOR", "JPN", start=start, end=a_day("2024-03-01")))
    assert set(ledger.session.scalars(select(Posting.grain))) == {grain}
