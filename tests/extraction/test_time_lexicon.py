"""The words of `time.toml`, and that no text stops the reading of times."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import PartialDate
from app.extraction.time import Direction, find_times, resolve
from app.extraction.time.lexicon import _words, lexicon
from app.extraction.time.phrases import ALPHABET, PARTS, RULES
from app.extraction.time.reading import READERS
from app.extraction.time.stretches import easter, moved

WORDS = [*lexicon().words, *lexicon().feasts, "26", "26th", "2023", "1990s", "2023-09-26", "3/4/2023", "99999", "9999"]
MARKS = [" ", " ", " ", "-", ", ", "'s ", ". ", "\n\n", " (", ") "]
PIECES = st.one_of(st.sampled_from(WORDS).map(str.title), st.sampled_from(WORDS), st.text(max_size=4))
DAYS = st.one_of(st.none(), st.dates())


@st.composite
def time_like_texts(draw):
    """Texts that are mostly words for times, in any order, with anything between them."""
    pieces = draw(st.lists(st.tuples(PIECES, st.sampled_from(MARKS)), max_size=40))
    return "".join(piece + mark for piece, mark in pieces)


@given(st.one_of(st.text(), time_like_texts()), DAYS, DAYS, st.sampled_from(Direction))
def test_no_text_and_no_day_makes_the_reading_of_times_raise(text, anchor, previous, direction):
    """Any script, any order of words, any publication day up to the ends of the calendar."""
    before = PartialDate.of_day(previous) if previous else None
    mentions = find_times(text, anchor)
    for mention in mentions:
        start, end = resolve(mention, anchor, direction, before)
        assert mention.span.of(text)
        assert start is None or end is None or start.earliest <= end.latest


@given(time_like_texts())
def test_mentions_stand_in_order_and_do_not_overlap(text):
    """Each character belongs to one time at most."""
    spans = [mention.span for mention in find_times(text, date(2023, 9, 27))]
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_every_class_in_a_rule_is_a_class_of_words():
    """A misspelt class would make a rule that never fits."""
    named = set(re.findall(r"<(\w+)>", " ".join([*RULES.values(), *PARTS.values()])))
    assert named <= set(ALPHABET)
    assert set(lexicon().classes) - named == set()


def test_every_rule_has_a_reader():
    """The two tables name the same rules."""
    assert set(RULES) == set(READERS)


def test_the_words_are_in_lower_case_and_in_one_class():
    """Words are looked up in lower case; one that stands twice is refused."""
    assert all(word == word.casefold() and word.isalnum() for word in lexicon().words)
    with pytest.raises(ValueError, match="'may' is in both 'month' and 'modal'"):
        _words({"month": {"may": 5}, "modal": {"may": 0}})


def test_every_abbreviation_is_a_word_of_the_lexicon():
    """The full stop is all that it adds."""
    assert {word.casefold() for word in lexicon().abbreviations} <= set(lexicon().words)


def test_every_feast_falls_on_a_day():
    """A month and a day, or a distance from Easter."""
    for rule in lexicon().feasts.values():
        assert len(rule) == 1 or date(2024, *rule)


@pytest.mark.parametrize(
    ("year", "day"), [(1961, date(1961, 4, 2)), (2008, date(2008, 3, 23)), (2038, date(2038, 4, 25))]
)
def test_easter_is_where_the_church_calendar_has_it(year, day):
    """An ordinary year, one of the earliest Easters and the latest possible one."""
    assert easter(day.year) == day


def test_the_last_day_of_a_month_stays_the_last_day_in_a_shorter_one():
    """A month after 31 January is the end of February."""
    assert moved(date(2024, 1, 31), 1, "month") == date(2024, 2, 29)
    assert moved(date(2024, 2, 29), -1, "year") == date(2023, 2, 28)
