"""What the prose of a report says about itself: a text in, its title, dateline, credits and stated day out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.sources.credits import byline_authors, credit_authors, is_credit
from app.sources.datelines import OpeningLine, read_dateline
from app.sources.dates import parse_day
from app.sources.phrases import wire_phrases

# Headlines of news agencies keep under 120 characters, those of readouts and communiqués under 200.
TITLE_CHARS = 200
# A title, an outlet, a byline, a date and a place can stand before the prose, seldom more.
_OPENING_LINES = 6
_CLOSING_LINES = 12
_HEADER_CHARS = 120
_BOILERPLATE_CHARS = 200

_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_DATE_LINE = re.compile(
    r"^(?:(?:Published|Posted|Updated|Released|Date)(?: on)?:?\s+)?(?P<day>\D{0,24}\d.{3,30}?)"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+\(?[A-Z]{2,5}\)?)?)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """What a report says about itself before and after its prose. Nothing of it is taken out of the text."""

    dateline: OpeningLine | None = None
    stated: date | None = None
    """The day of a full date that stands on a line of its own before the prose."""
    authors: tuple[str, ...] = ()


def describe(text: str) -> SelfDescription:
    """Read the lines before the prose (byline, date, dateline) and after it (credits)."""
    dateline, stated, authors = None, None, list[str]()
    for _, line in _opening(text):
        dateline = read_dateline(line)
        if dateline or _is_prose(line):
            break
        stated = stated or _stated_day(line)
        authors += byline_authors(line)
    for _, line in reversed(_closing(text)):
        authors += credit_authors(line)
    return SelfDescription(dateline, stated, tuple(dict.fromkeys(authors)))


def split_title(text: str) -> tuple[str | None, str]:
    """Title and remaining text of plain text whose first line stands alone and reads like a headline.

    A title is followed by a blank line, shorter than 200 characters, does not end like a sentence, and is neither a
    dateline, a byline nor a date. Otherwise the title is None and the text stays whole.
    """
    first, newline, rest = text.lstrip().partition("\n")
    if not newline or not re.match(r"[ \t]*\n", rest) or not rest.strip():
        return None, text
    line = first.strip()
    if len(line) >= TITLE_CHARS or (_SENTENCE_END.search(line) and line[-1] not in "!?"):
        return None, text
    if read_dateline(line) or byline_authors(line) or _stated_day(line):
        return None, text
    return line, rest.strip("\n")


def prose_end(text: str) -> int:
    """The offset at which the report ends and credits, notices and links of the page begin."""
    closing = _closing(text)
    return closing[-1][0] if closing else len(text)


def _lines(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """Offset and content of the first `limit` lines that are not blank."""
    found = (match for match in re.finditer(r"[^\n]+", text) if not match[0].isspace())
    for _, match in zip(range(limit), found, strict=False):
        yield match.start(), match[0].strip()


def _opening(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which a report may introduce itself."""
    return _lines(text, _OPENING_LINES)


def _closing(text: str) -> list[tuple[int, str]]:
    """The credits and page boilerplate at the end of a text, last line first; a text of nothing else has none."""
    found: list[tuple[int, str]] = []
    end = len(text.rstrip())
    while end and len(found) < _CLOSING_LINES:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if not is_credit(line) and not _is_boilerplate(line):
            return found
        found.append((start, line))
        end = len(text[:start].rstrip())
    return found if end else []


def _is_boilerplate(line: str) -> bool:
    """Whether a closing line belongs to the page and not to the report."""
    phrases, text = wire_phrases(), line.lower()
    if text.rstrip(" .:!") in phrases.boilerplate_lines:
        return True
    return len(text) < _BOILERPLATE_CHARS and text.startswith(phrases.boilerplate_starts)


def _is_prose(line: str) -> bool:
    """Whether the report itself begins with this line."""
    return len(line) > _HEADER_CHARS or (len(line) > 60 and bool(_SENTENCE_END.search(line)))


def _stated_day(line: str) -> date | None:
    """The day of a line that is nothing but a full date, perhaps with "Published" before and a time after it."""
    match = _DATE_LINE.match(line) if len(line) < 80 else None
    found = parse_day(match["day"]) if match else None
    return found.in_year(found.year) if found and found.year else None
