"""What the server says of meetings, their evidence and their history.

Made from the OpenAPI document by `python -m tests.client.shapes`.
"""

from typing import Any, Literal, NotRequired, TypedDict

Status = Literal["held", "ongoing", "scheduled", "proposed", "postponed", "cancelled"]

Precision = Literal["day", "week", "month", "quarter", "year", "period"]

Basis = Literal["stated", "year_inferred", "weekday", "relative", "narrative", "duration", "publication"]


class Date(TypedDict):
    """A day that is known to lie between two days, and how that was read from the text."""

    date: str | None
    earliest: str
    latest: str
    precision: Precision
    basis: Basis


class CorrectionReference(TypedDict):
    """Who corrected a field, when and why."""

    decision: int
    actor: str
    at: str
    note: str | None


class LifeStep(TypedDict):
    """A step in the life of a meeting: from here on it stood so."""

    status: Status
    start: Date | None
    reported: str | None
    source: str | None
    quote: str | None
    correction: CorrectionReference | None


class Contention(TypedDict):
    """One of the values that are claimed of a field."""

    value: Any
    chosen: bool
    sources: list[str]
    independent_source_count: int


class ContestedField(TypedDict):
    """A field of which sources, or a source and a person, say different things."""

    field: str
    policy: str
    correction: CorrectionReference | None
    claims: list[Contention]


class ArticleReference(TypedDict):
    """An article in few words."""

    id: str
    url: str
    title: str | None
    outlet: str | None
    link: str | None
    published: str | None
    copy_of: str | None


Salience = Literal["main", "background"]


class Span(TypedDict):
    """A half-open range of characters in the article's `content`."""

    start: int
    end: int


class Claim(TypedDict):
    """One field's value in one source, with the words that show it."""

    field: str
    value: str | None
    quote: str
    span: Span
    rule: str
    confidence: float


class Source(TypedDict):
    """What one article reports about the meeting."""

    id: str
    article: ArticleReference
    status: Status
    salience: Salience
    attribution: str | None
    confidence: float
    extractor: str
    quote: str
    span: Span
    claims: list[Claim]


Kind = Literal["meeting", "visit", "call", "conference"]

Level = Literal["leader", "minister", "official", "unknown"]

Role = Literal["host", "guest", "mediator", "chair", "participant"]


class Delegate(TypedDict):
    """A person who is named as taking part."""

    id: str | None
    name: str
    title: str | None
    role: Role


class Participant(TypedDict):
    """One side of the meeting: a state or an organisation, and the people who represent it."""

    country: str | None
    organisation: str | None
    role: Role
    people: list[Delegate]


PlacePrecision = Literal["venue", "city", "region", "country"]


class Place(TypedDict):
    """Where the meeting takes place, never finer than the reports say."""

    venue: str | None
    city: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: PlacePrecision | None


class ListedMeeting(TypedDict):
    """A meeting as lists have it."""

    life_cycle: NotRequired[list[LifeStep]]
    contested: NotRequired[list[ContestedField]]
    sources: NotRequired[list[Source]]
    id: str
    url: str
    title: str
    kind: Kind
    status: Status
    level: Level
    salience: Salience
    start: Date | None
    end: Date | None
    countries: list[str]
    organisations: list[str]
    participants: list[Participant]
    place: Place | None
    topics: list[str]
    series: str | None
    confidence: float
    source_count: int
    independent_source_count: int
    first_reported: str | None
    last_reported: str | None
    corrected: list[str]
    updated_at: str


class MeetingWithSources(TypedDict):
    """A meeting with everything that is reported about it."""

    id: str
    url: str
    title: str
    kind: Kind
    status: Status
    level: Level
    salience: Salience
    start: Date | None
    end: Date | None
    countries: list[str]
    organisations: list[str]
    participants: list[Participant]
    place: Place | None
    topics: list[str]
    series: str | None
    confidence: float
    source_count: int
    independent_source_count: int
    first_reported: str | None
    last_reported: str | None
    corrected: list[str]
    updated_at: str
    life_cycle: list[LifeStep]
    contested: list[ContestedField]
    sources: list[Source]


class Tombstone(TypedDict):
    """What is left of a record that does not stand any more."""

    id: str
    title: str
    deleted: Literal["retracted", "merged"]
    at: str
    merged_into: str | None
    decision: int | None
    actor: str | None
    reason: str | None


class FieldClaim(TypedDict):
    """What one source says of a field, and in which words."""

    value: str | None
    quote: str
    span: Span
    rule: str
    confidence: float
    source: str
    article: ArticleReference
    attribution: str | None


class FieldEvidence(TypedDict):
    """Everything that is said of one field of a meeting."""

    field: str
    value: Any
    claims: list[FieldClaim]


class Feature(TypedDict):
    """One aspect under which two reports were compared."""

    name: str
    score: float
    detail: str


class MovedSource(TypedDict):
    """A source that a decision gave to the meeting, or took from it."""

    id: str
    article: ArticleReference
    status: Status
    attribution: str | None
    quote: str
    span: Span


class FieldChange(TypedDict):
    """A field of the record that a decision changed."""

    field: str
    before: Any
    after: Any


class Decision(TypedDict):
    """A decision about a meeting: who changed what, when and why."""

    decision: int
    actor: str
    at: str
    note: str | None
    action: Literal["create", "confirm", "merge", "split", "correct", "retract", "reread", "undo"]
    score: float | None
    features: list[Feature]
    compared_with: str | None
    review: bool
    undoes: int | None
    meetings: list[str]
    undone_by: int | None
    sources_added: list[MovedSource]
    sources_removed: list[MovedSource]
    changes: list[FieldChange]
