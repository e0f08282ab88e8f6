"""Parties and places by name."""

import pytest

from app.domain.meetings import PartyKind
from app.rows.names import organisation_of, party_of, place_in, state_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("KOR", "KOR"),
        ("kr", None),
        ("South Korea", "KOR"),
        ("Korea, South", "KOR"),
        ("The Netherlands", "NLD"),
        ("Germany*", "DEU"),
        ("Kenya [2]", "KEN"),
        ("Soviet Union", "RUS"),
        ("Freedonia", None),
    ],
)
def test_a_state_is_understood_as_lists_write_it(name, code):
    """By code, name, older name, turned round, with a footnote."""
    assert state_of(name) == code


def test_an_organisation_may_stand_in_a_column_of_countries():
    """It is a party as well."""
    party = party_of("European Union")

    assert (party.code, party.kind) == ("EU", PartyKind.ORGANISATION)
    assert party_of("Freedonia") is None


def test_an_unknown_organisation_is_named_as_written():
    """The column says that it is one."""
    assert organisation_of("Union of Sylvanian Cantons").code == "Union of Sylvanian Cantons"


@pytest.mark.parametrize(
    ("location", "venue", "city", "country"),
    [
        ("Seoul", None, "Seoul", "KOR"),
        ("Bern, Switzerland", None, "Bern", "CHE"),
        ("APEC House, Busan, South Korea", "APEC House", "Busan", "KOR"),
        ("Hotel Alpha\nVienna", "Hotel Alpha", "Vienna", "AUT"),
        ("Poland", None, None, "POL"),
        ("Singapore", None, "Singapore", "SGP"),
        ("Room 12", "Room 12", None, None),
        ("Kremlin", "Kremlin", "Moscow", "RUS"),
    ],
)
def test_a_location_is_read_from_its_end(location, venue, city, country):
    """Country, city, and what is left is the venue."""
    place = place_in(location)

    assert (place.venue, place.city, place.country) == (venue, city, country)


def test_no_location_is_no_place():
    """Commas are no venue."""
    assert place_in(" , ") is None
