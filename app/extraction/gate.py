"""The passages of an article in, which of them are worth a parse out: those that can report or complete a meeting.

A passage without a word of data/lexicon.toml gives no mention, and an article in which no passage with such a word
speaks of two sides gives no meeting. A passage that says who holds an office of which the others speak completes it,
and so does the passage before one that goes on about "her". All this is told from the words alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from app.extraction.arguments import PLURAL, SINGULAR
from app.extraction.gazetteer import Gazetteer
from app.extraction.leaders import LeaderNames
from app.extraction.lexicon import title_parties, triggers, word_list
from app.extraction.ranks import singular
from app.knowledge import leaders, places

# The parts of speech whose inflections can be those of a word of the lexicon.
INFLECTED = ("verb", "noun", "adj")
PRONOUNS = {"he", "she", "they"}
# The tokens between a name's comma and the head of the office after it ("X, the Latvian deputy defence minister").
APPOSITION = 7


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word alone can do: report a meeting, stand for somebody, name parties (as surname, office or city).

    `parts` are the words of phrases that report one ("shake hands") of which it can be a form; `office` is the
    singular of a word that heads an office; a `pronoun` stands for a subject named before.
    """

    reports: bool
    parts: frozenset[str]
    somebody: bool
    parties: frozenset[str]
    office: str
    pronoun: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """A passage cut into words, without a parse; `telling` where it is to be parsed."""

    doc: Doc
    telling: bool


class Gate:
    """Decides by words what is parsed. Holds what it has learnt of each word, and nothing of the articles."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, names: LeaderNames) -> None:
        """Take the inflections that the model's lemmatiser knows, and the names that stand for a party."""
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._names = names
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        lookups: Lookups = lemmatizer.lookups
        exceptions, endings = lookups.get_table("lemma_exc"), lookups.get_table("lemma_rules")
        self._exceptions = [exceptions[part] for part in INFLECTED]
        self._endings = [ending for part in INFLECTED for ending in endings[part]]
        self._words = frozenset(word for trigger in triggers() if len(trigger) == 1 for word in trigger)
        self._phrases = [trigger for trigger in triggers() if len(trigger) > 1]
        self._parts = frozenset[str]().union(*self._phrases)
        self._people = SINGULAR | PLURAL | word_list("counted") | word_list("office_heads") | word_list("group_heads")
        self._senses: dict[int, Sense] = {}

    def look(self, texts: Sequence[str], home: str | None) -> list[Glance]:
        """A glance at each passage of an article; `home` is the state whose office publishes it."""
        docs = [self._nlp.make_doc(text) for text in texts]
        rows = [[self._sense(word) for word in doc.to_array(ORTH).tolist()] for doc in docs]
        telling = [self._tells(row) for row in rows]
        if not any(telling):
            return [Glance(doc, telling=False) for doc in docs]
        parties = [set(self._named(doc)).union(*(s.parties for s in row)) for doc, row in zip(docs, rows, strict=True)]
        if not _has_sides(rows, telling, parties, home):
            return [Glance(doc, telling=False) for doc in docs]
        offices = {sense.office for row, tells in zip(rows, telling, strict=True) if tells for sense in row} - {""}
        completing = [bool(p) and _names_holder(d, r, offices) for d, r, p in zip(docs, rows, parties, strict=True)]
        back = [tells and any(sense.pronoun for sense in row) for row, tells in zip(rows, telling, strict=True)]
        return [Glance(doc, any(why)) for doc, *why in zip(docs, telling, completing, [*back[1:], False], strict=True)]

    def _tells(self, row: list[Sense]) -> bool:
        """Whether the words of a passage can report a meeting, one alone or several as a phrase."""
        if any(sense.reports for sense in row):
            return True
        parts = frozenset[str]().union(*(sense.parts for sense in row))
        return any(phrase <= parts for phrase in self._phrases)

    def _named(self, doc: Doc) -> Iterator[str]:
        """The codes of the parties whose names, or whose leaders' names, a passage has."""
        for match in self._gazetteer.find(doc):
            yield from (party.code for party in match.parties)
            if match.country_code:
                yield match.country_code
        for start, end in self._names.find(doc):
            yield from (term.party for term in leaders.named(doc[start:end].text))

    def _sense(self, word: int) -> Sense:
        known = self._senses.get(word)
        if known is None:
            known = self._senses[word] = self._look_up(self._nlp.vocab.strings[word])
        return known

    def _look_up(self, written: str) -> Sense:
        lower = written.lower()
        parties = set(filter(None, [title_parties().get(lower)]))
        if written[0].isupper():
            parties.update(term.party for term in leaders.by_surname(written))
            city = places.find_city(written)
            parties.update([city.country] if city is not None else [])
        office = singular(lower) if lower in word_list("office_heads") else ""
        lemmas = self._lemmas(lower)
        return Sense(
            not self._words.isdisjoint(lemmas),
            self._parts & lemmas,
            lower in self._people,
            frozenset(parties),
            office,
            lower in PRONOUNS,
        )

    def _lemmas(self, form: str) -> set[str]:
        """Everything of which a form can be an inflection, as the model's lemmatiser and the frames see it."""
        found = {form, *(lemma for table in self._exceptions for lemma in table.get(form, ()))}
        found |= {form.removesuffix(old) + new for old, new in self._endings if form.endswith(old)}
        return found | {lemma.removesuffix("s") for lemma in found}


def _has_sides(rows: list[list[Sense]], telling: list[bool], parties: list[set[str]], home: str | None) -> bool:
    """Whether an article names two parties, one of them with somebody else beside a word that reports."""
    every = set[str]().union(*parties, {home} if home else ())
    beside = any(
        tells and here and (len(here) > 1 or any(sense.somebody for sense in row))
        for row, tells, here in zip(rows, telling, parties, strict=True)
    )
    return beside and len(every) > 1


def _names_holder(doc: Doc, row: list[Sense], offices: set[str]) -> bool:
    """Whether one of some offices stands before or behind a name, perhaps with a comma between."""
    behind = 0
    for token, sense in zip(doc, row, strict=True):
        if token.text == "," and token.i and token.nbor(-1).text[0].isupper():
            behind = APPOSITION + 1
        elif sense.office in offices:
            following = doc[token.i + 1 : token.i + 3].text.lstrip(" ,")
            if behind or following[:1].isupper():
                return True
        behind = max(0, behind - 1)
    return False
