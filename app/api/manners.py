"""ASGI middleware for what holds of every request: an id, HEAD beside GET, bounded bodies, no error that leaks."""

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from itertools import count

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import problem
from app.logs import Bound

log = logging.getLogger(__name__)

# Where the scope of a request has its `Answer`.
ANSWER = "summitry.answer"
# Where it has its headers by name.
HEADERS = "summitry.headers"
# Set in the scope of a request whose answer nobody reads on: one that takes long need not be made.
HEADERS_ALONE = "summitry.headers_alone"
# A body of the longest kind takes a second on a slow line; whoever takes longer holds a place that others need.
BODY_SECONDS = 20.0
# Whoever takes nothing of an answer for so long is gone: an open export keeps SQLite from tidying its log.
PATIENCE_SECONDS = 60.0
# For whatever browsers make of an answer; pages have policies of their own.
PROTECTING = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
PROTECTED = frozenset(name for name, _ in PROTECTING)
SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
# Ids of requests are this process and a number: none comes twice, and to draw each one at random takes a system call.
PROCESS, NUMBERS = secrets.token_hex(8), count(secrets.randbits(32))


class HeadAsGet:
    """Answers HEAD as GET without the body; it stands outside compression, whose headers depend on the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return self.app(scope, receive, send)

        async def send_headers(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        return self.app({**scope, "method": "GET", HEADERS_ALONE: True}, receive, send_headers)


class Manners:
    """Gives a request its id and its bounds; it stands inside compression and CORS, which errors pass through too."""

    def __init__(self, app: ASGIApp, max_request_bytes: int) -> None:
        self.app = app
        self.max_request_bytes = max_request_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope["request_id"] = _request_id(scope)
        answer = scope[ANSWER] = Answer(send, request_id)
        try:
            with Bound(request_id=request_id):
                await self.app(scope, _bounded(receive, self.max_request_bytes), answer.send)
        except Exception:
            log.exception("request %s failed: %s %r", request_id, scope["method"], scope["path"])
            if answer.status is not None:
                raise
            response = problem(Request(scope), 500, "Something went wrong here; the server's log says what.")
            await response(scope, receive, answer.send)
        finally:
            # The server's way out holds the scope, which held that: without a circle a request is gone when it is over,
            # and the garbage collector has nothing to do.
            del scope[ANSWER]


class Answer:
    """The response on its way out. Whatever stands further in says what its head is to have by a `touch`.

    One object for all: each layer that wraps `send` by itself is a way for every message of every answer.
    """

    __slots__ = ("_request_id", "_send", "_touches", "status")

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id.encode()
        self._touches: list[Callable[[Message], None]] = []
        # None until the head is sent.
        self.status: int | None = None

    def touch(self, head: Callable[[Message], None]) -> None:
        """Let a function have the message that begins the response, to add to its headers."""
        self._touches.append(head)

    async def send(self, message: Message) -> None:
        """Pass one ASGI message on."""
        if message["type"] == "http.response.start":
            self._begin(message)
        if message.get("more_body", False):
            with anyio.fail_after(PATIENCE_SECONDS):
                await self._send(message)
        else:
            await self._send(message)

    def _begin(self, message: Message) -> None:
        """Give the head what all have, and what was asked for."""
        self.status = message["status"]
        for touch in self._touches:
            touch(message)
        # They hold the scope, too.
        self._touches.clear()
        given = message.get("headers", ())
        said = dict(given)
        missing = PROTECTING if PROTECTED.isdisjoint(said) else [pair for pair in PROTECTING if pair[0] not in said]
        message["headers"] = [*given, (b"x-request-id", self._request_id), *missing]


def headers_of(scope: Scope) -> Mapping[bytes, bytes]:
    """The headers of a request by name, the first of those that are given twice; put together once for all who ask."""
    if HEADERS not in scope:
        scope[HEADERS] = dict(reversed(scope["headers"]))
    found: Mapping[bytes, bytes] = scope[HEADERS]
    return found


def _request_id(scope: Scope) -> str:
    """The id that the client gave, where it can stand in a header and in a log; else another one."""
    given = headers_of(scope).get(b"x-request-id")
    if given is not None and SAFE_ID.fullmatch(given):
        return given.decode()
    return f"{PROCESS}{next(NUMBERS):016x}"


def _bounded(receive: Receive, most_bytes: int) -> Receive:
    """`receive` that gives up with 413 as soon as the body is too long, and with 408 where it takes too long."""
    taken = 0
    deadline = 0.0
    is_whole = False

    async def bounded() -> Message:
        nonlocal taken, deadline, is_whole
        if is_whole:
            return await receive()
        deadline = deadline or anyio.current_time() + BODY_SECONDS
        with anyio.CancelScope(deadline=deadline) as scope:
            message = await receive()
        if scope.cancelled_caught:
            raise HTTPException(408, f"A request body has to be here within {BODY_SECONDS:.0f} seconds.")
        taken += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if taken > most_bytes:
            raise HTTPException(413, f"A request body may have {most_bytes} bytes at most.")
        return message

    return bounded
