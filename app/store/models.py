"""The tables: one class each, as users see them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.domain.calendar import Basis, Precision
from app.domain.meetings import Kind, Level, PlacePrecision, Role, Salience, Status
from app.store.columns import TYPES

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT = {"sqlite_strict": True}
# A table that is nothing but its key is half as big on SQLite without row numbers.
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class CopyKind(StrEnum):
    """How an article is a copy: the same words, the same report elsewhere, or another state of the same page."""

    EXACT = "exact"
    SYNDICATED = "syndicated"
    VERSION = "version"


class Action(StrEnum):
    """What a decision did to a meeting. `confirm` adds one more report to a known meeting."""

    CREATE = "create"
    CONFIRM = "confirm"
    MERGE = "merge"
    SPLIT = "split"
    CORRECT = "correct"
    RETRACT = "retract"


class RunState(StrEnum):
    """Where a call of the ingest job stands."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A constraint that a column holds one of the words of a vocabulary, or nothing."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


class Base(DeclarativeBase):
    """Naming and types shared by all tables. Moments are UTC, days are calendar days."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = TYPES


class Outlet(Base):
    """A newspaper, agency or office that publishes articles. `key` is the folded name."""

    __tablename__ = "outlets"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (STRICT,)


class StoredArticle(Base):
    """One text from one outlet. `copy_of` is the first article of the same wording, `copy_kind` says how alike."""

    __tablename__ = "articles"
    id: Mapped[str] = mapped_column(primary_key=True)
    outlet_id: Mapped[str | None] = mapped_column(ForeignKey("outlets.id"))
    source_id: Mapped[str | None]
    url: Mapped[str | None]
    title: Mapped[str | None]
    text: Mapped[str]
    language: Mapped[str]
    published: Mapped[date | None]
    published_at: Mapped[datetime | None]
    authors: Mapped[list[str]]
    dateline: Mapped[dict[str, Any] | None]
    origin: Mapped[str]
    fingerprint: Mapped[str]
    copy_of: Mapped[str | None] = mapped_column(ForeignKey("articles.id"))
    copy_kind: Mapped[str | None]
    extractor: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("ingest_runs.id"))
    ingested_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "fingerprint"),
        Index(None, "published", "id"),
        Index(None, "ingested_at", "id"),
        Index(None, "outlet_id"),
        Index(None, "url"),
        Index(None, "copy_of"),
        one_of("copy_kind", CopyKind),
        CheckConstraint("(copy_of IS NULL) = (copy_kind IS NULL)", name="copy_whole"),
        CheckConstraint("copy_of <> id", name="copy_of_another"),
        STRICT,
    )


class ArticleShingle(Base):
    """One min-hash band of an article's words: articles that share a band may be near-duplicates."""

    __tablename__ = "article_shingles"
    band: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), primary_key=True)

    __table_args__ = (KEYED,)


class Meeting(Base):
    """One occasion. `document` is its rendered JSON, rewritten in every transaction that changes the meeting."""

    __tablename__ = "meetings"
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
    venue: Mapped[str | None]
    city: Mapped[str | None]
    place_country: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    place_precision: Mapped[str | None]
    series: Mapped[str | None]
    confidence: Mapped[float]
    source_count: Mapped[int]
    independent_source_count: Mapped[int]
    first_reported: Mapped[date | None]
    last_reported: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    retracted_at: Mapped[datetime | None]
    version: Mapped[int]
    document: Mapped[str]

    __table_args__ = (
        Index(None, "start_earliest", "id"),
        Index(None, "start_latest", "id"),
        Index(None, "updated_at", "id"),
        Index(None, "place_country", "start_earliest"),
        Index(None, "merged_into"),
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
        STRICT,
    )


class MeetingBlock(Base):
    """A mark by which reports of the same occasion find each other: who, and the days on which it can be."""

    __tablename__ = "meeting_blocks"
    key: Mapped[str] = mapped_column(primary_key=True)
    earliest: Mapped[date] = mapped_column(primary_key=True)
    latest: Mapped[date] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)

    __table_args__ = (Index(None, "meeting_id"), KEYED)


class Participant(Base):
    """A party of a meeting (`person_id` null), or a person who represents it."""

    __tablename__ = "participants"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str | None]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str | None]
    role: Mapped[str]

    __table_args__ = (
        Index(None, "country", "meeting_id"),
        Index(None, "organisation_id", "meeting_id"),
        Index(None, "person_id", "meeting_id"),
        one_of("role", Role),
        CheckConstraint("country IS NOT NULL OR organisation_id IS NOT NULL OR person_id IS NOT NULL", name="somebody"),
        STRICT,
    )


class MeetingTopic(Base):
    """A topic of a meeting."""

    __tablename__ = "meeting_topics"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index(None, "topic", "meeting_id"), KEYED)


class StoredPerson(Base):
    """A person with a stable identity: `name` is the usual form, `country` or `organisation_id` the party."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str | None]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "name", "id"), Index(None, "country", "name"), STRICT)


class PersonName(Base):
    """A form in which a person's name was written. `key` is folded (case, diacritics, hyphens, honorifics)."""

    __tablename__ = "person_names"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]

    __table_args__ = (Index(None, "key", "person_id"), STRICT)


class StoredOrganisation(Base):
    """An organisation, bloc or movement that was a party. `short` is its usual short name."""

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(primary_key=True)
    short: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]

    __table_args__ = (STRICT,)


class Source(Base):
    """The link from a meeting to an article: the meeting as that article has it.

    `candidate` is the whole `MeetingCandidate`; `people` holds the ids of its people, in their order.
    """

    __tablename__ = "sources"
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"))
    ordinal: Mapped[int]
    status: Mapped[str]
    salience: Mapped[str]
    attribution: Mapped[str | None]
    confidence: Mapped[float]
    span_start: Mapped[int]
    span_end: Mapped[int]
    quote: Mapped[str]
    extractor: Mapped[str]
    candidate: Mapped[dict[str, Any]]
    people: Mapped[list[str]]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("article_id", "ordinal"),
        Index(None, "meeting_id"),
        one_of("status", Status),
        one_of("salience", Salience),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
        CheckConstraint("0 <= span_start AND span_start < span_end", name="span"),
        STRICT,
    )


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
        STRICT,
    )


class StoredDecision(Base):
    """Append only: what was done to a meeting, by whom, when and why.

    `reasons` holds `features` (name, score, detail) of the pair that decided, `other` the meeting compared with
    where it is not this one, and `review` true where a person should look at the pair.
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

    __table_args__ = (Index(None, "meeting_id", "id"), Index(None, "at", "id"), one_of("action", Action), STRICT)


class IngestRun(Base):
    """One call of the ingest job and its counts."""

    __tablename__ = "ingest_runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inputs: Mapped[list[str]]
    state: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    read: Mapped[int]
    stored: Mapped[int]
    unchanged: Mapped[int]
    copies: Mapped[int]
    failed: Mapped[int]
    meetings_created: Mapped[int]
    meetings_confirmed: Mapped[int]

    __table_args__ = (one_of("state", RunState), STRICT)


class IngestFailure(Base):
    """One input that could not be taken, and why. `resolved_at` is set when a retry took it."""

    __tablename__ = "ingest_failures"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("ingest_runs.id"))
    origin: Mapped[str]
    stage: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "run_id"), Index(None, "resolved_at"), STRICT)


class Fetch(Base):
    """The validators of the last good answer of an address, for conditional requests."""

    __tablename__ = "fetches"
    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    fetched_at: Mapped[datetime]

    __table_args__ = (STRICT,)
