"""The word lists and frames that extraction reads: every file holds what its head says."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from app.domain.meetings import Role, Status
from app.extraction.lexicon import furniture, nouns, verbs, word_list
from app.extraction.needs import NEEDS

VERB_FIELDS = {"kind", "subject", "object", "with", "to", "needs", "ongoing", "weak", "proposed"}
NOUN_FIELDS = {"kind", "weak", "travel", "proposed", "attended", "heads", "with"}


def table(name: str) -> dict[str, Any]:
    """One data file as it is written."""
    return tomllib.loads(files("app.extraction").joinpath("data", name).read_text(encoding="utf-8"))


def test_verb_frames_use_known_fields_and_values() -> None:
    """A misspelt field would be ignored without a word."""
    for lemma, row in table("lexicon.toml")["verbs"].items():
        assert set(row) <= VERB_FIELDS, lemma
    for frame in verbs().values():
        assert frame.needs in NEEDS
        assert frame.object in {*Role, "destination", "none"}


def test_noun_frames_use_known_fields() -> None:
    """Likewise for nouns."""
    for lemma, row in table("lexicon.toml")["nouns"].items():
        assert set(row) <= NOUN_FIELDS, lemma
    assert nouns()["visit"].travel


@pytest.mark.parametrize("part", ["governors", "particles", "modifiers", "prepositions"])
def test_words_of_status_name_a_status(part: str) -> None:
    """Each table of status.toml is keyed by the values of `status`, all words lower case."""
    rows = table("status.toml")[part]

    assert set(rows) <= set(Status)
    assert all(word == word.lower() for words in rows.values() for word in words)


def test_a_governor_gives_one_status() -> None:
    """A word that stood under two statuses would be read by the order of the file."""
    words = [word for rows in table("status.toml")["governors"].values() for word in dict.fromkeys(rows)]
    doubled = {word for word in words if words.count(word) > 1}

    assert doubled == set()


def test_word_lists_are_lower_case_and_hold_nothing_twice() -> None:
    """Tokens are looked up in lower case; state codes are the one exception."""
    for name, words in table("words.toml").items():
        if isinstance(words, dict) or name in {
            "furniture",
            "family_name_first",
            "wholes",
            "organs",
            "many_organs",
            "abbreviated",
        }:
            continue
        assert all(word == word.lower() for word in words), name
        assert word_list(name) == set(words)


def test_furniture_is_made_of_regular_expressions() -> None:
    """Each pattern compiles and matches no empty line."""
    assert all(re.compile(pattern).match("") is None for pattern in furniture())
