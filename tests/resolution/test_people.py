"""People as articles name them get stable identities."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.meetings import Person
from app.resolution.names import name_key, words_of
from app.resolution.people import (
    Directory,
    HeldOffice,
    KnownPeople,
    KnownPerson,
    Sighting,
    person_id,
    person_marks,
)
from tests.builders import a_person

ON = date(2023, 9, 26)


class PeopleInMemory:
    """Known people without a store."""

    def __init__(self, *people: KnownPerson) -> None:
        self.people = list(people)

    def named(self, key: str) -> list[KnownPerson]:
        """Those with a form of that key."""
        return [one for one in self.people if any(name_key(name, one.country) == key for name in one.names)]

    def marked(self, marks: Iterable[str]) -> list[KnownPerson]:
        """Those with a mark that is looked for."""
        return [one for one in self.people if marks_of(one) & set(marks)]


def marks_of(known: KnownPerson) -> set[str]:
    """Every mark of a known person: of each form of the name, with each office."""
    person = Person("", known.country, organisation=known.organisation)
    titles = [held.office for held in known.offices] or [None]
    sightings = [Sighting(replace(person, title=title), (), None, None) for title in titles]
    forms = [words_of(name, known.country) for name in known.names]
    return {mark for seen in sightings for words in forms for mark in person_marks(seen, words)}


def a_known(identity: str, *names: str, country: str | None = "FRA", **offices: tuple[str, str]) -> KnownPerson:
    """An identity; `ambassador=("1999", "2001")` is an office with the years in which sources show it."""
    held = tuple(
        HeldOffice(title.replace("_", " "), RANK.get(title), date(int(first), 1, 1), date(int(last), 12, 31))
        for title, (first, last) in offices.items()
    )
    return KnownPerson(identity, country, None, names, held)


RANK = {"president": "leader", "foreign_minister": "minister", "ambassador": "official"}


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
    known = PeopleInMemory(a_known("p-merged", "Nong Rong", country="CHN"))

    assert Directory(known, NoLeaders()).identify(a_person("Nong Rong", "CHN"), ON).attendee.id == "p-merged"


def test_one_name_with_two_parties_is_two_people():
    """A namesake abroad is somebody else."""
    known = PeopleInMemory(a_known("p1", "Jean Martin"))

    assert Directory(known, NoLeaders()).identify(a_person("Jean Martin", "CHE"), ON).attendee.id != "p1"


def test_somebody_without_a_party_is_the_only_known_bearer_of_the_full_name():
    """An article need not say where a well-known person comes from."""
    known = PeopleInMemory(a_known("p1", "Jean Martin"), a_known("p2", "Martin"))
    directory = Directory(known, NoLeaders())

    assert directory.identify(a_person("Jean Martin", None), ON).attendee.id == "p1"
    assert directory.identify(a_person("Martin", None), ON).attendee.id != "p2"


def identity(known: KnownPeople, *person: str | None, on: date | None = ON, **fields: Any) -> str:
    """Who somebody is taken for."""
    return Directory(known, NoLeaders()).identify(a_person(*person, **fields), on).attendee.id


def test_a_surname_alone_is_never_taken_for_a_known_full_name():
    """Many people have it; only the office could tell."""
    known = PeopleInMemory(a_known("p-full", "Jean Martin"))

    assert identity(known, "Martin", "FRA") == person_id("martin", "FRA", None)


def test_a_surname_with_the_office_is_the_one_person_who_holds_it():
    """In the years in which sources show it."""
    known = PeopleInMemory(a_known("p-full", "Jean Martin", ambassador=("2021", "2022")))

    assert identity(known, "Martin", "FRA", title="Ambassador") == "p-full"
    assert identity(known, "Martin", "FRA", title="Foreign Minister") != "p-full"
    assert identity(known, "Martin", "DEU", title="Ambassador") != "p-full"
    assert identity(known, "Martin", "FRA", title="Ambassador", on=date(1999, 1, 1)) != "p-full"


def test_a_surname_that_two_can_be_is_neither():
    """Nobody is guessed."""
    two = (
        a_known("p1", "Jean Martin", ambassador=("2023", "2023")),
        a_known("p2", "Anna Martin", ambassador=("2023", "2023")),
    )

    assert identity(PeopleInMemory(*two), "Martin", "FRA", title="Ambassador") not in ("p1", "p2")


def test_a_surname_goes_with_the_full_name_that_came_to_be_known_beside_it():
    """The full name was told of without the office first, and the surname in the office got its own identity."""
    known = PeopleInMemory(
        a_known("p1", "Jean Martin", ambassador=("2023", "2023")), a_known("p2", "Martin", ambassador=("2023", "2023"))
    )

    assert identity(known, "Martin", "FRA", title="Ambassador") == "p1"


def test_a_full_name_goes_with_the_surname_that_was_known_before():
    """The first article gave surname and office only."""
    known = PeopleInMemory(a_known("p-short", "Martin", ambassador=("2023", "2023")))

    assert identity(known, "Jean Martin", "FRA", title="Ambassador") == "p-short"


def test_a_second_full_name_does_not_go_with_that_surname():
    """It is somebody else's by now."""
    known = PeopleInMemory(a_known("p-short", "Martin", "Jean Martin", ambassador=("2023", "2023")))

    assert identity(known, "Anna Martin", "FRA", title="Ambassador") != "p-short"


