"""What a person decides at the command line in, the decision in the store out; opens and commits.

It is imported when it is asked for, since it needs the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.cli.noting import note
from app.queries import history, reviews
from app.queries.intervals import parse_moment
from app.queries.paging import Window
from app.store import decisions, undoing
from app.store.decisions import Decided
from app.store.engine import reading, writing
from app.store.ledger import Grounds
from app.store.reviews import Verdict, decide_pair


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody decides: the store, who it is, and why."""

    engine: Engine
    grounds: Grounds

    def merge(self, one_id: str, other_id: str) -> Decided:
        """Make two records one."""
        with self._deciding("meetings", "merge", one_id, other_id) as (session, now):
            return decisions.merge(session, one_id, other_id, self.grounds, now)

    def split(self, from_id: str, source_ids: Sequence[str]) -> Decided:
        """Part sources from a record."""
        with self._deciding("meetings", "split", from_id, *source_ids) as (session, now):
            return decisions.split(session, from_id, source_ids, self.grounds, now)

    def correct(self, of_id: str, said: Mapping[str, Any]) -> Decided:
        """Give fields their right values."""
        with self._deciding("meetings", "correct", of_id, *said) as (session, now):
            return decisions.correct(session, of_id, said, self.grounds, now)

    def retract(self, of_id: str) -> Decided:
        """Take a record back."""
        with self._deciding("meetings", "retract", of_id) as (session, now):
            return decisions.retract(session, of_id, self.grounds, now)

    def undo(self, decision_id: int) -> Decided:
        """Take a decision back."""
        with self._deciding("meetings", "undo", str(decision_id)) as (session, now):
            row = undoing.undo(session, decision_id, self.grounds, now)
            return Decided(row.id, row.meeting_id)

    def review(self, number: int, verdict: str) -> Decided:
        """Give a verdict on a pair: `same` or `different`."""
        with self._deciding("reviews", "decide", str(number), verdict) as (session, now):
            return decide_pair(session, number, Verdict(verdict), self.grounds, now)

    @contextmanager
    def _deciding(self, *words: str) -> Iterator[tuple[Session, datetime]]:
        with writing(self.engine) as session:
            yield session, datetime.now(UTC)
            note(session, *words, "--by", self.grounds.actor)


def history_of(engine: Engine, meeting_id: str, as_of: str | None) -> Sequence[bytes]:
    """Every decision about a meeting, as JSON. Raises InvalidFilterError for a moment that is none."""
    with reading(engine) as session:
        return list(map(bytes, history.page(session, meeting_id, parse_moment(as_of, "as_of")).records))


def waiting(engine: Engine, most: int) -> Sequence[bytes]:
    """The pairs that wait for a verdict, as JSON, the most useful one first."""
    with reading(engine) as session:
        return list(map(bytes, reviews.page(session, Window(most)).records))
