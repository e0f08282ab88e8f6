"""WARC archives."""

import gzip

import pytest

from app.sources import warc
from app.sources.protocol import Draft, Rejected
from tests.sources.documents import PROSE, SMALL, a_page, a_warc, drafts, drafts_until_refused

OK = "200 OK"
PAGES = [
    ("https://wire.example/a", OK, a_page("One. " + PROSE).encode()),
    ("https://wire.example/logo", OK, b"\x89PNG\r\n\x1a\n"),
    ("https://wire.example/gone", "404 Not Found", a_page("Gone. " + PROSE).encode()),
    ("https://wire.example/empty", OK, b"<html><body></body></html>"),
    ("https://wire.example/b", OK, a_page("Two. " + PROSE).encode()),
]


def test_pages_become_drafts_and_other_records_are_passed_over():
    """Images and error pages are no articles; an empty page is one that cannot be read."""
    found = drafts(warc, a_warc(PAGES, gzipped=False))

    assert [one.origin for one in found] == ["here#1", "here#4", "here#5"]
    assert [type(one) for one in found] == [Draft, Rejected, Draft]
    assert found[0].text.startswith("One. ")
    assert found[0].url == "https://wire.example/a"
    assert found[1].reason == "no article text found on the page (https://wire.example/empty)"


def test_the_day_of_the_crawl_bounds_the_publication():
    """It is no publication date itself."""
    (draft, *_) = drafts(warc, a_warc(PAGES[:1], gzipped=False))

    assert draft.published is None
    assert draft.not_after.isoformat() == "2024-05-03"


def test_an_archive_that_breaks_off_says_so():
    """A record shorter than it says is rejected."""
    data = a_warc(PAGES[:1], gzipped=False)
    (found,) = drafts(warc, data[:-100])

    assert isinstance(found, Rejected)
    assert found.reason.startswith("the record breaks off")


@pytest.mark.parametrize("packing", ["chunked", "gzip", "both"])
def test_a_page_is_read_through_the_packing_of_its_transport(packing):
    """Some archives keep answers as they came over the wire."""
    body, headers = PAGES[0][2], {}
    if packing != "chunked":
        body, headers = gzip.compress(body), {"Content_Encoding": "gzip"}
    if packing != "gzip":
        body, headers = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), headers | {"Transfer_Encoding": "chunked"}
    (draft,) = drafts(warc, a_warc([("https://wire.example/a", OK, body)], False, "text/html", **headers))

    assert isinstance(draft, Draft)
    assert draft.text.startswith("One. ")


def test_a_page_that_is_too_large_spoils_only_itself():
    """The next record is read."""
    pages = [("https://wire.example/big", OK, a_page("x" * 30_000).encode()), PAGES[0]]
    found = drafts(warc, a_warc(pages, gzipped=False), SMALL)

    assert [type(one) for one in found] == [Rejected, Draft]
    assert "larger than 20,000 bytes" in found[0].reason


def test_garbage_after_the_first_record_is_refused():
    """What is no record ends the reading with a reason."""
    data = a_warc(PAGES[:1], gzipped=False) + b"garbage\r\n" * 50
    found, reason = drafts_until_refused(warc, data)

    assert [type(one) for one in found] == [Draft]
    assert reason.startswith("the archive cannot be read after record 1 (")


def test_an_archive_is_read_through_its_packing():
    """Archives are packed record by record; the catalogue unpacks them."""
    assert drafts(warc, gzip.decompress(a_warc(PAGES))) == drafts(warc, a_warc(PAGES, gzipped=False))
