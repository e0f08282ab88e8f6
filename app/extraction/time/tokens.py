"""Text in, a row of tokens with the classes that the time rules speak of out."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from app.extraction.time.lexicon import lexicon

# Classes that the scanner itself makes; the other classes come from the lexicon.
SCANNED = ("other", "stop", "comma", "dash", "slash", "open", "close_mark", "possessive", "day", "nth", "count",
           "year", "decade", "numeric", "feast")  # fmt: skip
MARKS = {",": "comma", "/": "slash", "(": "open", "[": "open", ")": "close_mark", "]": "close_mark"}
MARKS |= dict.fromkeys("-–—‐‑−", "dash")
# Four digits outside these years are a count.
FIRST_YEAR, LAST_YEAR = 1500, 2199


class Token(NamedTuple):
    """One word, number or mark; a run of words that mean nothing here is one token of class `other`."""

    kind: str
    value: Any
    start: int
    end: int


Reading = tuple[str, Any]
Match = re.Match[str]
OTHER: Reading = ("other", None)


def tokenise(text: str) -> list[Token]:
    """Cut a text into tokens, in order."""
    tokens: list[Token] = []
    idle = False
    for match in SCANNER.finditer(text):
        group = match.lastgroup or "mark"
        written = match[group]
        # Most words are in lower case and mean nothing here: they take the shortest way.
        kind, value = LOWER.get(written, OTHER) if group == "lower" else READERS[group](written, match)
        if kind != "other" or not idle:
            tokens.append(Token(kind, value, *match.span(group)))
        idle = kind == "other"
    return tokens


def _word(written: str, _: Match) -> Reading:
    found = WORDS.get(written.casefold())
    if found is None or (found[0] in CAPITALISED and not written[0].isupper()):
        return OTHER
    return found


def _short(written: str, _: Match) -> Reading:
    return WORDS[written[:-1].casefold()]


def _digits(written: str, match: Match) -> Reading:
    start, end = match.span("digits")
    before = match.string[max(start - 24, 0) : start]
    if before[-1:] in CURRENCY or match.string[end : end + 1] == "%" or _is_glued(before):
        return OTHER
    number = int(written) if len(written) < 5 else 0
    if len(written) < 3:
        return ("day", number) if 1 <= number <= 31 else ("count", number)
    if len(written) == 4 and FIRST_YEAR <= number <= LAST_YEAR:
        return ("year", number) if _is_year(before, match) else ("count", number)
    return ("count", number)


def _is_glued(before: str) -> bool:
    """Whether a word runs into the number: "COVID-19", but not "mid-2019"."""
    word = GLUED.search(before)
    return word is not None and word.group(1).casefold() not in WORDS


def _is_year(before: str, match: Match) -> bool:
    """Whether four digits name a year: no label before them ("Agenda 2030"), no measure after ("2000 troops")."""
    following = NEXT_WORD.match(match.string, match.end())
    if following and following.group(1).casefold() in MEASURES:
        return False
    # "Programme 2022-2027": the second number is what the first one is.
    previous = LAST_WORD.search(FIRST_OF_TWO.sub("", before))
    if previous is None:
        return True
    word = previous.group(1)
    if word.casefold() in LABELS:
        return False
    return word.islower() or word.casefold() in WORDS or word.casefold() in FEAST_WORDS


def _numeric(written: str, _: Match) -> Reading:
    """`26/09/2023` or `26.09.2023`: every date that the digits can mean, day first and month first."""
    one, two, year = (int(part) for part in re.split("[/.]", written))
    days = [day for day in (_day(year, two, one), _day(year, one, two)) if day]
    return ("numeric", (min(days), max(days))) if days else OTHER


def _iso(written: str, _: Match) -> Reading:
    year, month, number = (int(part) for part in re.split("[/-]", written))
    day = _day(year, month, number)
    return ("numeric", (day, day)) if day else OTHER


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _decade(written: str, _: Match) -> Reading:
    digits = re.sub("[^0-9]", "", written)
    return "decade", int(digits) if len(digits) == 4 else 1900 + int(digits)


def _feast(written: str, _: Match) -> Reading:
    return "feast", lexicon().feasts[written.replace("’", "'")]


WORDS = lexicon().words
CAPITALISED, MEASURES, LABELS = lexicon().capitalised, lexicon().measures, lexicon().labels
LOWER = {word: reading for word, reading in WORDS.items() if reading[0] not in CAPITALISED}
CURRENCY = frozenset("$€£¥₩₹#№.+")
GLUED = re.compile(r"([^\W\d_]\w*)[-‐‑]$")
FEAST_WORDS = frozenset(name.casefold().split()[-1] for name in lexicon().feasts)
LAST_WORD = re.compile(r"([^\W\d_]\w*)\.?[ -]$")
FIRST_OF_TWO = re.compile(r"[0-9]{4}[-–/]$")
NEXT_WORD = re.compile(r"[ -]?([^\W\d_]+)")
READERS: dict[str, Callable[[str, Match], Reading]] = {
    "joined": lambda written, _: WORDS[written.replace("-", "")],
    "name": lambda *_: OTHER,
    "feast": _feast,
    "possessive": lambda *_: ("possessive", None),
    "iso": _iso,
    "numeric": _numeric,
    "clock": lambda *_: OTHER,
    "large": lambda *_: OTHER,
    "decade": _decade,
    "ordinal": lambda written, _: ("nth", int(written[:-2])),
    "digits": _digits,
    "short": _short,
    "word": _word,
    "stop": lambda *_: ("stop", None),
    "mark": lambda written, _: (MARKS.get(written, "other"), None),
}


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


SCANNER = re.compile(
    rf"""
    [ ]?(?:  # A space is taken along, so that no alternative has to be tried on it.
      (?P<joined>week-end\b)
    | (?P<lower>[a-z]\w*)
    | (?P<name>(?=[A-Z0-9])\b(?:{_alternatives(list(lexicon().names)).replace("'", "['’]")})\b)
    | (?P<feast>(?=[A-Z])\b(?:{_alternatives(list(lexicon().feasts)).replace("'", "['’]")})\b)
    | (?P<possessive>(?<=\w)['’](?:s\b|(?!\w)))
    | (?P<iso>[0-9]{{4}}(?:-[0-9]{{2}}-|/[0-9]{{2}}/)[0-9]{{2}}(?![\w-]))
    | (?P<numeric>[0-9]{{1,2}}(?:/[0-9]{{1,2}}/|[.][0-9]{{1,2}}[.])[0-9]{{4}}(?![\w/]))
    | (?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?|[0-9]{{1,2}}(?:[.][0-9]{{2}})?\s?[aApP](?:[.][mM][.]|[mM]\b))
    | (?P<large>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]+[.][0-9]+)
    | (?P<decade>[0-9]{{3}}0(?:['’]?s)\b|['’][2-9]0s\b)
    | (?P<ordinal>[0-9]{{1,2}}(?:st|nd|rd|th)\b)
    | (?P<digits>[0-9]+(?!\w))
    | (?P<short>(?=[A-Z])\b(?:{_alternatives(list(lexicon().abbreviations))})\.)
    | (?P<word>\w+)
    | (?P<stop>\n[^\S\n]*\n|[.!?;:])
    | (?P<mark>\S)
    )
    """,
    re.VERBOSE,
)
