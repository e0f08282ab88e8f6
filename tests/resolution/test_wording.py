"""Marks of a text's wording: like texts share some, unlike texts do not."""

import random

from hypothesis import given
from hypothesis import strategies as st

from app.resolution.wording import BANDS, wording_of

VOCABULARY = [f"word{number}" for number in range(2_000)]


def a_text(seed: int, words: int = 300) -> list[str]:
    """Words in an order of their own."""
    return random.Random(seed).choices(VOCABULARY, k=words)


def test_the_same_words_have_the_same_marks():
    """Case, spacing and punctuation make no difference."""
    words = a_text(1)

    assert wording_of(" ".join(words)).bands == wording_of(",\n".join(words).upper()).bands


def test_texts_of_their_own_share_no_mark():
    """A hundred texts of the same vocabulary stay apart."""
    bands = [band for seed in range(100) for band in wording_of(" ".join(a_text(seed))).bands]

    assert len(bands) == len(set(bands)) == 100 * BANDS


def test_nearly_every_pair_of_like_texts_shares_a_mark():
    """Texts that share two thirds of their shingles are found 97 times in 100 by calculation."""
    found = 0
    for seed in range(200):
        words = a_text(seed)
        changed = wording_of(" ".join([*words[:260], *a_text(seed + 1_000, 50)]))
        found += bool(set(changed.bands) & set(wording_of(" ".join(words)).bands))

    assert found >= 190


def test_a_short_text_has_no_marks():
    """One sentence is like many others by chance."""
    assert wording_of("The two leaders met in the capital today.").bands == ()


def test_resemblance_and_containment_measure_what_is_shared():
    """Half of a text lies wholly in the whole."""
    words = a_text(1, 204)
    whole, half = wording_of(" ".join(words)), wording_of(" ".join(words[:104]))

    assert half.containment(whole) == whole.containment(half) == 1.0
    assert half.resemblance(whole) == 0.5


@given(st.text(max_size=300), st.text(max_size=300))
def test_measures_are_symmetric_and_between_nought_and_one(a: str, b: str):
    """For any two texts, empty ones as well."""
    one, other = wording_of(a), wording_of(b)

    assert one.resemblance(other) == other.resemblance(one)
    assert 0 <= one.resemblance(other) <= one.containment(other) <= 1
