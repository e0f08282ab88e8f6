"""Days that a model claims: only what their words can mean."""

from datetime import date

import pytest

from app.chat.dates import borne_out
from app.domain.calendar import Basis
from app.domain.meetings import Status

WEDNESDAY = date(2024, 6, 5)


@pytest.mark.parametrize(
    ("claim", "words", "told", "basis"),
    [
        ("2024-06-04", "on Tuesday", "2024-06-04", Basis.WEEKDAY),
        ("2024-06-11", "on Tuesday", "2024-06-11", Basis.WEEKDAY),
        ("2024-06-04", "4 June 2024", "2024-06-04", Basis.STATED),
        ("2019-05-07", "last held in 2019", "2019", Basis.STATED),
        ("2019", "7 May 2019", "2019", Basis.STATED),
        ("2024-06-02", "the next day", "2024-06-02", Basis.NARRATIVE),
        ("2024-06-05", "spoke with", "2024-06-05", Basis.PUBLICATION),
    ],
)
def test_a_day_that_its_words_can_mean(claim, words, told, basis):
    """With the precision of the words."""
    day = borne_out(claim, words, WEDNESDAY, Status.PROPOSED)

    assert day is not None
    assert (day.iso, day.basis) == (told, basis)


@pytest.mark.parametrize(
    ("claim", "words", "status"),
    [
        ("2024-06-03", "spoke with", Status.HELD),
        ("2024-06-03", "4 June 2024", Status.HELD),
        ("2024-08-01", "on August 1", Status.HELD),
        ("2023-08-01", "on August 1", Status.SCHEDULED),
        ("1024-06-04", "on June 4", Status.HELD),
        ("2924", "in 2924", Status.PROPOSED),
        ("yesterday", "yesterday", Status.HELD),
        ("2024-13", "this year", Status.HELD),
        ("", "today", Status.HELD),
    ],
)
def test_a_day_that_they_cannot_mean(claim, words, status):
    """Nor one that is none, lies ahead of what happened, or outside the years that news tells of."""
    assert borne_out(claim, words, WEDNESDAY, status) is None


def test_without_a_publication_day_full_dates_alone_are_known():
    """As for the rules."""
    assert borne_out("2024-06-04", "on 4 June 2024", None, Status.HELD) is not None
    assert borne_out("2024-06-04", "met", None, Status.HELD) is None
