"""Taking decisions back: the earlier state comes back exactly, whatever was decided; on both databases."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import Level, MeetingCandidate, Status
from app.errors import DecisionConflictError, NotFoundError, SummitryError
from app.store.models import Meeting, StoredArticle
from tests.builders import SEOUL, a_candidate, a_person, an_article
from tests.store.ledgers import Ledger

CANDIDATES = (
    a_candidate("FRA", "DEU", status=Status.SCHEDULED, start="2023-09"),
    a_candidate("FRA", "DEU", place=SEOUL, people=(a_person("Rufus Firefly", "FRA"),)),
    a_candidate("FRA", "DEU", topics=("trade",), level=Level.LEADER),
    a_candidate("FRA", "ITA", start=None),
    a_candidate("FRA", "ITA", "DEU", topics=("trade", "security")),
    a_candidate("USA", "MEX", start="2023-09-26"),
)
DAYS = range(20, 20 + len(CANDIDATES))
ARTICLES = [an_article(published=f"2023-09-{day:02d}") for day in DAYS]
# Each of them in the words of one of the others, as agencies are printed, and as a page that was revised.
REPRINTS = [
    replace(article, outlet="The Sylvania Herald", published=article.published, origin=f"reprints/{number}.txt")
    for number, article in enumerate(ARTICLES)
]
SAID = (
    {"status": "cancelled"},
    {"status": "postponed", "topics": ["sport"]},
    {"start": "2023-03"},
    {"place": None},
    {"parties": [{"country": "FRA"}, {"organisation": "EU"}]},
    {"people": [{"name": "Gloria Teasdale", "country": "FRA"}]},
)


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def test_an_undone_merge_gives_both_records_back(ledger: Ledger) -> None:
    """With their own sources."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    before = ledger.state()
    merged = ledger.merge(older, newer)

    ledger.undo(merged)

    assert ledger.state() == before


def test_a_report_after_a_merge_stays_when_the_merge_is_undone(ledger: Ledger) -> None:
    """What came later and is independent is not lost."""
    people = a_person("Rufus Firefly", "FRA"), a_person("Gloria Teasdale", "FRA")
    older, newer = (ledger.meeting("FRA", "DEU", place=SEOUL, people=(person,)) for person in people)
    merged = ledger.merge(older, newer)
    assert ledger.meeting("FRA", "DEU", place=SEOUL, people=people) == older

    ledger.undo(merged)

    assert (ledger.row(older).source_count, ledger.row(newer).source_count) == (2, 1)


def test_an_undone_creation_leaves_no_record(ledger: Ledger) -> None:
    """The article stays; its account belongs to no meeting."""
    before = ledger.state()
    meeting = ledger.meeting()

    ledger.undo(ledger.last)

    assert ledger.state() == before
    assert ledger.row(meeting).retracted_at == ledger.now


def test_an_undo_that_is_undone_makes_the_decision_hold_again(ledger: Ledger) -> None:
    """And it can be undone once more."""
    meeting = ledger.meeting()
    before = ledger.state()
    corrected = ledger.correct(meeting, status="cancelled")
    after = ledger.state()
    undone = ledger.undo(corrected)

    ledger.undo(undone)
    assert ledger.state() == after
    ledger.undo(corrected)
    assert ledger.state() == before


def test_a_decision_is_undone_once(ledger: Ledger) -> None:
    """The error names the decision that undid it."""
    corrected = ledger.correct(ledger.meeting(), status="cancelled")
    undone = ledger.undo(corrected)

    with pytest.raises(DecisionConflictError, match="already") as refused:
        ledger.undo(corrected)
    assert refused.value.decisions == (undone,)


def test_a_decision_in_the_middle_is_undone_where_nothing_builds_on_it(ledger: Ledger) -> None:
    """A correction of one field, though another field was corrected later."""
    meeting = ledger.meeting()
    first = ledger.correct(meeting, status="cancelled")
    ledger.correct(meeting, level="leader")

    ledger.undo(first)

    assert (ledger.row(meeting).status, ledger.row(meeting).level) == ("held", "leader")


def test_a_decision_that_a_later_one_builds_on_is_not_undone(ledger: Ledger) -> None:
    """The error names the later one, and nothing has changed."""
    meeting = ledger.meeting()
    first = ledger.correct(meeting, status="cancelled")
    second = ledger.correct(meeting, status="postponed")
    before = ledger.state()

    with pytest.raises(DecisionConflictError, match=f"take back first: {second} ") as refused:
        ledger.undo(first)
    assert refused.value.decisions == (second,)
    assert ledger.state() == before
    ledger.undo(second)
    ledger.undo(first)
    assert ledger.row(meeting).status == "held"


