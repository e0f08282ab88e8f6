"""Objects of a verb or a preposition in, the places that they name out: where somebody visits or goes."""

from app.domain.meetings import Place
from app.extraction.discourse import Discourse
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import word_list
from app.extraction.places import OF_STATES, PlaceMention, city_at, placed
from app.extraction.syntax import leads_there, objects
from app.extraction.titles import POSSESSIVE
from app.extraction.tokens import Doc, Token
from app.extraction.turns import goes_on
from app.extraction.whereabouts import capital_of

# Passages back in which "there" is looked for.
EARLIER = 4


class Destinations:
    """Answers which places the words of one passage name."""

    def __init__(self, doc: Doc, matches: list[Match], discourse: Discourse) -> None:
        """`matches` are the names of states, cities and seats found in the passage."""
        self.doc = doc
        self.matches = matches
        self._discourse = discourse

    def there(self, verb: Token) -> list[PlaceMention]:
        """The place told last, to which "is expected there" points, or that of the dateline, as in "arrived here"."""
        here = next((c for c in verb.children if c.lower_ == "here" and c.dep_ == "advmod" and c.i > verb.i), None)
        if here is not None and self._discourse.here is not None:
            return [PlaceMention(here.i, here.i + 1, self._discourse.here)]
        if verb.lemma_ in {"arrive", "due"} and self._comes_here(verb):
            return [PlaceMention(verb.i, verb.i + 1, self._discourse.here)] if self._discourse.here is not None else []
        word = next((c for c in verb.children if c.lower_ == "there" and c.dep_ == "advmod" and c.i > verb.i), None)
        place = self._last_before(word.i) if word is not None else None
        return [PlaceMention(word.i, word.i + 1, place)] if word is not None and place is not None else []

    def _comes_here(self, verb: Token) -> bool:
        """ "Is due on Thursday for talks", "who arrives on Monday": where it is told, if no city was named before."""
        behind = {c.lower_ for c in verb.children if c.dep_ in {"prep", "advmod", "npadvmod", "xcomp"} and c.i > verb.i}
        dated = any(c.dep_ == "npadvmod" for c in verb.children) or bool(behind & {"on", "from", "for"})
        before = self._last_named(verb.i, city=True) if dated and not behind & {"in", "at", "to", "there"} else None
        elsewhere = before is not None and self._discourse.here is not None and before.city != self._discourse.here.city
        return dated and not behind & {"in", "at", "to", "there"} and not elsewhere

    def onward(self, verb: Token) -> list[PlaceMention]:
        """Where somebody goes from there: "flies to Berlin to meet X and on to Moscow on Wednesday"."""
        on = (t for t in self.doc[verb.i + 1 : verb.sent.end - 1] if t.lower_ == "on" and t.nbor().lower_ == "to")
        first = next((t for t in on if t.nbor(-1).lower_ in {"and", "then", "later"}), None)
        # "On a journey that will take him to Rome and on to Oslo" is where the journey leads.
        led = first is not None and any(t.tag_ == "WDT" for t in self.doc[verb.i : first.i])
        return self.after(first.nbor()) if first is not None and not led else []

    def mistagged(self, verb: Token) -> list[PlaceMention]:
        """The place behind a "to" that the parser takes for that of an infinitive ("flew to Windhoek")."""
        to = next((c for word in verb.children for c in word.children if c.dep_ == "aux" and c.lower_ == "to"), None)
        named = to is not None and to.head.i == to.i + 1 and to.head.text[0].isupper()
        return self.after(to) if named and to is not None else []

    def leave(self) -> None:
        """Let "there" in a passage that follows look for places in this one."""
        self._discourse.places = [*self._discourse.places[1 - EARLIER :], self._last_named]

    def _last_before(self, end: int) -> Place | None:
        earlier = (find() for find in reversed(self._discourse.places))
        return self._last_named(end) or next((place for place in earlier if place is not None), None)

    def _last_named(self, end: int | None = None, *, city: bool = False) -> Place | None:
        end = len(self.doc) if end is None else end
        for i in range(end - 1, -1, -1):
            if self.doc[i].text[0].isupper():
                match = next((m for m in self.matches if m.start == i and m.country_code), None)
                place = placed(match) if match is not None else city_at(self.doc, self.matches, i)
                owns = place is not None and self.doc[place.end : place.end + 1].text in POSSESSIVE
                # "Tehran denied that he had been there".
                owns = owns or (not city and match is not None and self._stands_for_state(match))
                if place is not None and place.end <= end and (place.place.city or not city) and not owns:
                    return place.place
        return None

    def _stands_for_state(self, match: Match) -> bool:
        """Whether a capital says or does something, as its government."""
        word = self.doc[match.end - 1]
        return match.kind is MatchKind.CAPITAL and word.dep_ == "nsubj" and word.head.pos_ == "VERB"

    def in_name(self, verb: Token) -> list[Match]:
        """The city that names what is signed: "the Doha agreement was signed by X and Y"."""
        signed = [*objects(verb), *(c for c in verb.children if c.dep_ == "nsubjpass")]
        words = {c.i for noun in signed for c in noun.children if c.dep_ in {"compound", "nmod"}}
        return [m for m in self.matches if m.city is not None and m.start in words and m.end - m.start == 1]

    def named(self, tokens: list[Token]) -> list[PlaceMention]:
        """The places that objects name ("visited Poland and Latvia", "visit the country")."""
        found: list[PlaceMention] = []
        for token in tokens:
            # "The sister Republic of Cuba", "the Latvian capital, Riga".
            listed = [token, *token.conjuncts, *(c for c in token.children if c.dep_ == "appos")]
            for item in listed:
                matches = [m for m in self.matches if m.start <= item.i < m.end and m.country_code]
                # "Italy, the Republic of Ghana, Togo and Benin": the list goes on behind a name of several words.
                further = (c for m in matches for word in self.doc[m.start : m.end] for c in word.conjuncts)
                listed += [c for c in further if c.i > item.i and c not in listed]
                if item.lower_ in word_list("the_country") and not found and not matches:
                    matches = self._state_before(item)
                found += [placed(m) for m in matches]
                if item.lower_ == "city" and not found:
                    found += self._the_city(item)
                if item.lower_ == "capital" and not matches:
                    # "Visited the Mongolian capital".
                    capitals = (self._capital_at(m.start) for m in self.matches if m.end == item.i)
                    found += [place for place in capitals if place is not None]
                if not matches and item.lower_ in word_list("place_nouns"):
                    of = next((c for c in item.children if c.lower_ == "of"), None)
                    named = city_at(self.doc, self.matches, of.i + 1) if of is not None else None
                    found += [named] if named is not None else []
                if not matches and (item.ent_type_ in {"GPE", "LOC", "FAC"} or (item.i and leads_there(item.nbor(-1)))):
                    city = city_at(self.doc, self.matches, max(item.left_edge.i, item.sent.start))
                    found += [city] if city is not None and city.start <= item.i < city.end else []
        return found + self._further(found)

    def _the_city(self, noun: Token) -> list[PlaceMention]:
        """The city told last, to which "visits the city" points."""
        bare = noun.i > 0 and noun.nbor(-1).lower_ == "the" and all(c.dep_ != "prep" for c in noun.children)
        place = self._last_named(noun.i, city=True) if bare else None
        return [PlaceMention(noun.i - 1, noun.i + 1, place)] if place is not None else []

    def _further(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """The places that a list goes on with behind words that say when the first was visited."""
        again = goes_on(self.doc, max(place.end for place in found)) if found else None
        return self.after(self.doc[again - 1]) if again is not None else []

    def _state_before(self, token: Token) -> list[Match]:
        """The state that "the country" points back to: the last one named before it."""
        earlier = [m for m in self.matches if m.end <= token.i and m.kind in {MatchKind.STATE, MatchKind.CAPITAL}]
        return earlier[-1:]

    def _capital_at(self, i: int) -> PlaceMention | None:
        """The capital of the state whose adjective begins at a token: "due in the Azerbaijani capital"."""
        match = next((m for m in self.matches if m.start == i and m.kind in OF_STATES and m.parties), None)
        if match is None or match.end >= len(self.doc) or self.doc[match.end].lower_ != "capital":
            return None
        capital = capital_of(match.parties[0].code)
        return PlaceMention(match.start, match.end + 1, capital) if capital is not None else None

    def _seat_at(self, i: int) -> PlaceMention | None:
        """The state whose adjective begins at a token before one of its bodies: "at the Chilean foreign ministry"."""
        match = next((m for m in self.matches if m.start == i and m.kind is MatchKind.DEMONYM and m.parties), None)
        for token in self.doc[match.end : match.end + 3] if match is not None else ():
            if match is not None and token.lower_ in word_list("seat_words"):
                return PlaceMention(match.start, token.i + 1, Place(None, match.parties[0].code))
        return None

    def after(self, prep: Token) -> list[PlaceMention]:
        """The list of places that follows a preposition."""
        found: list[PlaceMention] = []
        i = _past_length(prep)
        while i < prep.sent.end:
            match = next((m for m in self.matches if m.start == i and m.country_code), None)
            place = placed(match) if match is not None else city_at(self.doc, self.matches, i)
            place = place or self._capital_at(i) or self._seat_at(i)
            if place is not None:
                found.append(place)
                i = place.end
                continue
            leading = self.doc[i].pos_ in {"ADJ", "PROPN", "NOUN"} and not found and i - prep.i < 4
            if self.doc[i].lower_ not in word_list("before_places") and not leading:
                again = goes_on(self.doc, i) if found else None
                if again is None:
                    break
                i = again - 1
            i += 1
        return _nested(found or self._pointed(prep))

    def _pointed(self, prep: Token) -> list[PlaceMention]:
        """The city told last, to which "will go to the city" points."""
        behind = self.doc[prep.i + 1 : prep.i + 3]
        place = self._last_before(prep.i) if behind.text.lower() == "the city" else None
        return [PlaceMention(prep.i + 1, prep.i + 3, place)] if place is not None and place.city else []


def _past_length(prep: Token) -> int:
    """Where the place behind a preposition begins: past a length of time ("from four days in the Thai capital")."""
    if prep.doc[prep.i + 1 : prep.i + 2].text[:1].isupper():
        # "To Tokyo next month at the invitation of".
        return prep.i + 1
    if prep.doc[prep.i + 2 : prep.i + 3].text in {"native", "adopted"}:
        # "To his native Germany".
        return prep.i + 3
    for token in prep.doc[prep.i + 2 : prep.i + 6]:
        if token.lower_ in {"in", "at"} and token.nbor(-1).lemma_.lower() in word_list("measures"):
            return token.i + 1
    return prep.i + 1


def _nested(found: list[PlaceMention]) -> list[PlaceMention]:
    """ "London, the United Kingdom" is one place: a state right after a city of its own adds nothing."""
    kept: list[PlaceMention] = []
    for place in found:
        if kept and place.place.city is None and place.place.country == kept[-1].place.country:
            continue
        kept.append(place)
    return kept
