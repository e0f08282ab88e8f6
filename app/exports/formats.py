"""The name of a list and of a format in, what writes it out: the one table of what there is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.exports import calendars, delimited, documents, feeds, parquet
from app.exports.about import About
from app.exports.cameo import DYADS
from app.exports.columns import ARTICLES, COUNTRIES, MEETINGS, ORGANISATIONS, PARTICIPANTS, PEOPLE, TOMBSTONES
from app.exports.groups import table_of
from app.exports.records import Batch
from app.exports.tables import Table


class Listing(StrEnum):
    """A list that can be had as a file."""

    MEETINGS = "meetings"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    COUNTRIES = "countries"
    ARTICLES = "articles"
    DELETED = "deleted"
    STATISTICS = "statistics"


class Format(StrEnum):
    """A format, by the name that `format=` has for it."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    GEOJSON = "geojson"
    ICS = "ics"
    ATOM = "atom"
    PARQUET = "parquet"


class Rows(StrEnum):
    """What a row of a table of meetings is."""

    MEETINGS = "meetings"
    PARTICIPANTS = "participants"
    DYADS = "dyads"


# The parameters are those that each media type is registered with.
MEDIA_TYPES: Mapping[Format, str] = {
    Format.JSON: "application/json",
    Format.NDJSON: "application/x-ndjson",
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.GEOJSON: "application/geo+json",
    Format.ICS: "text/calendar; charset=utf-8",
    Format.ATOM: "application/atom+xml",
    Format.PARQUET: "application/vnd.apache.parquet",
}
TABULAR = (Format.CSV, Format.PARQUET)
# What browsers and feed readers show; all others are saved.
SHOWN = (Format.JSON, Format.GEOJSON, Format.ATOM)

TABLES: Mapping[Listing, Table] = {
    Listing.MEETINGS: MEETINGS,
    Listing.PEOPLE: PEOPLE,
    Listing.ORGANISATIONS: ORGANISATIONS,
    Listing.COUNTRIES: COUNTRIES,
    Listing.ARTICLES: ARTICLES,
    Listing.DELETED: TOMBSTONES,
}
TABLES_OF_MEETINGS: Mapping[Rows, Table] = {
    Rows.MEETINGS: MEETINGS,
    Rows.PARTICIPANTS: PARTICIPANTS,
    Rows.DYADS: DYADS,
}

Writer = Callable[[Iterable[Batch], About], Iterator[bytes]]
ANY_LIST: Mapping[Format, Writer] = {Format.JSON: documents.write_json, Format.NDJSON: documents.write_ndjson}
OTHERS: Mapping[Listing, Mapping[Format, Writer]] = {
    Listing.MEETINGS: {
        Format.GEOJSON: documents.write_geojson,
        Format.ICS: calendars.write,
        Format.ATOM: feeds.write_meetings,
    },
    Listing.ARTICLES: {Format.ATOM: feeds.write_articles},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is wanted: a list, its format, and what a row is where that is a table.

    `fields` are those of the groups of statistics, which depend on what is counted by.
    """

    listing: Listing
    format: Format = Format.JSON
    rows: Rows | None = None
    fields: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type of the file, with its parameters."""
        return MEDIA_TYPES[self.format]

    @property
    def file_name(self) -> str:
        """How the file is called."""
        what = self.rows if self.rows and self.rows != Rows.MEETINGS else self.listing
        return f"{what}.{self.format}"

    @property
    def disposition(self) -> str:
        """How the file is offered: its `Content-Disposition`."""
        return f'{"inline" if self.format in SHOWN else "attachment"}; filename="{self.file_name}"'

    @property
    def table(self) -> Table:
        """The columns and rows of the list."""
        if self.listing is Listing.STATISTICS:
            return table_of(self.fields)
        return TABLES_OF_MEETINGS[self.rows] if self.rows else TABLES[self.listing]


def formats_of(listing: Listing) -> tuple[Format, ...]:
    """The formats that a list can be had in, in the order of their names above."""
    return tuple(form for form in Format if form in {*ANY_LIST, *TABULAR, *OTHERS.get(listing, {})})


def write(choice: Choice, batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """The file in pieces, each made as it is taken. Raises NotInstalledError where a library is missing."""
    if choice.format is Format.CSV:
        return delimited.write(choice.table, batches)
    if choice.format is Format.PARQUET:
        return parquet.write(choice.table, batches)
    return {**ANY_LIST, **OTHERS.get(choice.listing, {})}[choice.format](batches, about)
