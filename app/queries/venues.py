"""A meeting filter in; where the meetings take place, and which states come there how often, out."""

from typing import Any

from sqlalchemy import Integer, Select, cast, func, select, union_all
from sqlalchemy.orm import Session

from app.knowledge import states
from app.queries.conditions import of_meetings
from app.queries.dimensions import rows_of
from app.queries.filters import MeetingFilter
from app.queries.moments import known_at

MOST_PLACES = 300
MOST_WAYS = 300


def venues(session: Session, asked: MeetingFilter) -> dict[str, Any]:
    """The most frequent places, and the most frequent ways from the capitals of states to them. Three statements.

    `elsewhere` are meetings without a place that could be drawn. A way leads to a place by its position in `places`.
    """
    rows = session.execute(_places(asked)).all()
    places = [
        {
            "city": row.city, "country": row.country, "latitude": row.latitude, "longitude": row.longitude,
            "meetings": row.meetings,
        }
        for row in rows
    ]  # fmt: skip
    numbers = {(row.city, row.country): number for number, row in enumerate(rows)}
    ways = [
        {"from": row.party, "to": numbers[row.city, row.country], "meetings": row.meetings}
        for row in session.execute(_ways(asked))
        if (row.city, row.country) in numbers
    ]
    parties = {way["from"] for way in ways}
    return {
        "places": places,
        "ways": ways,
        "capitals": {code: _capital(code) for code in sorted(parties)},
        "elsewhere": session.scalar(_elsewhere(asked)) or 0,
    }


def _capital(code: str) -> dict[str, Any] | None:
    state = states.by_code(code)
    return {"name": state.name, "latitude": state.lat, "longitude": state.lon} if state else None


def _places(asked: MeetingFilter) -> Select[Any]:
    parts = []
    for known in known_at(asked.as_of):
        row: Any = known.meeting
        columns = (row.city.label("city"), row.place_country.label("country"), row.latitude, row.longitude)
        parts.append(select(*columns).where(row.latitude.is_not(None), *of_meetings(asked, known)))
    rows = union_all(*parts).subquery()
    # A house lies a little beside its city: one place, wherever most of its meetings are.
    number, where = func.count().label("meetings"), (rows.c.city, rows.c.country)
    middle = (func.avg(rows.c.latitude).label("latitude"), func.avg(rows.c.longitude).label("longitude"))
    return select(*where, *middle, number).group_by(*where).order_by(number.desc(), *where).limit(MOST_PLACES)


def _ways(asked: MeetingFilter) -> Select[Any]:
    parts = []
    for known in known_at(asked.as_of):
        row: Any = known.meeting
        side, of_meeting = rows_of(known, known.participant)
        comes = (side.country.is_not(None), side.country != func.coalesce(row.place_country, ""))
        columns = (side.country.label("party"), row.city.label("city"), row.place_country.label("country"))
        statement = select(*columns, func.count(row.id.distinct()).label("meetings")).join_from(row, side, of_meeting)
        wanted = (*comes, row.latitude.is_not(None), *of_meetings(asked, known))
        parts.append(statement.where(*wanted).group_by(*columns))
    rows = union_all(*parts).subquery()
    keys = (rows.c.party, rows.c.city, rows.c.country)
    number = cast(func.sum(rows.c.meetings), Integer).label("meetings")
    return select(*keys, number).group_by(*keys).order_by(number.desc(), *keys).limit(MOST_WAYS)


def _elsewhere(asked: MeetingFilter) -> Select[Any]:
    parts = [
        select(known.meeting.id).where(known.meeting.latitude.is_(None), *of_meetings(asked, known))
        for known in known_at(asked.as_of)
    ]
    return select(func.count()).select_from(union_all(*parts).subquery())
