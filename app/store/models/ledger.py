"""The tables of evidence and decisions: what each article reports, and what was made of it, when, by whom and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.meetings import Salience, Status
from app.store.models.base import KEYED, STRICT, Base, by_month, of_known, one_of


class Action(StrEnum):
    """What a decision did.

    `confirm` adds one more report to a known meeting, `reread` gives a report the account of a newer extractor, `undo`
    takes a decision back.
    """

    CREATE = "create"
    CONFIRM = "confirm"
    MERGE = "merge"
    SPLIT = "split"
    CORRECT = "correct"
    RETRACT = "retract"
    REREAD = "reread"
    UNDO = "undo"


class Source(Base):
    """The link from a meeting to an article; the meeting as that article has it is its `account`.

    `meeting_id` is null for an account that no meeting has any more, since the decision that gave it one was undone;
    `since` is the moment from which that is so.
    """

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    since: Mapped[datetime]
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"))
    ordinal: Mapped[int]
    status: Mapped[str]
    salience: Mapped[str]
    attribution: Mapped[str | None]
    confidence: Mapped[float]
    span_start: Mapped[int]
    span_end: Mapped[int]
    extractor: Mapped[str]
    created_at: Mapped[datetime]
    account: Mapped["SourceAccount"] = relationship()

    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index(None, "meeting_id"),
        one_of("status", Status),
        one_of("salience", Salience),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("0 <= span_start AND span_start < span_end", name="span"),
        STRICT,
    )


class SourceAccount(Base):
    """The meeting as one article has it: the whole `MeetingCandidate`, the ids of its people in their order, its words.

    It stands apart from its source, by which reports are looked for in stores of any size.
    """

    __tablename__ = "source_accounts"
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    quote: Mapped[str]
    candidate: Mapped[dict[str, Any]]
    people: Mapped[list[str]]

    __table_args__ = (by_month("source_id"),)


class SourceState(Base):
    """The meeting that a source belonged to from `since` until just before `until`."""

    __tablename__ = "source_states"
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))

    __table_args__ = (Index(None, "meeting_id"), STRICT)


class Claim(Base):
    """One field's value in one source, with the characters of the article that show it."""

    __tablename__ = "claims"
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str]
    value: Mapped[str | None]
    span_start: Mapped[int]
    span_end: Mapped[int]
    quote: Mapped[str]
    rule: Mapped[str]
    confidence: Mapped[float]

    __table_args__ = (
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("0 <= span_start AND span_start < span_end", name="span"),
        by_month("source_id"),
    )


class StoredDecision(Base):
    """Append only: what was done to a meeting, by whom, when and why. The order of the ids is the order of decisions.

    `reasons` holds `features` (name, score, detail) of the pair that decided, `other` the meeting compared with
    where it is not this one, `review` true where a person should look at the pair, and `note` what a person gave as
    the reason. `changes` holds what changed, each as `what`, `id`, `field`, `before`, `after`; an undo holds the same
    the other way round, and names the decision that it `undoes`.
    """

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    source_id: Mapped[str | None] = mapped_column(ForeignKey("sources.id"))
    score: Mapped[float | None]
    reasons: Mapped[dict[str, Any]]
    changes: Mapped[list[dict[str, Any]]]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))

    __table_args__ = (
        Index(None, "at", "id"),
        of_known("undoes"),
        one_of("action", Action),
        CheckConstraint("(undoes IS NULL) = (action <> 'undo')", name="undoes"),
        STRICT,
    )


# Decisions about a source after the one that brought it: few, and the only ones that change what it says.
LATER = text("action NOT IN ('create', 'confirm')")
Index("ix_decisions_source_id", StoredDecision.source_id, sqlite_where=LATER, postgresql_where=LATER)
# Decisions that made a record although it resembled another one: few, and people look for them.
ALIKE = text("action = 'create' AND score > 0")
Index("ix_decisions_alike", StoredDecision.score, sqlite_where=ALIKE, postgresql_where=ALIKE)


class DecisionMeeting(Base):
    """A meeting that a decision touched, and the version of the meeting that came of it."""

    __tablename__ = "decision_meetings"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    version: Mapped[int]

    __table_args__ = (Index(None, "decision_id"), KEYED)


class StoredCorrection(Base):
    """A person's word on a field of a meeting, above all that articles say: `value` as `Correction.plain` has it."""

    __tablename__ = "corrections"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]

    __table_args__ = (STRICT,)
