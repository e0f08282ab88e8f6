"""People as articles name them get stable identities."""

from datetime import date

from app.domain.meetings import Person
from app.resolution.people import Directory, KnownPerson, person_id
from tests.builders import a_person

ON = date(2023, 9, 26)


class PeopleInMemory:
    """Known people without a store."""

    def __init__(self, **people: KnownPerson) -> None:
        self.people = {key.replace("_", " "): person for key, person in people.items()}

    def named(self, key: str) -> list[KnownPerson]:
        """The identity of that key."""
        return [self.people[key]] if key in self.people else []


class OneLeader:
    """A world with one leader."""

    def usual_name(self, person: Person, on: date | None) -> str | None:  # noqa: ARG002
        """The usual name of anybody called Firefly."""
        return "Rufus T. Firefly" if "Firefly" in person.name else None


class NoLeaders:
    """A world without leaders."""

    def usual_name(self, person: Person, on: date | None) -> str | None:  # noqa: ARG002
        """Nobody's."""
        return None


def test_a_new_person_gets_the_id_of_name_and_party():
    """The same in every store."""
    identified = Directory(PeopleInMemory(), NoLeaders()).identify(a_person("Nong Rong", "CHN"), ON)

    assert identified.attendee.id == person_id("nong rong", "CHN", None)
    assert identified.usual_name == "Nong Rong"


def test_a_leader_is_one_identity_under_every_name():
    """A surname and a full name are the same leader, known by the usual name and shown as written."""
    directory = Directory(PeopleInMemory(), OneLeader())

    full = directory.identify(a_person("Rufus Firefly", "FRA"), ON)
    short = directory.identify(a_person("Firefly", "FRA"), ON)

    assert full.attendee.id == short.attendee.id
    assert (short.usual_name, short.attendee.name) == ("Rufus T. Firefly", "Firefly")


def test_a_known_identity_of_the_same_party_is_kept():
    """Whatever its id is: it may have been merged by a person."""
    known = PeopleInMemory(nong_rong=KnownPerson("p-merged", "CHN", None))

    assert Directory(known, NoLeaders()).identify(a_person("Nong Rong", "CHN"), ON).attendee.id == "p-merged"


def test_one_name_with_two_parties_is_two_people():
    """A namesake abroad is somebody else."""
    known = PeopleInMemory(jean_martin=KnownPerson("p1", "FRA", None))

    assert Directory(known, NoLeaders()).identify(a_person("Jean Martin", "CHE"), ON).attendee.id != "p1"


def test_somebody_without_a_party_is_the_only_known_bearer_of_the_full_name():
    """An article need not say where a well-known person comes from."""
    known = PeopleInMemory(jean_martin=KnownPerson("p1", "FRA", None), martin=KnownPerson("p2", "FRA", None))
    directory = Directory(known, NoLeaders())

    assert directory.identify(a_person("Jean Martin", None), ON).attendee.id == "p1"
    assert directory.identify(a_person("Martin", None), ON).attendee.id != "p2"


def test_a_surname_alone_is_never_taken_for_a_known_full_name():
    """Many people have it; only knowledge of who holds the office could tell."""
    known = PeopleInMemory(martin=KnownPerson("p-full", "FRA", None))

    identified = Directory(known, NoLeaders()).identify(a_person("Martin", "FRA"), ON)

    assert identified.attendee.id == person_id("martin", "FRA", None)
