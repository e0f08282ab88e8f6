"""HTML pages: one page in, the draft of its article out, boilerplate left behind by trafilatura."""

import json
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction

from app.errors import ArticleRejectedError
from app.sources.dates import Stamp, parse_stamp
from app.sources.encodings import decode_page
from app.sources.limits import Limits, read_bounded
from app.sources.markup import parse_page
from app.sources.protocol import Document, Draft, Rejected

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_STARTS = (
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<article",
    "<div",
    "<p>",
    "<p ",
    "<meta",
    "<title",
    "<main",
    "<h1",
)
# Where pages write the moment of publication, the most specific first.
_PUBLISHED_PATHS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @property='datePublished']/@content",
    "//meta[@name='article:published_time' or @name='pubdate' or @name='publish-date']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)

# The library reports pages without text as errors of its own; here they are rejections.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def recognises(head: str) -> bool:
    """Whether content begins as HTML or XHTML does, comments aside."""
    start = head.lower()
    while start.startswith("<!--") and "-->" in start:
        start = start.partition("-->")[2].lstrip()
    return start.startswith(_STARTS) or (start.startswith("<?xml") and "<html" in start)


def read(document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
    """The article of a page. Raises ArticleRejectedError where there is none or the page is no ordinary one."""
    data = read_bounded(document.stream, limits.max_page_bytes, "not an article page")
    yield draft_of(decode_page(data, document.charset), document, limits)


def draft_of(markup: str, document: Document, limits: Limits) -> Draft:
    """The draft of one page that came with `document`. Raises ArticleRejectedError as `read` does."""
    tree = parse_page(markup, limits)
    published = _stated_moment(tree)
    page = _extract(tree, document)
    text = _paragraphs(page.text or "", page.title)
    if not text:
        raise ArticleRejectedError("no article text found on the page")
    return Draft(
        text=text,
        origin=document.origin,
        title=page.title,
        outlet=page.sitename or page.hostname or _host(document.address),
        url=page.url or document.address,
        published=published or (parse_stamp(page.date) if page.date else None),
        language=page.language or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        authors=_authors(page.author),
        not_after=document.not_after,
    )


def _extract(tree: HtmlElement, document: Document) -> Any:
    """Text and metadata by trafilatura. Raises ArticleRejectedError where it finds none."""
    today = (document.not_after or datetime.now(UTC).date()).isoformat()
    dates = {"original_date": True, "extensive_search": False, "max_date": today}
    try:
        page = bare_extraction(
            tree, url=document.address, include_comments=False, with_metadata=True, date_extraction_params=dates
        )
    except Exception as error:  # a page may not end the run, whatever the parser makes of it
        raise ArticleRejectedError(f"the page cannot be read ({type(error).__name__})") from error
    if page is None:
        raise ArticleRejectedError("no article text found on the page")
    return page


def _paragraphs(text: str, title: str | None) -> str:
    """The lines as paragraphs apart by blank lines, without the headline that stands above them on the page."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n\n".join(lines[1:] if title and lines and lines[0] == title else lines)


def _stated_moment(tree: HtmlElement) -> Stamp | None:
    """The publication date that the page states in its metadata, with the time of day."""
    values = (str(value) for path in _PUBLISHED_PATHS for value in tree.xpath(path))
    for value in (*values, *_linked_data(tree)):
        try:
            return parse_stamp(value)
        except ValueError:
            continue
    return None


def _linked_data(tree: HtmlElement) -> Iterator[str]:
    """The values of `datePublished` in JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            nodes: deque[Any] = deque([json.loads(script)])
        except (ValueError, RecursionError):
            continue
        while nodes:
            node = nodes.popleft()
            if isinstance(node, dict):
                if isinstance(node.get("datePublished"), str):
                    yield node["datePublished"]
                node = node.get("@graph", [])
            nodes.extend(node if isinstance(node, list) else [])


def _authors(names: str | None) -> tuple[str, ...]:
    """Names as trafilatura lists them."""
    parts: Iterable[str] = (names or "").split(";")
    return tuple(name.strip() for name in parts if name.strip())


def _host(address: str | None) -> str | None:
    """The host of an address, without "www."."""
    host = urlsplit(address).hostname if address else None
    return host.removeprefix("www.") if host else None
