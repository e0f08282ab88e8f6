"""Candidates as the records that are printed and scored."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Place
from app.domain.mentions import Span
from app.extraction.output import as_record, quote, reduced
from tests.builders import a_candidate, a_person, a_state, an_article, an_organisation

ARTICLE = an_article("Ministers met in Rome.", title="A title")


def test_a_record_has_exactly_the_fields_of_the_guidelines():
    """Plain values, in the order of the guidelines."""
    candidate = a_candidate(
        parties=(a_state("ITA"), an_organisation("EU"), a_state("FRA")),
        people=(a_person("Ada Lovelace", "FRA", title="Minister"),),
        place=Place(city="Rome", country="ITA"),
        evidence_span=Span(9, 30),
    )

    assert as_record(candidate, ARTICLE) == {
        "kind": "meeting",
        "status": "held",
        "level": "minister",
        "start": "2023-09-26",
        "end": "2023-09-26",
        "countries": ["FRA", "ITA"],
        "organisations": ["EU"],
        "people": [{"name": "Ada Lovelace", "country": "FRA", "title": "Minister"}],
        "place": {"city": "Rome", "country": "ITA"},
        "salience": "main",
        "evidence": "Ministers met in Rome",
    }


def test_what_is_not_known_is_none():
    """No place, no dates."""
    record = as_record(replace(a_candidate(start=None), place=None), ARTICLE)
    assert (record["start"], record["end"], record["place"]) == (None, None, {"city": None, "country": None})


@pytest.mark.parametrize(
    ("span", "words"), [(Span(2, 18), "Ministers"), (Span(0, 10), "A title"), (Span(0, 7), "A title")]
)
def test_evidence_never_runs_over_title_and_text(span, words):
    """The longer piece is kept, without the space around it."""
    assert quote(span, ARTICLE) == words


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2023-09-26", "2023-09-26", "2023-09-26"),
        ("2023-09-18", "2023-09-24", "2023-09"),
        ("2023-09-25", "2023-10-01", None),
        ("2023-09-01", "2023-12-31", "2023"),
        ("2023-01-01", "2023-09-26", "2023"),
        ("2023-09-27", "2023-12-31", "2023"),
        ("2023-09-13", "2023-10-20", None),
        ("2022-12-26", "2023-01-01", None),
        ("1990-01-01", "1999-12-31", None),
        ("9999-10-02", "9999-12-31", "9999"),
    ],
)
def test_a_stretch_of_days_gives_a_year_only_where_it_is_a_part_of_the_year(earliest, latest, expected):
    """A week over the end of a month tells neither the month nor, as a date, the year."""
    days = PartialDate(date.fromisoformat(earliest), date.fromisoformat(latest), Precision.PERIOD, Basis.RELATIVE)
    assert reduced(days) == expected
