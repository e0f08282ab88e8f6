"""WARC archives: one archive in, the draft of each stored page out."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.message import Message
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from app.errors import ArticleRejectedError
from app.sources import html
from app.sources.dates import parse_stamp
from app.sources.encodings import decode_page
from app.sources.limits import Limits, read_bounded
from app.sources.protocol import Document, Draft, Rejected

SUFFIXES = frozenset({".warc"})
MEDIA_TYPES = frozenset({"application/warc"})

_BLOCK = 1 << 16
_PAGE_RECORDS = ("response", "resource")


def recognises(head: str) -> bool:
    """Whether content begins with a WARC record."""
    return head.startswith("WARC/")


def read(document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
    """The articles of an archive; other records (requests, images, redirects, error pages) are passed over.

    `origin` carries the number of the record from 1. Raises ArticleRejectedError where the archive breaks off.
    """
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(document.stream), start=1):
            if document.wanted and number >= document.wanted.stop:
                return
            # A page costs a hundred times as much to read as to pass over.
            if (not document.wanted or number in document.wanted) and is_page(record):
                yield _read_page(record, document, number, limits)
    except ArchiveLoadFailed as error:
        detail = " ".join(str(error).split())[:120]
        raise ArticleRejectedError(f"the archive cannot be read after record {number} ({detail})") from None


def _read_page(record: Any, document: Document, number: int, limits: Limits) -> Draft | Rejected:
    """The article of one record."""
    origin, address = f"{document.origin}#{number}", record.rec_headers.get_header("WARC-Target-URI")
    page = Document(origin, document.stream, address=address, not_after=_crawled(record))
    try:
        data = read_bounded(record.content_stream(), limits.max_page_bytes, "not an article page")
        if not _is_complete(record):
            raise ArticleRejectedError("the record breaks off")
        return html.draft_of(decode_page(data, _content_type(record)[1]), page, limits)
    except ArticleRejectedError as error:
        return Rejected(origin, f"{error} ({address})")


def is_page(record: Any) -> bool:
    """Whether the record holds an HTML page that the server gave as good."""
    if record.rec_type not in _PAGE_RECORDS or _content_type(record)[0] not in html.MEDIA_TYPES:
        return False
    return record.http_headers is None or record.http_headers.get_statuscode() == "200"


def ends_of_parts(stream: BinaryIO, size: int) -> list[int]:
    """The numbers of the records that end each part of `size` pages, in order; the last one is of the last record.

    Of an archive that breaks off, as far as it goes.
    """
    ends, number, pages = [], 0, 0
    with suppress(ArchiveLoadFailed):
        for number, record in enumerate(ArchiveIterator(stream), start=1):
            pages += is_page(record)
            if pages == size:
                ends.append(number)
                pages = 0
    return ends if not number or (ends and ends[-1] == number) else [*ends, number]


def _is_complete(record: Any) -> bool:
    """Whether the archive holds as many bytes of the record as it announced; what is left of them is read off."""
    while record.raw_stream.read(_BLOCK):
        pass
    return not record.raw_stream.limit


def _content_type(record: Any) -> tuple[str, str | None]:
    """Media type and character set of what the record holds."""
    headers = record.http_headers or record.rec_headers
    message = Message()
    message["Content-Type"] = headers.get_header("Content-Type") or ""
    return message.get_content_type(), message.get_content_charset()


def _crawled(record: Any) -> date | None:
    """The day on which the page was stored: it was published by then."""
    try:
        return parse_stamp(record.rec_headers.get_header("WARC-Date") or "").day
    except ValueError:
        return None
