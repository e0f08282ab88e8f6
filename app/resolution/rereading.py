"""What an extractor read in an article before and what it reads now in, which of each are the same account, out."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from app.domain.meetings import MeetingCandidate
from app.resolution.names import plain

T = TypeVar("T")

# Points for the same parties, people, start and words; a part of them where they are the same in part, for other days
# half of those for the start are lost.
PARTIES, PEOPLE, START, WORDS = 4.0, 2.0, 2.0, 3.0
# The same parties at other times in other words (3 points) are two meetings: "they met in 2019" and "met again today".
LEAST = 3.5


@dataclass(frozen=True, slots=True)
class Pairing:
    """Accounts of one article by their places: `pairs` of before and now, those that are `gone` and those `new`."""

    pairs: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


def pair(before: Sequence[MeetingCandidate], now: Sequence[MeetingCandidate]) -> Pairing:
    """Each account of before with the one of now that is most like it; the most alike are paired first."""
    scored = [(likeness(before[i], now[j]), -i, -j) for i, j in product(range(len(before)), range(len(now)))]
    left, right = set(range(len(before))), set(range(len(now)))
    pairs = []
    for score, minus_i, minus_j in sorted(scored, reverse=True):
        if score >= LEAST and -minus_i in left and -minus_j in right:
            pairs.append((-minus_i, -minus_j))
            left.discard(-minus_i)
            right.discard(-minus_j)
    return Pairing(tuple(sorted(pairs)), tuple(sorted(left)), tuple(sorted(right)))


def likeness(one: MeetingCandidate, other: MeetingCandidate) -> float:
    """How surely two readings of one article are of one meeting, in points; none where nobody is in both."""
    parties = _shared({p.code for p in one.parties}, {p.code for p in other.parties})
    people = _shared({plain(p.name) for p in one.people}, {plain(p.name) for p in other.people})
    if not parties and not people:
        return 0.0
    return PARTIES * parties + PEOPLE * people + START * _same_start(one, other) + WORDS * _same_words(one, other)


def _shared(one: Set[T], other: Set[T]) -> float:
    """The part of all that both have."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _same_start(one: MeetingCandidate, other: MeetingCandidate) -> float:
    """1 for the same days, a half where they overlap, minus a half for others, 0 where one has none."""
    if one.start is None or other.start is None:
        return 0.0
    if (one.start.earliest, one.start.latest) == (other.start.earliest, other.start.latest):
        return 1.0
    return 0.5 if one.start.overlaps(other.start) else -0.5


def _same_words(one: MeetingCandidate, other: MeetingCandidate) -> float:
    """The part of the shorter passage that lies in the other one."""
    a, b = one.evidence_span, other.evidence_span
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(common, 0) / max(min(a.end - a.start, b.end - b.start), 1)
