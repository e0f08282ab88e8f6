"""What the files of areas and regions promise, and how a name is read."""

import pytest

from app.knowledge import areas, states
from app.knowledge.tables import fold


def test_areas_lie_in_known_states():
    """Only what several states claim has no code."""
    unclaimed = {area.name for area in areas.all_areas() if not area.code}

    assert unclaimed == {"Spratly Islands", "Paracel Islands", "Scarborough Shoal"}
    assert all(states.by_code(area.code) for area in areas.all_areas() if area.code)


def test_coordinates_of_areas_lie_on_the_globe():
    """Both or neither are given."""
    for area in areas.all_areas():
        assert (area.lat is None) == (area.lon is None), area.name
        assert area.lat is None or (-90 <= area.lat <= 90 and -180 <= area.lon <= 180), area.name


def test_no_name_stands_for_two_areas_or_two_regions():
    """Whatever its case and hyphens."""
    for things in (areas.all_areas(), areas.all_regions()):
        claims: dict[str, str] = {}
        for thing in things:
            forms = thing.names if isinstance(thing, areas.Region) else (thing.name, *thing.aliases)
            for form in forms:
                assert claims.setdefault(fold(form), thing.name) == thing.name, form


def test_members_of_regions_are_states():
    """Of a kind that says whether they all take part."""
    for region in areas.all_regions():
        assert region.kind in {"states", "pair", "area"}, region.name
        assert all(states.by_code(code) for code in region.members), region.name
        assert states.named(region.name) is None, region.name


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("Central Asian", ("KAZ", "KGZ", "TJK", "TKM", "UZB")),
        ("the Baltics", ("EST", "LVA", "LTU")),
        ("Franco-German", ("DEU", "FRA")),
        ("inter-Korean", ("PRK", "KOR")),
    ],
)
def test_an_adjective_stands_for_its_states(name, members):
    """In the order of the file."""
    assert areas.find_region(name).members == members


@pytest.mark.parametrize(
    ("name", "code"), [("Ohio", "USA"), ("Chechnya", "RUS"), ("Québec", "CAN"), ("Scotland", "GBR"), ("Gaza", "PSE")]
)
def test_a_part_lies_in_its_state(name, code):
    """Provinces, islands and countries of a union."""
    assert areas.find(name).code == code
