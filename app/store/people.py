"""People as articles name them in; who of them is known, by which names and offices, and the rows of what is new, out.

What was read, and what is new, stays at hand as long as its transaction: nobody is read or written twice, and what is
new is written at its end, all at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.orm import Session

from app.resolution.names import name_key, words_of
from app.resolution.people import HeldOffice, Identified, KnownPerson
from app.store.ids import organisation_id
from app.store.models import PersonMark, PersonName, PersonOffice, StoredOrganisation, StoredPerson
from app.store.organisations import store_organisations
from app.store.upsert import insert_missing, table_of

# Statements on tables, built once: to build one takes longer than to run it.
PEOPLE, NAMES, MARKS = table_of(StoredPerson), table_of(PersonName), table_of(PersonMark)
OFFICES, ORGANISATIONS = table_of(PersonOffice), table_of(StoredOrganisation)
THESE: BindParameter[Any] = bindparam("these", expanding=True)
NAMED = select(NAMES.c.key, NAMES.c.person_id).where(NAMES.c.key.in_(THESE))
MARKED = select(MARKS.c.mark, MARKS.c.person_id).where(MARKS.c.mark.in_(THESE))
WRITTEN = select(NAMES.c.person_id, NAMES.c.name).where(NAMES.c.person_id.in_(THESE))
HELD = select(OFFICES).where(OFFICES.c.person_id.in_(THESE))
USUAL = select(PEOPLE.c.id, PEOPLE.c.name).where(PEOPLE.c.id.in_(THESE))
KNOWN = (
    select(PEOPLE.c.id, PEOPLE.c.name, PEOPLE.c.country, ORGANISATIONS.c.short)
    .outerjoin(ORGANISATIONS, ORGANISATIONS.c.id == PEOPLE.c.organisation_id)
    .where(PEOPLE.c.id.in_(THESE))
)
FULLER = update(PEOPLE).where(PEOPLE.c.id == bindparam("bearer")).values(name=bindparam("usual"))
HELD_LONGER = (
    update(OFFICES)
    .where(OFFICES.c.person_id == bindparam("holder"), OFFICES.c.office == bindparam("held"))
    .values(first=bindparam("from_day"), last=bindparam("to_day"))
)


@dataclass(slots=True)
class _Person:
    """Somebody as far as the transaction knows, with the usual name."""

    id: str
    usual: str
    country: str | None
    organisation: str | None
    names: set[str] = field(default_factory=set)
    offices: dict[str, HeldOffice] = field(default_factory=dict)

    @property
    def known(self) -> KnownPerson:
        """As resolution takes him."""
        names = tuple(sorted(self.names))
        return KnownPerson(self.id, self.country, self.organisation, names, tuple(self.offices.values()))


@dataclass(slots=True)
class _New:
    """What is to be written: rows, people by a fuller name, and offices (person and office) with other days."""

    people: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    fuller: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    longer: set[tuple[str, str]] = field(default_factory=set)


class PeopleInStore:
    """The `KnownPeople` of a transaction: those in the store, and those who are new and are not written yet."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # None for an id that nobody has.
        self._people: dict[str, _Person | None] = {}
        self._usual: dict[str, str] = {}
        # Who is found by a name or a mark: those in the store, once it was asked, and those who are new.
        self._named: dict[str, set[str]] = {}
        self._marked: dict[str, set[str]] = {}
        self._newly_named: dict[str, set[str]] = defaultdict(set)
        self._newly_marked: dict[str, set[str]] = defaultdict(set)
        self._new = _New()

    def read_ahead(self, keys: Iterable[str]) -> None:
        """Read everybody with a name of one of these keys at once, before they are asked for one by one."""
        self._look_up(self._named, NAMED, keys)

    def named(self, key: str) -> list[KnownPerson]:
        """The identities that were ever written with a name of this key."""
        self._look_up(self._named, NAMED, [key])
        return self._known(self._named[key] | self._newly_named.get(key, set()))

    def marked(self, marks: Iterable[str]) -> list[KnownPerson]:
        """The identities with one of these marks."""
        wanted = list(marks)
        self._look_up(self._marked, MARKED, wanted)
        return self._known({one for mark in wanted for one in self._marked[mark] | self._newly_marked.get(mark, set())})

    def usual_names(self, ids: Iterable[str]) -> Mapping[str, str]:
        """The usual name of each identity, by id."""
        wanted = set(ids)
        found = {one: person.usual for one in wanted if (person := self._people.get(one))}
        asked = sorted(wanted - found.keys() - self._usual.keys())
        if asked:
            self._usual |= {row.id: row.name for row in self._session.execute(USUAL, {THESE.key: asked})}
        return {one: self._usual[one] for one in wanted - found.keys() if one in self._usual} | found

    def add(self, people: Sequence[Identified], now: datetime) -> None:
        """Note the identities that are new, every form of their names, and the offices shown.

        A person who was known by a shorter name is known by the fuller one from now on.
        """
        organisations = {one.attendee.organisation for one in people if one.attendee.organisation}
        store_organisations(self._session, organisations, now)
        self._read(one.attendee.id for one in people)
        for one in people:
            person = self._person(one, now)
            self._add_names(person, one, now)
            for mark in sorted(one.marks):
                if person.id not in self._marked.get(mark, set()) | self._newly_marked[mark]:
                    self._newly_marked[mark].add(person.id)
                    self._new.marks.append({"mark": mark, "person_id": person.id})
            if one.held:
                self._add_office(person, one.held)

    def write(self) -> None:
        """Write what is new."""
        new, self._new = self._new, _New()
        insert_missing(self._session, StoredPerson, new.people)
        insert_missing(self._session, PersonName, new.names)
        insert_missing(self._session, PersonMark, new.marks)
        insert_missing(self._session, PersonOffice, [self._office_row(*key) for key in sorted(new.offices)])
        if new.fuller:
            names = self.usual_names(new.fuller)
            self._session.execute(FULLER, [{"bearer": one, "usual": names[one]} for one in sorted(new.fuller)])
        if new.longer:
            rows = [self._office_row(*key) for key in sorted(new.longer)]
            days = [
                {"holder": row["person_id"], "held": row["office"], "from_day": row["first"], "to_day": row["last"]}
                for row in rows
            ]
            self._session.execute(HELD_LONGER, days)

    def _look_up(self, held: dict[str, set[str]], statement: Any, keys: Iterable[str]) -> None:
        """Read whom the store finds by these keys, where it was not asked yet."""
        asked = sorted({key for key in keys if key not in held})
        if asked:
            held |= {key: set() for key in asked}
            found = self._session.execute(statement, {THESE.key: asked}).all()
            for key, person in found:
                held[key].add(person)
            self._read(person for _, person in found)

    def _read(self, ids: Iterable[str]) -> None:
        """Read those of these people who are not at hand."""
        asked = sorted({one for one in ids if one not in self._people})
        if not asked:
            return
        self._people |= dict.fromkeys(asked)
        found = {
            row.id: _Person(row.id, row.name, row.country, row.short)
            for row in self._session.execute(KNOWN, {THESE.key: asked})
        }
        if not found:
            return
        self._people |= found
        these = {THESE.key: sorted(found)}
        for row in self._session.execute(WRITTEN, these):
            found[row.person_id].names.add(row.name)
        for row in self._session.execute(HELD, these):
            found[row.person_id].offices[row.office] = HeldOffice(row.office, row.rank, row.first, row.last)

    def _known(self, ids: Iterable[str]) -> list[KnownPerson]:
        return [person.known for one in sorted(ids) if (person := self._people[one])]

    def _person(self, one: Identified, now: datetime) -> _Person:
        """Somebody who was identified, by the fullest name."""
        attendee, usual = one.attendee, one.usual_name
        person = self._people[attendee.id]
        if person is None:
            person = _Person(attendee.id, usual, attendee.country, attendee.organisation)
            self._people[attendee.id] = person
            of = organisation_id(attendee.organisation) if attendee.organisation else None
            row = {"id": attendee.id, "name": usual, "country": attendee.country, "organisation_id": of}
            self._new.people.append(row | {"created_at": now})
        elif len(words_of(usual, attendee.country)) > len(words_of(person.usual, attendee.country)) == 1:
            person.usual = usual
            self._new.fuller.add(person.id)
        return person

    def _add_names(self, person: _Person, one: Identified, now: datetime) -> None:
        """The usual name and the name as written, each with its key."""
        for name in dict.fromkeys((one.usual_name, one.attendee.name)):
            if name not in person.names:
                key = name_key(name, one.attendee.country)
                person.names.add(name)
                self._newly_named[key].add(person.id)
                self._new.names.append({"person_id": person.id, "name": name, "key": key, "created_at": now})

    def _add_office(self, person: _Person, shown: HeldOffice) -> None:
        """An office shown, or that it was held earlier or later than was known."""
        key, held = (person.id, shown.office), person.offices.get(shown.office)
        if held is None:
            person.offices[shown.office] = shown
            self._new.offices.add(key)
        elif not held.first <= shown.first <= shown.last <= held.last:
            first, last = min(held.first, shown.first), max(held.last, shown.last)
            person.offices[shown.office] = replace(held, first=first, last=last)
            self._new.longer.add(key)

    def _office_row(self, person_id: str, office: str) -> dict[str, Any]:
        person = self._people[person_id]
        held = person.offices[office] if person else None
        return {"person_id": person_id, **(asdict(held) if held else {})}
