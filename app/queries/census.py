"""A session in; what pictures count of every meeting that stands, as arrays that take milliseconds to go through, out.

Reading 100,000 meetings takes a second; after that any question about them is counted in some hundredths of it, where
the database takes seconds. When a store has changed, only what changed is read again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from app.domain.meetings import Kind, Level, Status
from app.queries.conditions import of_meetings
from app.queries.dimensions import rows_of
from app.queries.filters import MeetingFilter
from app.queries.moments import NOW, Known, known_at
from app.queries.paging import AnyRow
from app.store.models import Facet, Meeting, Posting

Numbers = NDArray[np.signedinteger[Any]]
Days = NDArray[np.datetime64]

EVERYTHING: Final = MeetingFilter()
# What a meeting has one of few words for; arrays have the place of the word here.
VOCABULARY: Mapping[str, tuple[str, ...]] = {"kind": tuple(Kind), "status": tuple(Status), "level": tuple(Level)}
# A million meetings are held in some hundred bytes each, and none of them as objects for longer than a batch.
SMALL, ROW = np.int8, np.int32
BATCH = 10_000
# A transaction may end so long after the moment that it wrote into its rows.
LATENESS = timedelta(minutes=10)
# Of more changes than this part of all meetings, all are read again.
MOST_CHANGED = 0.2
NONE = -1
BETWEEN = ","
DAYS = ("first", "latest", "last")
REALS = ("latitude", "longitude")
# What a meeting can have several of: the rows that tell it, and their column.
SEVERAL: Mapping[Facet, tuple[str, str]] = {
    Facet.COUNTRY: ("participant", "country"),
    Facet.PERSON: ("participant", "person_id"),
    Facet.TOPIC: ("topic", "topic"),
}


class Words:
    """Values in the order in which they were first met; arrays have their numbers."""

    def __init__(self) -> None:
        self.known: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def number(self, word: Any) -> int:
        """The number of a value."""
        found = self._numbers.setdefault(word, len(self.known))
        if found == len(self.known):
            self.known.append(word)
        return found

    def numbers(self, words: Sequence[Any]) -> list[int]:
        """The numbers of those that were met; there are no meetings of others."""
        return [self._numbers[word] for word in words if word in self._numbers]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a meeting can have several of, each once: the row of the meeting, and the number of the value."""

    rows: Numbers
    values: Numbers
    words: Words


@dataclass(frozen=True, slots=True)
class Census:
    """Meetings in the order of their ids, a row each.

    `columns` are days (`first` and `latest` possible first day, `last` day), words (`kind`, `status`, `level`), `place`
    (the number of a city with its state, NONE for neither) and where that is. `updated` is the latest change.
    """

    ids: NDArray[np.bytes_]
    columns: Mapping[str, NDArray[Any]]
    places: Words
    several: Mapping[Facet, Parts]
    updated: datetime | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def countries(self) -> Parts:
        """The states that take part."""
        return self.several[Facet.COUNTRY]


def rows_among(ids: NDArray[np.bytes_], wanted: Sequence[str]) -> Numbers:
    """Where these stand among ids in their order, of those that do."""
    if not len(ids) or not wanted:
        return np.zeros(0, dtype=np.int64)
    as_stored = np.array(wanted, dtype="S")
    found = np.minimum(np.searchsorted(ids, as_stored), len(ids) - 1)
    there: Numbers = found[ids[found] == as_stored]
    return there


def load(session: Session, asked: MeetingFilter = EVERYTHING, before: Census | None = None) -> Census:
    """The census of the meetings that answer. Values have the numbers that they had `before`."""
    places = before.places if before else Words()
    batches = [_batch((), places)]
    for known in known_at(asked.as_of):
        batches += [_batch(rows, places) for rows in _told(session, _meetings(known, asked))]
    found = {name: np.concatenate([batch.pop(name) for batch in batches]) for name in list(batches[0])}
    order = np.argsort(found["id"])
    columns = {name: found.pop(name)[order] for name in list(found)}
    in_order = columns.pop("id")
    return Census(
        in_order,
        columns,
        places,
        {
            facet: _parts(session, asked, facet, in_order, before.several[facet].words if before else Words())
            for facet in SEVERAL
        },
        session.scalar(select(func.max(Meeting.updated_at))),
    )


def renewed(session: Session, before: Census) -> Census:
    """The census of the store as it is now, of which there is one of an earlier state."""
    since = before.updated - LATENESS if before.updated else None
    most = int(MOST_CHANGED * len(before))
    if since is None or not most:
        return load(session)
    changed = session.scalars(select(Meeting.id).where(Meeting.updated_at >= since).limit(most + 1)).all()
    if len(changed) > most:
        return load(session)
    kept = np.ones(len(before), dtype=bool)
    kept[rows_among(before.ids, changed)] = False
    found = _joined(before, kept, load(session, MeetingFilter(updated_since=since), before))
    stand = select(func.count()).where(Posting.facet == Facet.MEETING, Posting.value == "")
    # Whatever else happened to the store shows here.
    return found if session.scalar(stand) == len(found) else load(session)


