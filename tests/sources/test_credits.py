"""Bylines and closing credits."""

import pytest

from app.sources.credits import byline_authors, credit_authors, is_credit, people_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By J. D. Roe", ("J. D. Roe",)),
        ("By Jane Doe, John Roe and María José van der Berg", ("Jane Doe", "John Roe", "María José van der Berg")),
        ("By JANE DOE, Associated Press", ("JANE DOE",)),
        ("By Reuters", ()),
        ("By Associated Press", ()),
        ("By Staff Writer", ()),
        ("By Land and Sea", ()),
        ("By design the talks were held in secret.", ()),
        ("The talks were led by Jane Doe", ()),
    ],
)
def test_a_byline_names_people_and_no_agencies(line, names):
    """Offices, agencies and prose give no author."""
    assert byline_authors(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Reporting by Jane Doe and John Roe in Oslo; Additional reporting by Ann Poe in Riga; Writing by Jane Doe;"
            " Editing by Max Moe",
            ("Jane Doe", "John Roe", "Ann Poe"),
        ),
        (
            "(Reporting by Jane Doe in Oslo, John Roe in Riga and the Berne newsroom; Editing by Max Moe)",
            ("Jane Doe", "John Roe"),
        ),
        ("Reporting by Jane Doe. Editing by Max Moe.", ("Jane Doe",)),
        ("Writing by Jane Doe, editing by Max Moe", ("Jane Doe",)),
        (
            "Associated Press writers Jane Doe in Oslo and John Roe contributed to this report.",
            ("Jane Doe", "John Roe"),
        ),
        ("Edited by Max Moe", ()),
    ],
)
def test_credits_name_those_who_reported_or_wrote(line, names):
    """Editors are no authors."""
    assert is_credit(line)
    assert credit_authors(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "The talks were hosted by Jane Doe.",
        "Led by Jane Doe, the group left.",
        "Reporting by " + "x" * 700,
        "",
        "(" * 50,
    ],
)
def test_prose_is_no_credit(line):
    """Only the roles of the table count, and only in lines of ordinary length."""
    assert not is_credit(line)


def test_the_newsroom_is_no_person():
    """Offices in a list of names are left out."""
    assert people_in("Jane Doe, the Oslo bureau and Agency staff") == ("Jane Doe",)
