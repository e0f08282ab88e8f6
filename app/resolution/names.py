"""Names of people as written in, folded words out, and how well two written names can be one person's."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz.fuzz import ratio

# Two spellings of one word differ in a letter or two ("Zelensky", "Zelenskyy": 94; "Jong-un", "Jong-il": 67).
ONE_WORD = 80
# Words that sound alike may differ further ("Mohammed", "Muhammad": 75), but not all of them are one ("Jane", "Joan").
ONE_SOUND, SHORTEST_SOUND = 60, 5
# A letter of a word this short is too much of it: "Wang" and "Wan", "Li" and "Lin".
SHORT = 3
VOWELS = frozenset("aeiouyjh")
APOSTROPHES = re.compile("['’‘`´ʻʼ.]")
BREAKS = re.compile(r"[^\w-]+|_")


@lru_cache(maxsize=1)
def name_words() -> dict[str, Any]:
    """The lists of `data/names.toml`, as sets."""
    read = tomllib.loads(files("app.resolution.data").joinpath("names.toml").read_text("utf-8"))
    return {key: frozenset(value) if key not in ("letters", "sounds") else value for key, value in read.items()}


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes and full stops; "ø" and its like as they are usually written."""
    folded = APOSTROPHES.sub("", text).casefold()
    if folded.isascii():
        # Nothing is left to fold; letter by letter it takes twenty times as long.
        return folded
    letters = name_words()["letters"]
    spread = unicodedata.normalize("NFKD", folded)
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return "".join(letters.get(c, c) for c in bare)


@lru_cache(maxsize=20_000)
def words_of(name: str, country: str | None = None) -> tuple[str, ...]:
    """The words of a name that tell people apart, folded, in the order written.

    Honorifics, suffixes, particles and initials go, unless nothing else is left. Hyphenated words become one; in the
    states that write the family name first, so do the words after it. What follows "of" is no part of the name.
    """
    lists = name_words()
    words = [_joined(word) for word in BREAKS.sub(" ", plain(name)).split(" of ")[0].split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in lists["honorifics"]:
        words.pop(0)
    for drop in (lists["suffixes"], lists["particles"]):
        words = [word for word in words if word not in drop] or words
    words = [word for word in words if len(word) > 1] or words
    if country in lists["family_first"] and len(words) == 3:
        words = [words[0], words[1] + words[2]]
    return tuple(words)


def _joined(word: str) -> str:
    """A hyphenated word as one, without a particle: "sukyeol" for "suk-yeol", "sisi" for "el-sisi"."""
    parts = [part for part in word.split("-") if part]
    return "".join([part for part in parts if part not in name_words()["particles"]] or parts)


def name_key(name: str, country: str | None = None) -> str:
    """A key that is equal for one name in different case, accents, hyphens and order of its words."""
    return " ".join(sorted(words_of(name, country)))


def likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """How well two names (as `words_of` gives them) can be one person's, from 0 (not) to 1 (the same words).

    0.9 for spellings of the same words and for a name with a word left out, 0.7 where all that is shared is one word
    that is the whole of the shorter name (a surname alone).
    """
    if not a or not b:
        return 0.0
    if set(a) == set(b) or "".join(sorted(a)) == "".join(sorted(b)):
        return 1.0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not _all_found(short, long):
        return 0.0
    return 0.7 if len(short) == 1 and len(long) > 1 else 0.9


def _all_found(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether every word of the shorter name has a spelling of itself among the words of the longer one."""
    left = list(long)
    for word in short:
        best = max(left, key=lambda other: ratio(word, other), default="")
        if not one_word(word, best):
            return False
        left.remove(best)
    return True


def one_word(a: str, b: str) -> bool:
    """Whether two folded words can be spellings of one."""
    if a == b or min(len(a), len(b)) <= SHORT:
        return a == b
    alike = ratio(a, b)
    sounds_alike = min(len(a), len(b)) >= SHORTEST_SOUND and sound(a) == sound(b)
    return alike >= ONE_WORD or (alike >= ONE_SOUND and sounds_alike)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A folded word without what writers differ in when they carry it over from another script.

    "Zelenskyy", "Zelensky" and "Zelenskiy" come to one form, and so do "Mohammed" and "Muhammad": vowels count only at
    the beginning, doubled letters once, and letters that stand for one another are one.
    """
    heard = word
    for letters, sign in name_words()["sounds"]:
        heard = heard.replace(letters, sign)
    bare = [letter for number, letter in enumerate(heard) if number == 0 or letter not in VOWELS]
    return "".join(letter for number, letter in enumerate(bare) if number == 0 or letter != bare[number - 1])
