"""Candidate intervals and the direction of a tense in, the one that is meant out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendar import PartialDate

# A day without a year this near is meant whatever the tense: nobody writes "on September 28" of a day 360 days off.
NEAR_DAYS = 45


class Direction(StrEnum):
    """Where the tense of the verb points, seen from the publication."""

    PAST = "past"
    FUTURE = "future"
    NONE = "none"


class Which(StrEnum):
    """The demonstrative before a recurring name: "last May", "this Friday", "next spring"."""

    LAST = "last"
    THIS = "this"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against.

    `anchor` is the publication day, `previous` the date told before in the narrative ("the next day"), `series` the one
    that a list of dates begins with and that has a year ("met in July 2015 and again in December").
    """

    anchor: date | None
    direction: Direction = Direction.NONE
    previous: PartialDate | None = None
    series: PartialDate | None = None


def choose(candidates: Iterable[PartialDate], setting: Setting, which: Which | None = None) -> PartialDate | None:
    """The candidate that the tense (or the demonstrative) means; None without an anchor."""
    anchor, ordered = setting.anchor, sorted(candidates, key=lambda candidate: candidate.earliest)
    if anchor is None or not ordered:
        return None
    if which is Which.LAST:
        return _last(candidate for candidate in ordered if candidate.latest < anchor)
    if which is Which.NEXT:
        return next((candidate for candidate in ordered if candidate.earliest > anchor), None)
    if setting.direction is Direction.PAST and which is None:
        return _last(candidate for candidate in ordered if candidate.earliest <= anchor)
    if setting.direction is Direction.FUTURE and which is None:
        return next((candidate for candidate in ordered if candidate.latest >= anchor), None)
    return min(ordered, key=lambda candidate: distance(candidate, anchor))


def going_on(candidates: Iterable[PartialDate], setting: Setting) -> PartialDate | None:
    """The first candidate since the date with which a list of past dates begins."""
    series, anchor = setting.series, setting.anchor
    if series is None or anchor is None or setting.direction is not Direction.PAST:
        return None
    ordered = sorted(candidates, key=lambda candidate: candidate.earliest)
    return next((c for c in ordered if c.earliest >= series.earliest and c.latest < anchor), None)


def choose_near(candidates: Iterable[PartialDate], setting: Setting) -> PartialDate | None:
    """The same for a day without a year: one within `NEAR_DAYS` wins over the tense."""
    candidates = list(candidates)
    nearest = choose(candidates, Setting(setting.anchor))
    if nearest and setting.anchor and distance(nearest, setting.anchor) <= NEAR_DAYS:
        return nearest
    return choose(candidates, setting)


def distance(candidate: PartialDate, day: date) -> int:
    """The days between an interval and a day; 0 where the interval holds the day."""
    return max((candidate.earliest - day).days, (day - candidate.latest).days, 0)


def _last(candidates: Iterable[PartialDate]) -> PartialDate | None:
    found = None
    for found in candidates:  # noqa: B007
        pass
    return found
