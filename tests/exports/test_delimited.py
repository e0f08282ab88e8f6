"""CSV: what is written is read back, one row a meeting or a participant, and nothing is a formula."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.schemas.analysis import StatisticsGroup
from app.exports import delimited
from app.exports.cameo import DYADS
from app.exports.columns import (
    ARTICLES,
    COUNTRIES,
    MEETINGS,
    ORGANISATIONS,
    PARTICIPANTS,
    PEOPLE,
    TOMBSTONES,
)
from app.exports.groups import COLUMNS
from app.exports.tables import Table
from tests.exports.records import a_meeting, a_side

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def written(table: Table, *batches: list[bytes]) -> list[dict[str, str]]:
    """The rows of the file, as the csv module reads them."""
    text = b"".join(delimited.write(table, batches)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def as_meant(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return cell[1:] if delimited.FORMULA.match(cell) else cell


def test_a_meeting_is_a_row_whose_cells_say_what_the_record_says():
    """Several values of a cell are parted by a bar; a number is as the record has it."""
    (row,) = written(MEETINGS, [a_meeting(title='He said "no", twice\n', series=None, countries=["CHN", "KOR"])])

    assert row["title"] == 'He said "no", twice\n'
    assert row["countries"] == "CHN|KOR"
    assert row["series"] == ""
    assert row["confidence"] == "0.82"
    assert row["start_earliest"] == "2023-09-26"
    assert row["latitude"] == "37.57"


def test_a_participant_is_a_row_of_its_own():
    """Each person, and each side of which nobody is named; the meeting's columns are repeated."""
    sides = [a_side("KOR", "host", "Chung Byung-won", "Park Jin"), a_side("EU")]
    rows = written(PARTICIPANTS, [a_meeting(participants=sides)])

    who = [(r["participant_country"], r["participant_organisation"], r["person_name"], r["person_role"]) for r in rows]
    assert who == [("KOR", "", "Chung Byung-won", "host"), ("KOR", "", "Park Jin", "host"), ("", "EU", "", "")]
    assert len({row["id"] for row in rows}) == 1
    assert {row["people"] for row in rows} == {"Chung Byung-won|Park Jin"}


def test_a_record_without_anything_optional_is_a_row():
    """Unknown dates and places are empty cells."""
    (row,) = written(MEETINGS, [a_meeting(start=None, end=None, place=None, first_reported=None)])

    assert {row["start_date"], row["end_latest"], row["city"], row["latitude"], row["first_reported"]} == {""}


@pytest.mark.parametrize("formula", [*FORMULAS, "'=1", "''+1"])
def test_a_text_that_looks_like_a_formula_is_kept_from_being_one(formula: str):
    """Anywhere where somebody's words stand, and it can be undone."""
    side = a_side("XX", "participant", formula)
    (row,) = written(PARTICIPANTS, [a_meeting(title=formula, series=formula, topics=[formula], participants=[side])])

    for name in ("title", "series", "topics", "people", "person_name"):
        assert row[name] == f"'{formula}"
        assert as_meant(row[name]) == formula


def test_a_name_with_an_apostrophe_is_left_alone():
    """Only a text that would be a formula is changed."""
    (row,) = written(MEETINGS, [a_meeting(title="'Abd al-Aziz in Riyadh")])

    assert row["title"] == "'Abd al-Aziz in Riyadh"


def test_a_negative_number_stays_a_number():
    """Degrees south are no formula."""
    place = {"venue": None, "city": "Lima", "country": "PER", "latitude": -12.05, "longitude": -77.03}
    (row,) = written(MEETINGS, [a_meeting(place=place | {"precision": "city"})])

    assert (row["latitude"], row["longitude"]) == ("-12.05", "-77.03")


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=5))
def test_any_text_is_read_back_as_it_was(titles: list[str]):
    """Quotes, commas, line breaks, formulas and everything else."""
    rows = written(MEETINGS, [a_meeting(title=title) for title in titles])

    assert [as_meant(row["title"]) for row in rows] == titles


def test_batches_make_one_file():
    """One head, and the rows of all batches, of which some may be empty."""
    rows = written(MEETINGS, [], [a_meeting(title="One")], [], [a_meeting(title="Two"), a_meeting(title="Three")])

    assert [row["title"] for row in rows] == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "table", [MEETINGS, PARTICIPANTS, DYADS, PEOPLE, ORGANISATIONS, COUNTRIES, ARTICLES, TOMBSTONES]
)
def test_every_column_has_a_name_and_a_meaning_of_its_own(table: Table):
    """The documentation is made of them."""
    names: list[Any] = [column.name for column in table.columns]

    assert len(set(names)) == len(names)
    assert all(column.description for column in table.columns)


def test_every_field_of_statistics_is_a_column():
    """Whatever is counted by."""
    assert set(COLUMNS) == set(StatisticsGroup.model_fields)
