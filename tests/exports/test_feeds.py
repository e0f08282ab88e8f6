"""Atom: a feed that readers understand, with what RFC 4287 requires."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from app.exports import feeds
from app.exports.about import About
from tests.exports.records import ABOUT, a_meeting, an_article

NEXT = "/v1/meetings?country=KOR&limit=2&cursor=abc"


def read(*records: bytes, about: About = ABOUT, write: Any = feeds.write_meetings) -> Any:
    """The feed, as a feed reader has it."""
    text = b"".join(write([list(records)], about))
    etree.fromstring(text)
    found = feedparser.parse(text)
    assert not found.bozo
    return found


def test_an_entry_tells_of_a_meeting():
    """Its title, its last change and its address."""
    (entry,) = read(a_meeting(title="Talks <in> Seoul & Tokyo")).entries

    assert entry.title == "Talks <in> Seoul & Tokyo"
    assert entry.updated == "2024-01-05T12:00:00Z"
    assert entry.link == "https://summitry.example/v1/meetings/m202309-4e5f60718293a1b2"
    assert {tag.term for tag in entry.tags} >= {"held", "CHN", "JPN", "KOR"}


def test_ids_are_absolute_and_stay_when_the_server_moves():
    """And differ between meetings, and between feeds."""
    here = read(a_meeting(), a_meeting(url="/v1/meetings/m1"))
    there = read(a_meeting(), about=replace(ABOUT, server="https://other.example"))
    other = read(a_meeting(), about=replace(ABOUT, path="/v1/meetings?country=JPN"))

    assert here.entries[0].id.startswith("urn:uuid:")
    assert here.entries[0].id == there.entries[0].id != here.entries[1].id
    assert here.feed.id == there.feed.id != other.feed.id


def test_the_pages_of_a_feed_are_one_feed_and_lead_to_each_other():
    """Each names itself and the next one."""
    first = read(a_meeting(), about=replace(ABOUT, following=NEXT))
    second = read(a_meeting(), about=replace(ABOUT, path=NEXT))

    assert first.feed.id == second.feed.id
    links = {link.rel: link.href for link in first.feed.links}
    assert links == {"self": ABOUT.server + ABOUT.path, "next": ABOUT.server + NEXT}
    assert [link.rel for link in second.feed.links] == ["self"]


def test_a_page_is_as_old_as_its_youngest_entry():
    """Whole seconds and fractions of them compare as moments; a file of everything has the moment it was made."""
    moments = ("2024-01-05T12:00:00Z", "2024-01-05T12:00:00.500000Z", "2023-01-05T12:00:00Z")
    records = [a_meeting(updated_at=moment) for moment in moments]

    made = read(*records, about=replace(ABOUT, made=datetime(2025, 1, 1, tzinfo=UTC)))

    assert read(*records).feed.updated == moments[1]
    assert made.feed.updated == "2025-01-01T00:00:00Z"
    assert read().feed.updated


def test_what_xml_cannot_hold_is_left_out():
    """A control character in a name does not break the feed."""
    (entry,) = read(a_meeting(title="Talks\x08 in\x00 Seoul\ufffe")).entries

    assert entry.title == "Talks in Seoul"


def test_an_article_is_an_entry_of_its_day():
    """With its authors and where it stands at its publisher's; one without a day is left out."""
    feed = read(an_article(), an_article(published=None), write=feeds.write_articles)
    (entry,) = feed.entries

    assert entry.published == "2023-09-26T00:00:00Z"
    assert [author.name for author in entry.authors] == ["A. Reporter"]
    assert {link.rel: link.href for link in entry.links}["via"].startswith("https://news.example/")
