"""Neighbouring time phrases in, ranges such as "June 30 to July 2, 2023" put together out."""

from dataclasses import dataclass, replace

from app.domain.calendar import PartialDate
from app.extraction.time.compound import DayOfStory, Part, Range, WeekOf
from app.extraction.time.expressions import Day, Expression, Feast, Fixed, Months
from app.extraction.time.relative import Shifted, Weekday
from app.extraction.time.tokens import Token

JOINTS = {("dash",), ("to",), ("through",), ("until",), ("to", "on"), ("until", "on"), ("through", "on")}
LISTS = {("and",), ("and", "on"), ("comma", "and")}


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a row of tokens: the rule that read it, its meaning, and its tokens as `[first, last)`."""

    rule: str
    meaning: Expression
    first: int
    last: int


def join(found: list[Found], tokens: list[Token]) -> list[Found]:
    """Put neighbours together that are the two ends of one range."""
    joined: list[Found] = []
    for place, phrase in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        if joined and _belong(joined[-1], phrase, following, tokens):
            before = joined.pop()
            first = before.meaning.first if isinstance(before.meaning, Range) else before.meaning
            joined.append(Found("range", _range(first, phrase.meaning), before.first, phrase.last))
        else:
            joined.append(phrase)
    return joined


def of_story(found: list[Found]) -> list[Found]:
    """Read a day alone as one of the month that the phrase before it tells: "arrived on May 27, met Y on the 28th"."""
    told: Expression | None = None
    read: list[Found] = []
    for phrase in found:
        day, kept = phrase.meaning, phrase
        if isinstance(day, Day) and day.month is None and day.frame is None:
            kept = replace(phrase, meaning=DayOfStory(day, told)) if told is not None else phrase
        elif day.kind not in {"duration", "recurring", "weekday"}:
            told = day if _is_in_month(day) else None
        read.append(kept)
    return read


def _is_in_month(meaning: Expression) -> bool:
    """Whether a phrase names a day or a part of one month."""
    match meaning:
        case Range(first=first):
            return _is_in_month(first)
        case Day(month=month):
            return month is not None
        case Part(whole=whole) | WeekOf(whole=whole):
            return isinstance(whole, Months) and whole.count == 1
    return False


def _belong(left: Found, right: Found, following: Found | None, tokens: list[Token]) -> bool:
    """Whether two phrases of the same fineness are joined as the ends of a range or as a list of days."""
    fineness = _fineness(left.meaning)
    if fineness is None or fineness != _fineness(right.meaning):
        return False
    between = _gap(left, right, tokens)
    if between in JOINTS:
        return left.rule != "range"
    if between in LISTS:
        begins = right.last < len(tokens) and tokens[right.last].kind == "pronoun"
        if between == ("and", "on") and begins:
            # "Met Y on Monday and on Wednesday he goes to Paris".
            return False
        return fineness == "day" or (left.first > 0 and tokens[left.first - 1].kind == "between")
    ends_in_list = following is not None and _gap(right, following, tokens) in LISTS
    return between == ("comma",) and ends_in_list and left.rule == right.rule == "weekday"


def _gap(left: Found, right: Found, tokens: list[Token]) -> tuple[str, ...]:
    return tuple(token.kind for token in tokens[left.last : right.first]) if right.first - left.last < 3 else ()


def _fineness(meaning: Expression) -> str | None:
    """`day` or `long`: only like goes with like; None for what begins and ends no range."""
    match meaning:
        case Range(first=first):
            return None if isinstance(first, Day) else _fineness(first)
        case Day() | Weekday() | Feast() | Shifted(narrative=False, unit="day"):
            return "day"
        case Fixed(interval=interval) if interval.earliest == interval.latest:
            return "day"
        case Fixed() | Months() | Part() | Shifted(narrative=False, unit="month" | "year"):
            return "long"
    return None


def _range(first: Expression, last: Expression) -> Range:
    """A range whose ends share the year that only one of them has."""
    if isinstance(first, Day | Months) and isinstance(last, Day | Months):
        if first.frame is None and isinstance(last.frame, Fixed):
            return Range(replace(first, frame=_year_of(last.frame, -1 if _place(first) > _place(last) else 0)), last)
        if last.frame is None and isinstance(first.frame, Fixed):
            return Range(first, replace(last, frame=_year_of(first.frame, 1 if _place(first) > _place(last) else 0)))
    return Range(first, last)


def _place(meaning: Day | Months) -> tuple[int, int]:
    """Where in the year it stands."""
    return (meaning.month or 1, meaning.day) if isinstance(meaning, Day) else (meaning.first, 0)


def _year_of(frame: Fixed, later: int) -> Fixed:
    year = frame.interval.earliest.year + later
    return Fixed(PartialDate.of_year(year))
