"""Who meets whom: a filter in; states, people or organisations, and how often each two of them meet, out."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, bindparam, case, cast, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.meetings import Level
from app.knowledge import states
from app.queries import tallies
from app.queries.conditions import of_meetings
from app.queries.counting import among
from app.queries.dimensions import rows_of
from app.queries.filters import MeetingFilter, meetings
from app.queries.moments import NOW, Condition, Known, known_at
from app.queries.paging import AnyRow
from app.store.models import StoredOrganisation, StoredPerson

Column = InstrumentedAttribute[str]
# A statement, and the values of one question by name.
Put = tuple[Select[Any], dict[str, Any]]

DEFAULT_NODES = 50
MOST_NODES = 200
MOST_EDGES = MOST_NODES * (MOST_NODES - 1) // 2
LEVELS = tuple(level.value for level in Level)
COLUMNS: Mapping[str, str] = MappingProxyType(
    {"country": "country", "person": "person_id", "organisation": "organisation_id"}
)


@dataclass(frozen=True, slots=True)
class Linking:
    """Whose network is asked for: of all who take part in meetings that answer the filter, the `top` most frequent.

    `of` says whether these are states, people or organisations; `among` are the states of which alone is asked.
    """

    meetings: MeetingFilter
    of: str = "country"
    among: tuple[str, ...] = ()
    top: int = DEFAULT_NODES
    min_meetings: int = 1


@dataclass(frozen=True, slots=True)
class Network:
    """Those who meet, by the number of their meetings, how many they are in all, and each two of them who meet."""

    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]
    all_nodes: int


def linking(given: Mapping[str, Any]) -> Linking:
    """The question of a request. Raises InvalidFilterError, naming the parameter."""
    return Linking(meetings(given), given["nodes"], among(given.get("among")), given["top"], given["min_meetings"])


def network(session: Session, asked: Linking) -> Network:
    """The network. Two statements, one more for the names of people and organisations."""
    found = session.execute(*_nodes(asked)).all()
    keys = [row.key for row in found]
    pairs = session.execute(*_edges(asked, keys)).all() if len(keys) > 1 else []
    faces = FACES[asked.of](session, keys)
    return Network(
        nodes=tuple({**faces[row.key], "meetings": row.meetings} for row in found),
        edges=tuple(_edge(row, faces) for row in pairs),
        all_nodes=found[0].nodes if found else 0,
    )


def _together(asked: MeetingFilter, part: Callable[[Known], Select[Any]]) -> Subquery:
    """What each moment's tables give, each meeting once."""
    return union_all(*(part(known) for known in known_at(asked.as_of))).subquery()


def _nodes(asked: Linking) -> Put:
    """The most frequent, and in each row how many there are."""
    values = {"top": asked.top, tallies.AMONG: asked.among}
    posted = tallies.posted(asked.meetings)
    statement = _most_frequent_posted(posted.shape, asked.of, bool(asked.among)) if posted else None
    if posted is not None and statement is not None:
        return statement, values | posted.values
    return _most_frequent(_taking_part(asked)), values


@lru_cache(tallies.KEPT)
def _most_frequent_posted(shape: tallies.Shape, of: str, some: bool) -> Select[Any] | None:
    counted = tallies.grouped(shape, (of,), some=some)
    return None if counted is None else _most_frequent(counted.subquery())


def _most_frequent(counted: Subquery) -> Select[Any]:
    rows = counted.c
    number = cast(func.sum(rows.meetings), Integer).label("meetings")
    statement = select(rows.key0.label("key"), number, func.count().over().label("nodes")).group_by(rows.key0)
    return statement.order_by(number.desc(), rows.key0).limit(bindparam("top"))


def _taking_part(asked: Linking) -> Subquery:
    """The number of meetings of everybody."""

    def taking_part(known: Known) -> Select[Any]:
        row, answers = _meetings(asked.meetings, known)
        side, of_meeting = _side(row, known)
        key = getattr(side, COLUMNS[asked.of])
        is_asked = key.in_(asked.among) if asked.among and asked.of == "country" else key.is_not(None)
        columns = (key.label("key0"), func.count(row.id.distinct()).label("meetings"))
        return select(*columns).where(of_meeting, is_asked, *answers).group_by(key)

    return _together(asked.meetings, taking_part)


def _meetings(asked: MeetingFilter, known: Known) -> tuple[Any, list[Condition]]:
    """The rows of meetings, and what holds of those that answer; read along the postings where these tell of it."""
    posted = tallies.posted(asked) if known is NOW else None
    found = tallies.meetings_of(posted.shape) if posted else None
    if posted is None or found is None:
        return known.meeting, of_meetings(asked, known)
    return found.params(posted.values).subquery().c, []


def _side(row: Any, known: Known) -> tuple[Any, Condition]:
    """Somebody who takes part in a meeting of these rows."""
    side, of_meeting = rows_of(known, known.participant)
    return side, of_meeting if row is known.meeting else side.meeting_id == row.id


