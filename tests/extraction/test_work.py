"""How much work a text makes: no text makes extraction raise, and twice the text makes about twice the calls."""

import sys
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.articles import Article
from app.extraction import reader as module
from app.extraction.reader import RuleReader

PUBLISHED = date(2022, 5, 18)
STATES = ["France", "Germany", "Italy", "Spain", "Poland", "Norway", "Denmark"]
WORDS = "France,the Italian president,met,talks,visit,will,on Monday,in Paris,Macron,and,of,Ms,Kim,from 3 to 5 May,his,"
WORDS += "the two leaders,summit,postponed,EU"
STRANGE = [*"\u202e\u200f\x00\x1b\ufeff\u2028\r\t\n\u0301\U000e0041😀İßǆ﷽", "\n\n", "🇫🇷", "北京", "القاهرة", "नई"]
MARKS = list(""".,;:!?"'()[]«»“”’—-/""")
PIECES = [*WORDS.split(","), *STRANGE, *MARKS]


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The rules with their model, loaded once."""
    return RuleReader()


def an_article(text: str) -> Article:
    """An article of one outlet and day."""
    return Article(text=text, title=None, outlet="Harbour Wire", published=PUBLISHED)


def name(number: int) -> str:
    """A surname for each number."""
    letters = ["bdfgklmnprst"[number // 12**place % 12] + "aeiou"[place] for place in range(4)]
    return "".join(letters).capitalize()


mixtures = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), min_size=1, max_size=120)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=mixtures, joint=st.sampled_from([" ", "", "\n"]))
def test_no_mixture_of_news_and_noise_makes_extraction_raise(reader: RuleReader, pieces: list[str], joint: str) -> None:
    """Words that report meetings between control characters, emoji, other scripts, brackets and quotes."""
    article = an_article("France met Italy " + joint.join(pieces))

    for meeting in reader.extract(article):
        assert meeting.evidence_span.of(article.content).strip()


LONG = {
    "one line": lambda n: "French President Macron met Scholz of Germany and " * n,
    "a list": lambda n: "The leaders of " + ", ".join(islice(cycle(STATES), n)) + " met.",
    "names": lambda n: "France met Italy and " + " ".join(map(name, range(n))),
    "no spaces": lambda n: "France met Italy " + "FrancemetItaly" * n,
    "brackets": lambda n: "France met Italy " + '("[' * 2 * n + " talks " + '])"' * n,
    "emoji": lambda n: "France met Italy " + "😀🇫🇷" * 2 * n,
    "right to left": lambda n: "France met Italy " + "\u202eالقاهرة met " * n,
}
MANY = {
    "the same": lambda _: "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Tuesday.",
    "other people": lambda i: (
        f"{STATES[i % 7]}'s envoy, Anna {name(i)}, met Spain's, Karl {name(i + 9999)}, on {i % 28 + 1} May."
    ),
    "nobody": lambda _: "The talks between France and Italy went on, and the summit was postponed.",
    "short lines": lambda _: "met Italy",
    "datelines": lambda _: "PARIS, May 3 (X) - France met Italy on Monday, from 4 to 5 May.",
}


@pytest.mark.parametrize("kind", LONG)
def test_very_long_lines_are_read(reader: RuleReader, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are cut where the parser would run out of memory, and no loop over their tokens gets stuck."""
    monkeypatch.setattr(module, "LONGEST_PASSAGE", 1200)
    text = LONG[kind](400)
    assert len(text) > 1200

    assert calls(reader, text * 2) < 1.3 * calls(reader, text)


@pytest.mark.parametrize("kind", MANY)
def test_twice_the_passages_make_twice_the_work(reader: RuleReader, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in calls of functions, beyond the passages that are compared with each other."""
    monkeypatch.setattr(module, "STRETCH", 10)
    once, twice = ("\n".join(map(MANY[kind], range(n))) for n in (20, 40))

    assert calls(reader, twice) < 2.2 * calls(reader, once)


def calls(reader: RuleReader, text: str) -> int:
    """How many functions are called while a text is read that has been read before."""
    reader.extract(an_article(text))
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before: Callable[..., object] | None = sys.getprofile()
    sys.setprofile(note)
    try:
        reader.extract(an_article(text))
    finally:
        sys.setprofile(before)
    return count
