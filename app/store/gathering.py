"""Changes of the record in; rows that nobody reads before the transaction ends out, written then, all at once.

A statement for each of them takes longer to put than to run. What is gathered are people, the sides and topics of
meetings, claims and the links of decisions, articles that report no meeting, the marks of the wording of all, and the
words and postings under which changed meetings are found.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import DeclarativeBase, Session

from app.resolution.names import plain
from app.resolution.people import Identified
from app.store.copies import Originals
from app.store.ids import outlet_id
from app.store.models import Outlet, StoredArticle
from app.store.people import PeopleInStore
from app.store.postings import post
from app.store.texts import write_texts
from app.store.upsert import insert_missing, insert_rows

# Where a session keeps what is gathered within a block.
GATHERED = "summitry_gathered"


class Gathered:
    """What a transaction changed: its people, the meetings that changed, and rows that wait."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.people = PeopleInStore(session)
        self.originals = Originals(session)
        self._outlets: set[str] = set()
        self.changed: set[str] = set()
        self._rows: dict[type[DeclarativeBase], list[Mapping[str, Any]]] = defaultdict(list)

    def outlet(self, name: str) -> str:
        """The id of an outlet, written where it is new. Names that differ in case and accents are one outlet."""
        key = plain(name)
        row = outlet_id(key)
        if row not in self._outlets:
            self._outlets.add(row)
            insert_missing(self.session, Outlet, [{"id": row, "name": name, "key": key}])
        return row

    def later(self, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows that are new, of meetings that changed and sources that are written; they can wait."""
        self._rows[model].extend(rows)

    def write(self) -> None:
        """Write all that waits: before anything reads or replaces what hangs on a meeting that changed already."""
        self.people.write()
        # What else waits may refer to articles.
        models: list[type[DeclarativeBase]] = [StoredArticle, *self._rows]
        for model in models:
            self.write_rows(model)
        self.originals.written()

    def write_rows(self, model: type[DeclarativeBase]) -> None:
        """Write the rows of one table that wait."""
        insert_rows(self.session, model, self._rows.pop(model, ()))

    def finish(self) -> None:
        """Write all that waits, and under what the meetings that changed are found."""
        self.write()
        write_texts(self.session, sorted(self.changed))
        post(self.session, sorted(self.changed))


@contextmanager
def gathering(session: Session) -> Iterator[Gathered]:
    """A block at whose end all is written that decisions within it gathered; one in another leaves it to the outer."""
    outer: Gathered | None = session.info.get(GATHERED)
    if outer is not None:
        yield outer
        return
    found = session.info[GATHERED] = Gathered(session)
    try:
        yield found
        found.finish()
    finally:
        del session.info[GATHERED]


def people_of(session: Session) -> PeopleInStore:
    """Those who are known: within a block also those who wait to be written."""
    outer: Gathered | None = session.info.get(GATHERED)
    return outer.people if outer is not None else PeopleInStore(session)


def store_people(session: Session, people: Sequence[Identified], now: datetime) -> None:
    """Write the identities that are new, by the end of the block."""
    with gathering(session) as gathered:
        gathered.people.add(people, now)
