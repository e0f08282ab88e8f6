"""What is asked of statistics: parameters as text in, one frozen question out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import InvalidFilterError
from app.queries import filters, names
from app.queries.dimensions import DIMENSIONS, Dimension
from app.queries.filters import MeetingFilter

DEFAULT_GROUPS = 1_000
MOST_GROUPS = 100_000
MOST_DIMENSIONS = 2


@dataclass(frozen=True, slots=True)
class Counting:
    """How the meetings that answer a filter are counted.

    `among` are the states between which is counted, all others being left out; empty for all states. `zeros` asks for
    groups without meetings, too. Without a `sort`, periods stand in their order, and other groups by their number.
    """

    meetings: MeetingFilter
    group_by: tuple[str, ...]
    among: tuple[str, ...] = ()
    zeros: bool = False
    sort: str = ""
    limit: int = DEFAULT_GROUPS

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions in their order."""
        return tuple(DIMENSIONS[name] for name in self.group_by)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of each group."""
        return (*(field for dimension in self.dimensions for field in dimension.fields), "meetings")

    @property
    def order(self) -> str:
        """The order of the groups."""
        if self.sort:
            return self.sort
        return "group" if self.zeros or any(dimension.period for dimension in self.dimensions) else "-meetings"


def counting(given: Mapping[str, Any]) -> Counting:
    """The question of a request. Raises InvalidFilterError, naming the parameter."""
    return Counting(
        meetings=filters.meetings(given),
        group_by=_group_by(given["group_by"]),
        among=among(given.get("among")),
        zeros=given["zeros"] == "true",
        sort=given.get("sort") or "",
        limit=given["limit"],
    )


def _group_by(text: str) -> tuple[str, ...]:
    found = tuple(part.strip().lower() for part in text.split(","))
    for name in found:
        if name not in DIMENSIONS:
            raise InvalidFilterError(f"{name!r} is not one of {', '.join(DIMENSIONS)}", "group_by")
    if len(found) > MOST_DIMENSIONS or len(set(found)) < len(found):
        raise InvalidFilterError("one dimension or two different ones can be asked for", "group_by")
    return found


def among(text: str | None) -> tuple[str, ...]:
    """The states of a list, by code. Raises InvalidFilterError."""
    if text is None:
        return ()
    try:
        return tuple(sorted({names.country(term.strip()) for term in re.split("[,|]", text)}))
    except ValueError as error:
        raise InvalidFilterError(str(error), "among") from None
