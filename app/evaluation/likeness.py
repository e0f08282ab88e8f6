"""Two meetings in, how alike they are and which of their fields agree out: the definitions of the guidelines."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from app.evaluation.records import Meeting, Participant

T = TypeVar("T")
# What a pair of meetings is judged by, and what each part weighs (GUIDELINES.md, "The score").
PARTIES_WEIGH, PEOPLE_WEIGH, START_WEIGHS = 0.5, 0.2, 0.3
# Names, and titles, are the same where this share of their words is common to both.
SAME_WORDS = 0.5
# Letters that Unicode does not take apart into a letter and a mark.
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ı": "i"})
SLOTS: dict[str, Callable[[Meeting], str | None]] = {
    "kind": lambda meeting: meeting.kind,
    "status": lambda meeting: meeting.status,
    "level": lambda meeting: meeting.level,
    "start": lambda meeting: meeting.start,
    "end": lambda meeting: meeting.end,
    "place.country": lambda meeting: meeting.country,
    "place.city": lambda meeting: meeting.city,
}


@lru_cache(maxsize=65536)
def folded(text: str | None) -> str:
    """A name without case, accents and punctuation."""
    letters = unicodedata.normalize("NFKD", (text or "").translate(LETTERS))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def same_name(left: str, right: str) -> bool:
    """Whether two names without case and accents are equal."""
    return folded(left) == folded(right)


def same_person(left: Participant, right: Participant) -> bool:
    """Whether two names share at least half of their words."""
    one, other = _words(left.name), _words(right.name)
    return bool(one and other) and share(one, other) >= SAME_WORDS


def same_office(left: Participant, right: Participant) -> bool:
    """Whether country and title agree; of a title, at least half of the words."""
    one, other = _words(left.title), _words(right.title)
    return left.country == right.country and (one == other or share(one, other) >= SAME_WORDS)


def parties(meeting: Meeting) -> set[str]:
    """Countries by code and organisations by name."""
    return {*meeting.countries, *map(folded, meeting.organisations)}


def matches(left: Sequence[T], right: Sequence[T], same: Callable[[T, T], bool]) -> int:
    """How many of the left have a partner on the right, each partner taken once, first come first served."""
    free = list(right)
    for wanted in left:
        partner = next((place for place, found in enumerate(free) if same(wanted, found)), None)
        if partner is not None:
            del free[partner]
    return len(right) - len(free)


def share(one: set[str], other: set[str]) -> float:
    """The common part of two sets; 0 for two empty ones."""
    return len(one & other) / len(one | other) if one | other else 0.0


def f1(hits: float, predicted: float, gold: float) -> float:
    """The harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
    return 2 * hits / (predicted + gold) if predicted + gold else 1.0


def same_date(gold: str | None, predicted: str | None) -> bool:
    """Right at the gold's precision: 2023-09-26 is right for 2023-09, and not the other way round."""
    if gold is None or predicted is None:
        return gold is predicted
    return predicted[: len(gold)] == gold


def similarity(gold: Meeting, predicted: Meeting) -> float:
    """From 0 to 1; 0 without a common party."""
    common = share(parties(gold), parties(predicted))
    if not common:
        return 0.0
    who = common
    if gold.people or predicted.people:
        who = f1(matches(gold.people, predicted.people, same_person), len(predicted.people), len(gold.people))
    return PARTIES_WEIGH * common + PEOPLE_WEIGH * who + START_WEIGHS * _compatible(gold.start, predicted.start)


def is_right(slot: str, gold: Meeting, predicted: Meeting) -> bool:
    """Whether one of `SLOTS` agrees."""
    wanted, found = SLOTS[slot](gold), SLOTS[slot](predicted)
    if slot in {"start", "end"}:
        return same_date(wanted, found)
    if slot == "place.city":
        return folded(wanted) == folded(found)
    return wanted == found


def is_strictly_right(gold: Meeting, predicted: Meeting) -> bool:
    """Whether parties, status and start are all right."""
    right_parties = parties(gold) == parties(predicted)
    return right_parties and gold.status == predicted.status and same_date(gold.start, predicted.start)


def _compatible(one: str | None, other: str | None) -> float:
    """1 where one start holds the other, 0 where they differ, half where one is not told."""
    if one is None or other is None:
        return 0.5
    length = min(len(one), len(other))
    return float(one[:length] == other[:length])


def _words(text: str | None) -> set[str]:
    return set(folded(text).split())
