"""Ids of meetings in, their rows in `postings` out: written anew from the other tables whenever a record changes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    Select,
    Subquery,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.store.columns import DaysBetween, MonthOf, YearOf
from app.store.models import UNDATED, Facet, Meeting, MeetingTopic, Participant, Posting, Source, StoredArticle
from app.store.upsert import table_of

# The most days from the first possible day of a meeting to the last one, for each reach but the farthest.
REACHES = (31, 366)
KEY = ("facet", "value", "start", "meeting_id")
SOUGHT = tuple(f"of_{name}" for name in KEY)
COLUMNS = (*KEY, "last", "reach", "kind", "status", "level", "grain")

# The ids of the meetings whose postings are written or taken away.
THESE: BindParameter[Any] = bindparam("meeting_ids", expanding=True)

# A value, the id of the meeting that has it, and what to join on which condition to have both.
Listed = tuple[Any, ...]


def withdraw(session: Session, meeting_ids: Sequence[str]) -> None:
    """Take the postings of meetings away; comes before anything else of these meetings changes.

    One by one: given all keys as a question, SQLite reads everything that is listed under the same values.
    """
    if not meeting_ids:
        return
    keys = session.execute(_keys(), {THESE.key: list(meeting_ids)}).all()
    if keys:
        session.connection().execute(_withdrawal(), [dict(zip(SOUGHT, key, strict=True)) for key in keys])


def post(session: Session, meeting_ids: Sequence[str]) -> None:
    """Write the postings of meetings as they are now; comes after everything else of these meetings has changed."""
    if meeting_ids:
        session.execute(_posting(), {THESE.key: list(meeting_ids)})


def post_all(session: Session) -> None:
    """Write the postings of every meeting anew, after rows were written past the record's own writer."""
    session.execute(delete(Posting))
    rows = _postings().subquery()
    # In the order of the key each page of the table is written once.
    in_order = select(rows).order_by(*(rows.c[name] for name in KEY))
    session.execute(insert(Posting).from_select(COLUMNS, in_order))


def wrong_postings(session: Session) -> list[str]:
    """The meetings of which a posting is missing or is not as it should be."""
    should, are = select(_postings().subquery()), select(*(getattr(Posting, name) for name in COLUMNS))
    differ = union_all(select(should.except_(are).subquery()), select(are.except_(should).subquery())).subquery()
    return sorted(set(session.scalars(select(differ.c.meeting_id))))


# Building these takes far longer than running them.
@cache
def _keys() -> Select[Any]:
    rows = _postings(THESE).subquery()
    return select(*(rows.c[name] for name in KEY))


@cache
def _withdrawal() -> Delete:
    table = table_of(Posting)
    return delete(table).where(*(table.c[name] == bindparam(key) for name, key in zip(KEY, SOUGHT, strict=True)))


@cache
def _posting() -> Insert:
    return insert(table_of(Posting)).from_select(COLUMNS, _postings(THESE))


def _postings(meeting_ids: BindParameter[Any] | None = None) -> Select[Any]:
    """The postings of some meetings, or of all; records that do not stand have none."""
    found, row = _facets(meeting_ids), Meeting
    span = DaysBetween(row.start_earliest, row.last_day)
    columns: tuple[Any, ...] = (
        found.c.facet,
        found.c.value,
        func.coalesce(row.start_earliest, literal(UNDATED)).label("start"),
        row.id.label("meeting_id"),
        func.coalesce(row.last_day, literal(UNDATED)).label("last"),
        case((span > REACHES[1], 2), (span > REACHES[0], 1), else_=0).label("reach"),
        row.kind,
        row.status,
        row.level,
        _grain(row.start_earliest, row.start_latest).label("grain"),
    )
    stands = (row.merged_into.is_(None), row.retracted_at.is_(None))
    listed = select(*columns).join_from(row, found, found.c.meeting_id == row.id).where(*stands).cte("listed")
    again = [
        select((listed.c.facet + f"+{reach}").label("facet"), *list(listed.c)[1:]).where(listed.c.reach == reach)
        for reach in range(1, len(REACHES) + 1)
    ]
    every = union_all(select(listed), *again).subquery()
    return select(every)


def _grain(earliest: Any, latest: Any) -> ColumnElement[int]:
    first, last = _months(earliest), _months(latest)
    return case((first == last, 3), (first // 3 == last // 3, 2), (first // 12 == last // 12, 1), else_=0)


def _months(day: Any) -> ColumnElement[int]:
    """How many months lie between the year 0 and a day."""
    months: ColumnElement[int] = YearOf(day) * 12 + MonthOf(day) - 1
    return months


def _facets(meeting_ids: BindParameter[Any] | None) -> Subquery:
    """What each meeting is listed under: facet, value and the meeting's id."""
    side, other = aliased(Participant), aliased(Participant)
    pairs = (other.meeting_id == side.meeting_id) & (other.country > side.country)
    of_party = Participant.meeting_id
    listed: dict[Facet, Listed] = {
        Facet.MEETING: (literal(""), Meeting.id),
        Facet.COUNTRY: (Participant.country, of_party),
        Facet.DYAD: (side.country + "-" + other.country, side.meeting_id, other, pairs),
        Facet.PERSON: (Participant.person_id, of_party),
        Facet.ORGANISATION: (Participant.organisation_id, of_party),
        Facet.TOPIC: (MeetingTopic.topic, MeetingTopic.meeting_id),
        Facet.SERIES: (Meeting.series, Meeting.id),
        Facet.OUTLET: (StoredArticle.outlet_id, Source.meeting_id, Source, StoredArticle.id == Source.article_id),
    }
    return union_all(*(_under(facet, what, meeting_ids) for facet, what in listed.items())).subquery()


def _under(facet: Facet, what: Listed, meeting_ids: BindParameter[Any] | None) -> Select[Any]:
    """The values of one facet, each once a meeting, of some meetings or of all; without what is not known."""
    value, meeting_id, *joined = what
    values = select(value.label("value"), meeting_id.label("meeting_id")).distinct()
    if joined:
        values = values.join(*joined)
    if meeting_ids is not None:
        values = values.where(meeting_id.in_(meeting_ids))
    found = values.where(value.is_not(None), meeting_id.is_not(None)).subquery()
    return select(literal(facet.value).label("facet"), *found.c)
