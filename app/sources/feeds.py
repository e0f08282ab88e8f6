"""RSS and Atom feeds: one feed in, one draft an entry out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser

from app.errors import ArticleRejectedError
from app.sources.dates import Stamp, parse_stamp
from app.sources.encodings import decode_xml
from app.sources.limits import MAX_DEPTH, Limits, read_bounded
from app.sources.markup import nests_deeper, text_of
from app.sources.protocol import Document, Draft, Rejected

SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf"})
MEDIA_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"}
)

_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
_END = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF)\s*>\s*(?:<!--.{0,500}-->\s*)*$", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Feeds need no entities of their own; nested ones unfold to gigabytes. An ordinary DOCTYPE (RSS 0.91) is harmless.
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Whether content begins as a feed, or as XML that is no XHTML."""
    start = head.lower()
    return bool(_ROOT.match(head)) or (start.startswith(("<?xml", "<!doctype rss")) and "<html" not in start)


def read(document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
    """The entries of a feed, numbered from 1.

    Raises ArticleRejectedError for XML that is no feed, declares entities or is a bomb of nested tags, and at the end
    of a feed that breaks off.
    """
    data = read_bounded(document.stream, limits.max_page_bytes, "not an ordinary feed")
    text = decode_xml(data, document.charset)
    if _ENTITY.search(text):
        raise ArticleRejectedError("declares XML entities, which no feed needs and attacks use: not read")
    if nests_deeper(text, MAX_DEPTH):
        raise ArticleRejectedError(f"tags nested more than {MAX_DEPTH} deep: not an ordinary feed")
    feed = _parse(text)
    for number, entry in enumerate(feed.entries, start=1):
        origin = f"{document.origin}#{number}"
        try:
            yield _draft(entry, feed.feed, origin, limits)
        except ArticleRejectedError as error:
            yield Rejected(origin, str(error))
    if not _END.search(text[-2_000:]):
        raise ArticleRejectedError(f"the feed breaks off after entry {len(feed.entries)}: fetch it again")


def _parse(text: str) -> Any:
    """The feed by feedparser, which mends small faults. Raises ArticleRejectedError for what is no feed."""
    try:
        feed = feedparser.parse(
            _DECLARATION.sub("", text, count=1).encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # a feed may not end the run, whatever the parser makes of it
        raise ArticleRejectedError(f"the feed cannot be read ({type(error).__name__})") from error
    if not feed.get("version") and not feed.entries:
        fault = feed.get("bozo_exception")
        detail = f" ({' '.join(str(fault).removeprefix('<unknown>:').split())})" if fault else ""
        raise ArticleRejectedError(f"XML, but no RSS or Atom feed{detail}")
    return feed


def _draft(entry: Any, feed: Any, origin: str, limits: Limits) -> Draft:
    """One entry as a draft. Raises ArticleRejectedError where it has no text."""
    text = _text(entry, limits)
    if not text:
        raise ArticleRejectedError("no text: neither content nor summary")
    return Draft(
        text=text,
        origin=origin,
        title=text_of(entry.get("title", ""), limits) or None,
        outlet=(entry.get("source") or {}).get("title") or feed.get("title"),
        url=entry.get("link"),
        source_id=entry.get("id"),
        published=_published(entry),
        language=feed.get("language"),
        authors=_authors(entry),
    )


def _text(entry: Any, limits: Limits) -> str:
    """The longest of content and summary, as paragraphs."""
    values = [one.get("value", "") for one in entry.get("content", [])] + [entry.get("summary", "")]
    return text_of(max(values, key=len), limits)


def _published(entry: Any) -> Stamp | None:
    """The date of an entry: as written, so that the day is the publisher's, or else as feedparser understood it."""
    for name in ("published", "created", "updated"):
        # `in`, because feedparser answers for "updated" with "published" otherwise.
        if name not in entry:
            continue
        try:
            return parse_stamp(entry[name])
        except ValueError:
            parsed: struct_time | None = entry.get(f"{name}_parsed")
            if parsed:
                moment = datetime(*parsed[:6], tzinfo=UTC)
                return Stamp(moment.date(), moment)
    return None


def _authors(entry: Any) -> tuple[str, ...]:
    """The names of an entry's authors."""
    names = [one.get("name") for one in entry.get("authors", [])] or [entry.get("author")]
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))
