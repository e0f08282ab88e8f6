"""The formats that can be read: the beginning of a document in, the reader for it out."""

from collections.abc import Iterable
from dataclasses import replace

from app.errors import ArticleRejectedError
from app.sources import feeds, html, json_articles, plain_text, warc
from app.sources.encodings import is_binary, loosely
from app.sources.protocol import Document, Importer, Reader
from app.sources.streams import beginning

READERS: tuple[Reader, ...] = (warc, json_articles, feeds, html, plain_text)
"""One line a format. They are asked in this order; plain text takes whatever nobody else knows."""

_HEAD_BYTES = 16_384
# What people put among their articles by mistake, and what to do with it.
_FOREIGN = (
    (b"%PDF-", "a PDF file: extract its text first"),
    (b"PK\x03\x04", "a ZIP archive (or an office document): unpack it first"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ", "an xz archive: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive: unpack it first"),
    (b"SQLite format 3", "an SQLite database, not an article"),
)
# A table that is read as prose gives nothing but nonsense.
_TABLES = frozenset({".csv", ".tsv", "text/csv", "text/tab-separated-values"})


def opened(document: Document) -> tuple[str, Document]:
    """The beginning of a document as text, and the document, still whole.

    Raises ArticleRejectedError for one that is empty or of a kind that holds no text.
    """
    head, stream = beginning(document.stream, _HEAD_BYTES)
    if not head.strip():
        raise ArticleRejectedError("an empty file" if not document.address else "an empty answer")
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            raise ArticleRejectedError(reason)
    return loosely(head), replace(document, stream=stream)


def importer_for(head: str, document: Document, importers: Iterable[Importer]) -> Importer | None:
    """The importer for a document that begins so; None where no row is expected in it."""
    return next((one for one in importers if not is_binary(head) and one.recognises(head, document)), None)


def reader_for(head: str, document: Document) -> Reader:
    """The reader for a document that begins so, by content first, then by suffix and media type.

    Raises ArticleRejectedError for one that is binary, or a table of which nobody said what its columns mean.
    """
    by_content = (one for one in READERS[:-1] if one.recognises(head))
    by_name = (one for one in READERS if _claims(one, document))
    reader = next(by_content, None) or next(by_name, READERS[-1])
    # A WARC file may begin with records of any kind of bytes.
    if is_binary(head) and reader is not warc:
        raise ArticleRejectedError("a binary file, not text")
    if reader is plain_text and (document.suffix in _TABLES or document.media_type in _TABLES):
        raise ArticleRejectedError("a table: say with --mapping what its columns mean")
    return reader


def _claims(reader: Reader, document: Document) -> bool:
    """Whether the carrier names the reader's format."""
    return document.suffix in reader.SUFFIXES or document.media_type in reader.MEDIA_TYPES
