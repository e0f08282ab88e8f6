"""The tables of the record: meetings as they are now, and each state in which one was before.

What holds now and what held then have the same columns, so that one question can be put to either.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Integer, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.calendar import Basis, Precision
from app.domain.meetings import Kind, Level, PlacePrecision, Role, Salience, Status
from app.store.models.base import KEYED, STRICT, Base, of_known, one_of


class MeetingColumns:
    """What is known of an occasion at one time.

    `document` is its rendered JSON. `version` counts the states of a meeting; `updated_at` is when this one began.
    `last_day` is the last day on which it can be going on; keys are names without case and accents.
    """

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    level: Mapped[str]
    salience: Mapped[str]
    start_earliest: Mapped[date | None]
    start_latest: Mapped[date | None]
    start_precision: Mapped[str | None]
    start_basis: Mapped[str | None]
    end_earliest: Mapped[date | None]
    end_latest: Mapped[date | None]
    end_precision: Mapped[str | None]
    end_basis: Mapped[str | None]
    last_day: Mapped[date | None]
    venue: Mapped[str | None]
    city: Mapped[str | None]
    city_key: Mapped[str | None]
    place_country: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    place_precision: Mapped[str | None]
    series: Mapped[str | None]
    series_key: Mapped[str | None]
    party_count: Mapped[int]
    confidence: Mapped[float]
    source_count: Mapped[int]
    independent_source_count: Mapped[int]
    first_reported: Mapped[date | None]
    last_reported: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    retracted_at: Mapped[datetime | None]
    document: Mapped[str]


def _rules() -> tuple[Any, ...]:
    """What the columns of a meeting must satisfy, at any time."""
    return (
        one_of("kind", Kind),
        one_of("status", Status),
        one_of("level", Level),
        one_of("salience", Salience),
        one_of("start_precision", Precision),
        one_of("end_precision", Precision),
        one_of("start_basis", Basis),
        one_of("end_basis", Basis),
        one_of("place_precision", PlacePrecision),
        CheckConstraint("start_earliest <= start_latest", name="start_order"),
        CheckConstraint("end_earliest <= end_latest", name="end_order"),
        CheckConstraint("(start_earliest IS NULL) = (start_latest IS NULL)", name="start_whole"),
        CheckConstraint("(end_earliest IS NULL) = (end_latest IS NULL)", name="end_whole"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("independent_source_count BETWEEN 0 AND source_count", name="source_counts"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
    )


class Meeting(MeetingColumns, Base):
    """One occasion as it is known now, rewritten in every transaction that changes it.

    `merged_into` is the record that took over its sources; `retracted_at` is set on a record that was taken back.
    """

    __tablename__ = "meetings"
    version: Mapped[int] = mapped_column(sort_order=1)

    __table_args__ = (
        Index(None, "start_earliest", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "last_day", "id"),
        of_known("place_country", "start_earliest"),
        of_known("city_key", "start_earliest"),
        of_known("latitude", "longitude"),
        of_known("series_key", "start_earliest"),
        Index(None, "independent_source_count", "id"),
        Index(None, "confidence", "id"),
        *_rules(),
        STRICT,
    )


# Records that do not stand are few: their indexes leave out all others. With a million nulls in an index, SQLite takes
# it to be worthless and reads the whole table instead (8 seconds).
MERGED = Meeting.merged_into.is_not(None)
Index("ix_meetings_merged_into", Meeting.merged_into, sqlite_where=MERGED, postgresql_where=MERGED)
GONE = or_(Meeting.merged_into.is_not(None), Meeting.retracted_at.is_not(None))
Index("ix_meetings_gone", Meeting.updated_at, Meeting.id, sqlite_where=GONE, postgresql_where=GONE)


class MeetingState(MeetingColumns, Base):
    """A meeting as it was known from `updated_at` until just before `until`."""

    __tablename__ = "meeting_states"
    version: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    until: Mapped[datetime] = mapped_column(sort_order=2)

    __table_args__ = (
        Index(None, "start_earliest", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "until"),
        ForeignKeyConstraint(["id"], ["meetings.id"]),
        *_rules(),
        STRICT,
    )


class MeetingText(Base):
    """The words by which a meeting that stands is found: folded, parted by blanks, `¶` between two passages.

    `id` is the place of the meeting among all, by first day and then by id, so that what is found is found in order.

    `names` has those who take part, the place and the series, `evidence` what its sources say. Each database keeps an
    index of these words in step by itself: the FTS5 table `meeting_words`, or the column `words` with a GIN index.
    """

    __tablename__ = "meeting_texts"
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), unique=True)
    title: Mapped[str]
    names: Mapped[str]
    evidence: Mapped[str]

    __table_args__ = (STRICT,)


class MeetingBlock(Base):
    """A mark by which reports of the same occasion find each other: who, and the days on which it can be."""

    __tablename__ = "meeting_blocks"
    key: Mapped[str] = mapped_column(primary_key=True)
    earliest: Mapped[date] = mapped_column(primary_key=True)
    latest: Mapped[date] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)

    __table_args__ = (Index(None, "meeting_id"), KEYED)


class ParticipantColumns:
    """A party of a meeting (`person_id` null), or a person who represents it."""

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    country: Mapped[str | None]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str | None]
    role: Mapped[str]


def _side_rules() -> tuple[Any, ...]:
    """What the columns of a participant must satisfy, and the indexes by which one is found."""
    return (
        of_known("country", "meeting_id"),
        of_known("organisation_id", "meeting_id"),
        of_known("person_id", "meeting_id"),
        one_of("role", Role),
        CheckConstraint("country IS NOT NULL OR organisation_id IS NOT NULL OR person_id IS NOT NULL", name="somebody"),
    )


class Participant(ParticipantColumns, Base):
    """Somebody who takes part, by what is known now."""

    __tablename__ = "participants"
    seq: Mapped[int] = mapped_column(primary_key=True, sort_order=1)

    __table_args__ = (*_side_rules(), STRICT)


class ParticipantState(ParticipantColumns, Base):
    """Somebody who took part in a meeting as it was known in one of its earlier states."""

    __tablename__ = "participant_states"
    version: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    seq: Mapped[int] = mapped_column(primary_key=True, sort_order=2)

    __table_args__ = (*_side_rules(), STRICT)


class TopicColumns:
    """A topic of a meeting."""

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)


class MeetingTopic(TopicColumns, Base):
    """What a meeting is about, by what is known now."""

    __tablename__ = "meeting_topics"
    topic: Mapped[str] = mapped_column(primary_key=True, sort_order=2)

    __table_args__ = (Index(None, "topic", "meeting_id"), KEYED)


class MeetingTopicState(TopicColumns, Base):
    """What a meeting was about, as it was known in one of its earlier states."""

    __tablename__ = "meeting_topic_states"
    version: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    topic: Mapped[str] = mapped_column(primary_key=True, sort_order=2)

    __table_args__ = (Index(None, "topic", "meeting_id"), KEYED)
