"""Event data: which event a meeting is for each ordered pair of its parties."""

import re
from typing import Any

import pytest
from msgspec.json import decode

from app.domain.meetings import Kind, Role, Status
from app.exports.cameo import COLUMNS, STATE, dyads, mapping
from app.exports.records import Meeting
from tests.exports.records import a_day, a_meeting, a_place, a_side

ASPECTS = {
    "status": set(Status),
    "kind": set(Kind),
    "source_role": set(Role),
    "target_role": set(Role),
    "place": {"source", "target", "third", "unknown"},
    "mediated": {True, False},
}


def rows(**fields: Any) -> list[dict[str, Any]]:
    """The rows of a meeting, by column."""
    names = [column.name for column in COLUMNS]
    return [dict(zip(names, row, strict=True)) for row in dyads(decode(a_meeting(**fields), type=Meeting))]


def codes(*sides: dict[str, Any], **fields: Any) -> dict[str, str]:
    """The code of each pair."""
    found = rows(participants=list(sides), **fields)
    return {f"{row['source']}>{row['target']}": row["cameo_code"] for row in found}


KOR, JPN, CHN = a_side("KOR"), a_side("JPN"), a_side("CHN")


def test_whoever_travels_visits_and_whoever_is_at_home_hosts():
    """Those who both travelled meet at a third location."""
    assert codes(KOR, JPN, CHN, place=a_place("KOR")) == {
        "KOR>JPN": "043",
        "KOR>CHN": "043",
        "JPN>KOR": "042",
        "JPN>CHN": "044",
        "CHN>KOR": "042",
        "CHN>JPN": "044",
    }


def test_where_no_place_is_known_the_host_is_at_home():
    """As far as a report says who hosts."""
    assert codes(a_side("KOR", "host"), a_side("JPN", "guest"), place=None) == {"KOR>JPN": "043", "JPN>KOR": "042"}
    assert codes(KOR, JPN, place=None) == {"KOR>JPN": "040", "JPN>KOR": "040"}


def test_a_call_is_by_telephone_wherever_anybody_is():
    """Even where a report tells of a place."""
    assert set(codes(KOR, JPN, kind="call", place=a_place("KOR")).values()) == {"041"}


def test_a_mediator_mediates_and_the_others_negotiate():
    """Towards the mediator they do what they would do otherwise: here, visit."""
    found = codes(a_side("QAT", "mediator"), a_side("ISR"), a_side("EGY"), place=a_place("QAT"))

    assert found == {
        "QAT>ISR": "045",
        "QAT>EGY": "045",
        "ISR>EGY": "046",
        "EGY>ISR": "046",
        "ISR>QAT": "042",
        "EGY>QAT": "042",
    }


@pytest.mark.parametrize("status", ["proposed", "scheduled"])
def test_a_plan_is_an_intent_of_the_day_of_its_first_report(status: str):
    """Not of the day on which the meeting is to be."""
    plan = rows(status=status, participants=[KOR, JPN], first_reported="2023-09-20", start=a_day("2023-12-01"))

    assert {(row["cameo_code"], row["date"], row["date_precision"]) for row in plan} == {("036", "2023-09-20", "day")}


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_no_event(status: str):
    """CAMEO's 04 is for what happens."""
    assert rows(status=status, participants=[KOR, JPN]) == []


def test_an_event_has_a_date_or_is_none():
    """As precise as the record."""
    assert rows(start=None, participants=[KOR, JPN]) == []
    (one, _) = rows(start=a_day("2023-08-01", "2023-08-31", "month"), participants=[KOR, JPN])
    assert (one["date"], one["date_latest"], one["date_precision"]) == ("2023-08-01", "2023-08-31", "month")


def test_organisations_are_actors_and_people_of_unknown_party_are_none():
    """An organisation goes by its short name; ids of events tell all pairs apart."""
    nobody = {"country": None, "organisation": None, "role": "participant", "people": []}
    found = rows(participants=[a_side("EU"), KOR, nobody])

    assert [(row["source"], row["source_type"] == STATE) for row in found] == [("EU", False), ("KOR", True)]
    assert len({row["event_id"] for row in found}) == 2


def test_a_row_has_the_score_and_the_counterpart_of_its_code():
    """As the data file has them."""
    (row, _) = rows(participants=[KOR, JPN], kind="call")
    code = mapping().codes["041"]

    assert (row["goldstein"], row["cameo_root"], row["quad_class"]) == (code.goldstein, "04", code.quad_class)
    assert (row["plover_event"], row["plover_mode"]) == ("CONSULT", "phone")


def test_the_data_file_holds_together():
    """Codes of the range 036 to 046, known aspects and values alone, sources stated, and no code that no rule gives."""
    told = mapping()

    assert all(re.fullmatch("036|04[0-6]", code) for code in told.codes)
    assert {rule.code.code for rule in told.rules} == set(told.codes)
    assert {code.plover_event for code in told.codes.values()} == {"AGREE", "CONSULT"}
    assert all(-10 <= code.goldstein <= 10 and code.quad_class == 1 for code in told.codes.values())
    assert len(told.sources) == 3
    for rule in told.rules:
        for aspect, values in rule.conditions.items():
            assert set(values) <= ASPECTS[aspect], (rule.code.code, aspect)


def test_no_rule_is_without_effect():
    """Each is the first to fit some pair."""
    first = set()
    for status in Status:
        for kind in Kind:
            for role in Role:
                for place in (None, a_place("KOR"), a_place("JPN"), a_place("FRA")):
                    sides = [a_side("KOR", role), a_side("JPN"), a_side("CHN")]
                    first |= set(codes(*sides, status=status, kind=kind, place=place).values())

    assert first == {rule.code.code for rule in mapping().rules}
