"""The data files of this stage are well formed."""

import pytest

from app.sources.phrases import load_table, wire_phrases


def test_roles_and_stop_words_are_lower_case():
    """The code compares them with lowered text."""
    phrases = wire_phrases()

    for words in (phrases.author_roles, phrases.other_roles, phrases.not_names, phrases.boilerplate_lines):
        assert words
        assert all(word == word.lower() for word in words)


def test_no_role_makes_and_makes_no_author():
    """A role stands in one list only."""
    assert not wire_phrases().author_roles & wire_phrases().other_roles


def test_an_unlisted_agency_stands_for_itself():
    """The table need not know every agency."""
    assert wire_phrases().outlet("AP") == "Associated Press"
    assert wire_phrases().outlet("Freedonia Wire") == "Freedonia Wire"


def test_a_json_key_means_one_thing():
    """No key stands under two fields, and all are lower case."""
    keys = [key for names in load_table("json_keys.toml").values() for key in names]

    assert len(keys) == len(set(keys))
    assert all(key == key.lower() for key in keys)


@pytest.mark.parametrize("code", sorted(set(load_table("languages.toml").values())))
def test_languages_lead_to_two_letters(code):
    """ISO 639-1 codes have two lower-case letters."""
    assert len(code) == 2
    assert code.islower()
