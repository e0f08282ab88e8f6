"""What the file of meeting series promises, and how a name is read."""

import pytest

from app.knowledge import organisations, series, states
from app.knowledge.tables import fold


def test_fields_are_those_of_the_guidelines():
    """Kinds and levels, codes and short names."""
    for one in series.all_series():
        assert one.kind in {"conference", "meeting"}, one.name
        assert one.level in {"leader", "minister", "official", ""}, one.name
        assert all(states.by_code(code) for code in one.members), one.name
        assert all(organisations.find(short).short == short for short in one.organisations), one.name


def test_no_name_stands_for_two_series():
    """Whatever its case and hyphens."""
    claims: dict[str, str] = {}
    for one in series.all_series():
        for form in one.names:
            assert claims.setdefault(fold(form), one.name) == one.name, form


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("six-party talks", {"CHN", "JPN", "PRK", "KOR", "RUS", "USA"}),
        ("Normandy Format", {"DEU", "FRA", "RUS", "UKR"}),
        ("China-Japan-ROK trilateral summit", {"CHN", "JPN", "KOR"}),
        ("Astana process", {"IRN", "RUS", "TUR"}),
    ],
)
def test_a_format_lists_who_takes_part(name, members):
    """The members that the name stands for."""
    assert set(series.find(name).members) == members


def test_a_series_of_an_organisation_names_it():
    """A summit of the bloc is at leader level."""
    summit = series.find("G-20 summit")

    assert (summit.organisations, summit.level, summit.kind) == (("G20",), "leader", "conference")


def test_an_unknown_series_is_none():
    """No guessing."""
    assert series.find("the regular Tuesday lunch") is None
