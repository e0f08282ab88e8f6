"""What the file of offices promises, and how a title is read."""

import pytest

from app.knowledge import offices, organisations, states
from app.knowledge.tables import rows

KINDS = {
    *("head_of_state", "head_of_government", "deputy_head", "minister", "deputy_minister", "envoy", "ambassador"),
    *("military", "legislator", "spokesperson", "royalty", "party", "religious", "business", "official", "other"),
}


def test_levels_and_kinds_are_those_of_the_guidelines():
    """And each title stands once."""
    forms = [form for office in offices.all_offices() for form in (office.title, *office.aliases)]

    assert {office.level for office in offices.all_offices()} == {"leader", "minister", "official", "none"}
    assert {office.kind for office in offices.all_offices()} <= KINDS
    assert len(set(forms)) == len(forms)
    assert all(form == form.lower() for form in forms)


def test_exceptions_name_known_titles_and_parties():
    """Each with its reason."""
    for row in rows("office_exceptions.csv"):
        assert offices.find(row["title"]) is not None, row["title"]
        assert states.by_code(row["party"]) or organisations.find(row["party"]), row["party"]
        assert row["kind"] in KINDS
        assert row["reason"]


def test_modifiers_have_a_known_effect():
    """Lowers, keeps, former or opposition."""
    assert {row["effect"] for row in rows("office_modifiers.csv")} == {"lowers", "keeps", "former", "opposition"}


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("President", "leader"),
        ("US Vice President", "leader"),
        ("First Deputy Prime Minister", "leader"),
        ("Crown Prince", "leader"),
        ("UN Secretary-General", "leader"),
        ("President of the European Commission", "leader"),
        ("Deputy Prime Minister and Minister of Foreign Affairs", "leader"),
        ("Foreign Minister", "minister"),
        ("Minister of Foreign Affairs of Ukraine", "minister"),
        ("Minister for Veterans' Affairs", "minister"),
        ("Secretary of Defense", "minister"),
        ("acting Defence Minister", "minister"),
        ("National Security Adviser", "minister"),
        ("EU foreign policy chief", "minister"),
        ("Deputy Foreign Minister", "official"),
        ("Vice Minister of Economy, Trade and Industry", "official"),
        ("Assistant Secretary for East Asian and Pacific Affairs", "official"),
        ("Under Secretary of State for Political Affairs", "official"),
        ("Ambassador to Turkey", "official"),
        ("Special Envoy for Syria", "official"),
        ("chief nuclear negotiator", "official"),
        ("Deputy National Security Advisor", "official"),
        ("former U.S. President", "official"),
        ("President of the Chamber of Commerce", "official"),
        ("shadow foreign secretary", "official"),
        ("State Department spokesperson", "none"),
        ("chief executive officer", "none"),
    ],
)
def test_a_title_has_the_level_of_the_guidelines(title, level):
    """Listed or not, with whatever stands before and after."""
    assert offices.find(title).level == level


def test_one_title_may_sit_at_two_levels():
    """A foreign secretary is a cabinet member in London and a civil servant in New Delhi."""
    assert offices.find("Foreign Secretary", "GBR").level == "minister"
    assert offices.find("Foreign Secretary", "IND").level == "official"
    assert offices.find("Minister of State", "JPN").level == "official"


def test_a_former_holder_is_marked():
    """Whoever is received years later is no leader."""
    assert offices.find("former foreign affairs minister").former
    assert not offices.find("then-foreign minister").former


@pytest.mark.parametrize("title", ["", "x", "of of of", "table", "deputy", "of " * 5000, "president " * 5000])
def test_what_is_no_title_is_no_office(title):
    """However long; "deputy" alone is a member of parliament."""
    office = offices.find(title)

    assert office is None or office.kind == "legislator"


def test_the_chair_of_a_movement_is_its_leader():
    """A chairman elsewhere may be anybody."""
    assert offices.find("chairman", "MILF").level == "leader"
    assert offices.find("chairman").level == "none"
