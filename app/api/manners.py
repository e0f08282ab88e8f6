"""ASGI middleware for what holds of every request: an id, HEAD beside GET, bounded bodies, no error that leaks."""

import logging
import re
import secrets

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import problem

log = logging.getLogger(__name__)

# Set in the scope of a request whose answer nobody reads on: one that takes long need not be made.
HEADERS_ALONE = "summitry.headers_alone"
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
            mine = ((b"x-request-id", self._request_id.encode()), (b"x-content-type-options", b"nosniff"))
            message["headers"] = [*message.get("headers", ()), *mine]
        await self._send(message)


def _request_id(scope: Scope) -> str:
    """The id that the client gave, where it can stand in a header and in a log; else another one."""
    given = dict(scope["headers"]).get(b"x-request-id", b"")
    return given.decode() if SAFE_ID.fullmatch(given) else secrets.token_hex(16)


def _bounded(receive: Receive, most_bytes: int) -> Receive:
    """`receive` that gives up with 413 as soon as the body is too long."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most_bytes:
            raise HTTPException(413, f"A request body may have {most_bytes} bytes at most.")
        return message

    return bounded
