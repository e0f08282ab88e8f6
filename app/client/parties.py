"""What the server says of people, states, organisations and articles.

Made from the OpenAPI document by `python -m tests.client.shapes`.
"""

from typing import Literal, TypedDict

from app.client.meetings import Date, Kind, Level, Participant, Place, Role, Salience, Span, Status


class MeetingsLink(TypedDict):
    """How many meetings a record takes part in, and where they are listed."""

    count: int
    url: str


class Person(TypedDict):
    """Somebody who was named as taking part in meetings."""

    id: str
    url: str
    name: str
    names: list[str]
    country: str | None
    organisation: str | None
    meetings: MeetingsLink


class Office(TypedDict):
    """A title under which a person was reported."""

    title: str
    meetings: int
    first: str | None
    last: str | None


class Tenure(TypedDict):
    """An office with the days at which sources show a person in it; it may have begun earlier and lasted longer."""

    office: str
    rank: Level | None
    first: str
    last: str


class MeetingReference(TypedDict):
    """A meeting in few words."""

    id: str
    url: str
    title: str


class Stop(TypedDict):
    """A meeting in somebody's itinerary."""

    meeting: MeetingReference
    kind: Kind
    status: Status
    level: Level
    start: Date | None
    end: Date | None
    place: Place | None
    countries: list[str]
    organisations: list[str]
    role: Role
    title: str | None


class PersonWithItinerary(TypedDict):
    """A person with the offices held, as reported, and the latest meetings."""

    id: str
    url: str
    name: str
    names: list[str]
    country: str | None
    organisation: str | None
    meetings: MeetingsLink
    offices: list[Office]
    tenures: list[Tenure] | None
    itinerary: list[Stop]


class CountryRecord(TypedDict):
    """A state and its meetings."""

    code: str
    alpha2: str | None
    url: str
    name: str
    names: list[str]
    meetings: MeetingsLink


class Levels(TypedDict):
    """Numbers of meetings by rank."""

    leader: int
    minister: int
    official: int
    unknown: int


class Partner(TypedDict):
    """A state that another one meets."""

    country: str
    name: str
    meetings: int
    levels: Levels
    first: str | None
    last: str | None


class Year(TypedDict):
    """A year and its meetings."""

    year: int | None
    meetings: int


class Meeting(TypedDict):
    """One occasion on which representatives of at least two parties meet or speak, or are said to be going to."""

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


class CountryWithPartners(TypedDict):
    """A state, whom it meets, how often in each year, and the meetings around today."""

    code: str
    alpha2: str | None
    url: str
    name: str
    names: list[str]
    meetings: MeetingsLink
    levels: Levels
    partners: list[Partner]
    years: list[Year]
    latest: list[Meeting]
    upcoming: list[Meeting]


class Organisation(TypedDict):
    """An organisation, bloc or movement that was a party to meetings."""

    id: str
    url: str
    short: str
    name: str
    kind: str
    meetings: MeetingsLink


class Article(TypedDict):
    """One text from one outlet."""

    id: str
    url: str
    title: str | None
    outlet: str | None
    link: str | None
    published: str | None
    copy_of: str | None
    language: str
    authors: list[str]
    copy_kind: Literal["exact", "syndicated", "version"] | None
    meeting_count: int


Kept = Literal["all", "evidence", "none"]


class Report(TypedDict):
    """What an article says about one meeting."""

    id: str
    meeting: MeetingReference
    status: Status
    salience: Salience
    quote: str
    span: Span


class ArticleWithReports(TypedDict):
    """An article with its text and the meetings found in it."""

    id: str
    url: str
    title: str | None
    outlet: str | None
    link: str | None
    published: str | None
    copy_of: str | None
    language: str
    authors: list[str]
    copy_kind: Literal["exact", "syndicated", "version"] | None
    meeting_count: int
    kept: Kept
    content: str | None
    sources: list[Report]
