"""What a request accepts in, the format that it gets out: by `format=`, or else by the `Accept` header."""

from functools import lru_cache
from typing import ClassVar, Literal

import mimeparse
from pydantic import BaseModel, Field
from starlette.requests import Request

from app.api.manners import headers_of
from app.errors import InvalidFilterError, NotAcceptableError
from app.exports.formats import MEDIA_TYPES, TABULAR, Choice, Format, Listing, Rows, formats_of

HOW = "Format of the answer; without it, the `Accept` header decides."
TABLES = (
    "`csv` and `parquet` are tables with the columns that are described there. In CSV, several values of a cell are "
    "parted by `|`; a text that a spreadsheet would take for a formula, since it begins with `=`, `+`, `-`, `@`, a "
    "tabulator or a carriage return (after apostrophes or none), has an apostrophe before it."
)


SHOWN = (
    "`geojson` has a feature for each meeting, with null for an unknown place. `ics` is a calendar of all-day events: "
    "`STATUS` is `CONFIRMED` for what is held, ongoing or scheduled, `TENTATIVE` for what is proposed or postponed, "
    "`CANCELLED` for what is cancelled; events whose day is not known exactly say so and take no time, and those of "
    "unknown date are left out. `atom` is a feed; subscribe to it with `sort=-updated`."
)


class Formatted(BaseModel):
    """Base of what can be had in several formats: of which list it is, and which formats that has."""

    listing: ClassVar[Listing]
    formats: ClassVar[tuple[Format, ...]]

    def choice(self, request: Request, otherwise: Format = Format.JSON) -> Choice:
        """What the request wants, as `chosen` has it."""
        accept = headers_of(request.scope).get(b"accept")
        return self.chosen(accept.decode("latin-1") if accept else None, otherwise)

    def chosen(self, accept: str | None, otherwise: Format) -> Choice:
        """What is wanted of what is accepted; `otherwise` where anything is.

        Raises NotAcceptableError where nothing that is accepted can be had, InvalidFilterError for rows of no table.
        """
        asked = getattr(self, "format", None), getattr(self, "rows", None)
        return _chosen(type(self), asked, accept or "*/*", otherwise)


class TabularFormat(Formatted):
    """The formats of lists in general."""

    formats = (Format.JSON, Format.NDJSON, *TABULAR)
    format: Literal["json", "ndjson", "csv", "parquet"] | None = Field(
        default=None, description=f"{HOW} {TABLES}", examples=["csv"]
    )


class ArticleFormat(Formatted):
    """The formats of articles."""

    listing = Listing.ARTICLES
    formats = formats_of(Listing.ARTICLES)
    format: Literal["json", "ndjson", "csv", "atom", "parquet"] | None = Field(
        default=None,
        description=f"{HOW} {TABLES} `atom` is a feed for readers; articles without a day are left out of it.",
        examples=["atom"],
    )


class MeetingFormat(Formatted):
    """The formats of meetings."""

    listing = Listing.MEETINGS
    formats = formats_of(Listing.MEETINGS)
    format: Literal["json", "ndjson", "csv", "geojson", "ics", "atom", "parquet"] | None = Field(
        default=None,
        description=f"{HOW} {TABLES} {SHOWN}",
        examples=["csv"],
    )
    rows: Literal["meetings", "participants", "dyads"] | None = Field(
        default=None,
        description="What a row of `csv` and `parquet` is: a meeting (as without it); a participant, which is a person "
        "or a side of which nobody is named; or an ordered pair of sides, coded as an event of CAMEO and PLOVER.",
        examples=["participants"],
    )


class OneMeetingFormat(Formatted):
    """The formats of one meeting."""

    listing = Listing.MEETINGS
    formats = (Format.JSON, Format.ICS)
    format: Literal["json", "ics"] | None = Field(
        default=None, description=f"{HOW} `ics` is a calendar with one event.", examples=["ics"]
    )


# What nearly everybody sends is the same.
@lru_cache(maxsize=256)
def _chosen(of: type[Formatted], asked: tuple[str | None, str | None], accept: str, otherwise: Format) -> Choice:
    named, rows = asked
    form = Format(named) if named else _accepted(accept, of.formats, otherwise)
    if rows and form not in TABULAR:
        raise InvalidFilterError("only csv and parquet have rows; ask for one of these formats", "rows")
    return Choice(of.listing, form, Rows(rows) if rows else None)


def _accepted(accept: str, formats: tuple[Format, ...], otherwise: Format) -> Format:
    """The one of some formats that suits an `Accept` header best. Raises NotAcceptableError where none does."""
    found = _best(accept, formats, otherwise)
    if found is None:
        raise NotAcceptableError(
            f"None of these can be had here: {accept[:200]}. Possible: "
            + ", ".join(f"{media_type(form)} (format={form})" for form in formats)
        )
    return found


def media_type(form: Format) -> str:
    """The media type without parameters, which is what `Accept` names."""
    return MEDIA_TYPES[form].partition(";")[0]


def _best(accept: str, formats: tuple[Format, ...], otherwise: Format) -> Format | None:
    # Of several that suit equally well, the last one is taken.
    by_type = {media_type(form): form for form in (*reversed(formats), otherwise)}
    in_order = sorted(by_type, key=lambda name: by_type[name] is otherwise)
    try:
        return by_type.get(mimeparse.best_match(in_order, accept))
    except (mimeparse.MimeTypeParseException, ValueError):
        return None
