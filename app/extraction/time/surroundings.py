"""The words around a time phrase in, what they make of it out: its relation, a heading, or no time at all."""

import re

from app.extraction.time.lexicon import Relation, lexicon
from app.extraction.time.tokens import Token

# A dateline is shorter than this, and a superlative stands nearer; the bounds also keep the reading linear.
MOST_BEFORE_DATE, MOST_BEFORE_LENGTH, MOST_BEFORE_RELATION = 60, 60, 40
WORD = re.compile(r"\w+")
VERBAL = re.compile(r"\b(?:to|will|would|could|may|might|should|can)\s+$", re.IGNORECASE)
WORD_AFTER = re.compile(r"\s+(\w+)")
# The full stop of "U.S." ends nothing.
CLAUSE_END = re.compile(r"(?<![A-Z])\.|[;!?\n]")
BEFORE = re.compile(r"(?:\w+\s+){1,4}$")
NAMED_LIKE_MONTHS = {word for word, (kind, _) in lexicon().words.items() if kind in {"name_month", "short_month"}}
SURNAME = re.compile(rf"\b([A-Z][a-z]+)\.? ({'|'.join(sorted(map(str.title, NAMED_LIKE_MONTHS)))})\b(?! [0-9])")
PLACE_BEFORE = re.compile(r"[^\W\d_a-z][\w .'/-]*,\s*(?:[\w .]+,\s*)?|[A-Z][A-Z .'/-]+\s*\(?")
AGENCY_AFTER = re.compile(r"[.,]?\s*(?:\([^)\n]*\))?\s*[-–—:]")


def relation_before(text: str, start: int) -> Relation:
    """What the preposition before a time says; `on` where there is none."""
    words = BEFORE.search(text[max(start - MOST_BEFORE_RELATION, 0) : start])
    before = words.group().casefold().split() if words else []
    while before and before[-1] in lexicon().fillers:
        before.pop()
    relations = lexicon().relations
    return relations.get(" ".join(before[-2:])) or relations.get(before[-1] if before else "") or Relation.ON


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether a date is a line of its own, or stands in the dateline ("SEOUL, Sept 26 (Agency) -")."""
    line = text.rfind("\n", max(start - MOST_BEFORE_DATE, 0), start) + 1
    if line == 0 and start >= MOST_BEFORE_DATE:
        return False
    before, after = text[line:start], text[end : end + MOST_BEFORE_DATE].split("\n", 1)[0]
    if not WORD.search(before + after):
        return True
    return bool(PLACE_BEFORE.fullmatch(before) and AGENCY_AFTER.match(after))


def is_length(text: str, start: int) -> bool:
    """Whether "in five years" counts back from a superlative: "the first visit in five years"."""
    clause = CLAUSE_END.split(text[max(start - MOST_BEFORE_LENGTH, 0) : start])[-1]
    return any(word.casefold() in lexicon().superlatives for word in WORD.findall(clause))


def is_filled(text: str, end: int) -> bool:
    """Whether a distance is how long something takes: "met in three days of talks"."""
    word = WORD_AFTER.match(text, end)
    return word is not None and word.group(1).casefold() == "of"


def is_verb(text: str, start: int) -> bool:
    """Whether "last" is what something does: "talks that are to last two days"."""
    return VERBAL.search(text[max(start - MOST_BEFORE_RELATION, 0) : start]) is not None


def is_comparison(text: str, end: int) -> bool:
    """Whether a distance is one from what was planned: "left a day earlier than expected"."""
    word = WORD_AFTER.match(text, end)
    return word is not None and word.group(1).casefold() == "than"


def is_number(text: str, start: int, end: int) -> bool:
    """Whether "the 11th" between commas says which of a series is meant: "the last round, the 11th, was held"."""
    if text[start : start + 4] != "the " or text[max(start - 2, 0) : start] != ", " or text[end : end + 1] != ",":
        return False
    clause = CLAUSE_END.split(text[max(start - MOST_BEFORE_LENGTH, 0) : start])[-1]
    return any(word.casefold() in lexicon().series for word in WORD.findall(clause))


def is_offset(text: str, last: Token) -> bool:
    """Whether the event that is counted from follows: "two days after the summit"."""
    if last.kind not in {"before", "after"}:
        return False
    word = WORD_AFTER.match(text, last.end)
    if word is None:
        return False
    # "A day after seeing Y".
    opens = word.group(1).casefold() in lexicon().openers or word.group(1).endswith("ing")
    return opens or word.group(1)[0].isupper()


def surnames(text: str) -> set[str]:
    """The words for months that the text has behind a given name or a title: "Theresa May"."""
    return {name for before, name in SURNAME.findall(text) if before.casefold() not in lexicon().words}
