"""The words that name times: `data/time.toml` in, a checked lexicon of word -> class and value out."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Relation(StrEnum):
    """What the words before a time say about it."""

    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    DURING = "during"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The content of `time.toml`, turned round for reading.

    `words` gives class and value of a word in lower case, `capitalised` the classes that need a capital letter,
    `feasts` a day of the year `(month, day)` or the distance from Easter `(days,)` by the name as written.
    """

    words: dict[str, tuple[str, Any]]
    capitalised: frozenset[str]
    abbreviations: tuple[str, ...]
    names: tuple[str, ...]
    measures: frozenset[str]
    labels: frozenset[str]
    superlatives: frozenset[str]
    fillers: frozenset[str]
    openers: frozenset[str]
    series: frozenset[str]
    relations: dict[str, Relation]
    feasts: dict[str, tuple[int, ...]]

    @property
    def classes(self) -> list[str]:
        """The names of the word classes, sorted."""
        return sorted({name for name, _ in self.words.values()})


@cache
def lexicon() -> Lexicon:
    """Read the file, once. Raises ValueError where one word stands in two classes."""
    data = tomllib.loads(files("app.extraction").joinpath("data", "time.toml").read_text(encoding="utf-8"))
    return Lexicon(
        words=_words(data["words"]),
        capitalised=frozenset(data["capitalised"]),
        abbreviations=tuple(data["abbreviations"]),
        names=tuple(data["names"]),
        measures=frozenset(data["measures"]),
        labels=frozenset(data["labels"]),
        superlatives=frozenset(data["superlatives"]),
        fillers=frozenset(data["fillers"]),
        openers=frozenset(data["openers"]),
        series=frozenset(data["series"]),
        relations={words: Relation(name) for words, name in data["relations"].items()},
        feasts={name: tuple(rule) for name, rule in data["feasts"].items()},
    )


def _words(tables: dict[str, dict[str, Any]]) -> dict[str, tuple[str, Any]]:
    words: dict[str, tuple[str, Any]] = {}
    for name, table in tables.items():
        for word, value in table.items():
            if word in words:
                message = f"time.toml: {word!r} is in both {words[word][0]!r} and {name!r}; keep one"
                raise ValueError(message)
            words[word] = (name, tuple(value) if isinstance(value, list) else value)
    return words
