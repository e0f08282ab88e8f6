"""What the file of leaders promises, and how a name is read."""

import re
from collections import defaultdict
from datetime import date

import pytest

from app.knowledge import leaders, offices, organisations, states
from app.knowledge.tables import fold, rows

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")


def test_terms_have_a_known_party_and_office():
    """A party is a code or a short name; the office is read by the reader of offices."""
    for leader in leaders.all_leaders():
        body = organisations.find(leader.party)
        assert states.by_code(leader.party) or (body and body.short == leader.party), leader
        assert offices.find(leader.office, leader.party) is not None, leader


def test_no_short_name_of_an_organisation_is_a_states_code():
    """Else a party could not be told."""
    assert [b.short for b in organisations.all_organisations() if states.by_code(b.short)] == []


def test_years_are_sane():
    """Reduced ISO dates, in order, between the empire of Japan and the next elections."""
    for row in rows("leaders.csv"):
        assert DATE.fullmatch(row["start"]), row
        assert not row["end"] or DATE.fullmatch(row["end"]), row
        assert not row["end"] or row["start"] <= row["end"] <= "2027", row
        assert "1900" < row["start"] <= "2026-12", row


def test_nobody_holds_one_office_twice_from_the_same_day():
    """Each term stands once."""
    seen = [(leader.party, fold(leader.name), leader.office, leader.start) for leader in leaders.all_leaders()]

    assert len(set(seen)) == len(seen)


def test_every_member_of_the_united_nations_has_a_leader_since_2000():
    """Someone led each state at the millennium's turn or after."""
    led = {
        leader.party
        for leader in leaders.all_leaders()
        if offices.find(leader.office, leader.party).level == "leader" and (leader.end or date.max) >= date(2005, 1, 1)
    }
    missing = {state.code for state in states.all_states() if state.kind == "member"} - led

    # The captains regent of San Marino change twice a year.
    assert missing == {"SMR"}


def test_an_alias_is_not_another_persons_name_of_the_same_party():
    """Two people of one party share a name only where the file says the name twice."""
    owners = defaultdict(set)
    for leader in leaders.all_leaders():
        for alias in leader.aliases:
            owners[leader.party, fold(alias)].add(fold(leader.name))
    mixed = {key: names for key, names in owners.items() if len(names) > 1}

    # A son of the same name, a title that passed on, and a princely house with few names.
    assert set(mixed) <= {("SAU", "abdullah bin abdulaziz"), ("SAU", "salman bin abdulaziz")}, mixed


@pytest.mark.parametrize(
    "name",
    [
        "Volodymyr Zelensky",
        "Volodymyr Zelenskyy",
        "VOLODYMYR ZELENSKIY",
        "Volodymyr Zelenskyi",
    ],
)
def test_transliterations_name_one_person(name):
    """Whatever the spelling or the case."""
    assert {leader.name for leader in leaders.named(name)} == {"Volodymyr Zelenskyy"}


@pytest.mark.parametrize(
    ("name", "known_as"),
    [
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"),
        ("Yoon Suk-yeol", "Yoon Suk Yeol"),
        ("Xi Jin-ping", "Xi Jinping"),
        ("Antony J Blinken", "Antony Blinken"),
        ("Angela D. Merkel", "Angela Merkel"),
        ("jose ramos horta", "José Ramos-Horta"),
    ],
)
def test_diacritics_hyphens_and_initials_do_not_matter(name, known_as):
    """As outlets differ in them."""
    assert {leader.name for leader in leaders.named(name)} == {known_as}


def test_a_surname_finds_all_who_are_called_by_it():
    """Father and son, in the form with the article and without."""
    assert {leader.name for leader in leaders.by_surname("Assad")} == {"Bashar al-Assad", "Hafez al-Assad"}
    assert {leader.name for leader in leaders.by_surname("al-Assad")} == {"Bashar al-Assad", "Hafez al-Assad"}
    assert {leader.name for leader in leaders.by_surname("von der Leyen")} == {"Ursula von der Leyen"}
    assert "Xi Jinping" in {leader.name for leader in leaders.by_surname("Xi")}


def test_a_term_covers_the_days_between_its_ends():
    """Known by the month, it may reach from the first day to the last."""
    (term,) = (t for t in leaders.named("Boris Johnson") if t.office == "prime minister")

    assert term.start == date(2019, 7, 1)
    assert term.end == date(2022, 9, 30)
    assert term.held(date(2020, 1, 1))
    assert not term.held(date(2018, 1, 1))


def test_a_party_has_its_leaders_of_a_day():
    """Who sat for Japan in September 2023."""
    sitting = {leader.office: leader.name for leader in leaders.of_party("JPN", date(2023, 10, 1))}

    assert sitting["prime minister"] == "Fumio Kishida"
    assert sitting["foreign minister"] == "Yoko Kamikawa"


def test_an_unknown_name_has_no_terms():
    """No guessing."""
    assert leaders.named("Nobody Whatsoever") == ()
    assert leaders.by_surname("Whatsoever") == ()
    assert leaders.named("") == ()
