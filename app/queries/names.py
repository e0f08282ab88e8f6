"""Reads what a parameter names: a word as typed in, the code, id or key that the store has for it out."""

import difflib
import re
from collections.abc import Callable

from app.errors import NotFoundError
from app.knowledge import memberships, organisations, places, series, states, topics
from app.knowledge.series import Series
from app.resolution.names import words_of
from app.store.folding import key_of

# Any state that writes the family name first: there, the words after it are stored as one.
FAMILY_FIRST = "KOR"

ARTICLE = re.compile("^the +", re.IGNORECASE)
PLURAL = re.compile("s$", re.IGNORECASE)


def id_pattern(letter: str) -> re.Pattern[str]:
    """What an id of one kind of record looks like."""
    return re.compile(letter + "[0-9a-f-]{20,24}")


MEETING_ID = id_pattern("m")
ARTICLE_ID = id_pattern("a")
PERSON_ID = id_pattern("p")
ORGANISATION_ID = id_pattern("o")
OUTLET_ID = id_pattern("l")


def country(term: str) -> str:
    """The alpha-3 code of a code, name or adjective in any case. Raises ValueError for anything else."""
    state = states.find(term) or states.find(term.upper())
    if state is None:
        near = difflib.get_close_matches(term.title(), states.names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else "use an ISO 3166-1 code or an English name"
        raise ValueError(f"{term!r} is no country that is known here; {hint}")
    return state.code


def organisation(term: str) -> str:
    """An id as it is, the short name of a known organisation, or else what was typed."""
    known = organisations.find(term) or organisations.find(term.upper())
    return known.short if known else term


def bloc(term: str) -> str:
    """The short name of an organisation whose member states are listed. Raises ValueError for any other."""
    short = organisation(term)
    if not memberships.of(short):
        raise ValueError(f"the member states of {term!r} are not listed here; ask for `organisation` or `country`")
    return short


def known_series(term: str) -> Series | None:
    """The series that is called so, with or without "the" and a plural; None where it is not known."""
    return next((found for form in _forms_of_series(term) if (found := series.find(form))), None)


def series_keys(term: str) -> frozenset[str]:
    """The keys under which a series may be stored: as typed, without "the" and a plural, and its other names."""
    known = known_series(term)
    return frozenset(map(key_of, (*_forms_of_series(term), *(known.names if known else ()))))


def _forms_of_series(term: str) -> list[str]:
    typed = ARTICLE.sub("", term.strip().replace("_", " "))
    return [form for form in (typed, PLURAL.sub("", typed)) if form]


def topic(term: str) -> str:
    """The key of a topic that is called so, or else what was typed in lower case."""
    wanted = key_of(term)
    known = (one.key for one in topics.all_topics() if wanted in (key_of(one.key), key_of(one.label)))
    return next(known, term.lower())


def city_keys(term: str) -> frozenset[str]:
    """The keys under which a city may be stored: as typed, and by its usual name, for capitals their usual one."""
    state = states.by_capital(term)
    return frozenset(map(key_of, (term, *places.usual_names(term), *([state.capital] if state else []))))


def country_or_none(term: str) -> str | None:
    """The alpha-3 code of a country; None for what is none."""
    try:
        return country(term)
    except ValueError:
        return None


def person_words(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name in the forms in which the store may keep them. Empty for a text without letters."""
    forms = {words_of(name), words_of(name, FAMILY_FIRST)}
    return tuple(sorted(form for form in forms if form))


def by(pattern: re.Pattern[str], otherwise: Callable[[str], str]) -> Callable[[str], str]:
    """A reader that leaves ids alone and gives everything else to `otherwise`."""
    return lambda term: term if pattern.fullmatch(term) else otherwise(term)


def required_id(pattern: re.Pattern[str], text: str, record: str) -> str:
    """The id as it is. Raises NotFoundError for what no record can have, so that no database is asked for it."""
    if not pattern.fullmatch(text):
        raise NotFoundError(f"there is no {record} {text!r}: an id looks otherwise")
    return text
