"""How names are folded for comparison, and how tables are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.knowledge import tables


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Łódź", "lodz"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Yoon Suk-yeol", "yoon suk yeol"),
        ("  Störe\u2013Land ", "store land"),
        ("Erdoğan", "erdogan"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
    ],
)
def test_folding_drops_case_marks_and_hyphens(name, folded):
    """What outlets differ in."""
    assert tables.fold(name) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name):
    """So that folded names can be folded again."""
    assert tables.fold(tables.fold(name)) == tables.fold(name)


def test_acronyms_are_looked_up_as_written():
    """Longer words in any case."""
    index = tables.indexed([("US", 1), ("China", 2), ("U.S.", 3)])

    assert [tables.look_up(index, name) for name in ("US", "us", "CHINA", "U.S.", "u.s.")] == [1, None, 2, 3, None]


def test_of_two_values_for_one_name_the_first_stays():
    """The order of the file decides."""
    assert tables.indexed([("Congo", "COD"), ("congo", "COG")])["congo"] == "COD"


def test_a_missing_file_is_an_error():
    """With its name."""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        tables.rows("nowhere.csv")
