"""An article in, the state or organisation whose office publishes it out, and the day on which it was written."""

import re
from datetime import date, timedelta
from functools import lru_cache

from app.domain.articles import Article
from app.extraction.lexicon import native_states, word_list
from app.extraction.passages import Passage
from app.extraction.time import find_times
from app.knowledge import organisations, seats, states

# An office of state publishes in its own name; a newspaper that has a state in its name ("China Daily") is no office.
OFFICE = re.compile(
    r"\b(ministry|minister|ministère|ministerio|ministério|department|government|president|presidential|presidency|"
    r"présidence|presidência|presidencia|cabinet|chancellery|embassy|mission|consulate|delegation|"
    r"white house|kremlin|élysée|elysee|"
    r"downing street|state house|state department|office of|press office|press service|information office|council|"
    r"secretariat|commission|spokes\w+|directorate|press releases?|palace|foreign office|parliament|"
    r"royal court|hashemite court|mofa|mfa|information bureau|global affairs|(press|news) agency|secretary[- ]general|"
    r"fcdo|commonwealth (&|and) development office|(foreign and )?commonwealth office)\b",
    re.IGNORECASE,
)
# Those who are sent: who sends them stands before where they are ("U.S. Embassy in Kenya").
SENT = re.compile(r"\b(embassy|consulate|mission|delegation|high commission)\b.*?(?=,?\s(?:in|to)\s)", re.IGNORECASE)
# The pages of a government: "whitehouse.gov", "president.gov.ua", "mofa.go.jp", "gob.mx".
PAGES = re.compile(r"(?<![\w-])(?:[\w-]+\.)*(?:gov|gob|gouv|gouvernement|go|government|govt|gv)\.([a-z]{2})(?![\w.-])")
FEDERAL_PAGES = re.compile(r"\w\.gov(?![\w.-])")
# Codes of countries in addresses that are no codes of states.
OF_ADDRESSES = {"uk": "GB"}
# Wire copy is printed up to this long after the day of its dateline.
FILED_BEFORE = timedelta(days=3)
# An office puts its releases on its page up to this long after their day.
POSTED_BEFORE = timedelta(days=21)
# "12th November", as some offices date.
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


def home_of(article: Article) -> str | None:
    """Code of the state, or short name of the organisation, for which the outlet speaks; None for newspapers."""
    return _home((article.outlet or "").replace("’", "'"))


def written_on(article: Article, passages: list[Passage]) -> date | None:
    """The day on which the text says that it was written, where the dateline is a few days older than the page."""
    published = article.published
    day = next((p.day for p in passages if p.day), None)
    times = find_times(ORDINAL.sub("", day.title()), published) if day and published else []
    told = next((time.start for time in times), None)
    late = FILED_BEFORE if home_of(article) is None else POSTED_BEFORE
    if told is None or published is None or not timedelta() <= published - told.earliest <= late:
        return published
    return told.earliest


@lru_cache(maxsize=1024)
def _home(outlet: str) -> str | None:
    if not OFFICE.search(outlet):
        # "NATO", "African Union": a body that publishes under its name alone.
        return _whole(organisations.names().get(outlet.strip())) or _office_of_its_own(outlet) or _page(outlet)
    sent = SENT.search(outlet)
    if sent is not None:
        sender = outlet[: sent.end()]
        return _body(sender) or _state(sender) or _home(outlet[sent.end() :])
    return _seat(outlet) or _body(outlet) or _state(outlet) or _page(outlet)


def _page(outlet: str) -> str | None:
    """The state whose government has the address."""
    address = PAGES.search(outlet.casefold())
    if address is None:
        return "USA" if FEDERAL_PAGES.search(outlet.casefold()) else None
    code = address.group(1)
    state = states.by_alpha2(OF_ADDRESSES.get(code, code.upper()))
    return state.code if state is not None else None


def _seat(outlet: str) -> str | None:
    return next((seat.party for name, seat in seats.names().items() if seat.party and _has(outlet, name)), None)


def _body(outlet: str) -> str | None:
    """An organisation, unless a state is named too: a state's mission to the United Nations speaks for the state."""
    found = next((short for name, short in organisations.names().items() if _has(outlet, name)), None)
    return _whole(found) if found and _state(outlet, capitals=False) is None else None


def _whole(short: str | None) -> str | None:
    """The body that an organ speaks for, as its name is read in a text; an agency speaks for itself."""
    body = organisations.find(short) if short else None
    whole = body is not None and (body.part_of in word_list("wholes") or body.short in word_list("organs"))
    return body.part_of if body is not None and whole else short


def _office_of_its_own(outlet: str) -> str | None:
    """The state whose office needs no word such as "ministry" ("Gaimusho")."""
    return next((code for word, code in native_states().items() if word in outlet.casefold()), None)


def _state(outlet: str, *, capitals: bool = True) -> str | None:
    for names in (states.names(), states.demonyms()):
        # "Republic of China (Taiwan)" has a longer name of one state in it, and a shorter one of another.
        found = max((name for name in names if _has(outlet, name)), key=len, default=None)
        if found is not None:
            return names[found]
    native = next((code for word, code in native_states().items() if word in outlet.casefold()), None)
    if native is not None or not capitals:
        return native
    return next((code for name, code in states.capitals().items() if _has(outlet, name)), None)


def _has(outlet: str, name: str) -> bool:
    """Whether a name stands in an outlet's as a word; case counts for acronyms only."""
    flags = re.IGNORECASE if len(name) > 5 else re.NOFLAG
    return name.casefold() in outlet.casefold() and bool(re.search(rf"\b{re.escape(name)}(?!\w)", outlet, flags))
