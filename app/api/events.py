"""Where a subscriber stands in, the events after that out, as they come: none is lost, none comes twice."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import anyio
from anyio import to_thread
from sqlalchemy import Engine
from starlette.requests import Request

from app.api.deps import answer, state_of_store
from app.errors import OverloadedError
from app.queries.events import Event, after, latest
from app.queries.filters import MeetingFilter
from app.store.events import number_new

# Each is a connection.
MOST_SUBSCRIBERS = 300
LOOK_SECONDS = 0.5
# A look at the state of the store, which takes PostgreSQL a statement and a thread, serves all who want one so soon.
SHARED_SECONDS = 0.25
# Proxies close what says nothing for half a minute or so.
QUIET_SECONDS = 15.0
AT_ONCE = 200


class Newsroom:
    """The events of one store, for all subscribers of one process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._one = anyio.Lock()
        self._looking = anyio.Lock()
        self._state: str | None = None
        self._looked_at = -SHARED_SECONDS
        self._seen: str | None = None
        self._told: dict[tuple[MeetingFilter, int], list[Event]] = {}
        self.subscribers = 0

    async def state(self, request: Request) -> str | None:
        """The state of the store, as somebody saw it just now."""
        async with self._looking:
            if time.monotonic() - self._looked_at >= SHARED_SECONDS:
                self._state, self._looked_at = await state_of_store(request), time.monotonic()
            return self._state

    async def renew(self, state: str | None) -> None:
        """Number what was decided until this state of the store."""
        async with self._one:
            if state is None or state != self._seen:
                await to_thread.run_sync(number_new, self._engine)
                self._seen, self._told = state, {}

    async def after(self, asked: MeetingFilter, number: int) -> list[Event]:
        """The events of a filter after a number; found once for all who ask the same of one state of the store."""
        async with self._one:
            if (asked, number) not in self._told:
                question = partial(after, number=number, most=AT_ONCE, asked=asked)
                self._told[asked, number] = await to_thread.run_sync(answer, self._engine, question)
            return self._told[asked, number]


@dataclass(frozen=True, slots=True)
class Subscription:
    """What somebody follows: events about meetings that meet a filter, after a number; None for from now on."""

    asked: MeetingFilter
    since: int | None


async def follow(request: Request, subscription: Subscription) -> AsyncIterator[bytes]:
    """The events, and a sign of life now and then, until the server stops. Raises OverloadedError."""
    newsroom: Newsroom = request.app.state.events
    if newsroom.subscribers >= MOST_SUBSCRIBERS:
        raise OverloadedError(f"{MOST_SUBSCRIBERS} follow the events already; try again later.")
    newsroom.subscribers += 1
    try:
        last = subscription.since
        if last is None:
            await newsroom.renew(await state_of_store(request))
            last = await to_thread.run_sync(answer, request.app.state.engine, latest)
        yield f": after {last}\n\nid: {last}\n\n".encode()
        async for piece in _pieces(request, subscription.asked, last):
            yield piece
    finally:
        newsroom.subscribers -= 1


async def _pieces(request: Request, asked: MeetingFilter, last: int) -> AsyncIterator[bytes]:
    newsroom: Newsroom = request.app.state.events
    seen: str | None = None
    said_at = time.monotonic()
    while not request.app.state.is_stopping():
        state = await newsroom.state(request)
        if state is None or state != seen:
            await newsroom.renew(state)
            found = await newsroom.after(asked, last)
            if found:
                last, said_at = found[-1].number, time.monotonic()
                yield b"".join(map(_written, found))
            # Where there may be more, the next look follows at once.
            seen = state if len(found) < AT_ONCE else None
            if seen is None and state is not None:
                continue
        if time.monotonic() - said_at > QUIET_SECONDS:
            said_at = time.monotonic()
            yield b": nothing new\n\n"
        await anyio.sleep(LOOK_SECONDS)


def _written(event: Event) -> bytes:
    """An event as the stream has it; of one that was not asked for its number alone, so that a reconnect passes it."""
    if event.body is None:
        return b"id: %d\n\n" % event.number
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.number, event.kind.encode(), event.body)
