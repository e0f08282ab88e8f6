"""Merging, parting, correcting and retracting records; on both databases."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import Level, Role, Status
from app.errors import GoneError, InvalidDecisionError, MovedError, NotFoundError
from app.store.ids import meeting_id
from app.store.models import DecisionMeeting, MeetingState, ParticipantState, Source, SourceState, StoredDecision
from tests.builders import NOON, SEOUL, a_candidate, a_person, an_article
from tests.store.ledgers import Ledger


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def test_every_decision_says_what_it_changed(ledger: Ledger) -> None:
    """The changes of the first two reports of a meeting: it comes to stand, and each source comes to it."""
    meeting = ledger.meeting()
    ledger.meeting()

    created, confirmed = ledger.decisions
    first, second = ledger.sources(meeting)
    assert created.changes == [
        {"what": "source", "id": first, "field": "meeting", "before": None, "after": meeting},
        {"what": "meeting", "id": meeting, "field": "standing", "before": "absent", "after": "standing"},
    ]
    assert confirmed.changes == [{"what": "source", "id": second, "field": "meeting", "before": None, "after": meeting}]


def test_a_merged_record_stays_under_the_older_id(ledger: Ledger) -> None:
    """The one that was reported first, whichever was read or is named first; the sources are counted together."""
    newer = ledger.meeting("FRA", "ITA", article=an_article(published="2023-09-27"))
    older = ledger.meeting("FRA", "DEU", article=an_article(published="2023-09-26"))

    ledger.merge(newer, older)

    assert ledger.row(newer).merged_into == older
    assert (ledger.row(older).merged_into, ledger.row(older).source_count) == (None, 2)
    assert json.loads(ledger.row(older).document)["countries"] == ["DEU", "FRA", "ITA"]


def test_reports_after_a_merge_find_the_record_that_stays(ledger: Ledger) -> None:
    """The one that was merged away is not looked at any more."""
    people = a_person("Rufus Firefly", "FRA"), a_person("Gloria Teasdale", "FRA")
    older, newer = (ledger.meeting("FRA", "DEU", place=SEOUL, people=(person,)) for person in people)
    ledger.merge(older, newer)

    assert ledger.meeting("FRA", "DEU", place=SEOUL, people=people) == older


def test_a_correction_of_the_merged_record_holds_on(ledger: Ledger) -> None:
    """Unless the record that stays has one of its own."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    ledger.correct(newer, level="leader", status="cancelled")
    ledger.correct(older, status="postponed")

    ledger.merge(older, newer)

    assert (ledger.row(older).level, ledger.row(older).status) == ("leader", "postponed")


def test_sources_are_parted_into_a_record_of_their_own(ledger: Ledger) -> None:
    """The new record has the id that the parted report would have given it."""
    meeting = ledger.meeting("FRA", "DEU")
    article = an_article()
    assert ledger.meeting("FRA", "DEU", article=article) == meeting

    new = ledger.split(meeting, ledger.sources(meeting)[1])

    assert new == meeting_id(article.id, 0)
    assert (ledger.row(meeting).source_count, ledger.row(new).source_count) == (1, 1)


