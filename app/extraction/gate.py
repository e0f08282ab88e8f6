"""The passages of an article in, which of them are worth a parse out: those that can report or complete a meeting.

A passage without a word of data/lexicon.toml gives no mention, and an article in which no sentence with such a word
speaks of two sides gives no meeting. A passage that says who holds an office of which the others speak completes it,
and so does the passage before one that goes on about "her". All this is told from the words alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from app.extraction.gazetteer import DIVIDED, OWN, Gazetteer, divided
from app.extraction.leaders import LeaderNames
from app.extraction.lexicon import nouns, title_parties, triggers, verbs, word_list
from app.extraction.ranks import singular
from app.knowledge import leaders, places, states

# The parts of speech whose inflections can be those of a word of the lexicon.
INFLECTED = ("verb", "noun", "adj")
FULL_STOPS = {".", "!", "?"}
PRONOUNS = {"he", "she", "they"}
# "Will be in Oslo", "is expected in Oslo" tell of a visit, although none of their words does.
BEING = {"is", "are", "was", "were", "be", "been", "expected", "awaited", "currently", "back"}
# The tokens between a name's comma and the head of the office after it ("X, the Latvian deputy defence minister").
APPOSITION = 7

# The tokens of a line that only says who speaks.
LABEL = 14


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word alone can do: report a meeting, on `strong` evidence too, name parties (as surname or place).

    `parts` are the words of phrases that report one ("shake hands") of which it can be a form; `office` is the
    singular of a word that heads an office; a `pronoun` stands for a subject named before; `being`, `within`, `here`
    and `capital` mark the words of "is in Oslo", "been to Oslo", "expected here" and "expected in New Delhi", `seat`
    with them those of "is in the Kazakh capital".
    """

    reports: bool
    parts: frozenset[str]
    strong: bool
    parties: frozenset[str]
    office: str
    pronoun: bool
    being: bool
    within: bool
    here: bool
    capital: bool
    seat: bool
    text: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A passage cut into words, without a parse; `telling` where it can report or complete a meeting.

    What is `leading` has a sentence that can report a meeting of two sides by itself: where no such passage mentions
    anybody who meets, the others complete nothing.
    """

    doc: Doc
    telling: bool
    leading: bool


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
        self._phrases: dict[str, list[frozenset[str]]] = defaultdict(list)
        for phrase in (trigger for trigger in triggers() if len(trigger) > 1):
            self._phrases[min(phrase)].append(phrase)
        self._parts = frozenset[str]().union(*(phrase for phrases in self._phrases.values() for phrase in phrases))
        strong = [frame.lemma for frame in verbs().values() if not frame.weak]
        self._strong = frozenset([*strong, *(frame.lemma for frame in nouns().values() if not frame.weak)])
        self._senses: dict[int, Sense] = {}

    def look(self, texts: Sequence[str], own: set[str]) -> list[Glance]:
        """A glance at each passage of an article; its `own` sides are not named: publisher, state of "here"."""
        docs = [self._nlp.make_doc(text) for text in texts]
        rows = [[self._sense(word) for word in doc.to_array(ORTH).tolist()] for doc in docs]
        telling = [self._tells(row) for row in rows]
        if not any(telling):
            return [Glance(doc, telling=False, leading=False) for doc in docs]
        countries = divided(texts)
        for doc in docs if countries else ():
            doc.user_data[DIVIDED] = countries
        bodies = {code for code in own if states.by_code(code) is None} - word_list("many_organs")
        for doc in docs if bodies else ():
            doc.user_data[OWN] = min(bodies)
        parties = [self._parties(doc, row) for doc, row in zip(docs, rows, strict=True)]
        leading = self._leading(rows, parties, own)
        if not any(leading):
            return [Glance(doc, telling=False, leading=False) for doc in docs]
        offices = {sense.office for row, tells in zip(rows, telling, strict=True) if tells for sense in row} - {""}
        completing = [any(p.values()) and _names_holder(row, offices) for row, p in zip(rows, parties, strict=True)]
        back = [tells and any(sense.pronoun for sense in row) for row, tells in zip(rows, telling, strict=True)]
        i = self._sense(self._nlp.vocab.strings["I"])
        spoken = any(tells and any(sense is i for sense in row) for row, tells in zip(rows, telling, strict=True))
        voices = [spoken and _tells_who_speaks(row) for row in rows]
        why = zip(telling, completing, [*back[1:], False], voices, strict=True)
        return [Glance(doc, any(each), leads) for doc, each, leads in zip(docs, why, leading, strict=True)]

    def _leading(self, rows: list[list[Sense]], parties: list[dict[int, set[str]]], publisher: set[str]) -> list[bool]:
        """Which passages of an article that names two parties have a sentence that can report a meeting of two sides.

        The sides are two parties, or a party and an office beside a word that is strong evidence by itself.
        """
        if len(publisher.union(*(codes for passage in parties for codes in passage.values()))) < 2:
            return []
        return [self._leads(*passage, publisher) for passage in zip(rows, parties, strict=True)]

    def _leads(self, row: list[Sense], codes: dict[int, set[str]], publisher: set[str]) -> bool:
        for start, end in _sentences(row):
            sides, senses = publisher.union(*(codes[i] for i in range(start, end) if i in codes)), row[start:end]
            office = any(sense.office for sense in senses) and any(sense.strong for sense in senses)
            if sides and len(sides) + office > 1 and self._tells(senses):
                return True
        return False

    def _tells(self, row: list[Sense]) -> bool:
        """Whether the words of a passage can report a meeting, one alone or several as a phrase."""
        if any(sense.reports for sense in row):
            return True
        if any(a.being and b.within and c.capital for a, b, c in zip(row, row[1:], row[2:], strict=False)):
            return True
        if any(a.being and b.within and c.seat for a, b, c in zip(row, row[1:], row[4:], strict=False)):
            return True
        if any(a.being and b.here for a, b in pairwise(row)):
            return True
        parts = frozenset[str]().union(*(sense.parts for sense in row))
        return any(phrase <= parts for part in parts if part in self._phrases for phrase in self._phrases[part])

    def _parties(self, doc: Doc, row: list[Sense]) -> dict[int, set[str]]:
        """By token, the codes of the parties that its word, or a name that begins with it, stands for, if any."""
        parties = defaultdict(set, {i: set(sense.parties) for i, sense in enumerate(row) if sense.parties})
        for match in self._gazetteer.find(doc):
            parties[match.start].update(party.code for party in match.parties)
            parties[match.start].update([match.country_code] if match.country_code else [])
        for start, end in _names_of_several(row):
            city = places.find_city(doc[start:end].text)
            parties[start].update([city.country] if city is not None else [])
        for start, end in self._names.find(doc):
            parties[start].update(term.party for term in leaders.named(doc[start:end].text))
        return parties

    def _sense(self, word: int) -> Sense:
        known = self._senses.get(word)
        if known is None:
            known = self._senses[word] = self._look_up(self._nlp.vocab.strings[word])
        return known

    def _look_up(self, written: str) -> Sense:
        lower = written.lower()
        parties = set(filter(None, [title_parties().get(lower), title_parties().get(written)]))
        if written[0].isupper():
            parties.update(term.party for term in leaders.by_surname(written))
            parties.update(leaders.behind_particles().get(written, ()))
            city, state = places.find_city(written), states.named(written)
            parties.update([city.country] if city is not None else [])
            parties.update([state.code] if state is not None else [])
        office = singular(lower) if lower in word_list("office_heads") else ""
        lemmas = self._lemmas(lower)
        return Sense(
            not self._words.isdisjoint(lemmas),
            self._parts & lemmas,
            not self._strong.isdisjoint(lemmas),
            frozenset(parties),
            office,
            lower in PRONOUNS,
            lower in BEING,
            lower in {"in", "to"},
            lower == "here",
            written[0].isupper(),
            lower == "capital",
            written,
        )

    def _lemmas(self, form: str) -> set[str]:
        """Everything of which a form can be an inflection, as the model's lemmatiser and the frames see it."""
        found = {form, *(lemma for table in self._exceptions for lemma in table.get(form, ()))}
        found |= {form.removesuffix(old) + new for old, new in self._endings if form.endswith(old)}
        return found | {lemma.removesuffix("s") for lemma in found}


