"""ASGI middleware: a request and the state of the store in, 304 out where the client has that answer; else a tag on it.

The answer to a request for reading follows from the address, what the client accepts and the state of the store. So the
tag does too, and an answer that the client has already is known for one without reading a row or asking a route.
"""

import hashlib
from datetime import UTC, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.deps import STORE_VERSION, state_of_store
from app.api.documentation import VERSION
from app.api.responses import CACHING

VARIES = "Accept, Accept-Encoding"
ENCODINGS = ("br", "gzip")
# Pages for people say what day it is.
PAGES = "text/html"


class Validators:
    """Stands outside compression: a strong tag names bytes, so each form of an answer has one of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known = headers.get("if-none-match")
        if known is not None:
            version = await state_of_store(Request(scope))
            tag = _known(scope, headers, known, version) if version is not None else None
            if tag is not None:
                await _unchanged(tag, send)
                return
        await self.app(scope, receive, _Tagged(scope, headers, send).send)


class _Tagged:
    """A response on its way out: it gets the tag of the state that it was read from, where its route said which."""

    def __init__(self, scope: Scope, headers: Headers, send: Send) -> None:
        self._scope = scope
        self._headers = headers
        self._send = send
        # `*` is any answer, so there must be one.
        self._any = headers.get("if-none-match", "").strip() == "*"
        self._done = False

    async def send(self, message: Message) -> None:
        """Pass one ASGI message on."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            version = self._scope.get(STORE_VERSION)
            if version and message["status"] == 200 and not headers.get("content-type", "").startswith(PAGES):
                tag = _tag(self._scope, self._headers, version, headers.get("content-encoding"))
                if self._any:
                    self._done = True
                    await _unchanged(tag, self._send)
                headers["ETag"] = tag
                headers.setdefault("Cache-Control", CACHING)
                headers["Vary"] = VARIES
        if not self._done:
            await self._send(message)


def _tag(scope: Scope, headers: Headers, version: str, encoding: str | None = None) -> str:
    """The tag of the answer in one encoding."""
    # Files name the server by the address that was asked; what is upcoming depends on the day.
    server, day = headers.get("host", ""), str(datetime.now(UTC).date())
    said = "\0".join((VERSION, version, day, server, scope["path"], headers.get("accept", "*/*")))
    digest = hashlib.blake2s(said.encode() + b"\0" + scope["query_string"], digest_size=16).hexdigest()
    return f'"{digest}-{encoding}"' if encoding else f'"{digest}"'


def _known(scope: Scope, headers: Headers, if_none_match: str, version: str) -> str | None:
    """The tag among those that the client has which names the present answer in an encoding that it accepts."""
    has = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    accepted = headers.get("accept-encoding", "")
    possible = (None, *(encoding for encoding in ENCODINGS if encoding in accepted))
    tags = (_tag(scope, headers, version, encoding) for encoding in possible)
    return next((tag for tag in tags if tag in has), None)


async def _unchanged(tag: str, send: Send) -> None:
    headers = [
        (b"etag", tag.encode()),
        (b"cache-control", CACHING.encode()),
        (b"vary", VARIES.encode()),
    ]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
