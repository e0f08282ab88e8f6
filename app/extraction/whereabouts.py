"""Words that point at a place told before ("there", "in the same city", "the Argentine capital") in, that place out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.domain.articles import Article
from app.domain.meetings import Place, PlacePrecision
from app.extraction.gazetteer import Match
from app.extraction.lexicon import word_list
from app.extraction.passages import Passage
from app.extraction.places import LOCATIVE, OF_STATES, PlaceMention, after, belongs, city_at
from app.extraction.syntax import clause
from app.extraction.tokens import Doc, Token
from app.knowledge import places, states

# Tokens between "in" and the noun ("in the southern Chinese port city" has four).
REACH = 6


def capital_of(code: str) -> Place | None:
    """The capital of a state as a place."""
    state = states.by_code(code)
    if state is None or not state.capital:
        return None
    return Place(state.capital, state.code, None, state.lat, state.lon, PlacePrecision.CITY)


def filed_at(article: Article, passages: list[Passage]) -> str | None:
    """The place of the dateline, which a source may have taken off the text."""
    told = article.dateline.place if article.dateline is not None else None
    return next((p.dateline for p in passages if p.dateline), told)


def ruled_from(dateline: str | None, passages: Sequence[Passage]) -> str | None:
    """The state of which the place of the dateline is the capital; none where every item has a dateline of its own."""
    if len({passage.dateline for passage in passages if passage.dateline}) > 1:
        return None
    # "Jammu/New Delhi".
    filed = [city for part in (dateline or "").split("/") if part and (city := _city(part)) is not None]
    capitals = ((city, capital_of(city.country)) for city in filed if city.country)
    ruling = [capital.country for city, capital in capitals if capital is not None and capital.city == city.city]
    return ruling[0] if len(ruling) == 1 else None


def state_of_here(article: Article, passages: list[Passage]) -> str | None:
    """The state of the dateline, where the text speaks of "here": a side that no other word may name."""
    if not any(" here" in passage.text for passage in passages):
        return None
    told = filed_at(article, passages)
    filed = _city(told) if told else None
    return filed.country if filed is not None else None


@dataclass(slots=True)
class Whereabouts:
    """The places of an article as far as it has been read; `dateline` is where it was filed."""

    dateline: str | None = None
    told: list[Place] = field(default_factory=list)

    @property
    def filed(self) -> Place | None:
        """The city of the dateline."""
        return _city(self.dateline) if self.dateline else None

    def tell(self, place: Place) -> None:
        """Remember a place as told now."""
        if place.city or place.country:
            self.told.append(place)

    def pointed(self, doc: Doc, matches: list[Match], trigger: Token, sides: frozenset[str]) -> PlaceMention | None:
        """The place that the clause of a trigger points at without naming it; rather one in the state of a side."""
        own = clause(trigger)
        for token in trigger.sent:
            if token.lower_ == "here" and self.dateline and not _is_of_source(token):
                return _at(token, _city(self.dateline))
            if token.lower_ == "there" and token.dep_ in {"advmod", "pcomp"} and belongs(token, trigger, own):
                return _at(token, self._there(doc, matches, token, sides))
            if token.lower_ in LOCATIVE and token.pos_ == "ADP" and belongs(token, trigger, own):
                found = self._noun(doc, matches, token, sides)
                if found is not None:
                    return found
        return None

    def within(
        self, doc: Doc, matches: list[Match], tokens: tuple[int, int], sides: frozenset[str]
    ) -> PlaceMention | None:
        """The place that some tokens name or point at."""
        for token in doc[slice(*tokens)]:
            found = None
            if token.lower_ == "there":
                found = _at(token, self._last_city(sides))
            elif token.lower_ in LOCATIVE and token.pos_ == "ADP":
                found = after(doc, matches, token.i + 1) or self._noun(doc, matches, token, sides)
            if found is not None:
                self.tell(found.place)
                return found
        return None

    def _noun(self, doc: Doc, matches: list[Match], prep: Token, sides: frozenset[str]) -> PlaceMention | None:
        """The place behind "in the city", "in the same palace", "in the Angolan capital"."""
        code = None
        for token in doc[prep.i + 1 : min(prep.i + 1 + REACH, prep.sent.end)]:
            match = next((m for m in matches if m.start <= token.i < m.end), None)
            if match is not None and match.kind in OF_STATES and match.parties:
                code = match.parties[0].code
            elif token.lower_ == "capital":
                return _at(token, self._capital(code))
            elif token.lower_ in word_list("place_words"):
                return _at(token, self._last_city(sides, code) or (Place(None, code) if code else None))
            elif match is not None or token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PUNCT"}:
                return None
        return None

    def _capital(self, code: str | None) -> Place | None:
        if code is None:
            code = next((p.country for p in reversed(self.told) if p.country), None)
        return capital_of(code) if code else None

    def _there(self, doc: Doc, matches: list[Match], word: Token, sides: frozenset[str]) -> Place | None:
        """The last city told; where it is of no side, one of a side named before in the passage ("back from Oslo")."""
        near = self._just_told(doc, matches, word) or self._in_sentence(doc, matches, word, sides)
        last = self._last_city(sides)
        if near is not None or (last is not None and last.country in sides):
            return near or last
        named = (city_at(doc, matches, i) for i in range(word.i - 1, -1, -1) if doc[i].text[0].isupper())
        return next((city.place for city in named if city is not None and city.place.country in sides), last)

    def _in_sentence(self, doc: Doc, matches: list[Match], word: Token, sides: frozenset[str]) -> Place | None:
        """The city of a side's state named before it: "the Nigerian, just back from Washington, spoke with X there"."""
        before = (i for i in range(word.i - 1, word.sent.start, -1) if doc[i].text[0].isupper())
        found = (city_at(doc, matches, i) for i in before if doc[i - 1].lower_ in {"from", "to", "in"})
        return next((city.place for city in found if city is not None and _is_in(city.place, sides)), None)

    def _just_told(self, doc: Doc, matches: list[Match], word: Token) -> Place | None:
        """The city to which the clause before has led: "went to Nairobi instead and met Somali ministers there"."""
        verb, first = clause(word), word.sent.start
        if doc[first].lower_ == "in" and first + 1 < word.i and doc[first + 1].text[0].isupper():
            # "In Washington, X said that he had met Y there".
            city = city_at(doc, matches, first + 1)
            if city is not None:
                return city.place
        for i in range(word.i - 1, word.sent.start, -1) if verb.dep_ == "conj" else ():
            if doc[i].text[0].isupper() and doc[i - 1].lower_ in {"to", "in"} and clause(doc[i]).i == verb.head.i:
                city = city_at(doc, matches, i)
                if city is not None:
                    return city.place
        return None

    def _last_city(self, sides: frozenset[str], code: str | None = None) -> Place | None:
        """The last city told, of one state where that is said, rather of a side's; else that of the dateline."""
        fitting = [p for p in reversed(self.told) if p.city and code in {None, p.country}]
        fitting.sort(key=lambda p: p.country not in sides)
        found = fitting[0] if fitting else (_city(self.dateline) if self.dateline else None)
        return found if found is None or code in {None, found.country} else None


def _is_in(place: Place, sides: frozenset[str]) -> bool:
    """Whether a place is a city of one of some states."""
    return place.city is not None and place.country in sides


def _is_of_source(here: Token) -> bool:
    """ "Will see Y on Friday, officials here said": where those are who say so."""
    verb = here.head.head
    return here.head.dep_ == "nsubj" and here.head.pos_ == "NOUN" and verb.lemma_.lower() in word_list("reporting")


def _city(dateline: str) -> Place | None:
    name, _, rest = dateline.partition(",")
    state = states.named(rest.strip()) if rest else None
    # "TASHKENT, U.S.S.R.": a city may lie outside the state that a former one has as its successor.
    found = places.find_city(name.title(), state.code if state else None) or places.find_city(name.title())
    if found is None:
        return None
    return Place(found.name, found.country, None, found.lat, found.lon, PlacePrecision.CITY)


def _at(token: Token, place: Place | None) -> PlaceMention | None:
    return PlaceMention(token.i, token.i + 1, replace(place, venue=None)) if place is not None else None