def _meetings(known: Known, asked: MeetingFilter) -> Select[Any]:
    row: Any = known.meeting
    # Days as they are stored: making dates of 300,000 texts takes longer than reading them.
    days = [type_coerce(day, String) for day in (row.start_earliest, row.start_latest, row.last_day)]
    words = [getattr(row, name) for name in VOCABULARY]
    columns = (row.id, *days, row.latitude, row.longitude, *words, row.city, row.place_country)
    return select(*columns).where(*of_meetings(asked, known))


def _batch(rows: Sequence[AnyRow], places: Words) -> dict[str, NDArray[Any]]:
    """The columns of some rows, with the `id` of each."""
    ids, *columns, cities, states = zip(*rows, strict=True) if rows else [()] * 11
    found = {name: _array(name, values) for name, values in zip((*DAYS, *REALS, *VOCABULARY), columns, strict=True)}
    where = [NONE if pair == (None, None) else places.number(pair) for pair in zip(cities, states, strict=True)]
    return {"id": np.array(ids, dtype="S"), **found, "place": np.array(where, dtype=ROW)}


def _array(name: str, values: Sequence[Any]) -> NDArray[Any]:
    if name in DAYS:
        return np.array(values, dtype="datetime64[D]")
    if name in REALS:
        return np.array(values, dtype=np.float64)
    numbers = {word: number for number, word in enumerate(VOCABULARY[name])}
    return np.array([numbers[value] for value in values], dtype=SMALL)


def _parts(session: Session, asked: MeetingFilter, facet: Facet, ids: NDArray[np.bytes_], words: Words) -> Parts:
    rows, values = [np.zeros(0, dtype=ROW)], [np.zeros(0, dtype=ROW)]
    for known in known_at(asked.as_of):
        for value, listed in chain.from_iterable(_told(session, _values(known, asked, facet), 1)):
            found = rows_among(ids, listed.split(BETWEEN)).astype(ROW)
            rows.append(found)
            values.append(np.full(len(found), words.number(value), dtype=ROW))
    size = max(len(words.known), 1)
    once = np.unique(np.concatenate(rows).astype(np.int64) * size + np.concatenate(values))
    return Parts((once // size).astype(ROW), (once % size).astype(ROW), words)


def _values(known: Known, asked: MeetingFilter, facet: Facet) -> Select[Any]:
    """Each value with the ids of its meetings in one text: a row for each of them would take thrice as long."""
    if known is NOW and asked == EVERYTHING:
        columns: tuple[Any, ...] = (Posting.value, func.aggregate_strings(Posting.meeting_id, BETWEEN))
        return select(*columns).where(Posting.facet == facet.value).group_by(Posting.value)
    table, column = SEVERAL[facet]
    part, of_meeting = rows_of(known, getattr(known, table))
    value = getattr(part, column)
    statement = select(value, func.aggregate_strings(part.meeting_id, BETWEEN)).join_from(
        known.meeting, part, of_meeting
    )
    return statement.where(value.is_not(None), *of_meetings(asked, known)).group_by(value)


def _told(session: Session, statement: Select[Any], number: int = BATCH) -> Iterable[Sequence[AnyRow]]:
    """The rows in batches, as the driver has them: a session takes as long again to wrap them."""
    return session.connection().execute(statement, execution_options={"yield_per": number}).partitions()


def _joined(before: Census, kept: NDArray[np.bool_], fresh: Census) -> Census:
    """The rows that are kept, and others, in the order of their ids."""
    ids = np.concatenate([before.ids[kept], fresh.ids])
    order = np.argsort(ids)
    places = np.empty(len(ids), dtype=ROW)
    places[order] = np.arange(len(ids), dtype=ROW)
    until = np.cumsum(kept) - 1

    def parts(old: Parts, new: Parts) -> Parts:
        stay = kept[old.rows]
        rows = np.concatenate([until[old.rows[stay]], new.rows + int(kept.sum())])
        return Parts(places[rows], np.concatenate([old.values[stay], new.values]), old.words)

    columns = {
        name: np.concatenate([column[kept], fresh.columns[name]])[order] for name, column in before.columns.items()
    }
    return replace(
        fresh,
        ids=ids[order],
        columns=columns,
        several={facet: parts(before.several[facet], fresh.several[facet]) for facet in SEVERAL},
    )
