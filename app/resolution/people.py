"""A person as an article names him in, the person with a stable identity out.

A known leader is known under any spelling, and by surname and office alone while in that office. Everybody else is
known by name, party and office:

| an article names | and is taken for |
| --- | --- |
| a full name, in any order and spelling | the person of the party with that name, unless in an office two ranks away |
| a full name | the surname of which an earlier article gave the same office, where no other full name goes with it |
| a surname | the one person of the party with that name whom sources show in the same office within two years |
| the same, of several | the only one of them whose full name is known |
| a full name without a party | the only person of that name |

Where none or several fit, it is somebody new. Two people of one name are kept apart by party, and by offices that one
person hardly holds within a year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from typing import Protocol

from app.domain.meetings import MeetingCandidate, Person
from app.knowledge import offices
from app.resolution.names import likeness, name_key, name_words, plain, sound, words_of
from app.resolution.reports import Attendee

# From here on two full names are spellings of one, or one of them leaves a word out (see `names.likeness`).
ONE_NAME = 0.9
# How long before and after a source shows it an office may still be somebody's.
TERM = timedelta(days=730)
# A minister becomes head of government overnight; an ambassador hardly within a year.
CAREER = timedelta(days=365)
RANKS = ("official", "minister", "leader")


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office in which sources show somebody from `first` to `last`; `rank` is one of `RANKS`, None if unknown."""

    office: str
    rank: str | None
    first: date
    last: date

    def near(self, day: date | None, term: timedelta) -> bool:
        """Whether it may have been held on a day; where no day is known it may."""
        return day is None or self.first - term <= day <= self.last + term


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An identity in the store, with the forms in which the name was written and the offices that sources show."""

    id: str
    country: str | None
    organisation: str | None
    names: tuple[str, ...] = ()
    offices: tuple[HeldOffice, ...] = ()


class KnownPeople(Protocol):
    """What resolution needs to know of the people in the store, and nothing more."""

    def named(self, key: str) -> Iterable[KnownPerson]:
        """The identities that were ever written with a name of this key (see `names.name_key`)."""
        ...

    def marked(self, marks: Iterable[str]) -> Iterable[KnownPerson]:
        """The identities with one of these marks (see `person_marks`)."""
        ...


class Leaders(Protocol):
    """What resolution needs to know of the world's leaders, and nothing more."""

    def usual_name(self, person: Person, on: date | None) -> str | None:
        """The usual name of the leader that `person` must be on that day, None for anybody else."""
        ...


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody as one article names him: the folded words of the name, the office if any, the day it is told of."""

    person: Person
    words: tuple[str, ...]
    office: offices.Office | None
    on: date | None

    @property
    def party(self) -> tuple[str | None, str | None]:
        """Whom he stands for."""
        return self.person.country, self.person.organisation

    @property
    def office_key(self) -> str | None:
        """The office in one word for all ways to write it."""
        if self.office is not None:
            return plain(self.office.title)
        return plain(self.person.title) if self.person.title else None

    @property
    def rank(self) -> str | None:
        """The rank of the office; none for one that is over."""
        return self.office.level if self.office and self.office.level in RANKS and not self.office.former else None


@dataclass(frozen=True, slots=True)
class Identified:
    """An attendee with the name under which the identity is known, the key of that name, and the sighting."""

    attendee: Attendee
    usual_name: str
    key: str
    sighting: Sighting

    @property
    def held(self) -> HeldOffice | None:
        """The office in which this source shows him; None without an office or a day."""
        office, on = self.sighting.office_key, self.sighting.on
        return HeldOffice(office, self.sighting.rank, on, on) if office and on else None

    @property
    def marks(self) -> frozenset[str]:
        """The marks by which he is found from now on."""
        names = {self.sighting.words, words_of(self.usual_name, self.attendee.country)}
        return frozenset(mark for words in names for mark in person_marks(self.sighting, words))


@dataclass(frozen=True, slots=True)
class Directory:
    """All that is known of people: those in the store, and the world's leaders."""

    people: KnownPeople
    leaders: Leaders

    def identify(self, person: Person, on: date | None) -> Identified:
        """Who a person is that an article tells of on the day `on`."""
        usual = self.leaders.usual_name(person, on)
        key = key_of(person, usual)
        party = person.country or person.organisation or ""
        office = offices.find(person.title, party) if person.title else None
        seen = Sighting(person, words_of(person.name, person.country), office, on)
        named = sorted(self.people.named(key), key=lambda bearer: bearer.id) if " " in key else []
        identity = self._known(named, seen, is_leader=usual is not None) or _new_id(key, named, seen)
        attendee = Attendee(identity, person.name, person.country, person.organisation, person.title, person.role)
        return Identified(attendee, usual or person.name, key, seen)

    def _known(self, named: Sequence[KnownPerson], seen: Sighting, *, is_leader: bool) -> str | None:
        same_party = [bearer for bearer in named if (bearer.country, bearer.organisation) == seen.party]
        at_hand = [bearer for bearer in same_party if is_leader or not out_of_reach(bearer, seen)]
        if at_hand or is_leader:
            return at_hand[0].id if at_hand else None
        if seen.party == (None, None):
            return named[0].id if len(named) == 1 else None
        marked = self.people.marked(person_marks(seen, seen.words))
        fitting = [bearer for bearer in marked if may_be(bearer, seen)]
        # A bearer of the surname alone in that office is no rival of the one whose whole name is known in it.
        told_apart = [bearer for bearer in fitting if _full_forms(bearer)] or fitting
        return told_apart[0].id if len(told_apart) == 1 else None


