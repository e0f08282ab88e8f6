"""Rendered records in, HTTP responses out: pages with their links, entity tags, and 304 where nothing changed."""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.exports.about import About
from app.exports.formats import Choice, Format, write
from app.queries.paging import Page, Window

# Shorter bodies are not compressed: the saving is less than a network packet.
SMALLEST_COMPRESSED = 500
# Stored by caches, but asked about each time: the store may have changed.
CACHING = "no-cache"
# Of an answer whose format depends on what is accepted.
CHOSEN = {"Vary": "Accept"}


def record(request: Request, body: bytes) -> Response:
    """One record."""
    return _conditional(request, body, {})


def page(request: Request, found: Page, window: Window) -> Response:
    """One page of a list as JSON, with the address of the next one in `links.next` and in the `Link` header."""
    return _page(request, found, window, {})


async def listed(request: Request, found: Page, window: Window, choice: Choice) -> Response:
    """One page of a list in the chosen format, with the `Link` header in any. Raises NotInstalledError."""
    if choice.format is Format.JSON:
        return _page(request, found, window, CHOSEN)
    address, following = _address(request, window.cursor), _following(request, found)
    about = about_file(request, choice, address, following=following, members=_about_page(request, found, window))
    return await file(request, choice, about, found.records, _link(request, found))


async def one(request: Request, body: bytes, choice: Choice) -> Response:
    """One record in the chosen format. Raises NotInstalledError."""
    if choice.format is Format.JSON:
        return _conditional(request, body, CHOSEN)
    return await file(request, choice, about_file(request, choice, _address(request, None)), [body], {})


async def file(request: Request, choice: Choice, about: About, records: Any, headers: dict[str, str]) -> Response:
    """Some records as a file of the chosen format. Raises NotInstalledError.

    A page of events takes a processor for a while, so it is made in a thread.
    """
    body = await to_thread.run_sync(lambda: b"".join(write(choice, [records], about)))
    headers = {**headers, **CHOSEN, "Content-Disposition": choice.disposition}
    return _conditional(request, body, headers, choice.media_type)


async def groups(request: Request, found: Sequence[Any], choice: Choice) -> Response:
    """Groups of statistics in the chosen format. Raises NotInstalledError."""
    records = [orjson.dumps(group) for group in found]
    return await file(request, choice, about_file(request, choice, _address(request, None)), records, {})


def about_file(request: Request, choice: Choice, address: str, **more: Any) -> About:
    """What a file says of itself."""
    return About(f"Summitry: {choice.listing}", address, str(request.base_url).rstrip("/"), **more)


def _page(request: Request, found: Page, window: Window, headers: dict[str, str]) -> Response:
    tail = orjson.dumps(_about_page(request, found, window))
    body = b'{"data":[' + b",".join(found.records) + b"]," + tail[1:]
    return _conditional(request, body, _link(request, found) | headers)


def _about_page(request: Request, found: Page, window: Window) -> dict[str, Any]:
    meta = {
        "count": found.count.value,
        "count_is": "exact" if found.count.exact else "at_least",
        "limit": window.limit,
        **({"facets": found.facets} if found.facets else {}),
    }
    return {"meta": meta, "links": {"self": _address(request, window.cursor), "next": _following(request, found)}}


def _following(request: Request, found: Page) -> str | None:
    """The address of the next page."""
    return _address(request, found.next_cursor) if found.next_cursor else None


def _link(request: Request, found: Page) -> dict[str, str]:
    following = _following(request, found)
    return {"Link": f'<{following}>; rel="next"'} if following else {}


def _address(request: Request, cursor: str | None) -> str:
    """The address of this list at a cursor, from the root of the server."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    query = urlencode([*asked, ("cursor", cursor)] if cursor else asked, safe="|,:/!")
    return request.url.path + (f"?{query}" if query else "")


def _conditional(
    request: Request, body: bytes, headers: dict[str, str], media_type: str = "application/json"
) -> Response:
    headers = {**headers, "ETag": _tag(request, body), "Cache-Control": CACHING}
    if _is_known(request.headers.get("if-none-match"), headers["ETag"]):
        # Compression says so itself, where there is something to compress.
        varies = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
        return Response(status_code=304, headers={**headers, "Vary": varies})
    return Response(body, headers=headers, media_type=media_type)


def _tag(request: Request, body: bytes) -> str:
    """A strong tag names bytes, so the compressed form has another one."""
    compressed = len(body) >= SMALLEST_COMPRESSED and "gzip" in request.headers.get("accept-encoding", "")
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}{"-gzip" if compressed else ""}"'


def _is_known(if_none_match: str | None, tag: str) -> bool:
    if if_none_match is None:
        return False
    known = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in known or tag in known
