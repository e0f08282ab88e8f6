"""Datelines of wire copy: one line of text in, place, day of the year and agency out."""

import re
from dataclasses import dataclass

from app.sources.dates import DAY_FORMS, MonthDay, month_day, parse_day
from app.sources.phrases import wire_phrases

# "SEOUL, Sept 26 (Reuters) -", "MOSCOW, September 13. /TASS/.", "New Delhi [India], March 3 (ANI):": the head is
# everything before the tag, the dash may be missing after a tag.
_TAGGED = re.compile(
    r"(?P<head>[^()/\n]{0,80}?(?:/[^()/\n]{2,40})?[^()/\n]{0,20}?)\s*[(/](?P<tag>[^\W\d][^()\n]{1,39}?|\d[^()/\n]{4,30})[)/]"
    r"\s*[.:]?\s*(?:--|[-–—―])?\s*(?=[\w\"'“‘$£€]|$)"
)
# "WASHINGTON — ", "SEOUL, South Korea - ": no tag, so the place must stand in capitals and the dash apart.
_BARE = re.compile(r"(?P<head>[^()\n;:!?\"“”]{3,70}?)(?:\s+(?:--|[-–—―])\s+|\s*[–—―]\s*)(?=[\w\"'“‘$£€])")


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """What a dateline says: place as written, day of the year, tag of the agency; `end` is where prose begins."""

    place: str | None
    day: MonthDay | None
    tag: str | None
    end: int


def read_dateline(line: str) -> OpeningLine | None:
    """The dateline at the start of `line`; None where there is none."""
    tagged = _TAGGED.match(line)
    found = _with_tag(tagged) if tagged else None
    if found:
        return found
    bare = _BARE.match(line)
    return _without_tag(bare) if bare else None


def _with_tag(match: re.Match[str]) -> OpeningLine | None:
    """A dateline with an agency, or with a date, between brackets or slashes."""
    place, day = _split_head(match["head"])
    tag: str | None = match["tag"].strip()
    inner = parse_day(match["tag"])
    if inner:
        day, tag = inner, None
    known = tag in wire_phrases().agencies
    if place is None:
        return OpeningLine(None, day, tag, match.end()) if known and not match["head"].strip() else None
    if not _is_place(place) or not (known or day or place.split(",")[0].isupper()):
        return None
    dashed = bool(re.search(r"[-–—―:.]\s*$", match[0]))
    if not dashed and not day and not (known and place.split(",")[0].isupper()):
        return None
    # "KYIV (Ukraine) -": an unknown tag without a day is as likely a country.
    return OpeningLine(place, day, tag if known or day else None, match.end())


def _without_tag(match: re.Match[str]) -> OpeningLine | None:
    """A dateline of a place in capitals and perhaps a day."""
    place, day = _split_head(match["head"])
    if place is None or not place.split(",")[0].isupper() or not _is_place(place):
        return None
    return OpeningLine(place, day, None, match.end())


def _split_head(head: str) -> tuple[str | None, MonthDay | None]:
    """Place and day of "SEOUL, Sept 26"; the place is None where the head is something else."""
    head = head.strip(" ,.") if head.strip().endswith(",") else head.strip()
    for form in DAY_FORMS:
        for match in form.finditer(head):
            place = head[: match.start()].strip()
            if match.end() >= len(head.rstrip(" .")) and place[-1:] in {",", "."}:
                return place[:-1].strip() or None, month_day(match)
    return head or None, None


def _is_place(text: str) -> bool:
    """Whether `text` is written as place names are: a few capitalised words and no digit."""
    bare = re.sub(r"\s*\[[^\]]*\]", "", text)
    words = re.split(r"[\s/]+", bare.replace(",", " ").strip())
    if not 1 <= len(words) <= 8 or bare.strip() in wire_phrases().not_places or any(c.isdigit() for c in bare):
        return False
    return all(word[:1].isupper() or word.lower() in wire_phrases().small_place_words for word in words)