SPELLINGS = [
    ("Volodymyr Zelenskyy", "Volodimir Zelenskiy", "UKR"),
    ("Mohammed bin Hassan", "Muhammad bin Hasan", "QAT"),
    ("Abdel Fattah el-Hussein", "Abdul Fattah al-Husayn", "EGY"),
    ("Orban Viktor", "Viktor Orbán", "HUN"),
    ("Yoon Suk Yeol", "Yoon Suk-yeol", "KOR"),
    ("Aleksandr Lukashenko", "Alexander Lukashenka", "BLR"),
    ("Joseph Robinette Smith", "Joseph Smith", "USA"),
]


@pytest.mark.parametrize(("known", "written", "country"), SPELLINGS)
def test_spellings_of_one_name_are_one_person(known: str, written: str, country: str):
    """In any order, with a word left out, from any system of transliteration."""
    assert identity(PeopleInMemory(a_known("p1", known, country=country)), written, country) == "p1"


OTHERS = [
    ("Li Qiang", "Li Qian", "CHN"),
    ("Wang Yi", "Wang Yu", "CHN"),
    ("Kim Jong-un", "Kim Jong-il", "PRK"),
    ("Mohammed bin Zayed", "Mohammed bin Rashid", "ARE"),
    ("Jane Smith", "Joan Smith", "USA"),
    ("Jean Martin", "Anna Martin", "FRA"),
]


@pytest.mark.parametrize(("known", "written", "country"), OTHERS)
def test_another_name_is_another_person(known: str, written: str, country: str):
    """However near it sounds."""
    assert identity(PeopleInMemory(a_known("p1", known, country=country)), written, country) != "p1"


def test_two_people_of_one_name_and_state_are_told_apart_by_their_offices():
    """The president is not the ambassador of that year, and both are known again."""
    president = a_known(person_id("jean martin", "FRA", None), "Jean Martin", president=("2023", "2023"))
    ambassador = identity(PeopleInMemory(president), "Jean Martin", "FRA", title="Ambassador")
    both = PeopleInMemory(president, a_known(ambassador, "Jean Martin", ambassador=("2023", "2023")))

    assert ambassador != president.id
    assert identity(both, "Jean Martin", "FRA", title="Ambassador") == ambassador
    assert identity(both, "Jean Martin", "FRA", title="President") == president.id


def test_who_rises_from_ambassador_to_president_over_the_years_is_one_person():
    """Only within a year two ranks are too far."""
    known = PeopleInMemory(a_known("p1", "Jean Martin", ambassador=("2001", "2003")))

    assert identity(known, "Jean Martin", "FRA", title="President") == "p1"
