"""Names as written become words that can be compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.resolution.names import likeness, name_key, name_words, words_of


@pytest.mark.parametrize(
    ("name", "country", "words"),
    [
        ("Dr. Jane A. Doe, Jr.", None, ("jane", "doe")),
        ("President Recep Tayyip Erdoğan", "TUR", ("recep", "tayyip", "erdogan")),
        ("King Abdullah II of Jordan", "JOR", ("abdullah", "ii")),
        ("Abdel Fattah al-Sisi", "EGY", ("abdel", "fattah", "sisi")),
        ("Jens Støre", "NOR", ("jens", "store")),
        ("Yoon Suk Yeol", "KOR", ("yoon", "sukyeol")),
        ("Yoon Suk-yeol", "KOR", ("yoon", "sukyeol")),
        ("Anna Maria Silva", "BRA", ("anna", "maria", "silva")),
        ("Sheikh", None, ("sheikh",)),
        ("K.", None, ("k",)),
        ("- _ '", None, ()),
    ],
)
def test_words_that_tell_people_apart_remain(name: str, country: str | None, words: tuple[str, ...]):
    """Honorifics, suffixes, particles, initials, accents and hyphens go, but never all of a name."""
    assert words_of(name, country) == words


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [
        ("Kishida Fumio", "Fumio KISHIDA", "JPN"),
        ("Cho Tae-yong", "Cho Taeyong", "KOR"),
        ("Józef Piłsudski", "Jozef Pilsudski", "POL"),
    ],
)
def test_one_name_in_two_spellings_has_one_key(a: str, b: str, country: str):
    """Order, hyphens, case and accents make no other name."""
    assert name_key(a, country) == name_key(b, country)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Fumio Kishida", "Kishida Fumio", 1.0),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", 0.9),
        ("Recep Tayyip Erdogan", "Recep Erdogan", 0.9),
        ("Fumio Kishida", "Kishida", 0.7),
        ("Kim Jong-un", "Kim Jong-il", 0.0),
        ("Kim Jong-un", "Kim Yong-chol", 0.0),
        ("Jane Doe", "John Doe", 0.0),
        ("Jane Doe", "-", 0.0),
    ],
)
def test_likeness_says_how_well_two_names_can_be_one_person_s(a: str, b: str, expected: float):
    """Spellings are close, another given name is another person."""
    assert likeness(words_of(a), words_of(b)) == expected


names = st.lists(st.text("abcdefgh", min_size=1, max_size=6), max_size=4).map(tuple)


@given(names, names)
def test_likeness_does_not_depend_on_the_order_of_the_two(a: tuple[str, ...], b: tuple[str, ...]):
    """Which name is read first makes no difference."""
    assert likeness(a, b) == likeness(b, a)


@given(st.text(max_size=40))
def test_any_text_has_words_and_a_key(text: str):
    """No name, however odd, is an error, and folding it again changes nothing."""
    words = words_of(text)

    assert words_of(" ".join(words)) == words or len(words) > 0
    assert name_key(text) == " ".join(sorted(words))


def test_the_lists_of_words_are_folded_and_without_doubles():
    """The data file holds each word once, as `words_of` sees words."""
    lists = name_words()

    for key in ("honorifics", "suffixes", "particles"):
        assert all(word == word.casefold().strip(". ") and " " not in word for word in lists[key]), key
    assert all(len(code) == 3 and code.isupper() for code in lists["family_first"])
    assert not lists["honorifics"] & lists["suffixes"]