def partners(session: Session, asked: MeetingFilter, code: str, most: int) -> list[dict[str, Any]]:
    """The states that meet one state most often in meetings that answer the filter. One statement."""
    others = [state.code for state in states.all_states() if state.code != code]
    found = session.execute(*_of_states(asked, [(code, other) for other in others], 1, most)).all()
    met = [row.target if row.source == code else row.source for row in found]
    faces = _states(session, met)
    return [
        {"country": other, "name": faces[other]["name"], **_shared(row)} for other, row in zip(met, found, strict=True)
    ]


def _edges(asked: Linking, keys: Sequence[str]) -> Put:
    """Each two of them who meet, the most frequent pairs first."""
    if asked.of == "country":
        return _of_states(asked.meetings, itertools.combinations(keys, 2), asked.min_meetings, MOST_EDGES)
    edges = _pairs(asked.meetings, asked.of, lambda source, target: (source.in_(keys), target.in_(keys)))
    return edges, {"least": asked.min_meetings, "most": MOST_EDGES}


def _of_states(asked: MeetingFilter, wanted: Iterable[Sequence[str]], least: int, most: int) -> Put:
    """Each of these pairs of states that meets so often, the most frequent first."""
    dyads = ["-".join(sorted(pair)) for pair in wanted]
    values = {"least": least, "most": most}
    posted = tallies.posted(asked)
    statement = _pairs_posted(posted.shape) if posted else None
    if posted is not None and statement is not None:
        return statement, values | posted.values | {tallies.AMONG: dyads}
    return _pairs(asked, "country", lambda source, target: (source.concat("-").concat(target).in_(dyads),)), values


@lru_cache(tallies.KEPT)
def _pairs_posted(shape: tallies.Shape) -> Select[Any] | None:
    posted = tallies.pairs(shape)
    return None if posted is None else _in_order(posted, *list(posted.selected_columns)[:2])


def _in_order(pairs: Select[Any], source: ColumnElement[str], target: ColumnElement[str]) -> Select[Any]:
    number = func.count()
    often = pairs.having(number >= bindparam("least"))
    return often.order_by(number.desc(), source, target).limit(bindparam("most"))


def _pairs(asked: MeetingFilter, of: str, wanted: Callable[[Column, Column], Sequence[Condition]]) -> Select[Any]:
    """What two have in common who take part in the same meetings, of all pairs that are wanted."""

    def meeting(known: Known) -> Select[Any]:
        row, answers = _meetings(asked, known)
        one, of_one = _side(row, known)
        other, of_other = _side(row, known)
        source, target = getattr(one, COLUMNS[of]), getattr(other, COLUMNS[of])
        columns = (row.id, row.level, row.start_earliest, source.label("source"), target.label("target"))
        wanted_pairs = (of_one, of_other, source < target, *wanted(source, target))
        return select(*columns).distinct().where(*wanted_pairs, *answers)

    rows = _together(asked, meeting)
    number = func.count().label("meetings")
    levels = [func.sum(case((rows.c.level == level, 1), else_=0)).label(level) for level in LEVELS]
    ends = (func.min(rows.c.start_earliest).label("first"), func.max(rows.c.start_earliest).label("last"))
    statement = select(rows.c.source, rows.c.target, number, *levels, *ends).group_by(rows.c.source, rows.c.target)
    return _in_order(statement, rows.c.source, rows.c.target)


def _shared(row: AnyRow) -> dict[str, Any]:
    """What is told of the meetings of two."""
    _source, _target, number, *levels, first, last = row
    return {"meetings": number, "levels": dict(zip(LEVELS, levels, strict=True)), "first": first, "last": last}


def _edge(row: AnyRow, faces: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    shared = _shared(row)
    ends = {"source": faces[row.source]["id"], "target": faces[row.target]["id"], "weight": shared.pop("meetings")}
    return ends | shared


def _states(_session: Session, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for code in codes:
        state = states.by_code(code)
        where = {"latitude": state.lat, "longitude": state.lon} if state else {"latitude": None, "longitude": None}
        found[code] = {"id": code, "name": state.name if state else code, **where}
    return found


def _people(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        select(StoredPerson.id, StoredPerson.name, StoredPerson.country, StoredOrganisation.short)
        .outerjoin(StoredOrganisation, StoredOrganisation.id == StoredPerson.organisation_id)
        .where(StoredPerson.id.in_(ids))
    )
    return {
        key: {"id": key, "name": name, "country": country, "organisation": short} for key, name, country, short in rows
    }


def _organisations(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    row = StoredOrganisation
    rows = session.execute(select(row.id, row.short, row.name).where(row.id.in_(ids)))
    return {key: {"id": short, "name": name} for key, short, name in rows}


FACES: Mapping[str, Callable[[Session, Sequence[str]], dict[str, dict[str, Any]]]] = MappingProxyType(
    {"country": _states, "person": _people, "organisation": _organisations}
)
