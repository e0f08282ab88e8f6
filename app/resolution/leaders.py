"""A person as named in, the usual name of the known leader that it must be out."""

from collections.abc import Iterable
from datetime import date

from app.domain.meetings import Person
from app.knowledge import leaders, offices
from app.knowledge.leaders import Leader
from app.resolution.names import likeness, name_words, plain, words_of

# From here on two full names are spellings of one (see `names.likeness`); a surname alone stays below.
ONE_NAME = 0.9
GENERIC_TITLES = frozenset({"leader", "head of state", "head of government"})


class WorldLeaders:
    """The `Leaders` of the knowledge files."""

    def usual_name(self, person: Person, on: date | None) -> str | None:
        """The usual name of the leader that `person` must be on that day, None for anybody else.

        A full name is enough in any year, in any spelling and order; a surname needs the office, or else the day on
        which one bearer alone was in office for that party.
        """
        party = person.country or person.organisation
        words = words_of(person.name, person.country)
        if len(words) < 2:
            return _only(_in_office(person, party, on))
        known = [term for term in leaders.named(_bare(person.name)) if party in (None, term.party)]
        return _only(known or _spelt_otherwise(words, party))


def _only(terms: Iterable[Leader]) -> str | None:
    """The name that all terms have, None where they are of several people or there are none."""
    names = {term.name for term in terms}
    return names.pop() if len(names) == 1 else None


def _bare(name: str) -> str:
    """The name without honorifics before it and suffixes after it."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and plain(words[0]) in name_words()["honorifics"]:
        words.pop(0)
    while len(words) > 1 and plain(words[-1]) in name_words()["suffixes"]:
        words.pop()
    return " ".join(words)


def _spelt_otherwise(words: tuple[str, ...], party: str | None) -> list[Leader]:
    """Leaders of the party with a surname among the words and a full name that is like them."""
    bearers = {term for word in words for term in leaders.by_surname(word) if term.party == party}
    return [term for term in bearers if any(likeness(words_of(form, party), words) >= ONE_NAME for form in term.names)]


def _in_office(person: Person, party: str | None, on: date | None) -> list[Leader]:
    """Those of that surname in office for the party on that day, in the office named where there is one."""
    if party is None or on is None:
        return []
    serving = [term for term in leaders.by_surname(_bare(person.name)) if term.party == party and term.held(on)]
    return [term for term in serving if _fits(person.title, term)]


def _fits(title: str | None, term: Leader) -> bool:
    if title is None or plain(title) in GENERIC_TITLES:
        return True
    named, held = offices.find(title, term.party), offices.find(term.office, term.party)
    return named is not None and held is not None and named.title == held.title
