"""A store, a list and filters as text in, the pieces of a file out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.api.exports import (
    ArticleExport,
    DeletedExport,
    Every,
    MeetingExport,
    OrganisationExport,
    PersonExport,
    read,
)
from app.errors import InvalidFilterError
from app.exports.about import About
from app.exports.formats import Format, Listing
from app.queries import articles, deleted, meetings, organisations, people

EXPORTS: dict[Listing, tuple[Any, Every]] = {
    Listing.MEETINGS: (MeetingExport, meetings.every),
    Listing.DELETED: (DeletedExport, deleted.every),
    Listing.PEOPLE: (PersonExport, people.every),
    Listing.ORGANISATIONS: (OrganisationExport, organisations.every),
    Listing.ARTICLES: (ArticleExport, articles.every),
}


def exported(
    engine: Engine, listing: str, given: Mapping[str, str | None], server: str, count: Callable[[int], Any]
) -> Iterator[bytes]:
    """The pieces of the file; `count` is told how many records each batch has.

    Raises InvalidFilterError for what the list has not, NotInstalledError and StoreUnavailableError.
    """
    if listing not in EXPORTS:
        raise InvalidFilterError(f"{listing!r} is not one of {', '.join(EXPORTS)}", "list")
    parameters, every = EXPORTS[Listing(listing)]
    asked = parameters.read({name: value for name, value in given.items() if value})
    choice = asked.chosen(None, otherwise=Format.NDJSON)
    about = About(f"Summitry: {listing}", f"/v1/exports/{listing}", server.rstrip("/"), made=datetime.now(UTC))

    def batches(session: Session) -> Iterator[Sequence[bytes]]:
        for batch in every(session, asked.filter(), getattr(asked, "sort", None) or ""):
            count(len(batch))
            yield batch

    yield from read(engine, choice, about, batches)
