"""Rendered records in, HTTP responses out: pages with their links, entity tags, and 304 where nothing changed."""

import hashlib
from urllib.parse import urlencode

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.queries.paging import Page, Window

# Shorter bodies are not compressed: the saving is less than a network packet.
SMALLEST_COMPRESSED = 500
# Stored by caches, but asked about each time: the store may have changed.
CACHING = "no-cache"


def record(request: Request, body: bytes) -> Response:
    """One record."""
    return _conditional(request, body, {})


def page(request: Request, found: Page, window: Window) -> Response:
    """One page of a list, with the address of the next one in `links.next` and in the `Link` header."""
    this = _address(request, window.cursor)
    following = _address(request, found.next_cursor) if found.next_cursor else None
    meta = {
        "count": found.count.value,
        "count_is": "exact" if found.count.exact else "at_least",
        "limit": window.limit,
    }
    tail = orjson.dumps({"meta": meta, "links": {"self": this, "next": following}})
    body = b'{"data":[' + b",".join(found.records) + b"]," + tail[1:]
    return _conditional(request, body, {"Link": f'<{following}>; rel="next"'} if following else {})


def _address(request: Request, cursor: str | None) -> str:
    """The address of this list at a cursor, from the root of the server."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    query = urlencode([*asked, ("cursor", cursor)] if cursor else asked, safe="|,:/!")
    return request.url.path + (f"?{query}" if query else "")


def _conditional(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    headers = {**headers, "ETag": _tag(request, body), "Cache-Control": CACHING}
    if _is_known(request.headers.get("if-none-match"), headers["ETag"]):
        # Compression says so itself, where there is something to compress.
        return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
    return Response(body, headers=headers, media_type="application/json")


def _tag(request: Request, body: bytes) -> str:
    """A strong tag names bytes, so the compressed form has another one."""
    compressed = len(body) >= SMALLEST_COMPRESSED and "gzip" in request.headers.get("accept-encoding", "")
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}{"-gzip" if compressed else ""}"'


def _is_known(if_none_match: str | None, tag: str) -> bool:
    if if_none_match is None:
        return False
    known = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in known or tag in known