def test_parting_what_was_merged_gives_the_old_id_back(ledger: Ledger) -> None:
    """The id that led on answers for itself again."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    source = ledger.sources(newer)[0]
    ledger.merge(older, newer)

    assert ledger.split(older, source) == newer
    assert ledger.row(newer).merged_into is None
    assert json.loads(ledger.row(newer).document)["countries"] == ["MEX", "USA"]


def test_parting_the_first_report_makes_an_id_that_is_always_the_same(ledger: Ledger) -> None:
    """The record that stays keeps the id which the first report gave it."""
    meeting = ledger.meeting("FRA", "DEU", article=an_article("First.", title=None, outlet=None))
    ledger.meeting("FRA", "DEU", article=an_article("Second.", title=None, outlet=None))

    new = ledger.split(meeting, ledger.sources(meeting)[0])

    assert new == "m202309-ccc77985f9dbe361"
    assert ledger.row(meeting).source_count == 1


@pytest.mark.parametrize(
    ("said", "column", "value"),
    [
        ({"status": "cancelled"}, "status", "cancelled"),
        ({"level": "leader"}, "level", "leader"),
        ({"kind": "call"}, "kind", "call"),
        ({"start": "2023-10"}, "start_precision", "month"),
        ({"start": "2023-10-01/2023-10-20"}, "start_precision", "period"),
        ({"start": None}, "start_earliest", None),
        ({"place": {"city": "Seoul", "country": "South Korea"}}, "place_country", "KOR"),
        ({"place": {"venue": "Shilla Hotel"}}, "place_precision", "venue"),
        ({"place": None}, "city", None),
        ({"series": "Weimar Triangle"}, "series", "Weimar Triangle"),
    ],
)
def test_a_correction_stands_above_the_reports(ledger: Ledger, said: dict, column: str, value: object) -> None:
    """Whatever later reports say."""
    meeting = ledger.meeting("FRA", "DEU", place=SEOUL)
    ledger.correct(meeting, **said)
    assert getattr(ledger.row(meeting), column) == value

    assert ledger.meeting("FRA", "DEU", place=SEOUL) == meeting

    assert getattr(ledger.row(meeting), column) == value
    assert json.loads(ledger.row(meeting).document)["corrected"] == list(said)


def test_parties_and_people_can_be_corrected(ledger: Ledger) -> None:
    """People get the identity that they have elsewhere."""
    meeting = ledger.meeting("FRA", "DEU", people=(a_person("Rufus Firefly", "FRA"),))
    other = ledger.meeting("FRA", "ITA", start="2022-01-01", people=(a_person("Gloria Teasdale", "ITA"),))
    teasdale = json.loads(ledger.row(other).document)["participants"][1]["people"][0]["id"]

    ledger.correct(
        meeting,
        parties=[{"country": "Italy", "role": "host"}, {"organisation": "European Union"}],
        people=[{"name": "Gloria Teasdale", "country": "ITA", "title": "President"}],
    )

    italy, union = json.loads(ledger.row(meeting).document)["participants"]
    assert (italy["country"], italy["role"], union["organisation"]) == ("ITA", "host", "EU")
    assert italy["people"] == [{"id": teasdale, "name": "Gloria Teasdale", "title": "President", "role": "participant"}]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"colour": "red"},
        {"status": "done"},
        {"status": ["held"]},
        {"start": "soon"},
        {"start": "2023-10-05/2023-10-01"},
        {"place": "Seoul"},
        {"place": {}},
        {"place": {"planet": "Mars"}},
        {"place": {"country": "Atlantis"}},
        {"topics": "trade"},
        {"series": 7},
        {"parties": []},
        {"parties": [{"country": "FRA"}, {"country": "France"}]},
        {"parties": [{"country": "FRA", "organisation": "EU"}]},
        {"people": [{"country": "FRA"}]},
        {"people": [{"name": "A\0B", "country": "FRA"}]},
    ],
)
def test_a_correction_that_means_nothing_is_refused(ledger: Ledger, said: dict) -> None:
    """With the name of the field."""
    meeting = ledger.meeting()

    with pytest.raises(InvalidDecisionError) as refused:
        ledger.correct(meeting, **said)
    assert refused.value.field in {*said, "fields"}


def test_the_same_correction_twice_is_refused(ledger: Ledger) -> None:
    """It would be a decision that decides nothing."""
    meeting = ledger.meeting()
    ledger.correct(meeting, status="cancelled")

    with pytest.raises(InvalidDecisionError, match="already"):
        ledger.correct(meeting, status="cancelled")


def test_later_reports_are_compared_with_the_corrected_record(ledger: Ledger) -> None:
    """A record whose date was corrected is found by that date."""
    meeting = ledger.meeting("FRA", "DEU", start="2023-09-26")
    ledger.correct(meeting, start="2023-03-01", end="2023-03-01")

    assert ledger.meeting("FRA", "DEU", start="2023-03-01") == meeting


def test_a_correction_survives_reading_the_article_again(ledger: Ledger) -> None:
    """The article is known, and changes nothing."""
    article = an_article()
    meeting = ledger.meeting("FRA", "DEU", article=article)
    ledger.correct(meeting, status="cancelled")
    before = ledger.state()

    assert not ledger.record(a_candidate("FRA", "DEU"), article=article).stored
    assert ledger.state() == before


def test_a_retracted_record_takes_no_more_reports(ledger: Ledger) -> None:
    """It keeps its own, as evidence of what was retracted."""
    meeting = ledger.meeting("FRA", "DEU")
    ledger.retract(meeting)

    assert ledger.meeting("FRA", "DEU") != meeting
    assert (ledger.row(meeting).retracted_at, len(ledger.sources(meeting))) == (ledger.decisions[1].at, 1)


def test_no_reprint_brings_a_retracted_record_back(ledger: Ledger) -> None:
    """A copy of the article that reported it is one more source of what was taken back."""
    text = "Ministers of Freedonia and Sylvania met on Tuesday to talk about the price of ducks. " * 5
    meeting = ledger.meeting("FRA", "DEU", article=an_article(text, outlet="Agency"))
    ledger.retract(meeting)

    assert ledger.meeting("FRA", "DEU", article=an_article(text, outlet="The Freedonia Post")) == meeting
    assert ledger.row(meeting).retracted_at is not None


def test_nothing_is_decided_of_a_record_that_does_not_stand(ledger: Ledger) -> None:
    """Each kind of absence has its own error, the same as for readers."""
    kept, merged, gone = (ledger.meeting("FRA", other) for other in ("DEU", "ITA", "ESP"))
    ledger.merge(kept, merged)
    ledger.retract(gone)

    for meeting, error in ((merged, MovedError), (gone, GoneError), ("m" + "0" * 20, NotFoundError)):
        with pytest.raises(error):
            ledger.correct(meeting, status="held")
        with pytest.raises(error):
            ledger.merge(kept, meeting)
        with pytest.raises(error):
            ledger.split(meeting, "s1")
        with pytest.raises(error):
            ledger.retract(meeting)


def test_what_cannot_be_merged_or_parted_is_refused(ledger: Ledger) -> None:
    """A record with itself; no sources, all of them, or another record's."""
    meeting, other = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")

    with pytest.raises(InvalidDecisionError, match="itself"):
        ledger.merge(meeting, meeting)
    with pytest.raises(InvalidDecisionError, match="no source is named"):
        ledger.split(meeting)
    with pytest.raises(InvalidDecisionError, match="all its sources"):
        ledger.split(meeting, *ledger.sources(meeting))
    with pytest.raises(InvalidDecisionError, match="no source of the meeting"):
        ledger.split(meeting, *ledger.sources(other))


