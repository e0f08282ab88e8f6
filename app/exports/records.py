"""Rendered records in, typed ones out, with the fields that files are made of.

Every record of a list is JSON by the time it gets here. Reading it into these takes 5 µs a meeting, into dictionaries
10 µs; they are not tracked by the garbage collector, which has nothing to find in trees.
"""

from collections.abc import Sequence
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct


class Date(Struct, gc=False):
    """A day that lies between two days."""

    date: str | None
    earliest: str
    latest: str
    precision: str
    basis: str


class Delegate(Struct, gc=False):
    """A person who represents a side."""

    id: str | None
    name: str
    title: str | None
    role: str


class Participant(Struct, gc=False):
    """A side, with its people."""

    country: str | None
    organisation: str | None
    role: str
    people: list[Delegate]

    @property
    def code(self) -> str | None:
        """The code of the state, or the short name of the organisation; None for people of unknown party."""
        return self.country or self.organisation


class Named(Struct, gc=False):
    """A person of whom nothing but the name is wanted."""

    name: str


class Delegation(Struct, gc=False):
    """A side of which nothing but the names of its people is wanted."""

    people: list[Named]


Side = TypeVar("Side")


class Place(Struct, gc=False):
    """Where it takes place."""

    venue: str | None = None
    city: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None


NOWHERE = Place()


class MeetingOf(Struct, Generic[Side], gc=False):
    """A meeting as lists have it, with as much of its sides as is wanted: what is left out is not read."""

    id: str
    url: str
    title: str
    kind: str
    status: str
    level: str
    salience: str
    start: Date | None
    end: Date | None
    countries: list[str]
    organisations: list[str]
    participants: list[Side]
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


Meeting: TypeAlias = MeetingOf[Participant]


class MeetingsLink(Struct, gc=False):
    """How many meetings somebody takes part in, and where they are listed."""

    count: int
    url: str


class Person(Struct, gc=False):
    """A person as lists have it."""

    id: str
    url: str
    name: str
    names: list[str]
    country: str | None
    organisation: str | None
    meetings: MeetingsLink


class Organisation(Struct, gc=False):
    """An organisation as lists have it."""

    id: str
    url: str
    short: str
    name: str
    kind: str
    meetings: MeetingsLink


class Country(Struct, gc=False):
    """A state as lists have it."""

    code: str
    alpha2: str | None
    url: str
    name: str
    names: list[str]
    meetings: MeetingsLink


class Article(Struct, gc=False):
    """An article as lists have it."""

    id: str
    url: str
    title: str | None
    outlet: str | None
    link: str | None
    published: str | None
    copy_of: str | None
    language: str
    authors: list[str]
    copy_kind: str | None
    meeting_count: int


class Tombstone(Struct, gc=False):
    """What is left of a record, as lists have it."""

    id: str
    title: str
    deleted: str
    at: str
    merged_into: str | None
    decision: int | None
    actor: str | None
    reason: str | None


# Some rendered records, as they are read together.
Batch = Sequence[bytes]
