"""Inputs for the tests of this folder: bytes of every format, written here, and one way to read them."""

import gzip
import io
from collections.abc import Iterable
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from app.domain.articles import Article
from app.errors import ArticleRejectedError
from app.sources.catalogue import read
from app.sources.limits import Limits
from app.sources.protocol import Document, Draft, Reader, ReadOptions, Rejected

PROSE = "The foreign ministers of Freedonia and Sylvania met in Riga on Thursday to speak about fishing rights."
MORE = "They agreed that their deputies meet again in the autumn, officials of both sides said after the talks."
SMALL = Limits(max_article_chars=1_000, max_document_bytes=4_000, max_page_bytes=20_000, max_page_elements=300)


def drafts(reader: Reader, data: bytes | str, limits: Limits | None = None, **fields: object) -> list[Draft | Rejected]:
    """What a reader makes of a document of these bytes."""
    content = data.encode() if isinstance(data, str) else data
    document = Document("here", io.BytesIO(content), **fields)  # type: ignore[arg-type]
    return list(reader.read(document, limits or Limits()))


def drafts_until_refused(reader: Reader, data: bytes | str) -> tuple[list[Draft | Rejected], str]:
    """What a reader makes of a document before it refuses the rest, and why it does."""
    found: list[Draft | Rejected] = []
    content = data.encode() if isinstance(data, str) else data
    try:
        found.extend(reader.read(Document("here", io.BytesIO(content)), Limits()))
    except ArticleRejectedError as error:
        return found, str(error)
    return found, "nothing was refused"


def items(path: Path | str, options: ReadOptions | None = None) -> list[Article | Rejected]:
    """Everything that the catalogue gives for a path."""
    return list(read(str(path), options or ReadOptions()))


def a_page(*paragraphs: str, head: str = "", title: str = "Ministers meet in Riga") -> str:
    """An HTML page as news sites have them."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or (PROSE, MORE))
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title>{head}</head><body>'
        f"<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><article><h1>{title}</h1>{body}</article>"
        "<footer>Copyright, terms and cookies</footer></body></html>"
    )


def a_feed(*entries: str, prolog: str = "", end: str = "</channel></rss>") -> str:
    """An RSS 2.0 feed of these <item> bodies."""
    listed = "".join(f"<item>{entry}</item>" for entry in entries)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Freedonia Wire</title><link>https://wire.example/</link><language>en-us</language>{listed}{end}"
    )


def a_warc(
    pages: Iterable[tuple[str, str, bytes]], gzipped: bool = True, kind: str | None = None, **more: str
) -> bytes:
    """A WARC archive of HTTP responses: address, status line, HTML or other body; `more` are further HTTP headers."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for address, status, body in pages:
        given = kind or ("text/html; charset=utf-8" if body.lstrip().startswith(b"<") else "image/png")
        named = [("Content-Type", given), *((name.replace("_", "-"), value) for name, value in more.items())]
        headers = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2024-05-03T10:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def packed(data: bytes | str) -> bytes:
    """The gzip of some bytes."""
    return gzip.compress(data.encode() if isinstance(data, str) else data, mtime=0)
