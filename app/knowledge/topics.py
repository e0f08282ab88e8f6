"""In: a text. Out: what it is about, with the words that show it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from app.knowledge.tables import text

_WORD = re.compile(r"\w+")
# A phrase is rarely there by chance, a single word often is.
_PHRASE_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """Something meetings are about; `words` (found in the plural too) and `phrases` are in lower case."""

    key: str
    label: str
    description: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic, in the order of the file."""
    return tuple(
        Topic(
            key=key,
            label=table["label"],
            description=table["description"],
            words=tuple(table["words"]),
            phrases=tuple(table["phrases"]),
        )
        for key, table in tomllib.loads(text("topics.toml")).items()
    )


@cache
def by_key() -> Mapping[str, Topic]:
    """Every topic by its key."""
    return MappingProxyType({topic.key: topic for topic in all_topics()})


@cache
def _topics_of_form() -> Mapping[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for topic in all_topics():
        for form in (*topic.words, *(plural for word in topic.words for plural in _plurals(word)), *topic.phrases):
            forms[form] = (*forms.get(form, ()), topic.key)
    return MappingProxyType(forms)


def _plurals(word: str) -> tuple[str, ...]:
    return (word[:-1] + "ies",) if word.endswith("y") else (word + "s", word + "es")


@cache
def _forms_by_first_word() -> Mapping[str, tuple[str, ...]]:
    """Every form by the word that it begins with, the longest first."""
    forms: dict[str, tuple[str, ...]] = {}
    for form in sorted(_topics_of_form(), key=len, reverse=True):
        first = _WORD.match(form)
        if first is None:
            message = f"topics.toml: {form!r} does not begin with a word"
            raise ValueError(message)
        forms[first.group()] = (*forms.get(first.group(), ()), form)
    return MappingProxyType(forms)


@lru_cache(maxsize=64)
def in_text(passage: str) -> tuple[tuple[str, int, int], ...]:
    """The key of a topic with the start and end of each word or phrase in `passage` that shows it, in text order."""
    return tuple(_shown(passage))


def _shown(passage: str) -> Iterator[tuple[str, int, int]]:
    done = 0
    for word in _WORD.finditer(passage):
        forms = _forms_by_first_word().get(word.group().lower(), ()) if word.start() >= done else ()
        form = next((form for form in forms if _stands_at(word.start(), form, passage)), None)
        if form is not None:
            done = word.start() + len(form)
            for key in _topics_of_form()[form]:
                yield key, word.start(), done


def _stands_at(start: int, form: str, passage: str) -> bool:
    end = start + len(form)
    return passage[start:end].lower() == form and not _WORD.match(passage, end)


def of_text(*passages: str) -> tuple[Topic, ...]:
    """The topics of some passages, the strongest first: phrases weigh more than words."""
    weights: Counter[str] = Counter()
    for passage in passages:
        for key, start, end in in_text(passage):
            weights[key] += _PHRASE_WEIGHT if " " in passage[start:end] else 1
    return tuple(by_key()[key] for key, _ in weights.most_common())
