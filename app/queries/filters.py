"""What is asked of a list: parameters as text in, one frozen filter out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.meetings import Kind, Level, Role, Status
from app.queries import names
from app.queries.intervals import Interval, parse_interval, parse_moment
from app.queries.terms import Parameter, Terms, one_of
from app.resolution.names import plain

COUNTRY = Parameter("country", names.country)
PERSON = Parameter("person")
ORGANISATION = Parameter("organisation", names.by(names.ORGANISATION_ID, names.organisation))
ROLE = Parameter("role", one_of(Role))
KIND = Parameter("kind", one_of(Kind), single=True)
STATUS = Parameter("status", one_of(Status), single=True)
LEVEL = Parameter("level", one_of(Level), single=True)
PLACE = Parameter("place")
TOPIC = Parameter("topic", str.lower)
OUTLET = Parameter("outlet", names.by(names.OUTLET_ID, plain))
ARTICLE_OUTLET = Parameter("outlet", names.by(names.OUTLET_ID, plain), single=True)


ANYTHING = Terms()


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """Which meetings are wanted; every part that asks for something must be met.

    `role` narrows `country`, `person` and `organisation` to those who have that role. `days` is met by a meeting
    that may have taken place on one of its days; `published` and `outlet` by one report of the meeting. `as_of`, here
    and in the other filters, is the moment of which is asked what was known; None asks of now.
    """

    country: Terms = ANYTHING
    person: Terms = ANYTHING
    organisation: Terms = ANYTHING
    role: Terms = ANYTHING
    kind: Terms = ANYTHING
    status: Terms = ANYTHING
    level: Terms = ANYTHING
    place: Terms = ANYTHING
    topic: Terms = ANYTHING
    outlet: Terms = ANYTHING
    days: Interval | None = None
    published: Interval | None = None
    updated_since: datetime | None = None
    min_sources: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which people are wanted: `name` matches the beginnings of words in any written form of their names."""

    name: str | None = None
    country: Terms = ANYTHING
    organisation: Terms = ANYTHING
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Which organisations are wanted: `name` is a part of the short or the full name."""

    name: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class CountryFilter:
    """Which countries are wanted: `name` is a part of any name; `min_meetings` leaves out those with fewer."""

    name: str | None = None
    min_meetings: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles are wanted; `copies` false leaves out those that repeat another one's text."""

    outlet: Terms = ANYTHING
    published: Interval | None = None
    copies: bool = True
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeletedFilter:
    """Which records that do not stand any more are wanted: those that ceased to at `since` or later."""

    since: datetime | None = None
    as_of: datetime | None = None


def meetings(given: Mapping[str, Any]) -> MeetingFilter:
    """The filter of a list of meetings. Raises InvalidFilterError, naming the parameter."""
    return MeetingFilter(
        country=COUNTRY.parse(given.get("country")),
        person=PERSON.parse(given.get("person")),
        organisation=ORGANISATION.parse(given.get("organisation")),
        role=ROLE.parse(given.get("role")),
        kind=KIND.parse(given.get("kind")),
        status=STATUS.parse(given.get("status")),
        level=LEVEL.parse(given.get("level")),
        place=PLACE.parse(given.get("place")),
        topic=TOPIC.parse(given.get("topic")),
        outlet=OUTLET.parse(given.get("outlet")),
        days=parse_interval(given.get("datetime"), "datetime"),
        published=parse_interval(given.get("published"), "published"),
        updated_since=parse_moment(given.get("updated_since"), "updated_since"),
        min_sources=given.get("min_sources") or 0,
        as_of=as_of(given),
    )


def people(given: Mapping[str, Any]) -> PersonFilter:
    """The filter of a list of people. Raises InvalidFilterError, naming the parameter."""
    return PersonFilter(
        name=given.get("name"),
        country=COUNTRY.parse(given.get("country")),
        organisation=ORGANISATION.parse(given.get("organisation")),
        as_of=as_of(given),
    )


def articles(given: Mapping[str, Any]) -> ArticleFilter:
    """The filter of a list of articles. Raises InvalidFilterError, naming the parameter."""
    copies = given.get("copies")
    return ArticleFilter(
        outlet=ARTICLE_OUTLET.parse(given.get("outlet")),
        published=parse_interval(given.get("published"), "published"),
        copies=True if copies is None else copies,
        as_of=as_of(given),
    )


def deleted(given: Mapping[str, Any]) -> DeletedFilter:
    """The filter of the records that do not stand any more. Raises InvalidFilterError, naming the parameter."""
    return DeletedFilter(parse_moment(given.get("since"), "since"), as_of(given))


def as_of(given: Mapping[str, Any]) -> datetime | None:
    """The moment of which is asked. Raises InvalidFilterError."""
    return parse_moment(given.get("as_of"), "as_of")
