"""What is asked of a list: parameters as text in, one frozen filter out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any

from app.domain.geography import Box, Circle
from app.domain.meetings import Kind, Level, Role, Status
from app.errors import InvalidFilterError
from app.queries import names
from app.queries.geography import parse_box, parse_circle
from app.queries.intervals import Interval, parse_interval, parse_moment
from app.queries.terms import NO_TERMS, Parameter, Terms, one_of
from app.queries.words import Search, parse_search
from app.resolution.names import plain

COUNTRY = Parameter("country", names.country)
MEMBER_OF = Parameter("member_of", names.bloc)
PERSON = Parameter("person")
ORGANISATION = Parameter("organisation", names.by(names.ORGANISATION_ID, names.organisation))
ROLE = Parameter("role", one_of(Role))
KIND = Parameter("kind", one_of(Kind), single=True)
STATUS = Parameter("status", one_of(Status), single=True)
LEVEL = Parameter("level", one_of(Level), single=True)
PLACE = Parameter("place")
SERIES = Parameter("series", single=True)
TOPIC = Parameter("topic", names.topic)
OUTLET = Parameter("outlet", names.by(names.OUTLET_ID, plain))
ARTICLE_OUTLET = Parameter("outlet", names.by(names.OUTLET_ID, plain), single=True)


ANYTHING = NO_TERMS


class Filter:
    """Base of all filters."""

    @property
    def given(self) -> Mapping[str, Any]:
        """The parts that ask for something, by their names."""
        parts = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}  # type: ignore[arg-type]
        return {name: part for name, (part, nothing) in parts.items() if part != nothing}


@dataclass(frozen=True, init=False)
class MeetingFilter(Filter):
    """Which meetings are wanted; every part that asks for something must be met.

    `role` narrows `country`, `member_of`, `person` and `organisation` to those who have that role. `days` is met by a
    meeting that may have taken place on one of its days; `published` and `outlet` by one report of the meeting.
    `as_of`, here and in the other filters, is the moment of which is asked what was known; None asks of now.
    """

    country: Terms = ANYTHING
    member_of: Terms = ANYTHING
    person: Terms = ANYTHING
    organisation: Terms = ANYTHING
    role: Terms = ANYTHING
    kind: Terms = ANYTHING
    status: Terms = ANYTHING
    level: Terms = ANYTHING
    place: Terms = ANYTHING
    box: Box | None = None
    circle: Circle | None = None
    series: Terms = ANYTHING
    topic: Terms = ANYTHING
    outlet: Terms = ANYTHING
    days: Interval | None = None
    published: Interval | None = None
    updated_since: datetime | None = None
    min_sources: int = 0
    min_confidence: float = 0.0
    parties_min: int = 0
    parties_max: int | None = None
    search: Search | None = None
    as_of: datetime | None = None

    def __init__(self, **parts: Any) -> None:
        """Any of the parts above. Raises KeyError for what is none of them.

        To hold two or three of them, where there could be twenty-four, takes a quarter of the time.
        """
        vars(self).update({name: part for name, part in parts.items() if part or part != NOTHING[name]})

    @property
    def given(self) -> Mapping[str, Any]:
        """The parts that ask for something: what is held at all."""
        return vars(self)


NOTHING = {field.name: field.default for field in fields(MeetingFilter)}


@dataclass(frozen=True)
class PersonFilter(Filter):
    """Which people are wanted: `name` matches the beginnings of words in any written form of their names."""

    name: str | None = None
    country: Terms = ANYTHING
    organisation: Terms = ANYTHING
    as_of: datetime | None = None


@dataclass(frozen=True)
class OrganisationFilter(Filter):
    """Which organisations are wanted: `name` is a part of the short or the full name."""

    name: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True)
class CountryFilter(Filter):
    """Which countries are wanted: `name` is a part of any name; `min_meetings` leaves out those with fewer."""

    name: str | None = None
    min_meetings: int = 0
    as_of: datetime | None = None


@dataclass(frozen=True)
class ArticleFilter(Filter):
    """Which articles are wanted; `copies` false leaves out those that repeat another one's text."""

    outlet: Terms = ANYTHING
    published: Interval | None = None
    copies: bool = True
    as_of: datetime | None = None


@dataclass(frozen=True)
class DeletedFilter(Filter):
    """Which records that do not stand any more are wanted: those that ceased to at `since` or later."""

    since: datetime | None = None
    as_of: datetime | None = None


# Each parameter of a list of meetings that is read by itself, with the field that it is for.
OF_MEETINGS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    **{
        parameter.name: (parameter.name, parameter.parse)
        for parameter in (
            COUNTRY, MEMBER_OF, PERSON, ORGANISATION, ROLE, KIND, STATUS, LEVEL, PLACE, SERIES, TOPIC, OUTLET,
        )
    },
    "bbox": ("box", parse_box),
    "near": ("circle", parse_circle),
    "datetime": ("days", partial(parse_interval, parameter="datetime")),
    "published": ("published", partial(parse_interval, parameter="published")),
    "updated_since": ("updated_since", partial(parse_moment, parameter="updated_since")),
    "min_sources": ("min_sources", int),
    "min_confidence": ("min_confidence", float),
    "parties_min": ("parties_min", int),
    "parties_max": ("parties_max", int),
    "q": ("search", parse_search),
    "as_of": ("as_of", partial(parse_moment, parameter="as_of")),
}  # fmt: skip


def meetings(given: Mapping[str, Any]) -> MeetingFilter:
    """The filter of a list of meetings. Raises InvalidFilterError, naming the parameter."""
    asked: dict[str, Any] = {}
    for name, value in given.items():
        if value is not None and name in OF_MEETINGS:
            field, read = OF_MEETINGS[name]
            asked[field] = read(value)
    if "parties_max" in asked and asked["parties_max"] < asked.get("parties_min", 0):
        fewest, most = asked["parties_min"], asked["parties_max"]
        raise InvalidFilterError(f"at most {most} parties are fewer than at least {fewest}", "parties_max")
    if "search" in asked and "as_of" in asked:
        raise InvalidFilterError("full text is kept of what is known now alone; leave out q or as_of", "q")
    return MeetingFilter(**asked)


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
