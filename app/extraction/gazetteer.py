"""A parsed passage in, the names of states, organisations, capitals and seats of government in it out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from app.domain.meetings import Party, PartyKind
from app.extraction.lexicon import halves, word_list
from app.knowledge import areas, organisations, seats, series, states


class MatchKind(StrEnum):
    """What a name is."""

    STATE = "state"
    DEMONYM = "demonym"
    ORGANISATION = "organisation"
    SERIES = "series"
    SEAT = "seat"
    CAPITAL = "capital"
    REGION = "region"


# Under this key a passage carries the divided countries that its article names.
DIVIDED = "divided"
# Under this one the organisation that publishes it, if one does.
OWN = "own"
# Under this one the names in it, once they have been looked for.
FOUND = "found"
# Where two names of equal length cover the same tokens the first kind wins.
ORDER = list(MatchKind)


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `[start, end)` that name something known. `city` and `country_code` are set for capitals and seats."""

    start: int
    end: int
    kind: MatchKind
    key: str
    parties: tuple[Party, ...] = ()
    city: str | None = None
    country_code: str | None = None

    @property
    def is_party(self) -> bool:
        """Whether the name can stand for a side of a meeting."""
        return bool(self.parties) and self.kind is not MatchKind.SERIES

    @property
    def is_city_state(self) -> bool:
        """Whether a state has the name of its capital ("Singapore"), which before a noun can say where it was."""
        own = states.by_code(self.country_code or "")
        return self.kind is MatchKind.STATE and own is not None and own.name == own.capital


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for."""

    kind: MatchKind
    key: str
    parties: tuple[Party, ...] = ()
    city: str | None = None
    country_code: str | None = None


def state(code: str) -> Party:
    """The party of a state."""
    return Party(code, PartyKind.STATE)


class Gazetteer:
    """Matches all known names in one pass; longest match wins."""

    def __init__(self, nlp: Language) -> None:
        """Build the matcher over the vocabulary of a model."""
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._entries: dict[str, Entry] = {}
        for name, entry in entries():
            for form in _forms(name):
                if form not in self._entries:
                    self._entries[form] = entry
                    self._matcher.add(form, [nlp.make_doc(form)])

    def find(self, doc: Doc) -> list[Match]:
        """The names in a passage, in order, none overlapping."""
        # The gate looks before the parse, the reader after it.
        found = doc.user_data.get(FOUND)
        if found is None:
            found = doc.user_data[FOUND] = self._all(doc)
        entities = list(doc.ents)
        taken = [False] * len(doc)
        kept = []
        for match in found:
            if not any(taken[match.start : match.end]) and not _is_other(doc, match, entities):
                kept.append(match)
                taken[match.start : match.end] = [True] * (match.end - match.start)
        return sorted(kept, key=lambda m: m.start)

    def _all(self, doc: Doc) -> list[Match]:
        """All that names can be, the longest first; the parse does not matter."""
        found = []
        for key, start, end in self._matcher(doc):
            entry = self._entries[doc.vocab.strings[key]]
            found.append(Match(start, end, entry.kind, entry.key, entry.parties, entry.city, entry.country_code))
        for country in doc.user_data.get(DIVIDED, ()):
            found += _halves(doc, halves()[country])
        if OWN in doc.user_data:
            found += _own(doc, doc.user_data[OWN])
        return sorted(found, key=lambda m: (m.start - m.end, ORDER.index(m.kind), m.start))


def divided(texts: Sequence[str]) -> tuple[str, ...]:
    """The divided countries that an article names."""
    return tuple(country for country in halves() if any(country in text for text in texts))


def _halves(doc: Doc, sides: dict[str, str]) -> Iterator[Match]:
    """The halves of a divided country where they are named by where they lie: "the North", but not "the North Sea"."""
    for before, token in pairwise(doc):
        code = sides.get(token.text)
        following = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
        if code is not None and before.lower_ == "the" and not following[:1].isupper() and following != "-":
            yield Match(token.i, token.i + 1, MatchKind.STATE, code, (state(code),), country_code=code)


def _own(doc: Doc, short: str) -> Iterator[Match]:
    """Where an organisation speaks of itself: "the Union", "the Ministerial Council", but not "the Council of"."""
    for token in doc[1:]:
        if not token.is_title or token.lower_ not in word_list("own_bodies"):
            continue
        first = token.i - (doc[token.i - 1].lower_ in word_list("own_qualifiers"))
        following = doc[token.i + 1].text if token.i + 1 < len(doc) else ""
        if first and doc[first - 1].lower_ == "the" and following != "of" and not following[:1].isupper():
            yield Match(first, token.i + 1, MatchKind.ORGANISATION, short, (Party(short, PartyKind.ORGANISATION),))


def _is_other(doc: Doc, match: Match, entities: Sequence[Span]) -> bool:
    """Whether the tokens mean something else: "Michael Jordan", "Israel Katz", "New Mexico", "ethnic Albanians"."""
    following = doc[match.end : match.end + 1]
    if following and following[0].text == "-" and doc[match.end + 1 : match.end + 2].text in word_list("hailing"):
        # "Pakistan-born businessmen".
        return True
    if match.kind is MatchKind.DEMONYM and following and following[0].lower_ in word_list("peoples_abroad"):
        # "The Turkmen community of Kirkuk".
        return True
    if (match.start and _is_of_another(doc, match)) or _is_organ_of_another(doc, match):
        return True
    for entity in entities:
        if entity.start <= match.start and match.end <= entity.end and len(entity) > match.end - match.start:
            if entity.label_ != "PERSON":
                return False
            if match.start > entity.start:
                # Not "Meets German Counterpart".
                return doc[match.start - 1].is_title and doc[match.start - 1].pos_ != "VERB"
            doubtful = match.kind is MatchKind.CAPITAL or (
                match.kind is MatchKind.STATE and states.is_ambiguous(doc[match.start : match.end].text)
            )
            return doubtful and doc[match.end].text[0].isupper()
    return False


def _is_of_another(doc: Doc, match: Match) -> bool:
    """Whether the word before makes it the name of another area, or of a people rather than of its state."""
    before = doc[match.start - 1]
    if before.lower_.rstrip(".") in word_list("plain_honorifics"):
        # "Mr Hague", "Ms Jordan".
        return True
    if match.kind is MatchKind.DEMONYM:
        # "Ethnic Albanians", "Latin American".
        region = areas.find_region(f"{before.text} {doc[match.start : match.end].text}")
        # "The Ibero-American summit", "pro-Russian".
        part = before.text == "-" and doc[match.start - 2 : match.start - 1].text.lower() in word_list("half_names")
        return before.lower_ == "ethnic" or region is not None or part
    if match.kind is MatchKind.ORGANISATION and before.lower_ == "national":
        # A state's "National Security Council".
        return organisations.is_ambiguous(doc[match.start : match.end].text)
    longer = f"{before.text} {doc[match.start : match.end].text}" if match.kind is MatchKind.STATE else ""
    if areas.find_region(longer) is not None:
        # "Latin America".
        return True
    area = areas.find(longer)
    return area is not None and before.is_title and bool(area.code) and area.code != match.country_code


def _is_organ_of_another(doc: Doc, match: Match) -> bool:
    """Whether a name that many bodies give to their organs is told to be another's: "General Assembly of the OAS"."""
    if match.kind is not MatchKind.ORGANISATION or not organisations.is_ambiguous(doc[match.start : match.end].text):
        return False
    behind = [token.text for token in doc[match.end : match.end + 3] if token.lower_ != "the"]
    whose = behind[1:2] if behind[:1] == ["of"] else []
    before = doc[match.start - 1].text if match.start else ""
    whose += [before] if before.isupper() and len(before) > 1 else []
    return any(word not in {"UN", "U.N.", "United"} for word in whose)


