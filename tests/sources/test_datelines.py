"""Datelines of wire copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.datelines import read_dateline
from app.sources.dates import MonthDay


@pytest.mark.parametrize(
    ("line", "place", "day", "tag"),
    [
        ("SEOUL, Sept 26 (Reuters) – The envoys met.", "SEOUL", MonthDay(9, 26), "Reuters"),
        ("WASHINGTON (AP) — The president spoke.", "WASHINGTON", None, "AP"),
        ("BEIJING, 3 March (Xinhua) -- The premier left.", "BEIJING", MonthDay(3, 3), "Xinhua"),
        ("GENEVA, June 16, 2021 (Agency) - Talks began.", "GENEVA", MonthDay(6, 16, 2021), "Agency"),
        ("MOSCOW, September 13. /TASS/. The minister said.", "MOSCOW", MonthDay(9, 13), "TASS"),
        ("MOSCOW. Sept 26 (Interfax) - The minister said.", "MOSCOW", MonthDay(9, 26), "Interfax"),
        ("New Delhi [India], March 3 (ANI): The minister said.", "New Delhi [India]", MonthDay(3, 3), "ANI"),
        ("New Delhi, Mar 3 (PTI) The minister said.", "New Delhi", MonthDay(3, 3), "PTI"),
        ("Seoul, South Korea (CNN) — The envoys met.", "Seoul, South Korea", None, "CNN"),
        ("CAMP DAVID, Md. (AP) — The three met.", "CAMP DAVID, Md.", None, "AP"),
        ("WASHINGTON/SEOUL, Sept 26 (Reuters) - Both met.", "WASHINGTON/SEOUL", MonthDay(9, 26), "Reuters"),
        ("GENEVA (3 March 2021) – Experts called.", "GENEVA", MonthDay(3, 3, 2021), None),
        ("BEIJING, Tuesday, March 3 (Xinhua) -- Both met.", "BEIJING", MonthDay(3, 3), "Xinhua"),
        ("N'DJAMENA, May 3 (AFP) - Both met.", "N'DJAMENA", MonthDay(5, 3), "AFP"),
        ("SEOUL, South Korea — The envoys met.", "SEOUL, South Korea", None, None),
        ("BRUSSELS - Leaders met.", "BRUSSELS", None, None),
        ("ISTANBUL—Leaders met.", "ISTANBUL", None, None),
        ("TOKYO, Sept 26, 2023 (AFP) –“We met,” he said.", "TOKYO", MonthDay(9, 26, 2023), "AFP"),
        ("SEOUL, Sept 26 (Reuters) -", "SEOUL", MonthDay(9, 26), "Reuters"),
        ("(Reuters) - Leaders met.", None, None, "Reuters"),
        ("SEOUL, Feb 30 (Reuters) - Leaders met.", "SEOUL", None, "Reuters"),
    ],
)
def test_a_dateline_gives_place_day_and_agency(line, place, day, tag):
    """Every common form of news agencies and ministries."""
    found = read_dateline(line)

    assert found is not None
    assert (found.place, found.day, found.tag) == (place, day, tag)


def test_the_prose_begins_after_the_dash():
    """The end of a dateline is an offset in the line."""
    line = "SEOUL, Sept 26 (Reuters) – The envoys met."

    assert line[read_dateline(line).end :] == "The envoys met."


@pytest.mark.parametrize(
    "line",
    [
        "NATO - the alliance - met.",
        "EXCLUSIVE - Leaders met.",
        "US - China talks resume.",
        "President Jane Doe (D) - the host - spoke.",
        "The foreign ministers (G7) - who met - agreed.",
        "South Korea hosted senior diplomats — and more.",
        "Kyiv (Ukraine) - the capital - is calm.",
        "United Nations (UN) - the world body - met.",
        "MAY 27 - Leaders met.",
        "JERUSALEM: Leaders met.",
        "I - and others - met.",
        "Sunday, January 6, 2019",
        "",
    ],
)
def test_prose_with_dashes_and_brackets_is_no_dateline(line):
    """A place must be written as datelines write it."""
    assert read_dateline(line) is None


@given(st.text(alphabet="AB a,./()-–—1[]'\n", max_size=300))
def test_no_line_makes_it_raise(line):
    """Any line gives a dateline inside it, or none."""
    found = read_dateline(line)

    assert found is None or 0 < found.end <= len(line)