def test_every_earlier_state_is_kept(ledger: Ledger, session: Session) -> None:
    """With its participants, and from when until when it held."""
    meeting = ledger.meeting("FRA", "DEU", status=Status.SCHEDULED)
    ledger.correct(meeting, status="postponed")
    ledger.correct(meeting, parties=[{"country": "FRA"}, {"country": "ITA"}])

    states = session.scalars(select(MeetingState).order_by(MeetingState.version)).all()
    moments = [decision.at for decision in ledger.decisions]
    assert [state.status for state in states] == ["scheduled", "postponed"]
    assert [(state.updated_at, state.until) for state in states] == [tuple(moments[:2]), tuple(moments[1:])]
    sides = session.execute(select(ParticipantState.version, ParticipantState.country)).all()
    assert sorted(map(tuple, sides)) == [(1, "DEU"), (1, "FRA"), (2, "DEU"), (2, "FRA")]


def test_where_a_source_belonged_is_kept(ledger: Ledger, session: Session) -> None:
    """From when until when it was the other record's."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    source = ledger.sources(newer)[0]
    ledger.merge(older, newer)

    was = session.scalars(select(SourceState)).one()
    created, merged = ledger.decisions[1:]
    assert (was.source_id, was.meeting_id, was.since, was.until) == (source, newer, created.at, merged.at)
    assert session.get_one(Source, source).since == merged.at


def test_a_decision_is_linked_to_every_record_that_it_touched(ledger: Ledger, session: Session) -> None:
    """With the version that came of it."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    merged = ledger.merge(older, newer)

    links = session.scalars(select(DecisionMeeting).where(DecisionMeeting.decision_id == merged))
    assert {(link.meeting_id, link.version) for link in links} == {(older, 2), (newer, 2)}


def test_a_clock_that_was_set_back_changes_no_order(ledger: Ledger, session: Session) -> None:
    """A decision is never older than the state that it changes."""
    meeting = ledger.meeting()
    made = ledger.now
    ledger.now = NOON.replace(year=2020)
    ledger.correct(meeting, status="postponed")

    assert session.scalars(select(StoredDecision.at).order_by(StoredDecision.id)).all() == [made, made]


def test_a_decision_says_who_and_why(ledger: Ledger) -> None:
    """In the words that were given."""
    meeting = ledger.meeting(level=Level.MINISTER, people=(a_person(role=Role.HOST),))
    ledger.retract(meeting)

    last = ledger.decisions[-1]
    assert (last.actor, last.reasons["note"], last.action) == ("ann", "looked it up", "retract")
