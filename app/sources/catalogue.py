"""The one way in: a path, an address or "-" in, articles and rejections out, one by one."""

import gzip
import logging
import os
import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from app.domain.articles import Article
from app.errors import ArticleRejectedError, SourceUnavailableError
from app.sources.addresses import shown_address
from app.sources.assembly import finish
from app.sources.files import count_items, is_folder, shown_path, suffix_of, walk, why_not
from app.sources.protocol import Document, Draft, Fetched, Fetcher, ReadOptions, Rejected
from app.sources.registry import importer_for, opened, reader_for
from app.sources.streams import unpacked

STANDARD_INPUT = "-"
Item = TypeVar("Item", Draft | Rejected, Article | Rejected)

_logger = logging.getLogger(__name__)

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_RECORD = re.compile(r"(?P<whole>.+)#(?P<first>\d+)(?:-(?P<last>\d+))?", re.DOTALL)
# Archives and images of disks store files without a time of change as of 1970 or 1980.
_FIRST_CREDIBLE_DAY = date(1990, 1, 1)


def read(source: str, options: ReadOptions, fetcher: Fetcher | None = None) -> Iterator[Article | Rejected]:
    """Every article of `source`: a file, a folder (with all below it, by name), an http(s) address, or "-" for stdin.

    Whatever cannot be read comes out as a Rejected and does not stop the rest; nothing is raised. An `origin` that an
    earlier run gave ("archive.jsonl#17") is read as that one record, "archive.jsonl#17-99" as these. Hidden files and
    folders are passed over. The stream is lazy: an address counts as taken (`Fetcher.keep`) only when all its items
    were good and the consumer has come back for more after the last one. An address that has not changed since gives
    nothing.
    """
    if _ADDRESS.match(source):
        yield from _read_address(source, options, fetcher)
    elif not source.strip():
        yield Rejected(repr(source), "an empty path: name a file, a folder or an address")
    elif source == STANDARD_INPUT:
        yield from _read_document(Document("standard input", sys.stdin.buffer), options)
    else:
        yield from _read_path(source, options)


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a path."""
    return _ADDRESS.match(source) is not None


def count(source: str) -> int | None:
    """About how many items `read` will give, cheaply, for a progress bar; None where that cannot be told."""
    if _ADDRESS.match(source) or source == STANDARD_INPUT:
        return None
    return count_items(Path(source))


def _read_path(source: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    """A file, a folder, or some records of a file."""
    path, record = Path(source), _RECORD.fullmatch(source)
    if is_folder(path):
        for found in walk(path):
            yield from [found] if isinstance(found, Rejected) else _read_file(found, options)
    elif record and not os.path.lexists(source):
        first, last = int(record["first"]), int(record["last"] or record["first"])
        yield from _read_file(Path(record["whole"]), options, range(first, last + 1))
    else:
        yield from _read_file(path, options)


def _read_file(path: Path, options: ReadOptions, wanted: range | None = None) -> Iterator[Article | Rejected]:
    """The items of one file."""
    origin = shown_path(path)
    try:
        with path.open("rb") as stream:
            changed = datetime.fromtimestamp(os.fstat(stream.fileno()).st_mtime, UTC).date()
            not_after = changed if changed >= _FIRST_CREDIBLE_DAY else None
            file = Document(origin, stream, suffix_of(path.name), not_after=not_after, wanted=wanted)
            yield from _read_document(file, options)
    except (OSError, ValueError) as error:
        yield Rejected(origin, why_not(error))


def _read_address(source: str, options: ReadOptions, fetcher: Fetcher | None) -> Iterator[Article | Rejected]:
    """The items behind one address; nothing where it has not changed since it was taken whole."""
    address = shown_address(source)
    if fetcher is None:
        yield Rejected(address, "addresses cannot be read here: give a file")
        return
    try:
        answer = fetcher.fetch(source)
    except SourceUnavailableError as error:
        yield Rejected(address, str(error).removeprefix(f"{address}: "))
        return
    if answer is None:
        return
    whole = True
    for item in _read_document(_as_document(address, answer), options):
        whole = whole and isinstance(item, Article)
        yield item
    if whole:
        fetcher.keep(source, answer)


def _as_document(origin: str, answer: Fetched) -> Document:
    """An answer as a document."""
    return Document(
        origin=origin,
        stream=BytesIO(answer.body),
        suffix=suffix_of(urlsplit(answer.url).path),
        media_type=answer.media_type,
        charset=answer.charset,
        address=shown_address(answer.url),
    )


def _read_document(document: Document, options: ReadOptions) -> Iterator[Article | Rejected]:
    """The items of one document."""
    try:
        head, whole = opened(replace(document, stream=unpacked(document.stream)))
        importer = importer_for(head, whole, options.importers)
        if importer:
            yield from _wanted(document, importer.read(whole, options))
            return
        for item in _wanted(document, reader_for(head, whole).read(whole, options.limits)):
            yield item if isinstance(item, Rejected) else _article(item, options)
    except ArticleRejectedError as error:
        yield Rejected(document.origin, str(error))
    except EOFError:
        yield Rejected(document.origin, "truncated gzip: the file breaks off, copy it again")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield Rejected(document.origin, f"damaged gzip: {error}")
    except OSError as error:
        yield Rejected(document.origin, why_not(error))
    except Exception as error:
        # A fault of a reader costs one document, not the run; the log has the trace.
        _logger.exception("the reader failed on %s", document.origin)
        yield Rejected(document.origin, f"the reader failed ({type(error).__name__}): please report it with the file")


def _wanted(document: Document, items: Iterator[Item]) -> Iterator[Item]:
    """The records that are wanted, and what is said of the whole document."""
    if document.wanted is None:
        yield from items
        return
    for item in items:
        of, _, number = item.origin.rpartition("#")
        if of != document.origin or int(number) in document.wanted:
            yield item


def _article(draft: Draft, options: ReadOptions) -> Article | Rejected:
    """The article of a draft, or why it is none."""
    try:
        return finish(draft, options)
    except ArticleRejectedError as error:
        return Rejected(draft.origin, str(error))
