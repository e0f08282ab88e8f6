"""Query parameters in, checked models out; the same models document the parameters."""

import datetime as dt
import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import parse_qsl

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from app.api.formats import OneMeetingFormat
from app.errors import InvalidFilterError
from app.queries import filters
from app.queries.paging import DEFAULT_LIMIT, MOST, Window

LISTS = "`A|B` asks for either, `A,B` for both, `!A` for all without it; they can be mixed."
CHOICES = "`A|B` asks for either, `!A` for all others."
DATES = (
    "`2023-09-26`, `2023-09`, `2023`, or an interval with both days included: `2023-09-01/2023-09-30`, `2023-09/..`."
)
# One date, or two parted by a slash of which one may be open.
_DATE = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
INTERVAL = rf"^({_DATE}(/({_DATE}|\.\.)?)?|(\.\.)?/{_DATE})$"
MOMENT = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+ -][0-9]{2}:[0-9]{2}))?)?)?$"
_NUMBER = r"-?[0-9]{1,5}(\.[0-9]{1,10})?"
# Control characters mean nothing in a name, and PostgreSQL refuses the first of them.
NAME = r"^[^\x00-\x1f\x7f]+$"

AS_OF = (
    "Answer from what was known at this moment, whatever was learnt, corrected or merged since: RFC 3339 with a time "
    "zone, or a day, which begins in UTC. Without it, from what is known now."
)

P = TypeVar("P", bound="Parameters")


def text(description: str, example: str, pattern: str = NAME, longest: int = 1000) -> Any:
    """A parameter that is text and may be left out."""
    return Field(
        default=None, description=description, examples=[example], pattern=pattern, min_length=1, max_length=longest
    )


def _in_digits(given: object) -> object:
    """What was given, unless it is a text that merely can be read as a whole number: ` 1`, `+1`, `1_0`, `01`, `1.0`."""
    if isinstance(given, str) and not re.fullmatch("-?(0|[1-9][0-9]*)", given):
        raise PydanticCustomError("whole_number", "write a whole number in digits")
    return given


IN_DIGITS = BeforeValidator(_in_digits)
Whole = Annotated[int, IN_DIGITS]
# Of a decision or a review; more than this no database counts.
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number.", examples=[42]), IN_DIGITS]


