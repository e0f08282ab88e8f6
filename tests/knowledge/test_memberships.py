"""Which state was a member of which organisation, and when."""

from datetime import date

import pytest

from app.knowledge import memberships, organisations, states
from app.knowledge.tables import rows


def members(short: str, day: str) -> set[str]:
    """The members of an organisation on a day."""
    on = date.fromisoformat(day)
    found = memberships.of(short)
    return {one.country for one in found if (one.first or on) <= on <= (one.last or on)}


def test_a_state_that_left_was_a_member_before():
    """The United Kingdom in the EU, Russia in the Council of Europe."""
    assert "GBR" in members("EU", "2020-01-31")
    assert "GBR" not in members("EU", "2020-02-01")
    assert "RUS" not in members("Council of Europe", "2022-03-17")


def test_a_state_that_joined_was_none_before():
    """Finland and Sweden in NATO."""
    assert {"FIN", "SWE"} & members("NATO", "2023-12-31") == {"FIN"}


def test_members_without_days_are_members_ever_since():
    """Of ECOWAS only the days of those who left are told."""
    assert {"NGA", "MLI"} <= members("ECOWAS", "2024-01-01")
    assert {"NGA", "MLI"} & members("ECOWAS", "2025-02-01") == {"NGA"}


def test_an_organisation_without_listed_members_has_none():
    """A movement has no member states."""
    assert memberships.of("Hamas") == ()


@pytest.mark.parametrize("short", sorted({row["organisation"] for row in rows("memberships.csv")}))
def test_the_file_agrees_with_the_list_of_organisations(short: str):
    """Who is a member today by the days is one by `organisations.csv`, and the other way round."""
    known = organisations.find(short)
    assert known is not None
    assert known.short == short

    today = {one.country for one in memberships.of(short) if one.last is None}

    assert short == "G8" or today == set(known.members)


def test_every_state_is_known_and_every_membership_begins_before_it_ends():
    """Codes are alpha-3, and no row is double."""
    seen = set()
    for row in rows("memberships.csv"):
        assert not row["last"] or row["first"] <= row["last"]
        for code in row["countries"].split("|"):
            assert states.by_code(code) is not None, code
            assert (row["organisation"], code, row["first"]) not in seen
            seen.add((row["organisation"], code, row["first"]))
