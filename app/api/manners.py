"""ASGI middleware for what holds of every request: an id, HEAD beside GET, bounded bodies, no error that leaks."""

import logging
import re
import secrets

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import problem
from app.logs import bound

log = logging.getLogger(__name__)

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
SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class HeadAsGet:
    """Answers HEAD as GET without the body; it stands outside compression, whose headers depend on the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_headers(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET", HEADERS_ALONE: True}, receive, send_headers)
        else:
            await self.app(scope, receive, send)


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
        scope["request_id"] = _request_id(scope)
        answer = _Answer(send, scope["request_id"])
        try:
            with bound(request_id=scope["request_id"]):
                await self.app(scope, _bounded(receive, self.max_request_bytes), answer.send)
        except Exception:
            log.exception("request %s failed: %s %r", scope["request_id"], scope["method"], scope["path"])
            if answer.started:
                raise
            response = problem(Request(scope), 500, "Something went wrong here; the server's log says what.")
            await response(scope, receive, answer.send)


class _Answer:
    """The response on its way out, with the headers that every one has."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.started = False

    async def send(self, message: Message) -> None:
        """Pass one ASGI message on."""
        if message["type"] == "http.response.start":
            self.started = True
            given = message.get("headers", ())
            names = {name for name, _ in given}
            missing = [header for header in PROTECTING if header[0] not in names]
            message["headers"] = [*given, (b"x-request-id", self._request_id.encode()), *missing]
        if message.get("more_body", False):
            with anyio.fail_after(PATIENCE_SECONDS):
                await self._send(message)
        else:
            await self._send(message)


def _request_id(scope: Scope) -> str:
    """The id that the client gave, where it can stand in a header and in a log; else another one."""
    given = dict(scope["headers"]).get(b"x-request-id", b"")
    return given.decode() if SAFE_ID.fullmatch(given) else secrets.token_hex(16)


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