def test_a_creation_is_not_undone_while_other_reports_are_there(ledger: Ledger) -> None:
    """Each later report is named."""
    ledger.meeting()
    created = ledger.last
    ledger.meeting()

    with pytest.raises(DecisionConflictError) as refused:
        ledger.undo(created)
    assert refused.value.decisions == (ledger.last,)


def test_a_record_is_not_left_without_sources(ledger: Ledger) -> None:
    """Where the first source was parted from it, the second must stay."""
    meeting = ledger.meeting()
    ledger.meeting()
    confirmed = ledger.last
    ledger.split(meeting, ledger.sources(meeting)[0])
    parted = ledger.last

    with pytest.raises(DecisionConflictError, match="no source left") as refused:
        ledger.undo(confirmed)
    assert refused.value.decisions == (parted,)


def test_a_correction_of_a_merged_record_waits_for_the_merge(ledger: Ledger) -> None:
    """It holds on in the record that took over."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    corrected = ledger.correct(newer, status="cancelled")
    merged = ledger.merge(older, newer)

    with pytest.raises(DecisionConflictError) as refused:
        ledger.undo(corrected)
    assert refused.value.decisions == (merged,)


def test_an_unknown_decision_is_not_found(ledger: Ledger) -> None:
    """Like any other record."""
    with pytest.raises(NotFoundError):
        ledger.undo(7)


def standing(ledger: Ledger) -> list[str]:
    """The records that stand, by id."""
    query = select(Meeting.id).where(Meeting.merged_into.is_(None), Meeting.retracted_at.is_(None))
    return list(ledger.session.scalars(query.order_by(Meeting.id)))


def read(dice: random.Random) -> list[MeetingCandidate]:
    """What an extractor may read in an article."""
    return dice.sample(CANDIDATES, dice.choice([0, 1, 1, 1, 2]))


def act(ledger: Ledger, what: str, dice: random.Random) -> None:
    """One decision of a kind on something that is there; nothing where it is refused."""
    meetings = standing(ledger)
    stored = list(ledger.session.scalars(select(StoredArticle.id).order_by(StoredArticle.id)))
    versions = (f"test/{number}" for number in (2, 3))
    acts: dict[str, Callable[[], object]] = {
        "read": lambda: ledger.record(*read(dice), article=dice.choice(ARTICLES + REPRINTS)),
        "reread": lambda: ledger.reread(dice.choice(stored), *read(dice), extractor=dice.choice(list(versions))),
        "merge": lambda: ledger.merge(*dice.sample(meetings, 2)),
        "apart": lambda: ledger.keep_apart(*dice.sample(meetings, 2)),
        "split": lambda: ledger.split(one := dice.choice(meetings), dice.choice(ledger.sources(one))),
        "correct": lambda: ledger.correct(dice.choice(meetings), **dice.choice(SAID)),
        "retract": lambda: ledger.retract(dice.choice(meetings)),
        "undo": lambda: ledger.undo(dice.choice(ledger.decisions).id),
    }
    with suppress(SummitryError, IndexError, ValueError), ledger.session.begin_nested():
        acts[what]()


KINDS = st.sampled_from(
    ["read"] * 3 + ["reread"] * 3 + ["merge"] * 2 + ["split"] * 2 + ["apart", "correct", "retract", "undo", "undo"]
)


def test_undoing_everything_in_reverse_brings_every_earlier_state_back(session: Session) -> None:
    """Random sequences of decisions, with undos among them: each state on the way back is the one on the way there."""
    examples = 40 if session.get_bind().dialect.name == "sqlite" else 10

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(KINDS, min_size=4, max_size=14), st.integers(0, 10_000))
    def there_and_back(kinds: list[str], seed: int) -> None:
        dice = random.Random(seed)
        with session.begin_nested() as whole:
            ledger = Ledger(session)
            made: list[tuple[list[int], dict[str, Any]]] = []
            for kind in kinds:
                before, known = ledger.state(), ledger.last
                act(ledger, kind, dice)
                made.append(([one.id for one in ledger.decisions if one.id > known], before))
            # A report that joins two records makes two decisions at once.
            for numbers, before in reversed(made):
                for number in reversed(numbers):
                    ledger.undo(number)
                assert ledger.state() == before
            whole.rollback()
        session.expire_all()

    there_and_back()
