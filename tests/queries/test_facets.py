"""What is counted beside a list, against a plain count in memory; on both databases."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.errors import InvalidFilterError
from app.queries import facets, filters
from tests.queries.naive import Known, answers
from tests.queries.records import Records
from tests.queries.test_against_naive import QUESTIONS, checked, filled

# The values of a meeting in each dimension; people, organisations and outlets by their names.
VALUES: dict[str, Callable[[Known], Iterable[Any]]] = {
    "country": lambda meeting: {side.country for side in meeting.sides},
    "organisation": lambda meeting: {side.organisation for side in meeting.sides},
    "person": lambda meeting: {side.person for side in meeting.sides},
    "year": lambda meeting: {meeting.start and meeting.start.earliest.year},
    "kind": lambda meeting: {meeting.kind},
    "status": lambda meeting: {meeting.status},
    "level": lambda meeting: {meeting.level},
    "place": lambda meeting: {meeting.country},
    "city": lambda meeting: {meeting.city},
    "topic": lambda meeting: meeting.topics,
    "outlet": lambda meeting: {outlet for outlet, _ in meeting.reports},
}


def name(value: dict[str, Any]) -> Any:
    """How the test knows a value: people by their surnames in lower case."""
    shown = value.get("name", value["value"])
    return shown.split()[-1].lower() if str(value["value"]).startswith("p0") else shown


def test_facets_count_what_a_plain_reading_counts(session: Session, records: Records) -> None:
    """Under every filter, the most frequent first."""
    known = filled(records)

    @checked(60)
    @given(st.sampled_from(sorted(VALUES)), QUESTIONS)
    def compare(dimension: str, given_values: dict[str, Any]) -> None:
        asked = filters.meetings(given_values)
        [facet] = facets.counted(session, asked, facets.facets(dimension)).values()

        has = [value for one in known if answers(one, asked) for value in VALUES[dimension](one) if value is not None]
        assert {name(value): value["meetings"] for value in facet["values"]} == Counter(has)
        numbers = [value["meetings"] for value in facet["values"]]
        assert numbers == sorted(numbers, reverse=True)
        assert facet["count_is"] == "exact"

    compare()


def test_only_so_many_meetings_are_counted(session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said then is that there are at least so many."""
    for _ in range(5):
        records.meeting("KOR", "JPN")
    monkeypatch.setattr(facets, "COUNTED", 3)

    [facet] = facets.counted(session, filters.meetings({}), ("country",)).values()
    assert facet["count_is"] == "at_least"
    assert [value["value"] for value in facet["values"]] == ["JPN", "KOR"]
    assert all(3 <= value["meetings"] <= 5 for value in facet["values"])

    monkeypatch.setattr(facets, "COUNTED", 5)
    [facet] = facets.counted(session, filters.meetings({}), ("country",)).values()
    assert facet == {
        "count_is": "exact",
        "values": [{"value": "JPN", "meetings": 5}, {"value": "KOR", "meetings": 5}],
    }


@pytest.mark.parametrize("text", ["dyad", "country,", "country,colour"])
def test_what_cannot_be_counted_is_refused(text: str) -> None:
    """With what can."""
    with pytest.raises(InvalidFilterError, match="is not one of country, ") as refused:
        facets.facets(text)
    assert refused.value.parameter == "facet"


def test_a_dimension_is_counted_once() -> None:
    """However often it is named."""
    assert facets.facets("Year, country,year") == ("year", "country")
