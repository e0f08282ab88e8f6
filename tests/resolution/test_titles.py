"""Titles name a meeting in one line, at the precision that is known."""

from typing import Any

import pytest

from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Place, Status
from app.resolution.policy import settle
from app.resolution.titles import title_of
from tests.builders import SEOUL, a_day, a_state, an_organisation
from tests.resolution.builders import a_report

WEEK = PartialDate.of_week(a_day("2023-09-26").earliest)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({}, "France and Germany: meeting, 26 September 2023"),
        ({"place": SEOUL}, "France and Germany: meeting in Seoul, 26 September 2023"),
        ({"place": Place(country="KOR")}, "France and Germany: meeting in South Korea, 26 September 2023"),
        ({"kind": Kind.CALL, "start": "2023-09"}, "France and Germany: call, September 2023"),
        ({"start": "2019", "status": Status.PROPOSED}, "France and Germany: meeting, 2019 (proposed)"),
        ({"start": None, "status": Status.CANCELLED}, "France and Germany: meeting (cancelled)"),
        ({"start": WEEK}, "France and Germany: meeting, week of 25 September 2023"),
        ({"end": a_day("2023-09-28")}, "France and Germany: meeting, 26 to 28 September 2023"),
        (
            {"parties": (*(a_state(c) for c in ("FRA", "DEU", "ITA", "ESP")), an_organisation("EU"))},
            "EU, France, Germany and 2 others: meeting, 26 September 2023",
        ),
        ({"parties": ()}, "Unknown parties: meeting, 26 September 2023"),
    ],
)
def test_a_title_says_who_where_when_and_how_far(fields: dict[str, Any], title: str):
    """Parties, kind, place, date, and the status of what has not happened."""
    assert title_of(settle([a_report(**fields)])) == title
