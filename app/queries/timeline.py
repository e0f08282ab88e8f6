"""Meetings that were chosen in; when they take place, as finely as it is known and as there is room for, out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import Level, Status
from app.queries.census import Days
from app.queries.choosing import Chosen
from app.queries.moments import known_at

# So many can be told apart on a screen; more are counted.
MOST_MARKS = 600
# Days are counted by days in so long a time, by months in a longer one.
LONGEST_BY_DAY = 3 * 366
# Vague dates are few: each year, quarter and month of some decades.
MOST_SPANS = 3_000
STATUSES, LEVELS = list(map(str, Status)), list(map(str, Level))
UNITS = {"day": "D", "month": "M"}


def timeline(session: Session, chosen: Chosen) -> dict[str, Any]:
    """Either each dated meeting by itself, or how many there are of each status in each day or month.

    `spans` are dates that are not known to the day, or to the month where months are counted: each interval with the
    number of meetings that take place on some day of it. `undated` meetings are in none. No statement but for titles.
    """
    dated = chosen.mask & ~np.isnat(chosen.census.columns["first"])
    number = int(dated.sum())
    undated = int(chosen.mask.sum()) - number
    if number <= MOST_MARKS:
        return {"by": "meeting", "undated": undated, "marks": _marks(session, chosen, dated)}
    first, latest, status = (chosen.census.columns[name][dated] for name in ("first", "latest", "status"))
    by = "day" if _is_short(chosen) else "month"
    at, until = (days.astype(f"datetime64[{UNITS[by]}]") for days in (first, latest))
    fine = at == until
    return {
        "by": by,
        "undated": undated,
        "bins": _bins(at[fine], status[fine]),
        "spans": _spans(first[~fine], latest[~fine]),
    }


def _is_short(chosen: Chosen) -> bool:
    days = chosen.asked.days
    return bool(days and days.first and days.last and (days.last - days.first).days <= LONGEST_BY_DAY)


def _marks(session: Session, chosen: Chosen, dated: NDArray[np.bool_]) -> list[dict[str, Any]]:
    ids = [meeting_id.decode() for meeting_id in chosen.census.ids[dated]]
    titles: dict[str, str] = {}
    for known in known_at(chosen.asked.as_of):
        row: Any = known.meeting
        titles |= dict(session.execute(select(row.id, row.title).where(row.id.in_(ids), *known.visible)).all())
    columns = (chosen.census.columns[name][dated] for name in ("first", "latest", "status", "level"))
    return [
        {
            "id": meeting_id, "title": titles[meeting_id], "earliest": str(first), "latest": str(latest),
            "status": STATUSES[status], "level": LEVELS[level],
        }
        for meeting_id, first, latest, status, level in zip(ids, *columns, strict=True)
    ]  # fmt: skip


def _bins(at: Days, status: NDArray[Any]) -> list[dict[str, Any]]:
    """How many there are of each status in each day or month."""
    periods, where = np.unique(at, return_inverse=True)
    numbers = np.bincount(where * len(STATUSES) + status, minlength=len(periods) * len(STATUSES))
    written = np.datetime_as_string(periods)
    return [
        {
            "at": str(written[key // len(STATUSES)]),
            "status": STATUSES[key % len(STATUSES)],
            "meetings": int(numbers[key]),
        }
        for key in np.flatnonzero(numbers)
    ]


def _spans(first: Days, latest: Days) -> list[dict[str, Any]]:
    """Dates that are known less finely, the most frequent first."""
    pairs = np.stack([first.astype(np.int64), latest.astype(np.int64)], axis=1)
    found, numbers = np.unique(pairs, axis=0, return_counts=True)
    order = np.lexsort((found[:, 1], found[:, 0], -numbers))[:MOST_SPANS]
    ends = np.datetime_as_string(found[order].astype("datetime64[D]"))
    return [
        {"earliest": str(earliest), "latest": str(last), "meetings": int(number)}
        for (earliest, last), number in zip(ends, numbers[order], strict=True)
    ]
