"""Reports of one occasion find each other, and little else."""

from datetime import date

import pytest

from app.domain.meetings import Kind, Status
from app.resolution.blocking import marks, searches
from app.resolution.features import Dossier
from tests.builders import BERLIN, a_day, a_state, an_organisation
from tests.resolution.builders import a_dossier, a_report, finds


def keys(dossier: Dossier) -> set[str]:
    """What a meeting can be found by."""
    return {mark.key for mark in marks(dossier.fields, dossier.reports)}


def test_two_parties_are_found_by_both_together():
    """One of them alone is in too many meetings."""
    assert keys(a_dossier(a_report("FRA", "DEU"))) == {"two:DEU+FRA|days"}


def test_a_gathering_is_found_by_pairs_by_its_body_and_by_a_party_in_its_city():
    """Each article names the parties that it cares for."""
    parties = (a_state("FRA"), a_state("DEU"), an_organisation("NATO"))
    found = keys(a_dossier(a_report(parties=parties, kind=Kind.CONFERENCE, place=BERLIN)))

    assert {"many:DEU+FRA|days", "many:FRA+NATO|days", "body:NATO:minister|days", "in:FRA+berlin|days"} <= found


def test_a_body_of_all_states_finds_nothing_by_its_name_alone():
    """The UN convenes something on every day."""
    parties = (a_state("FRA"), an_organisation("UN"))

    assert "body:UN:minister|days" not in keys(a_dossier(a_report(parties=parties, kind=Kind.CONFERENCE)))


APART = {
    "2023-09-26": ("2023-09-29", "2023-10-20"),
    "2023-09": ("2023-09-30", "2023-12-01"),
    "2023": ("2023-02-01", "2024-03-01"),
    "1995": ("1995-12", "1997"),
}


@pytest.mark.parametrize("start", APART)
def test_days_that_are_near_are_found_and_days_that_are_far_are_not(start: str):
    """From either side, however vague the one or the other date is."""
    one = a_dossier(a_report(start=start))
    near, far = (a_dossier(a_report(start=other)) for other in APART[start])

    assert finds(one, near)
    assert finds(near, one)
    assert not finds(one, far)
    assert not finds(far, one)


def test_talks_of_two_are_not_looked_for_among_gatherings():
    """Nor calls among other meetings, nor the other way round."""
    talks, call = a_dossier(a_report("FRA", "DEU")), a_dossier(a_report("FRA", "DEU", kind=Kind.CALL))
    gathering = a_dossier(a_report("FRA", "DEU", "ITA", kind=Kind.CONFERENCE))

    assert not any(
        finds(one, other) for one in (talks, call, gathering) for other in (talks, call, gathering) if one is not other
    )


def test_a_stretch_of_many_years_is_found_from_any_day():
    """And finds only others like itself, since it could be nearly anything."""
    nineties = a_dossier(a_report(start=None, end=None, published=None))
    day = a_dossier(a_report())

    assert finds(day, nineties)
    assert not finds(nineties, day)


def test_every_report_of_a_meeting_can_be_come_upon():
    """Also by a date that the record has given up."""
    reports = [
        a_report(start="2023-12", status=Status.POSTPONED, published="2023-11-28"),
        a_report(start="2024-05-27", status=Status.HELD, published="2024-05-28"),
    ]

    assert finds(a_dossier(a_report(start="2023-12", status=Status.PROPOSED)), a_dossier(*reports))


def test_the_edge_of_the_calendar_is_no_error():
    """A date in the year 1 or 9999 is odd, not fatal."""
    edges = a_dossier(a_report(start="0001-01-01", published=None)), a_dossier(a_report(start="9999-12-31"))

    assert all(searches(dossier.fields, dossier.reports) for dossier in edges)
    assert finds(edges[1], edges[1])
    assert next(iter(marks(edges[0].fields, edges[0].reports))).earliest == date.min


def test_a_visit_of_weeks_is_found_on_its_last_day():
    """From its first day to its last."""
    visit = a_dossier(a_report(start="2023-08-01", end=a_day("2023-09-26")))

    assert finds(a_dossier(a_report(start="2023-09-26")), visit)
