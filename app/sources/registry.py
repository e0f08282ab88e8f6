"""The formats that can be read: the beginning of a document in, the reader for it out."""

from dataclasses import replace

from app.errors import ArticleRejectedError
from app.sources import feeds, html, json_articles, plain_text, warc
from app.sources.encodings import is_binary, loosely
from app.sources.protocol import Document, Reader
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


def identify(document: Document) -> tuple[Reader, Document]:
    """The reader for a document, by content first, then by suffix and media type; and the document, still whole.

    Raises ArticleRejectedError for one that is empty or binary.
    """
    head, stream = beginning(document.stream, _HEAD_BYTES)
    if not head.strip():
        raise ArticleRejectedError("an empty file" if not document.address else "an empty answer")
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            raise ArticleRejectedError(reason)
    text = loosely(head)
    by_content = (one for one in READERS[:-1] if one.recognises(text))
    by_name = (one for one in READERS if _claims(one, document))
    reader = next(by_content, None) or next(by_name, READERS[-1])
    # A WARC file may begin with records of any kind of bytes.
    if is_binary(text) and reader is not warc:
        raise ArticleRejectedError("a binary file, not text")
    return reader, replace(document, stream=stream)


def _claims(reader: Reader, document: Document) -> bool:
    """Whether the carrier names the reader's format."""
    return document.suffix in reader.SUFFIXES or document.media_type in reader.MEDIA_TYPES
