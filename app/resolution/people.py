"""A person as an article names him in, the person with a stable identity out.

A known leader is known under any spelling, and by surname and office alone while in that office. Everybody else is a
folded name and a party: two people of one name with different parties are two. A surname alone stays an identity of its
own; within one meeting it joins the full name (see `attendance`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Protocol

from app.domain.meetings import Person
from app.resolution.names import name_key
from app.resolution.reports import Attendee


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An identity in the store."""

    id: str
    country: str | None
    organisation: str | None


class KnownPeople(Protocol):
    """What resolution needs to know of the people in the store, and nothing more."""

    def named(self, key: str) -> Iterable[KnownPerson]:
        """The identities that were ever written with a name of this key (see `names.name_key`)."""
        ...


class Leaders(Protocol):
    """What resolution needs to know of the world's leaders, and nothing more."""

    def usual_name(self, person: Person, on: date | None) -> str | None:
        """The usual name of the leader that `person` must be on that day, None for anybody else."""
        ...


@dataclass(frozen=True, slots=True)
class Directory:
    """All that is known of people: those in the store, and the world's leaders."""

    people: KnownPeople
    leaders: Leaders

    def identify(self, person: Person, on: date | None) -> "Identified":
        """Who a person is that an article of the day `on` names."""
        usual = self.leaders.usual_name(person, on)
        key = name_key(usual or person.name, person.country)
        identity = self._known(key, person) or person_id(key, person.country, person.organisation)
        attendee = Attendee(identity, person.name, person.country, person.organisation, person.title, person.role)
        return Identified(attendee, usual or person.name, key)

    def _known(self, key: str, person: Person) -> str | None:
        """The identity of that full name and party; of that name alone where the article tells no party."""
        if " " not in key:
            return None
        known = sorted(self.people.named(key), key=lambda bearer: bearer.id)
        party = (person.country, person.organisation)
        same_party = [bearer.id for bearer in known if (bearer.country, bearer.organisation) == party]
        if same_party:
            return same_party[0]
        return known[0].id if len(known) == 1 and party == (None, None) else None


@dataclass(frozen=True, slots=True)
class Identified:
    """An attendee with the name under which the identity is known, and the key of that name."""

    attendee: Attendee
    usual_name: str
    key: str


def person_id(key: str, country: str | None, organisation: str | None) -> str:
    """The id of a person by folded name and party; the same in every store."""
    parts = (key, country or "", organisation or "")
    return "p" + sha256("\x1f".join(parts).encode()).hexdigest()[:20]
