"""What the file of organisations promises, and how its names are read."""

from collections import defaultdict

import pytest

from app.knowledge import organisations, states
from app.knowledge.tables import fold, is_acronym

TYPES = {"bloc", "agency", "forum", "movement", "other"}


def test_short_names_are_unique_and_types_known():
    """One row an organisation."""
    everyone = organisations.all_organisations()

    assert len({body.short for body in everyone}) == len(everyone)
    assert {body.type for body in everyone} == TYPES


def test_members_homes_and_parents_exist():
    """Codes are those of the file of states; a part names its whole."""
    shorts = {body.short for body in organisations.all_organisations()}
    for body in organisations.all_organisations():
        unknown = [code for code in (*body.members, *filter(None, [body.home])) if states.by_code(code) is None]
        assert unknown == [], body.short
        assert not body.part_of or body.part_of in shorts - {body.short}, body.short
        assert len(set(body.members)) == len(body.members), body.short


def test_every_movement_says_where_it_is_at_home():
    """Only movements across many states have no home."""
    homeless = {b.short for b in organisations.all_organisations() if b.type == "movement" and not b.home}

    assert homeless == {"Al-Qaeda", "Islamic State"}


def test_no_name_is_claimed_by_two_organisations():
    """Names that mean two bodies are left to one of them."""
    claims: dict[str, set[str]] = defaultdict(set)
    for body in organisations.all_organisations():
        for form in body.names:
            claims[form if is_acronym(form) else fold(form)].add(body.short)

    assert {form: shorts for form, shorts in claims.items() if len(shorts) > 1} == {}


def test_no_name_of_an_organisation_is_the_name_of_a_state():
    """Save the acronyms that are also ambiguous."""
    both = {form for form in organisations.names() if states.named(form) is not None}

    assert all(organisations.is_ambiguous(form) for form in both), both


@pytest.mark.parametrize(
    ("short", "count"), [("EU", 27), ("NATO", 32), ("UN", 193), ("AU", 55), ("G7", 7), ("GCC", 6), ("ASEAN", 11)]
)
def test_the_great_blocs_list_their_members(short, count):
    """As of 2026."""
    assert len(organisations.find(short).members) == count


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("European Union", "EU"),
        ("Nato", "NATO"),
        ("U.N. Security Council", "UN Security Council"),
        ("International Committee of the Red Cross", "Red Cross"),
        ("Tamil Tigers", "LTTE"),
        ("Sinn Fein", "Sinn Féin"),
        ("WHO", "WHO"),
        ("G-20", "G20"),
        ("UN nuclear watchdog", "IAEA"),
        ("Shanghai Cooperation Organization", "SCO"),
    ],
)
def test_names_and_aliases_are_read(name, short):
    """To the short name that GUIDELINES.md uses."""
    assert organisations.find(name).short == short


def test_an_acronym_in_small_letters_is_a_word():
    """ "who" is not the WHO."""
    assert organisations.find("who") is None


def test_a_state_knows_its_blocs():
    """For `member_of`."""
    assert {"EU", "NATO", "G7"} <= {body.short for body in organisations.of_member("FRA")}
    assert "EU" not in {body.short for body in organisations.of_member("GBR")}
