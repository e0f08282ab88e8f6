"""ASGI middleware: a request and the state of the store in, 304 out where the client has that answer; else a tag on it.

The answer to a request for reading follows from the address, what the client accepts and the state of the store. So the
tag does too, and an answer that the client has already is known for one without reading a row or asking a route.
"""

import hashlib
import time
from collections.abc import Awaitable, Mapping
from datetime import UTC
from email.utils import format_datetime
from functools import lru_cache, partial

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.deps import STALE_SINCE, STORE_VERSION, state_of_store
from app.api.documentation import VERSION
from app.api.manners import ANSWER, headers_of
from app.api.responses import CACHING

VARY, CACHED = (b"vary", b"Accept, Accept-Encoding"), (b"cache-control", CACHING.encode())
ENCODINGS = (b"br", b"gzip")
# Pages for people say what day it is.
PAGES = b"text/html"
DAY_SECONDS = 86_400
# Headers of a request, as they were sent: looking them up so takes a tenth of the time.
Given = Mapping[bytes, bytes]


class Validators:
    """Stands outside compression: a strong tag names bytes, so each form of an answer has one of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return self.app(scope, receive, send)
        headers = headers_of(scope)
        if b"if-none-match" in headers:
            return self._compared(scope, receive, send)
        scope[ANSWER].touch(partial(_validate, scope, headers))
        return self.app(scope, receive, send)

    async def _compared(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        version = await state_of_store(Request(scope))
        tag = _known(scope, headers, version) if version is not None else None
        if tag is not None:
            await _unchanged(tag, send)
            return
        if headers[b"if-none-match"].strip() == b"*":
            send = _Unsent(scope, headers, send).send
        scope[ANSWER].touch(partial(_validate, scope, headers))
        await self.app(scope, receive, send)


class _Unsent:
    """A response to whoever has any: it had to be made to know that there is one, and is not sent again."""

    def __init__(self, scope: Scope, headers: Given, send: Send) -> None:
        self._scope = scope
        self._headers = headers
        self._send = send
        self._done = False

    async def send(self, message: Message) -> None:
        """Pass one ASGI message on, or none."""
        if message["type"] == "http.response.start":
            tag = _tag_of(message, dict(message["headers"]), self._scope, self._headers)
            if tag is not None:
                self._done = True
                await _unchanged(tag, self._send)
        if not self._done:
            await self._send(message)


def _validate(scope: Scope, headers: Given, message: Message) -> None:
    """Give a response the tag of the state that it was read from, where its route said which."""
    stale = scope.get(STALE_SINCE)
    if stale:
        moment = format_datetime(stale.astimezone(UTC), usegmt=True)
        message["headers"] = [*message["headers"], (b"x-stale-since", moment.encode())]
    said = dict(message["headers"])
    tag = _tag_of(message, said, scope, headers)
    if tag is not None:
        more = (b"etag", tag), VARY
        others = [pair for pair in message["headers"] if pair[0] != b"vary"] if b"vary" in said else message["headers"]
        message["headers"] = [*others, *more] if b"cache-control" in said else [*others, *more, CACHED]


def _tag_of(message: Message, said: Given, scope: Scope, headers: Given) -> bytes | None:
    """The tag of the response that begins so and has `said` these headers; None for what has none."""
    version = scope.get(STORE_VERSION)
    if not version or message["status"] != 200 or said.get(b"content-type", b"").startswith(PAGES):
        return None
    return _tag(scope, headers, version, said.get(b"content-encoding"))


def _tag(scope: Scope, headers: Given, version: str, encoding: bytes | None = None) -> bytes:
    """The tag of the answer in one encoding."""
    # Files name the server by the address that was asked; what is upcoming depends on the day.
    server, accepted = headers.get(b"host", b""), headers.get(b"accept", b"*/*")
    said = _state(version, int(time.time()) // DAY_SECONDS), scope["path"].encode()
    digest = hashlib.blake2s(b"\0".join((*said, server, accepted, scope["query_string"])), digest_size=16).hexdigest()
    return b'"%b-%b"' % (digest.encode(), encoding) if encoding else b'"%b"' % digest.encode()


@lru_cache(maxsize=10)
def _state(version: str, day: int) -> bytes:
    """What the answers to all requests follow from."""
    return f"{VERSION}\0{version}\0{day}".encode()


def _known(scope: Scope, headers: Given, version: str) -> bytes | None:
    """The tag among those that the client has which names the present answer in an encoding that it accepts."""
    has = {part.strip().removeprefix(b"W/") for part in headers[b"if-none-match"].split(b",")}
    accepted = headers.get(b"accept-encoding", b"")
    possible = (None, *(encoding for encoding in ENCODINGS if encoding in accepted))
    tags = (_tag(scope, headers, version, encoding) for encoding in possible)
    return next((tag for tag in tags if tag in has), None)


async def _unchanged(tag: bytes, send: Send) -> None:
    await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag), VARY, CACHED]})
    await send({"type": "http.response.body", "body": b""})
