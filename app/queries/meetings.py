"""Meetings as people outside see them: a filter or an id in, rendered JSON documents out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import GoneError, InvalidFilterError, MovedError, NotFoundError
from app.queries import deleted, names, reports, steady
from app.queries.conditions import Row, of_meetings
from app.queries.facets import counted
from app.queries.filters import MeetingFilter
from app.queries.fulltext import ByPlace, found_by, place
from app.queries.moments import Known, known_at
from app.queries.paging import AnyRow, Order, Page, Question, Window, day, moment, real, whole
from app.queries.searches import search_of
from app.queries.shaping import AS_STORED, Shape, shaped
from app.queries.walks import walk_of
from app.store.direct import Run
from app.store.editions import Edition

RELEVANCE = "relevance"
# Orders by first day, with whether the latest come first.
BY_PLACE = {"": True, "-start": True, "start": False}


def orders(row: Row) -> dict[str, Order]:
    """The orders in which meetings can be listed; the first one where none is named."""
    keys: dict[str, tuple[InstrumentedAttribute[Any], Callable[[Any], Any]]] = {
        "start": (row.start_earliest, day),
        "end": (row.last_day, day),
        "updated": (row.updated_at, moment),
        "sources": (row.independent_source_count, whole),
        "confidence": (row.confidence, real),
    }
    found = {}
    for name, (key, read) in keys.items():
        found[f"-{name}"] = Order(key, row.id, read, descending=True)
        found[name] = Order(key, row.id, read)
    return found


def page(
    session: Session,
    asked: MeetingFilter,
    window: Window,
    shape: Shape = AS_STORED,
    facets: tuple[str, ...] = (),
) -> Page:
    """One page of the meetings that are asked for. Raises InvalidFilterError.

    At most five statements, and those of `reports.parts` and `facets.counted` where these are wanted.
    """
    run = partial(_run, session.connection())
    turn = steady.turn(run, asked, window)
    found = _page(session, turn, asked)
    records = shaped(session, found.records, shape, turn.asked)
    whole = replace(found, records=records, facets=counted(session, turn.asked, facets))
    return steady.bound(run, asked, whole, turn.moment)


def page_at_once(
    run: Run,
    edition: Edition | None,
    asked: MeetingFilter,
    window: Window,
    shape: Shape = AS_STORED,
    facets: tuple[str, ...] = (),
) -> Page | None:
    """The same past SQLAlchemy; None where it takes more than a walk."""
    if facets or shape is not AS_STORED:
        return None
    turn = steady.turn(run, asked, window)
    walk = walk_of(turn.asked, turn.window)
    if walk is not None:
        return steady.bound(run, asked, walk.page(run, turn.window, edition), turn.moment)
    search = search_of(turn.asked, turn.window)
    if search is None:
        return None
    return steady.bound(run, asked, search.page(run, turn.window, edition), turn.moment)


def _page(session: Session, turn: steady.Turn, marked: MeetingFilter) -> Page:
    """One page, whose cursor is good for the question that is `marked`."""
    asked, window, _ = turn
    walk = walk_of(asked, window)
    if walk is not None:
        return walk.page(partial(_run, session.connection()), window)
    question = replace(_question(asked, window), asked=marked)
    rows, next_cursor = question.rows(session, window)
    return Page(_documents(rows), question.count(session), next_cursor)


def _run(connection: Connection, sql: str, values: Sequence[Any]) -> Sequence[AnyRow]:
    if connection.dialect.paramstyle != "qmark":
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, tuple(values)).all()


def every(session: Session, asked: MeetingFilter, sort: str) -> Iterator[Sequence[bytes]]:
    """All meetings that are asked for, in batches; in no order without a `sort`. Raises InvalidFilterError."""
    return map(_documents, _question(asked, Window(sort=sort)).every(session, ordered=bool(sort)))


def _question(asked: MeetingFilter, window: Window) -> Question:
    now, *earlier = (_asked_of(known, asked, window) for known in known_at(asked.as_of))
    return Question(*now, asked, also=tuple(earlier))


def _documents(rows: Sequence[AnyRow]) -> tuple[bytes, ...]:
    """The documents as they are stored: reading and writing them again costs more than finding them."""
    return tuple([document.encode() for *_, document in rows])


def _asked_of(known: Known, asked: MeetingFilter, window: Window) -> tuple[Select[Any], Order]:
    """The question as it is put to one set of tables."""
    row = known.meeting
    if window.sort == RELEVANCE or (asked.search is not None and window.sort in BY_PLACE):
        return _searched(known, asked, window)
    order = window.order(orders(row))
    statement = select(row.id, order.key.label("key"), row.document).where(*of_meetings(asked, known))
    return statement, order


def _searched(known: Known, asked: MeetingFilter, window: Window) -> tuple[Select[Any], Order]:
    """What a search finds, by relevance, or by first day in the order in which the index of words has it anyway."""
    if asked.search is None:
        raise InvalidFilterError("relevance is that of words: ask for some with q, or for another order", "sort")
    row, found = known.meeting, found_by(asked.search)
    order = Order(found.c.misfit, row.id, real)
    if window.sort != RELEVANCE:
        order = ByPlace(found.c.place, row.id, place, descending=BY_PLACE[window.sort])
    statement = select(row.id, order.key.label("key"), row.document).join(found, found.c.meeting_id == row.id)
    return statement.where(*of_meetings(replace(asked, search=None), known)), order


def one(session: Session, meeting_id: str, as_of: datetime | None = None) -> bytes:
    """A meeting with its life and its sources with their claims, as it was known at a moment.

    Four statements for now, one more for a moment, and one more for a record that was corrected.

    Raises NotFoundError, MovedError for a meeting that was merged into another one, GoneError for a retracted one.
    """
    document: bytes = record(session, meeting_id, as_of).document.encode()
    [more] = reports.parts(session, [orjson.loads(document)], reports.PARTS, as_of)
    return document[:-1] + b"," + orjson.dumps(more)[1:]


def sources(session: Session, meeting_id: str, as_of: datetime | None = None) -> list[dict[str, Any]]:
    """What each article reports of a meeting, with its claims, the earliest first. Three statements for now."""
    return reports.told_of(session, [meeting_id], as_of)[meeting_id].sources(as_of)


def record(session: Session, meeting_id: str, as_of: datetime | None) -> AnyRow:
    """The row of a meeting that stood at a moment. Raises NotFoundError, MovedError and GoneError."""
    names.required_id(names.MEETING_ID, meeting_id, "meeting")
    found = _row(session, meeting_id, as_of)
    if found is None:
        known = f" that was known at {as_of:%Y-%m-%dT%H:%M:%SZ}" if as_of else ""
        raise NotFoundError(f"there is no meeting {meeting_id!r}{known}")
    if found.merged_into is not None:
        target = _survivor(session, found.merged_into, as_of)
        raise MovedError(f"the meeting {meeting_id} was merged into {target}", target)
    if found.retracted_at is not None:
        when = f"{found.retracted_at:%d %B %Y}"
        raise GoneError(
            f"the meeting {meeting_id} was retracted on {when}", deleted.tombstones(session, [found], as_of)[0]
        )
    return found


def _row(session: Session, meeting_id: str, as_of: datetime | None) -> AnyRow | None:
    for known in known_at(as_of):
        row = known.meeting
        columns = (row.id, row.title, row.document, row.merged_into, row.retracted_at, row.updated_at)
        found: AnyRow | None = session.execute(select(*columns).where(row.id == meeting_id, *known.held)).one_or_none()
        if found is not None:
            return found
    return None


def _survivor(session: Session, target: str, as_of: datetime | None) -> str:
    """The end of a chain of merges: the record that took over may have been merged itself."""
    found = _row(session, target, as_of)
    while found is not None and found.merged_into is not None:
        target = found.merged_into
        found = _row(session, target, as_of)
    return target