class Parameters(BaseModel):
    """Base of all parameter models: anything else is refused, and a parameter is given once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls: type[P], request: Request) -> P:
        """The parameters of a request. Raises InvalidFilterError, which names the first wrong one."""
        # FastAPI's own reading of such a model takes 200 µs of a request, this one 10 (with 22 fields).
        return cls.written(request.scope["query_string"].decode("latin-1"))

    @classmethod
    def written(cls: type[P], query: str) -> P:
        """The parameters of a query that somebody wrote down. Raises InvalidFilterError likewise."""
        if "%" in query or "+" in query:
            return cls._once(parse_qsl(query, keep_blank_values=True))
        # Where no sign stands for another, that is the same, in a quarter of the time.
        return cls._once([pair.partition("=")[::2] for pair in query.split("&") if pair])

    @classmethod
    def _once(cls: type[P], given: Sequence[tuple[str, str]]) -> P:
        values = dict(given)
        if len(values) < len(given):
            names = [name for name, _ in given]
            twice = next(name for name in names if names.count(name) > 1)
            raise InvalidFilterError("the parameter is given twice; write KOR|JPN for either, KOR,JPN for both", twice)
        return cls.read(values)

    @classmethod
    def read(cls: type[P], values: Mapping[str, str]) -> P:
        """The parameters with these values, as a query has them. Raises InvalidFilterError likewise."""
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise cls._explained(error) from None

    @classmethod
    def _explained(cls, error: ValidationError) -> InvalidFilterError:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0])
        if first["type"] != "extra_forbidden":
            return InvalidFilterError(f"{name}: {first['msg'][0].lower()}{first['msg'][1:]}", name)
        near = difflib.get_close_matches(name, cls.model_fields, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"possible: {', '.join(cls.model_fields) or 'none at all'}"
        return InvalidFilterError(f"there is no parameter {name[:100]!r} here; {hint}", name[:100])

    @classmethod
    def documentation(cls) -> dict[str, Any]:
        """These parameters as an OpenAPI operation lists them."""
        described = cls.model_json_schema()["properties"]
        last = ("format", "rows", *AsOf.model_fields, *Paged.model_fields)
        filters_first = sorted(described, key=lambda name: last.index(name) if name in last else -1)
        required = {name for name, field in cls.model_fields.items() if field.is_required()}
        return {"parameters": [_documented(name, described[name], name in required) for name in filters_first]}


class NoParameters(Parameters):
    """For a single record: there is nothing to choose."""


class AsOf(Parameters):
    """What can be asked of a single record."""

    as_of: str | None = text(AS_OF, "2023-10-01T00:00:00Z", pattern=MOMENT)

    @property
    def moment(self) -> dt.datetime | None:
        """The moment of which is asked. Raises InvalidFilterError."""
        return filters.as_of(self.model_dump())


class Paged(Parameters):
    """Which part of a list is wanted."""

    limit: Whole = Field(default=DEFAULT_LIMIT, ge=1, le=MOST, description="Most records on one page.", examples=[25])
    cursor: str | None = text(
        "Where the page begins: take it from `links.next` of the page before. It is good for the same filters alone. "
        "All pages of a list of meetings show what was known when the first one was read, so that each record comes "
        "once, whatever changes meanwhile; with `q`, what is known when they are read.",
        "WyI1ZDQxNDAyYWJjNGIiLCIyMDIzLTA5LTI2IiwibTBhMSJd",
        pattern=r"^[A-Za-z0-9_-]+(\.[0-9]{1,17})?$",
        longest=2000,
    )

    def window(self) -> Window:
        """The part of the list."""
        return Window(self.limit, getattr(self, "sort", None) or "", self.cursor)


class MeetingConditions(Parameters):
    """What meetings must meet, now and whenever they change."""

    country: str | None = text(
        f"States that take part, by ISO 3166-1 alpha-3 or alpha-2 code, English name or adjective. {LISTS}", "KOR|JPN"
    )
    member_of: str | None = text(
        "Organisations of which a state that takes part is a member, by short or full name. It counts who was a member "
        "on a day on which the meeting can be, and for an undated meeting who is one today; where no days are known, "
        f"today's members count as members ever since. {LISTS}",
        "EU",
    )
    person: str | None = text(
        "People who take part, by id or by name: all words of it must be in one form of the person's name, whatever "
        f"the order, case and accents. {LISTS}",
        "Chung Byung-won",
    )
    organisation: str | None = text(f"Organisations that take part, by id, short or full name. {LISTS}", "EU")
    role: str | None = text(
        "What the states, members, people and organisations that are asked for do at the meeting (without any: what "
        f"somebody does): `host`, `guest`, `mediator`, `chair`, `participant`. {LISTS}",
        "host",
    )
    kind: str | None = text(f"Form: `meeting`, `visit`, `call`, `conference`. {CHOICES}", "meeting|visit")
    status: str | None = text(
        f"State: `held`, `ongoing`, `scheduled`, `proposed`, `postponed`, `cancelled`. {CHOICES}", "held"
    )
    level: str | None = text(f"Rank: `leader`, `minister`, `official`, `unknown`. {CHOICES}", "leader|minister")
    place: str | None = text(
        "Where it takes place, by city or state. `Paris,FRA` asks for both at once, `A|B` for either, `!A` for "
        "everywhere else, including meetings of unknown place. Case and accents make no difference.",
        "Seoul",
    )
    bbox: str | None = text(
        "Where it takes place, by coordinates: west,south,east,north in degrees; a west above the east goes over the "
        "antimeridian. A meeting of which only the state is known counts at that state's capital.",
        "124,33,132,39",
        pattern=rf"^{_NUMBER}(,{_NUMBER}){{3}}$",
    )
    near: str | None = text(
        "Where it takes place, by distance: latitude,longitude,kilometres.",
        "37.57,126.98,50",
        pattern=rf"^{_NUMBER}(,{_NUMBER}){{2}}$",
    )
    series: str | None = text(
        "The recurring format that it belongs to, by any of its names or its id (the name in lower case with hyphens): "
        "by name, or, where a meeting names none, since exactly its members meet at its level, other than by call. "
        f"{CHOICES}",
        "China-Japan-South Korea summits",
    )
    topic: str | None = text(f"What it is about, by word or label. {LISTS}", "trade")
    q: str | None = text(
        "Full text over title, names (everybody who takes part, as records and reports name them, place, series) and "
        'evidence (quotes and headlines): all words in any order, `"a phrase"`, `-without`, `begin*`. Case and accents '
        "make no difference. Of what is known now alone: not with `as_of`.",
        'nuclear "security council" -iran',
        longest=500,
    )
    datetime: str | None = text(
        f"When: {DATES} Meetings that may have been going on on one of these days are found: those whose first day can "
        "be on or before the last of them and whose last day can be on or after the first of them. So a meeting known "
        "to be in August 2023 answers `2023-08-15`; one of unknown date answers nothing.",
        "2023-09-01/2023-09-30",
        pattern=INTERVAL,
    )
    published: str | None = text(f"Day on which an article reported it: {DATES}", "2023-09", pattern=INTERVAL)
    updated_since: str | None = text(
        "Records that changed at this moment or later: RFC 3339 with a time zone, or a day, which begins in UTC.",
        "2024-01-05T12:00:00Z",
        pattern=MOMENT,
    )
    outlet: str | None = text(f"Outlets that reported it, by id or name. {LISTS}", "Example Times")
    min_sources: Whole = Field(
        default=0,
        ge=0,
        le=1_000_000,
        description="Fewest independent sources; copies of one text count once.",
        examples=[2],
    )
    min_confidence: float = Field(
        default=0,
        ge=0,
        le=1,
        description="Lowest probability that parties, status and start are right.",
        examples=[0.8],
    )
    parties_min: Whole = Field(
        default=0,
        ge=0,
        le=1_000,
        description="Fewest parties (states and organisations): 3 for what is more than bilateral.",
        examples=[3],
    )
    parties_max: Whole | None = Field(
        default=None, ge=0, le=1_000, description="Most parties: 2 for what is bilateral.", examples=[2]
    )

    def filter(self) -> filters.MeetingFilter:
        """The meetings that are asked about. Raises InvalidFilterError."""
        # In an order, so that of two wrong ones the same is named each time.
        return filters.meetings({name: getattr(self, name) for name in sorted(self.model_fields_set)})


class MeetingFilters(MeetingConditions, AsOf):
    """Which meetings a question is about, whatever is asked of them."""


class OneMeetingParameters(OneMeetingFormat, AsOf):
    """What can be asked of one meeting."""


MeetingSort = Literal[
    "-start", "start", "-end", "end", "-updated", "updated", "relevance", "-sources", "sources", "-confidence",
    "confidence",
]  # fmt: skip
ORDER = (
    "Order: by first or last day, last change, number of independent sources or confidence, `-` for the latest or most "
    "first; or by how well `q` fits, the best first. Undated meetings come last; those that tie stand by their ids."
)


class MeetingOrder(MeetingFilters):
    """Which meetings are wanted, and in which order."""

    sort: MeetingSort = Field(
        default="-start",
        description=f"{ORDER} Relevance depends on all that is in the store: to walk through a list while the store "
        "grows, take another order.",
        examples=["-start"],
    )


def _documented(name: str, schema: Mapping[str, Any], required: bool) -> dict[str, Any]:
    """One parameter. That it may be left out is said by `required`, not by a null that nobody can write in a query.

    The example stands in the schema and in the description: one beside them would be filled in by the docs page, and a
    first try with all filters at once finds nothing.
    """
    described = {key: value for key, value in schema.items() if key not in ("title", "description")}
    options = described.pop("anyOf", [])
    described.update(next((option for option in options if option != {"type": "null"}), {}))
    if described.get("default", "") is None:
        del described["default"]
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": f"{schema['description']} Example: `{schema['examples'][0]}`.",
        "schema": described,
    }
