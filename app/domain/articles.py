"""One text from one outlet: what sources produce and extraction reads."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

# The form in which an article's id is made; a new number gives every article a new id.
ID_FORM = "2"
WORD = re.compile(r"[^\W_]+")


# Who stores an article asks for its words several times in a row.
@lru_cache(maxsize=64)
def bare_words(text: str) -> tuple[str, ...]:
    """The words of a text, whatever its case, spacing and punctuation."""
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


class Kept(StrEnum):
    """How much of a text stays in the store, and of the words quoted from it: all, the sentences of evidence, none."""

    ALL = "all"
    EVIDENCE = "evidence"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening "SEOUL, Sept 26 (Agency) -" of wire copy."""

    place: str | None = None
    day: date | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text from one outlet, with the metadata that its source carried or that its own text gives.

    `published` is the calendar day of publication, against which relative dates are read; `published_at` the exact
    moment (UTC) where it is known. `source_id` is the id that the input gave, kept as it came. `language` is an
    ISO 639-1 code. `origin` says where the article was read from (a path or an address, with a record number).
    `published_basis` says how `published` is known: "stated" (a date line of the text), "metadata" (a field of the
    input), "dateline", "option" (given by the person who reads), "inferred" (the year worked out from a weekday).
    `layout` is set for a row of a table or an event of a calendar: "table/" or "calendar/" and the name of the mapping
    by which its text is laid out; `source_id` then names the row in every edition.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    source_id: str | None = None
    published: date | None = None
    published_at: datetime | None = None
    language: str = "en"
    authors: tuple[str, ...] = ()
    dateline: Dateline | None = None
    origin: str = ""
    published_basis: str | None = None
    layout: str | None = None

    @property
    def content(self) -> str:
        """Title and text as one string; every `Span` counts code points in it."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the words alone: equal for texts that differ in spacing, case or punctuation marks only."""
        return hashlib.sha256(" ".join(bare_words(self.content)).encode()).hexdigest()

    @property
    def id(self) -> str:
        """Deterministic: the same text of one month from the same outlet and address has the same id.

        It begins with the month of publication (000000 where that is not known), so that what is published together
        lies together in every table and index that goes by ids.
        """
        parts = (ID_FORM, self.outlet or "", self.url or "", self.content)
        month = f"{self.published.year:04}{self.published.month:02}" if self.published else "000000"
        return f"a{month}-{hashlib.sha256(chr(0x1F).join(parts).encode()).hexdigest()[:16]}"
