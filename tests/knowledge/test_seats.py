"""What the file of seats promises, and how a place name is read."""

import pytest

from app.knowledge import organisations, seats, states


def test_parties_and_countries_are_known():
    """A party is a code or a short name; a venue has none."""
    for seat in seats.all_seats():
        assert states.by_code(seat.country) is not None, seat.name
        assert not seat.party or states.by_code(seat.party) or organisations.find(seat.party), seat.name
        assert seat.city, seat.name


def test_seats_lie_near_their_country():
    """Within 40 degrees of its capital, save where a state spans half the globe."""
    for seat in seats.all_seats():
        capital = states.by_code(seat.country)
        assert abs(seat.lat - capital.lat) < 40, seat.name
        assert abs(seat.lon - capital.lon) < (110 if seat.country in {"RUS", "USA"} else 40), seat.name


def test_no_name_stands_for_two_seats():
    """Names are unique as written."""
    forms = [form for seat in seats.all_seats() for form in seat.names]

    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize(
    ("name", "party", "city", "country"),
    [
        ("White House", "USA", "Washington", "USA"),
        ("the Kremlin", "RUS", "Moscow", "RUS"),
        ("10 Downing Street", "GBR", "London", "GBR"),
        ("the Elysee Palace", "FRA", "Paris", "FRA"),
        ("Camp David", "", "Camp David", "USA"),
        ("UN Headquarters", "UN", "New York", "USA"),
        ("Apostolic Palace", "VAT", "Vatican City", "VAT"),
        ("Panmunjom", "", "Panmunjom", "KOR"),
    ],
)
def test_a_building_gives_its_state_and_place(name, party, city, country):
    """As GUIDELINES.md settles it."""
    seat = seats.find(name)

    assert (seat.party, seat.city, seat.country) == (party, city, country)


def test_an_unknown_place_is_no_seat():
    """No guessing."""
    assert seats.find("Mulberry Lodge") is None
