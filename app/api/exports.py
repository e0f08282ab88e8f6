"""A filter in, a file of all that meets it out, sent as it is read from the store."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import anyio
from anyio import to_thread
from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api import responses
from app.api.catalogue import ArticleFilters, DeletedFilters, OrganisationFilters, PersonFilters
from app.api.formats import ArticleFormat, MeetingFormat, TabularFormat
from app.api.manners import HEADERS_ALONE
from app.api.parameters import ORDER, MeetingFilters, MeetingSort
from app.errors import OverloadedError
from app.exports.about import About
from app.exports.formats import Choice, Listing, write
from app.store.engine import snapshot
from app.store.schema import check_schema

# Each holds a connection to the store for as long as it takes, and half a processor; lists must not wait for them.
MOST_AT_ONCE = 4

PIECE_BYTES = 500_000

Every = Callable[[Session, Any, str], Iterator[Sequence[bytes]]]


class MeetingExport(MeetingFilters, MeetingFormat):
    """What can be asked of an export of meetings."""

    sort: MeetingSort | None = Field(
        default=None,
        description=f"{ORDER} Without it, the records come as they lie in the store, which is fastest.",
        examples=["start"],
    )


class PersonExport(PersonFilters, TabularFormat):
    """What can be asked of an export of people."""

    listing = Listing.PEOPLE


class OrganisationExport(OrganisationFilters, TabularFormat):
    """What can be asked of an export of organisations."""

    listing = Listing.ORGANISATIONS


class ArticleExport(ArticleFilters, ArticleFormat):
    """What can be asked of an export of articles."""


class DeletedExport(DeletedFilters, TabularFormat):
    """What can be asked of an export of records that do not stand any more."""

    listing = Listing.DELETED


class Places:
    """The exports that run now."""

    def __init__(self) -> None:
        self._taken = 0

    def take(self) -> None:
        """Begin one. Raises OverloadedError where too many run."""
        if self._taken >= MOST_AT_ONCE:
            raise OverloadedError(f"{MOST_AT_ONCE} exports are being read already; try again when one has ended.")
        self._taken += 1

    def leave(self) -> None:
        """End one."""
        self._taken -= 1


async def answer(request: Request, choice: Choice, every: Every, asked: object, sort: str) -> "Export":
    """All that is asked for, as a file. Its beginning is read before it is promised, so that errors have their status.

    Raises what the question raises, and NotInstalledError, OverloadedError and StoreUnavailableError.
    """
    places: Places = request.app.state.exports
    places.take()
    about = responses.about_file(request, choice, request.url.path, made=datetime.now(UTC))
    pieces = read(
        request.app.state.replica or request.app.state.engine,
        choice,
        about,
        lambda session: every(session, asked, sort),
    )
    try:
        beginning = await to_thread.run_sync(next, pieces, None)
    except BaseException:
        places.leave()
        raise
    return Export(beginning, pieces, choice, places)


def read(
    engine: Engine, choice: Choice, about: About, every: Callable[[Session], Iterator[Sequence[bytes]]]
) -> Iterator[bytes]:
    """The pieces of a file, all from one state of the store. Raises NotInstalledError and StoreUnavailableError."""
    try:
        with snapshot(engine) as session:
            yield from _gathered(write(choice, every(session), about))
    except DBAPIError:
        check_schema(engine)
        raise


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same in fewer and larger pieces: each is a way from a thread to the network."""
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= PIECE_BYTES:
            yield b"".join(held)
            held.clear()
    yield b"".join(held)


class Export(StreamingResponse):
    """A file on its way out; whatever ends it, the store is let go of."""

    def __init__(self, beginning: bytes | None, pieces: Iterator[bytes], choice: Choice, places: Places) -> None:
        headers = {**responses.CHOSEN, "Content-Disposition": choice.disposition, "Cache-Control": responses.CACHING}
        super().__init__(self._all(beginning, pieces), headers=headers, media_type=choice.media_type)
        self._pieces = pieces
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or its headers alone where nobody wants more."""
        if scope.get(HEADERS_ALONE):
            self.body_iterator = self._all(None, iter(()))
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(self._pieces.close)  # type: ignore[attr-defined]
            self._places.leave()

    @staticmethod
    async def _all(beginning: bytes | None, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        piece = beginning
        while piece is not None:
            yield piece
            piece = await to_thread.run_sync(next, pieces, None)
