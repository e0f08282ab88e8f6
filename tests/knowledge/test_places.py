"""What the files of cities promise, and how the name of a city is read."""

import pytest

from app.knowledge import places, states
from app.knowledge.tables import fold, rows


def test_every_listed_city_is_found_in_its_state():
    """Under its name and all its aliases, with coordinates."""
    for row in rows("city_names.csv"):
        for form in (row["name"], *filter(None, row["aliases"].split("|"))):
            city = places.find_city(form, row["country"])
            assert city is not None, form
            assert (city.lat, city.lon) != (0, 0), form


def test_every_capital_is_found_in_its_state():
    """With the coordinates of the file of states, to a degree."""
    for state in states.all_states():
        if state.capital and state.kind == "member":
            city = places.find_city(state.capital, state.code)
            assert city is not None, state.capital
            assert abs(city.lat - state.lat) < 1, state.capital
            assert abs(city.lon - state.lon) < 1, state.capital


def test_the_stop_list_is_folded_sorted_and_without_repeats():
    """One name a line, so that a change is easy to read."""
    lines = [line for line in places.text("place_stop.txt").splitlines() if not line.startswith("#")]

    assert lines == sorted({fold(line) for line in lines})


@pytest.mark.parametrize(
    ("name", "usual", "country"),
    [
        ("Kiev", "Kyiv", "UKR"),
        ("Bombay", "Mumbai", "IND"),
        ("St Petersburg", "St. Petersburg", "RUS"),
        ("Washington, D.C.", "Washington", "USA"),
        ("New York City", "New York", "USA"),
        ("Sharm el-Sheikh", "Sharm el-Sheikh", "EGY"),
        ("Nur-Sultan", "Astana", "KAZ"),
        ("Davos", "Davos", "CHE"),
        ("Saigon", "Ho Chi Minh City", "VNM"),
        ("The Hague", "The Hague", "NLD"),
        ("Valencia", "Valencia", "ESP"),
        ("Singapore", "Singapore", "SGP"),
        ("Shenzhen", "Shenzhen", "CHN"),
    ],
)
def test_old_and_foreign_names_mean_the_city(name, usual, country):
    """The one usually meant, where several share the name."""
    city = places.find_city(name)

    assert (city.name, city.country) == (usual, country)


@pytest.mark.parametrize(
    "name", ["Clinton", "Jordan", "Georgia", "Mexico", "Austin", "Reading", "Modi", "Ohio", "Xyzzy"]
)
def test_names_of_people_states_and_words_are_no_cities(name):
    """Not without the state."""
    assert places.find_city(name) is None


def test_a_state_tells_cities_of_one_name_apart():
    """And lets a doubtful name be a city."""
    assert places.find_city("Birmingham").country == "GBR"
    assert places.find_city("Birmingham", "USA").country == "USA"
    assert places.find_city("Austin", "USA").country == "USA"
    assert places.find_city("Birmingham", "FRA") is None


def test_a_region_gives_its_state():
    """Where no city is named."""
    assert places.find_region("California") == "USA"
    assert places.find_region("Nowhere") is None
