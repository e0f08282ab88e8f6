"""Known leaders are found under every form of their names, and nobody else is taken for one."""

from datetime import date

import pytest

from app.resolution.leaders import WorldLeaders
from tests.builders import a_person


def usual_name(name: str, country: str | None, on: str | None = "2023-09-26", title: str | None = None) -> str | None:
    """Who a person of that name is taken for."""
    day = date.fromisoformat(on) if on else None
    return WorldLeaders().usual_name(a_person(name, country, title=title), day)


@pytest.mark.parametrize(
    ("name", "country", "usual"),
    [
        ("Joseph R. Biden, Jr.", "USA", "Joe Biden"),
        ("President Joe Biden", "USA", "Joe Biden"),
        ("Kishida Fumio", "JPN", "Fumio Kishida"),
        ("Volodymyr Zelenskiy", "UKR", "Volodymyr Zelenskyy"),
        ("Xi Jin-ping", "CHN", "Xi Jinping"),
        ("Xi Jinping", None, "Xi Jinping"),
    ],
)
def test_a_leader_is_found_under_any_form_of_the_full_name(name: str, country: str | None, usual: str):
    """Spelling, order, initials, honorifics and suffixes make no other person."""
    assert usual_name(name, country) == usual


def test_a_surname_is_the_leader_who_was_in_office_on_that_day():
    """The same name was another office-holder's before."""
    assert usual_name("Bush", "USA", on="2005-06-01", title="President") == "George W. Bush"
    assert usual_name("Bush", "USA", on="1990-06-01", title="President") == "George H. W. Bush"


def test_a_surname_with_another_office_is_somebody_else():
    """The ambassador who has the president's name is not the president."""
    assert usual_name("Biden", "USA", title="Ambassador") is None


@pytest.mark.parametrize(
    ("name", "country", "on"),
    [
        ("Biden", "FRA", "2023-09-26"),
        ("Biden", "USA", "2030-01-01"),
        ("Biden", "USA", None),
        ("Biden", None, "2023-09-26"),
        ("Hunter Biden", "USA", "2023-09-26"),
        ("Rufus Firefly", "USA", "2023-09-26"),
    ],
)
def test_nobody_else_is_taken_for_a_leader(name: str, country: str | None, on: str | None):
    """Another country, another time, another given name."""
    assert usual_name(name, country, on=on) is None
