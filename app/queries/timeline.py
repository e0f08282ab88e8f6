"""A meeting filter in; when the meetings take place, as finely as it is known and as there is room for, out."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, extract, func, select, union_all
from sqlalchemy.orm import Session

from app.queries.conditions import of_meetings
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.filters import MeetingFilter
from app.queries.moments import NOW, Condition, Known, known_at
from app.queries.statistics import counted
from app.store.models import UNDATED, Facet, Posting

# So many can be told apart on a screen; more are counted.
MOST_MARKS = 600
# Days are counted by days in so long a time, by months in a longer one.
LONGEST_BY_DAY = 3 * 366
# Vague dates are few: each year, quarter and month of some decades.
MOST_SPANS = 3_000
GRAIN_OF_A_MONTH = 3


def timeline(session: Session, asked: MeetingFilter) -> dict[str, Any]:
    """Either each dated meeting by itself, or how many there are of each status in each day or month.

    `spans` are dates that are not known to the day, or to the month where months are counted: each interval with the
    number of meetings that take place on some day of it. `undated` meetings are in none. Two statements, or four.
    """
    marks = session.execute(_marks(asked)).all()
    undated = session.scalar(_undated(asked)) or 0
    if len(marks) <= MOST_MARKS:
        names = ("id", "title", "earliest", "latest", "status", "level")
        return {"by": "meeting", "undated": undated, "marks": [dict(zip(names, row, strict=True)) for row in marks]}
    by = "day" if _is_short(asked) else "month"
    spans = session.execute(_spans(asked, by)).all()
    return {
        "by": by,
        "undated": undated,
        "bins": _days(session, asked) if by == "day" else _months(session, asked),
        "spans": [{"earliest": row.earliest, "latest": row.latest, "meetings": row.meetings} for row in spans],
    }


def _is_short(asked: MeetingFilter) -> bool:
    days = asked.days
    return bool(days and days.first and days.last and (days.last - days.first).days <= LONGEST_BY_DAY)


def _months(session: Session, asked: MeetingFilter) -> list[dict[str, Any]]:
    found = counted(session, Counting(asked, ("month", "status"), limit=MOST_GROUPS)).groups
    return [
        {"at": group["month"], "status": group["status"], "meetings": group["meetings"]}
        for group in found
        if group["month"]
    ]


def _days(session: Session, asked: MeetingFilter) -> list[dict[str, Any]]:
    rows = session.execute(_by_day(asked))
    return [{"at": row.at, "status": row.status, "meetings": row.meetings} for row in rows]


def _marks(asked: MeetingFilter) -> Select[Any]:
    parts = []
    for known in known_at(asked.as_of):
        row: Any = known.meeting
        columns = (row.id, row.title, row.start_earliest, row.start_latest, row.status, row.level)
        parts.append(select(*columns).where(row.start_earliest.is_not(None), *of_meetings(asked, known)))
    if len(parts) == 1:
        return parts[0].limit(MOST_MARKS + 1)
    rows = union_all(*parts).subquery()
    return select(rows).limit(MOST_MARKS + 1)


def _undated(asked: MeetingFilter) -> Select[Any]:
    parts = [
        select(known.meeting.id).where(known.meeting.start_earliest.is_(None), *of_meetings(asked, known))
        for known in known_at(asked.as_of)
    ]
    return select(func.count()).select_from(union_all(*parts).subquery())


def _by_day(asked: MeetingFilter) -> Select[Any]:
    parts = []
    for known in known_at(asked.as_of):
        row = known.meeting
        columns = (row.start_earliest.label("at"), row.status.label("status"))
        parts.append(select(*columns).where(_is_fine(known, "day"), *of_meetings(asked, known)))
    rows = union_all(*parts).subquery()
    keys = (rows.c["at"], rows.c.status)
    return select(*keys, func.count().label("meetings")).group_by(*keys).order_by(*keys)


def _spans(asked: MeetingFilter, by: str) -> Select[Any]:
    """Dates that are not, the most frequent first."""
    parts = []
    for known in known_at(asked.as_of):
        row = known.meeting
        columns = (row.start_earliest.label("earliest"), row.start_latest.label("latest"))
        vague = select(*columns).where(~_is_fine(known, by), *of_meetings(asked, known))
        parts.append(vague.where(row.id.in_(_listed_vaguely())) if by == "month" and known is NOW else vague)
    rows = union_all(*parts).subquery()
    number = func.count().label("meetings")
    keys = (rows.c.earliest, rows.c.latest)
    return select(*keys, number).group_by(*keys).order_by(number.desc(), *keys).limit(MOST_SPANS)


def _listed_vaguely() -> Select[Any]:
    """Of all meetings those whose first day may lie in more than one month: few, and found without reading the rest."""
    listed = (Posting.facet == Facet.MEETING, Posting.value == "", Posting.grain < GRAIN_OF_A_MONTH)
    return select(Posting.meeting_id).where(*listed, Posting.start < UNDATED)


def _is_fine(known: Known, by: str) -> Condition:
    first, last = known.meeting.start_earliest, known.meeting.start_latest
    return first == last if by == "day" else _month_of(first) == _month_of(last)


def _month_of(day: Any) -> ColumnElement[int]:
    return cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1
