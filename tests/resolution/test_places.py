"""Cities get coordinates, and two names of one city are one place."""

import pytest

from app.domain.meetings import Place, PlacePrecision
from app.resolution.places import located, same_city
from tests.builders import a_candidate


def test_a_known_city_gets_coordinates_and_country():
    """The reader of the text need not know where it lies."""
    place = located(a_candidate(place=Place(city="Seoul"))).place

    assert place is not None
    assert (place.country, place.precision) == ("KOR", PlacePrecision.CITY)
    assert place.latitude == pytest.approx(37.57, abs=0.05)


@pytest.mark.parametrize("place", [None, Place(country="KOR"), Place(city="Seoul", country="FRA"), Place(city="Xyzzy")])
def test_a_place_that_is_not_known_stays_as_it_is(place: Place | None):
    """No coordinates are made up."""
    candidate = a_candidate(place=place)

    assert located(candidate) == candidate


def test_coordinates_that_the_reader_gave_are_kept():
    """A venue's are finer than the city's."""
    venue = Place("Seoul", "KOR", "Blue House", 37.58, 126.97, PlacePrecision.VENUE)

    assert located(a_candidate(place=venue)).place == venue


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (Place("Kyiv", "UKR", None, 50.45, 30.52), Place("Kiev", "UKR", None, 50.43, 30.5), True),
        (Place("Zürich", "CHE"), Place("Zurich", "CHE"), True),
        (Place("Berlin", "DEU", None, 52.52, 13.41), Place("Bonn", "DEU", None, 50.73, 7.1), False),
        (Place("Cambridge", "GBR"), Place("Cambridge", "USA"), False),
        (Place("Berlin", "DEU"), Place("Bonn", "DEU"), False),
        (Place("Gorizia", "ITA", None, 45.94, 13.62), Place("Nova Gorica", "SVN", None, 45.96, 13.65), False),
    ],
)
def test_one_city_is_told_by_name_or_by_coordinates(a: Place, b: Place, same: bool):
    """Never across a border, however near."""
    assert same_city(a, b) is same_city(b, a) is same
