"""The nouns of reading: a document of the outside world in, drafts of articles or rejections out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO, Protocol

from app.domain.articles import Article
from app.sources.dates import Stamp
from app.sources.limits import Limits


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person who reads knows where the input does not say it, and what bounds hold.

    `published`, `outlet` and `language` (ISO 639-1) fill gaps only; what the input carries goes before them.
    `today` bounds the inference of years; None stands for the present day in UTC. `importers` read documents whose
    records are rows; they are asked before the readers of prose.
    """

    published: date | None = None
    outlet: str | None = None
    language: str = "en"
    today: date | None = None
    limits: Limits = field(default_factory=Limits)
    importers: "tuple[Importer, ...]" = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """One input, or one record of it, that is no usable article: where it lies and why, in one line."""

    origin: str
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Document:
    """One byte stream of the outside world, unpacked, with what its carrier said about it.

    `origin` names it in messages and in `Article.origin`. `suffix` is the file ending in lower case (".html").
    `address` is set where the bytes came over HTTP. `not_after` is a day by which the text existed (a file's time
    of change, a crawl date): an upper bound for its publication. `wanted` are the numbers of the records that are to be
    read, None for all; a reader may give others too.
    """

    origin: str
    stream: BinaryIO
    suffix: str = ""
    media_type: str | None = None
    charset: str | None = None
    address: str | None = None
    not_after: date | None = None
    wanted: range | None = None

    @classmethod
    def of_bytes(cls, origin: str, data: bytes, suffix: str = "") -> "Document":
        """A document that is in memory already."""
        return cls(origin, io.BytesIO(data), suffix)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a format carries it, before its own prose and the options fill the gaps."""

    text: str
    origin: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    source_id: str | None = None
    published: Stamp | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    not_after: date | None = None


class Reader(Protocol):
    """One format. A module with these four names is a reader; `registry.READERS` lists them.

    `read` yields a Draft or a Rejected for every record. It raises ArticleRejectedError where the whole document,
    or all that is left of it, cannot be read.
    """

    SUFFIXES: frozenset[str]
    """File endings, in lower case, that speak for the format where the content does not."""
    MEDIA_TYPES: frozenset[str]
    """Values of Content-Type that do the same."""

    def recognises(self, head: str, /) -> bool:
        """Whether content that begins with `head` (16,384 bytes at most, no mark, no leading space) is it."""
        ...

    def read(self, document: Document, limits: Limits, /) -> Iterator[Draft | Rejected]:
        """The records of one document, in order."""
        ...


class Importer(Protocol):
    """One kind of structured source: a document in, an article for each of its rows out."""

    def recognises(self, head: str, document: Document, /) -> bool:
        """Whether a document that begins with `head` is one; its suffix and media type may say so as well."""
        ...

    def read(self, document: Document, options: ReadOptions, /) -> Iterator[Article | Rejected]:
        """The rows of one document, in order, each with its line in `origin` and its `layout`.

        Raises ArticleRejectedError where the whole document cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """One good answer: the address that gave it after redirects, and its decoded body."""

    url: str
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class Fetcher(Protocol):
    """What the catalogue needs for addresses."""

    def fetch(self, url: str) -> Fetched | None:
        """The present answer of `url`; None where it has not changed since `keep`.

        Raises SourceUnavailableError, whose text names the address.
        """
        ...

    def keep(self, url: str, answer: Fetched) -> None:
        """Remember that everything in `answer` was taken, so that the next fetch may be answered "not modified"."""
        ...