def _forms(name: str) -> Iterator[str]:
    yield name
    if "'" in name:
        yield name.replace("'", "’")
    if "-" in name:
        # "The EU–China summit".
        yield name.replace("-", "–")


def entries() -> Iterator[tuple[str, Entry]]:
    """Every known name with what it stands for."""
    for name, own in organisations.names().items():
        short = _whole(own)
        yield name, Entry(MatchKind.ORGANISATION, short, (Party(short, PartyKind.ORGANISATION),))
    for name, item in series.names().items():
        bodies = tuple(Party(_whole(o), PartyKind.ORGANISATION) for o in item.organisations)
        # "The EU-China summit" names one of each.
        parties = bodies + _listed(name, item.members)
        if parties:
            yield name, Entry(MatchKind.SERIES, item.name, parties)
    for name, region in areas.region_names().items():
        if region.kind in {"states", "pair"}:
            yield name, Entry(MatchKind.REGION, region.name, tuple(map(state, region.members)))
    for name, code in states.names().items():
        yield name, Entry(MatchKind.STATE, code, (state(code),), country_code=code)
    for name, code in states.demonyms().items():
        yield name, Entry(MatchKind.DEMONYM, code, (state(code),))
    for name, code in states.capitals().items():
        yield name, Entry(MatchKind.CAPITAL, code, (state(code),), name, code)
    for name, seat in seats.names().items():
        parties = (_seat_party(seat.party),) if seat.party else ()
        yield name, Entry(MatchKind.SEAT, seat.name, parties, seat.city or None, seat.country or None)


def _listed(name: str, members: tuple[str, ...]) -> tuple[Party, ...]:
    """The members that a name itself lists ("China-Japan-South Korea summit"); others may or may not take part."""
    words = f" {name.replace('-', ' ')} "
    known = [item for code in members if (item := states.by_code(code)) is not None]
    listed = [item for item in known if any(f" {form} " in words for form in (*item.names, *item.adjectives))]
    return tuple(state(item.code) for item in known) if known and len(listed) == len(known) else ()


def _whole(short: str) -> str:
    """The organisation as whose organ a body meets: the European Council is the EU; the Security Council itself."""
    body = organisations.find(short)
    parent = body.part_of if body else ""
    return parent if parent in word_list("wholes") or short in word_list("organs") else short


def _seat_party(code: str) -> Party:
    return Party(code, PartyKind.STATE if states.by_code(code) else PartyKind.ORGANISATION)
