"""Rendered records in, HTTP responses out: pages with their links, in the format that was chosen."""

import string
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from app.exports.about import About
from app.exports.formats import Choice, Format, write
from app.queries.paging import Page, Record, Window

JSON = "application/json"
# Stored by caches, but asked about each time: the store may have changed.
CACHING = "no-cache"
# Of an answer whose format depends on what is accepted.
CHOSEN = {"Vary": "Accept"}
# What stands in an address as it would be written anew: in most there is nothing else.
PLAIN = (string.ascii_letters + string.digits + "_.~|,:/!-&=").encode()


def record(body: bytes) -> Response:
    """One record."""
    return Response(body, media_type=JSON)


def private(found: Mapping[str, Any], status: int = 200) -> Response:
    """What is for one client now, and for nobody to keep."""
    return Response(orjson.dumps(found), status, headers={"Cache-Control": "no-store"}, media_type=JSON)


class _ListedPage(Response):
    """A page of a list as JSON; its headers are those that the framework would put together from what is known here."""

    def __init__(self, body: bytes, following: str | None) -> None:
        self.status_code, self.body, self.background = 200, body, None
        link = [(b"link", _link_to(following).encode("latin-1"))] if following else []
        self.raw_headers = [*link, (b"content-length", b"%d" % len(body)), (b"content-type", JSON.encode())]


def page(request: Request, found: Page, window: Window) -> Response:
    """One page of a list as JSON, with the address of the next one in `links.next` and in the `Link` header."""
    about = _about_page(request, found, window)
    return _ListedPage(_written(found.records, orjson.dumps(about)), about["links"]["next"])


def _written(records: Sequence[Record], about: bytes) -> bytes:
    """The page as JSON; the records, which are most of it, are copied once."""
    begin, end = b'{"data":[', b"]," + about[1:]
    if not records:
        return begin + end
    parts = list(records)
    parts[0] = b"".join((begin, parts[0]))
    parts[-1] = b"".join((parts[-1], end))
    return b",".join(parts)


async def listed(request: Request, found: Page, window: Window, choice: Choice) -> Response:
    """One page of a list in the chosen format, with the `Link` header in any. Raises NotInstalledError."""
    if choice.format is Format.JSON:
        return page(request, found, window)
    members = _about_page(request, found, window)
    address, following = members["links"]["self"], members["links"]["next"]
    about = about_file(request, choice, address, following=following, members=members)
    return await file(choice, about, list(map(bytes, found.records)), _link(following))


async def one(request: Request, body: bytes, choice: Choice) -> Response:
    """One record in the chosen format. Raises NotInstalledError."""
    if choice.format is Format.JSON:
        return Response(body, media_type=JSON)
    return await file(choice, about_file(request, choice, _address(request)), [body], {})


async def file(choice: Choice, about: About, records: Any, headers: dict[str, str]) -> Response:
    """Some records as a file of the chosen format. Raises NotInstalledError.

    A page of events takes a processor for a while, so it is made in a thread.
    """
    body = await to_thread.run_sync(lambda: b"".join(write(choice, [records], about)))
    headers = {**headers, **CHOSEN, "Content-Disposition": choice.disposition}
    return Response(body, headers=headers, media_type=choice.media_type)


async def groups(request: Request, found: Sequence[Any], choice: Choice) -> Response:
    """Groups of statistics in the chosen format. Raises NotInstalledError."""
    records = [orjson.dumps(group) for group in found]
    return await file(choice, about_file(request, choice, _address(request)), records, {})


def about_file(request: Request, choice: Choice, address: str, **more: Any) -> About:
    """What a file says of itself."""
    return About(f"Summitry: {choice.listing}", address, str(request.base_url).rstrip("/"), **more)


def _about_page(request: Request, found: Page, window: Window) -> dict[str, Any]:
    meta = {
        "count": found.count.value,
        "count_is": "exact" if found.count.exact else "at_least",
        "limit": window.limit,
        **({"facets": found.facets} if found.facets else {}),
    }
    first = _address(request)
    return {"meta": meta, "links": {"self": _at(first, window.cursor), "next": _next(first, found)}}


def _next(first: str, found: Page) -> str | None:
    """The address of the next page."""
    return _at(first, found.next_cursor) if found.next_cursor else None


def _link(following: str | None) -> dict[str, str]:
    return {"Link": _link_to(following)} if following else {}


def _link_to(following: str) -> str:
    return f'<{following}>; rel="next"'


def _address(request: Request) -> str:
    """The address of the first page of this list, from the root of the server."""
    path: str = request.scope["path"]
    query: bytes = request.scope["query_string"]
    if query and b"cursor=" not in query and not query.translate(None, PLAIN):
        return f"{path}?{query.decode()}"
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{path}?{urlencode(asked, safe='|,:/!')}" if asked else path


def _at(first: str, cursor: str | None) -> str:
    """The address of the same list at a cursor."""
    return f"{first}{'&' if '?' in first else '?'}cursor={cursor}" if cursor else first
