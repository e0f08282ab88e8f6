"""Meetings or articles in, an Atom feed out (RFC 4287), with links to its other pages (RFC 5005)."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from msgspec.json import Decoder

from app.exports.about import About
from app.exports.records import Article, Batch, Meeting

ATOM = "http://www.w3.org/2005/Atom"
# An id must stay the same when the server moves, so it is made of the path alone.
IDS = uuid.uuid5(uuid.NAMESPACE_URL, "summitry")
# Of a feed without entries, which has to have some moment.
NEVER = "1970-01-01T00:00:00Z"
# Characters that XML cannot hold, even escaped.
UNSPEAKABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))

Element = Any


def write_meetings(batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """The feed of meetings: an entry is as old as the last change of its record."""
    return _write(batches, about, Decoder(Meeting).decode, _meeting_entry)


def write_articles(batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """The feed of articles; those without a day of publication are left out."""
    return _write(batches, about, Decoder(Article).decode, _article_entry)


def _write(
    batches: Iterable[Batch],
    about: About,
    read: Callable[[bytes], Any],
    entry: Callable[[Any, str], Element | None],
) -> Iterator[bytes]:
    """The feed, a piece for each batch. Only a page is looked through for its youngest entry before it is written."""
    pieces: Iterable[Sequence[Element]] = (_entries(batch, about, read, entry) for batch in batches)
    if about.made is None:
        pieces = list(pieces)
        updated = max(map(_updated, chain.from_iterable(pieces)), key=datetime.fromisoformat, default=NEVER)
    else:
        updated = f"{about.made:%Y-%m-%dT%H:%M:%SZ}"
    feed = _feed(about, updated)
    feed.text = ""
    head, end = etree.tostring(feed, encoding="utf-8", xml_declaration=True).rsplit(b"</", 1)
    yield head
    for piece in pieces:
        yield b"".join(etree.tostring(one, encoding="utf-8") for one in piece)
    yield b"</" + end


def _entries(
    batch: Batch, about: About, read: Callable[[bytes], Any], entry: Callable[[Any, str], Element | None]
) -> list[Element]:
    found = (entry(read(record), about.server) for record in batch)
    return [one for one in found if one is not None]


def _updated(entry: Element) -> str:
    return str(entry.findtext(f"{{{ATOM}}}updated"))


def _feed(about: About, updated: str) -> Element:
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    # All pages of a feed are one feed.
    _add(feed, "id", _id(about.path.partition("cursor=")[0].rstrip("?&")))
    _add(feed, "title", about.title)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "Summitry")
    _add(feed, "generator", "Summitry")
    _link(feed, "self", about.server + about.path)
    if about.following:
        _link(feed, "next", about.server + about.following)
    return feed


def _meeting_entry(meeting: Meeting, server: str) -> Element:
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})
    _add(entry, "id", _id(meeting.url))
    _add(entry, "title", meeting.title)
    _add(entry, "updated", meeting.updated_at)
    _link(entry, "alternate", server + meeting.url)
    for scheme, terms in (("status", [meeting.status]), ("kind", [meeting.kind]), ("country", meeting.countries)):
        for term in terms:
            etree.SubElement(entry, f"{{{ATOM}}}category", term=term, label=f"{scheme}: {term}")
    people = ", ".join(person.name for side in meeting.participants for person in side.people)
    sources = f"Independent sources: {meeting.independent_source_count}."
    words = f"Status: {meeting.status}. Level: {meeting.level}. {f'People: {people}. ' if people else ''}{sources}"
    _add(entry, "summary", words)
    return entry


def _article_entry(article: Article, server: str) -> Element | None:
    if article.published is None:
        return None
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap={None: ATOM})
    _add(entry, "id", _id(article.url))
    _add(entry, "title", article.title or "Untitled")
    moment = f"{article.published}T00:00:00Z"
    _add(entry, "updated", moment)
    _add(entry, "published", moment)
    for author in article.authors:
        _add(_add(entry, "author"), "name", author)
    _link(entry, "alternate", server + article.url)
    if article.link:
        _link(entry, "via", article.link)
    outlet = f"{article.outlet}. " if article.outlet else ""
    _add(entry, "summary", f"{outlet}Meetings reported: {article.meeting_count}.")
    return entry


def _id(path: str) -> str:
    return uuid.uuid5(IDS, path).urn


def _add(parent: Element, name: str, text: str = "") -> Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = text.translate(UNSPEAKABLE)
    return child


def _link(parent: Element, relation: str, address: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=relation, href=address.translate(UNSPEAKABLE))
