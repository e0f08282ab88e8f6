"""What the file of states promises, and how its names are read."""

from collections import defaultdict

import pytest

from app.knowledge import states
from app.knowledge.tables import fold, is_acronym

KINDS = {"member", "observer", "entity", "territory"}


def test_every_member_of_the_united_nations_is_listed():
    """193 members, and the state-like entities that conduct their own foreign relations."""
    kinds = defaultdict(set)
    for state in states.all_states():
        kinds[state.kind].add(state.code)

    assert set(kinds) == KINDS
    assert len(kinds["member"]) == 193
    assert kinds["observer"] == {"PSE", "VAT"}
    assert {"XKX", "TWN", "HKG", "MAC", "ESH", "COK"} <= kinds["entity"]


def test_codes_are_unique_and_well_formed():
    """Three and two capital letters, no two states with the same."""
    everyone = states.all_states()

    assert all(len(state.code) == 3 and state.code.isupper() for state in everyone)
    assert all(len(state.alpha2) == 2 and state.alpha2.isupper() for state in everyone)
    assert len({state.code for state in everyone}) == len(everyone) == len({state.alpha2 for state in everyone})


def test_every_territory_but_antarctica_has_a_parent_state():
    """What belongs to a state says to which."""
    orphans = [s.code for s in states.all_states() if s.kind == "territory" and states.by_code(s.parent) is None]

    assert orphans == ["ATA"]


def test_coordinates_lie_on_the_globe():
    """Degrees of WGS 84, and no state left at the origin."""
    for state in states.all_states():
        assert -90 <= state.lat <= 90, state.code
        assert -180 <= state.lon <= 180, state.code
        assert (state.lat, state.lon) != (0, 0), state.code


def test_no_name_is_claimed_by_two_states():
    """A form that may mean two states stands with the usual one and is marked ambiguous at both."""
    claims: dict[str, set[str]] = defaultdict(set)
    for state in states.all_states():
        for form in (*state.names, *state.adjectives, *state.capitals):
            claims[form if is_acronym(form) else fold(form)].add(state.code)
    for former in states.former_states():
        for form in (former.name, *former.aliases, *former.demonyms):
            claims[form if is_acronym(form) else fold(form)].add(former.code)

    assert {form: codes for form, codes in claims.items() if len(codes) > 1} == {}


def test_former_states_have_a_successor_and_sane_years():
    """Each names a state of today and an order of years."""
    for former in states.former_states():
        assert states.by_code(former.code) is not None, former.name
        assert 1000 < former.start < former.end < 2020, former.name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "USA"),
        ("U.S.", "USA"),
        ("the Netherlands", "NLD"),
        ("ROK", "KOR"),
        ("South Korean", "KOR"),
        ("DPRK", "PRK"),
        ("Türkiye", "TUR"),
        ("turkish", "TUR"),
        ("CHINA", "CHN"),
        ("Burmese", "MMR"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Côte d’Ivoire", "CIV"),
        ("Spaniards", "ESP"),
        ("Soviet", "RUS"),
        ("Yugoslavia", "SRB"),
        ("West German", "DEU"),
        ("Zaire", "COD"),
        ("Palestinian Authority", "PSE"),
        ("the Vatican", "VAT"),
    ],
)
def test_names_aliases_and_adjectives_are_read(name, code):
    """Whatever the case of longer words, with diacritics or without."""
    state = states.named(name)

    assert state is not None
    assert state.code == code


@pytest.mark.parametrize("word", ["us", "uk", "IN", "IT", "car", "Paris", ""])
def test_words_that_name_no_state_are_left_alone(word):
    """A code or an acronym in small letters is a word."""
    assert states.named(word) is None


def test_a_query_may_also_use_codes():
    """Alpha-2 and alpha-3, in capitals."""
    assert {states.find(word).code for word in ("IN", "IND", "India", "Indian")} == {"IND"}
    assert states.find("ind") is None


def test_an_ambiguous_name_keeps_all_its_readings():
    """The usual one first."""
    assert [state.code for state in states.readings("Korea")] == ["KOR", "PRK"]
    assert [state.code for state in states.readings("Dominican")] == ["DOM", "DMA"]
    assert states.is_ambiguous("Jordan")
    assert not states.is_ambiguous("Norway")


def test_a_capital_stands_for_its_state():
    """Under its old names too; a territory's capital stands for nothing."""
    assert {states.by_capital(name).code for name in ("Kiev", "Kyiv")} == {"UKR"}
    assert states.by_capital("Peking").code == "CHN"
    assert states.by_capital("Nuuk") is None