def _sentences(row: list[Sense]) -> Iterator[tuple[int, int]]:
    """The sentences of a passage as its full stops have it."""
    start = 0
    for end, sense in enumerate(row, 1):
        if sense.text in FULL_STOPS or end == len(row):
            yield start, end
            start = end


def _names_of_several(row: list[Sense]) -> Iterator[tuple[int, int]]:
    """Two or three words in capitals after each other, which may name a city ("Tel Aviv", "Los Cabos")."""
    for i, (sense, following) in enumerate(pairwise(row)):
        if sense.capital and following.capital:
            yield i, i + 2
            if i + 2 < len(row) and row[i + 2].capital:
                yield i, i + 3


def _tells_who_speaks(row: list[Sense]) -> bool:
    """Whether somebody with an office may be told to speak in what follows, or here: "Statement by Minister X"."""
    short = len(row) <= LABEL or row[-1].text == ":" or row[0].text.lower() in word_list("spoken_texts")
    return short and any(sense.office for sense in row)


def _names_holder(row: list[Sense], offices: set[str]) -> bool:
    """Whether one of some offices stands before or behind a name, perhaps with a comma between."""
    behind = 0
    for i, sense in enumerate(row):
        if sense.text == "," and i and row[i - 1].capital:
            behind = APPOSITION + 1
        elif sense.office in offices:
            following = "".join(other.text for other in row[i + 1 : i + 3]).lstrip(" ,")
            if behind or following[:1].isupper():
                return True
        behind = max(0, behind - 1)
    return False
