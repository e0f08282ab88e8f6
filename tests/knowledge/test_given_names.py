"""What the file of given names promises, and what a name tells."""

import pytest

from app.knowledge.given_names import Gender, gender_of, listed_names
from app.knowledge.tables import fold, rows


def test_each_name_is_listed_once_and_in_order():
    """By what is left of it when case and diacritics are folded away."""
    names = [fold(row["name"]) for row in rows("given_names.csv")]
    assert names == sorted(set(names))
    assert len(listed_names()) == len(names)


def test_bearers_are_women_or_both():
    """Men's names are those of the listed leaders."""
    assert {row["bearers"] for row in rows("given_names.csv")} == {"women", "both"}


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Condoleezza Rice", Gender.WOMAN),
        ("Anne-Marie Idrac", Gender.WOMAN),
        ("Park Geun-hye", Gender.WOMAN),
        ("Sheikh Hasina", Gender.WOMAN),
        ("Vladimir Putin", Gender.MAN),
        ("J. Christopher Stevens", Gender.MAN),
        ("Robin Cook", None),
        ("Xi Jinping", None),
        ("Rice", None),
    ],
)
def test_a_given_name_tells(name, gender):
    """Not where it is one of both, stands last or is not known."""
    assert gender_of(name) is gender
