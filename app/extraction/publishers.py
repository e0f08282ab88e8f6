"""An article in, the state or organisation whose office publishes it out."""

import re
from functools import lru_cache

from app.domain.articles import Article
from app.extraction.lexicon import native_states
from app.knowledge import organisations, seats, states

# An office of state publishes in its own name; a newspaper that has a state in its name ("China Daily") is no office.
OFFICE = re.compile(
    r"\b(ministry|ministère|ministerio|ministério|department|government|president|presidential|presidency|présidence|"
    r"presidência|presidencia|prime minister|cabinet|chancellery|embassy|mission|white house|kremlin|élysée|elysee|"
    r"downing street|state house|state department|office of|press office|press service|information office|council|"
    r"secretariat|commission|spokes\w+|directorate|press releases?|palace|foreign office|parliament|"
    r"royal court|hashemite court|mofa|mfa|information bureau|global affairs|(press|news) agency)\b",
    re.IGNORECASE,
)


def home_of(article: Article) -> str | None:
    """Code of the state, or short name of the organisation, for which the outlet speaks; None for newspapers."""
    return _home(article.outlet or "")


@lru_cache(maxsize=1024)
def _home(outlet: str) -> str | None:
    if not OFFICE.search(outlet):
        # "NATO", "African Union": a body that publishes under its name alone.
        return _whole(organisations.names().get(outlet.strip())) or _office_of_its_own(outlet)
    return _seat(outlet) or _body(outlet) or _state(outlet)


def _seat(outlet: str) -> str | None:
    return next((seat.party for name, seat in seats.names().items() if seat.party and _has(outlet, name)), None)


def _body(outlet: str) -> str | None:
    """An organisation, unless a state is named too: a state's mission to the United Nations speaks for the state."""
    found = next((short for name, short in organisations.names().items() if _has(outlet, name)), None)
    return _whole(found) if found and _state(outlet, capitals=False) is None else None


def _whole(short: str | None) -> str | None:
    """The body that an organ speaks for."""
    body = organisations.find(short) if short else None
    return body.part_of if body is not None and body.part_of in {"EU", "AU", "UN"} else short


def _office_of_its_own(outlet: str) -> str | None:
    """The state whose office needs no word such as "ministry" ("Gaimusho")."""
    return next((code for word, code in native_states().items() if word in outlet.casefold()), None)


def _state(outlet: str, *, capitals: bool = True) -> str | None:
    for names in (states.names(), states.demonyms()):
        found = next((code for name, code in names.items() if _has(outlet, name)), None)
        if found is not None:
            return found
    native = next((code for word, code in native_states().items() if word in outlet.casefold()), None)
    if native is not None or not capitals:
        return native
    return next((code for name, code in states.capitals().items() if _has(outlet, name)), None)


def _has(outlet: str, name: str) -> bool:
    """Whether a name stands in an outlet's as a word; case counts for acronyms only."""
    flags = re.IGNORECASE if len(name) > 5 else re.NOFLAG
    return name.casefold() in outlet.casefold() and bool(re.search(rf"\b{re.escape(name)}(?!\w)", outlet, flags))