def day_of(candidate: MeetingCandidate, published: date | None) -> date | None:
    """The day on which an article shows the people of a meeting in their offices."""
    return candidate.start.earliest if candidate.start else published


def key_of(person: Person, usual: str | None) -> str:
    """The key of a person's name, by the usual name where that is known."""
    return name_key(usual or person.name, person.country)


def _new_id(key: str, named: Sequence[KnownPerson], seen: Sighting) -> str:
    """An id of name and party; of the office too for a mere surname, or where the name is somebody else's already."""
    of_name = person_id(key, *seen.party)
    taken = any(bearer.id == of_name for bearer in named)
    if seen.office_key and (taken or " " not in key):
        return person_id(f"{key}\x1f{seen.office_key}", *seen.party)
    return of_name


def person_marks(seen: Sighting, words: Sequence[str]) -> frozenset[str]:
    """What somebody is looked for by: each two words of the name, and each word with the office, as they sound."""
    party = seen.person.country or seen.person.organisation or ""
    heard = [sound(word) for word in words]
    pairs = {"+".join(sorted(pair)) for pair in combinations(heard, 2)}
    with_office = {f"{word}@{seen.office_key}" for word in heard} if seen.office_key else set()
    return frozenset(f"{party}|{mark}" for mark in pairs | with_office)


def may_be(bearer: KnownPerson, seen: Sighting) -> bool:
    """Whether a known person can be the one that an article names, by name, party and office."""
    if (bearer.country, bearer.organisation) != seen.party or out_of_reach(bearer, seen):
        return False
    forms = [words_of(name, bearer.country) for name in bearer.names]
    full = _full_forms(bearer)
    if len(seen.words) > 1 and full:
        return any(_one_name(form, seen) for form in full)
    same_office = any(held.office == seen.office_key and held.near(seen.on, TERM) for held in bearer.offices)
    return same_office and any(likeness(form, seen.words) > 0 for form in forms)


def _full_forms(bearer: KnownPerson) -> list[tuple[str, ...]]:
    """The forms of the name that have more than a surname."""
    return [form for form in (words_of(name, bearer.country) for name in bearer.names) if len(form) > 1]


def _one_name(form: Sequence[str], seen: Sighting) -> bool:
    if seen.person.country in name_words()["one_spelling"]:
        return set(form) <= set(seen.words) or set(seen.words) <= set(form)
    return likeness(form, seen.words) >= ONE_NAME


def out_of_reach(bearer: KnownPerson, seen: Sighting) -> bool:
    """Whether sources show a known person within a year in an office two ranks from the one that is named."""
    if seen.rank is None:
        return False
    rank = RANKS.index(seen.rank)
    near = [held.rank for held in bearer.offices if held.rank is not None and held.near(seen.on, CAREER)]
    return bool(near) and all(abs(RANKS.index(held) - rank) > 1 for held in near)


def person_id(key: str, country: str | None, organisation: str | None) -> str:
    """The id of a person by folded name and party; the same in every store."""
    parts = (key, country or "", organisation or "")
    return "p" + sha256("\x1f".join(parts).encode()).hexdigest()[:20]
