"""Groups with meetings in, the same with all groups between them that have none out."""

import itertools
import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from app.errors import InvalidFilterError
from app.queries import periods
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.dimensions import Dimension, Group, Value
from app.queries.filters import MeetingFilter


def filled(asked: Counting, found: Sequence[Group]) -> list[Group]:
    """All groups that there can be, in the order that is asked for. Raises InvalidFilterError for too many.

    Periods are those of the time asked about and of all meetings found; states and pairs those of `among`; statuses,
    kinds and levels all that the filter lets through; anything else what has a meeting. Groups under null stay.
    """
    numbers = {group.values: group.meetings for group in found}
    sides = [_values(asked, at, [group.values[at] for group in found]) for at in range(len(asked.dimensions))]
    if len(found) > MOST_GROUPS or math.prod(map(len, sides)) > MOST_GROUPS:
        raise InvalidFilterError(
            f"with those without meetings there are more than {MOST_GROUPS:,} groups: ask for fewer states with "
            "`among`, or for less time with `datetime`",
            "zeros",
        )
    possible = dict.fromkeys(itertools.product(*sides), 0)
    return _sorted(asked, [Group(*one) for one in (possible | numbers).items()])


def _values(asked: Counting, at: int, found: Iterable[Value]) -> Sequence[Value]:
    """Every value that a dimension can have."""
    dimension = asked.dimensions[at]
    known = {value for value in found if value.keys[0] is not None}
    if dimension.period:
        return _periods(dimension.period, asked.meetings, [value.keys[0] for value in known])
    if dimension.vocabulary:
        return [Value((word,)) for word in _possible(dimension, asked.meetings)]
    if dimension.name in ("country", "dyad") and asked.among:
        return [Value(keys) for keys in itertools.combinations(asked.among, dimension.width)]
    return list(known)


def _periods(period: str, asked: MeetingFilter, found: Sequence[int]) -> Sequence[Value]:
    ends = [day for day in (asked.days and asked.days.first, asked.days and asked.days.last) if day]
    numbers = [*found, *(periods.number(period, day) for day in ends)]
    if not numbers:
        return []
    return [Value((number,)) for number in range(min(numbers), max(numbers) + 1)]


def _possible(dimension: Dimension, asked: MeetingFilter) -> list[str]:
    """The words of a vocabulary that the filter lets through."""
    terms = getattr(asked, dimension.name)
    return [
        word
        for word in dimension.vocabulary
        if all(word in group for group in terms.groups) and word not in terms.excluded
    ]


def _sorted(asked: Counting, groups: list[Group]) -> list[Group]:
    for at in reversed(range(len(asked.dimensions))):
        known = [group for group in groups if group.values[at].keys[0] is not None]
        unknown = [group for group in groups if group.values[at].keys[0] is None]
        known.sort(key=partial(_place, at), reverse=asked.order == "-group")
        groups = known + unknown
    if asked.order.endswith("meetings"):
        groups.sort(key=lambda group: group.meetings, reverse=asked.order.startswith("-"))
    return groups


def _place(at: int, group: Group) -> tuple[Any, ...]:
    return group.values[at].order
