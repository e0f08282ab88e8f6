"""A ledger for tests: articles and decisions in, each an hour after the one before, on a store that can be compared."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.store import decisions, undoing
from app.store.accounts import plain_of
from app.store.ledger import Grounds
from app.store.models import (
    Claim,
    Meeting,
    MeetingBlock,
    MeetingTopic,
    Participant,
    Posting,
    Source,
    StoredArticle,
    StoredCorrection,
    StoredDecision,
)
from app.store.record import Reading, Recorded, record_article
from app.store.rereading import Difference, NewReading, reread_article
from tests.builders import NOON, a_candidate, an_article

ANN = Grounds("ann", "looked it up")
CLOCKS = {"created_at", "updated_at", "version", "retracted_at"}


class Ledger:
    """Makes decisions on a store, one an hour from noon on."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = NOON
        self.published = date(2023, 9, 25)

    def tick(self) -> datetime:
        """The moment of the next decision."""
        self.now += timedelta(hours=1)
        return self.now

    def record(self, *candidates: MeetingCandidate, article: Article | None = None) -> Recorded:
        """Take an article in that reports one meeting, or these, each a day younger than the one before."""
        self.published += timedelta(days=1)
        article = article or an_article(published=self.published)
        reading = Reading(article, candidates or [a_candidate()], "test/1")
        return record_article(self.session, reading, self.tick())

    def meeting(self, *states: str, article: Article | None = None, **fields: Any) -> str:
        """The meeting that a new article reports, created or confirmed."""
        recorded = self.record(a_candidate(*states, **fields), article=article)
        return (recorded.created + recorded.confirmed)[0]

    def merge(self, one: str, other: str) -> int:
        """Merge two records."""
        return decisions.merge(self.session, one, other, ANN, self.tick()).decision_id

    def split(self, meeting: str, *sources: str) -> str:
        """Part sources from a record; gives the new record."""
        return decisions.split(self.session, meeting, sources, ANN, self.tick()).meeting_id

    def keep_apart(self, one: str, other: str) -> int:
        """Say that two records are two meetings."""
        return decisions.keep_apart(self.session, one, other, ANN, self.tick()).decision_id

    def reread(self, article_id: str, *candidates: MeetingCandidate, extractor: str = "test/2") -> list[Difference]:
        """Read a stored article again, with another outcome."""
        stored = self.session.get_one(StoredArticle, article_id)
        article = Article(text=stored.body.text, title=stored.title, published=stored.published)
        return reread_article(self.session, article_id, NewReading(article, candidates, extractor), self.tick())

    def correct(self, meeting: str, **said: Any) -> int:
        """Correct fields of a record."""
        return decisions.correct(self.session, meeting, said, ANN, self.tick()).decision_id

    def retract(self, meeting: str) -> int:
        """Take a record back."""
        return decisions.retract(self.session, meeting, ANN, self.tick()).decision_id

    def undo(self, decision: int) -> int:
        """Take a decision back."""
        return undoing.undo(self.session, decision, ANN, self.tick()).id

    @property
    def decisions(self) -> Sequence[StoredDecision]:
        """All decisions in their order."""
        return self.session.scalars(select(StoredDecision).order_by(StoredDecision.id)).all()

    @property
    def last(self) -> int:
        """The number of the last decision; 0 where there is none."""
        return self.decisions[-1].id if self.decisions else 0

    def sources(self, meeting: str) -> list[str]:
        """The sources of a meeting, in the order in which they were read."""
        query = select(Source.id).where(Source.meeting_id == meeting).order_by(Source.created_at, Source.id)
        return list(self.session.scalars(query))

    def row(self, meeting: str) -> Meeting:
        """A meeting's row as it is now."""
        return self.session.get_one(Meeting, meeting, populate_existing=True)

    def state(self) -> dict[str, Any]:
        """All that follows from the decisions, without clocks; a record without sources is as if it never was."""
        self.session.flush()
        self.session.expire_all()
        sources = self.session.scalars(select(Source).where(Source.meeting_id.is_not(None))).all()
        homes = {row.id: row.meeting_id for row in sources}
        meetings = self.session.scalars(select(Meeting)).all()
        standing = {row.id for row in meetings if row.merged_into is None and row.retracted_at is None}
        return {
            "sources": homes,
            "accounts": {row.id: plain_of(row) for row in sources},
            "claims": sorted((row for row in _rows(self.session, Claim) if row["source_id"] in homes), key=str),
            "meetings": {row.id: _columns(row) for row in meetings if row.id in homes.values()},
            "merged": {row.id: row.merged_into for row in meetings if row.merged_into},
            "corrections": sorted(_rows(self.session, StoredCorrection), key=str),
            "parts": {
                table.__tablename__: sorted(
                    (row for row in _rows(self.session, table) if row["meeting_id"] in standing), key=str
                )
                for table in (Participant, MeetingTopic, MeetingBlock, Posting)
            },
        }


def _columns(row: Meeting) -> dict[str, Any]:
    values = {column.name: getattr(row, column.name) for column in Meeting.__table__.columns}
    document = json.loads(values.pop("document"))
    del document["updated_at"]
    kept = {name: value for name, value in values.items() if name not in CLOCKS}
    return {**kept, "document": document, "retracted": values["retracted_at"] is not None}


def _rows(session: Session, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(*table.__table__.columns)).mappings()]
