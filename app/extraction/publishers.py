"""An article in, the state whose office publishes it out."""

import re
from functools import lru_cache

from app.domain.articles import Article
from app.knowledge import seats, states

# An office of state publishes in its own name; a newspaper that has a state in its name ("China Daily") is no office.
OFFICE = re.compile(
    r"\b(ministry|department|government|president|presidency|prime minister|cabinet|chancellery|embassy|mission|"
    r"white house|kremlin|élysée|elysee|downing street|state department|office of|council)\b",
    re.IGNORECASE,
)


def home_state(article: Article) -> str | None:
    """Alpha-3 code of the state for which the outlet speaks; None for newspapers and agencies."""
    return _state_of(article.outlet or "")


@lru_cache(maxsize=1024)
def _state_of(outlet: str) -> str | None:
    if not OFFICE.search(outlet):
        return None
    for name, seat in seats.names().items():
        if name in outlet and seat.party:
            return seat.party if states.by_code(seat.party) else None
    for name, code in states.names().items():
        if re.search(rf"\b{re.escape(name)}(?!\w)", outlet):
            return code
    for name, code in states.demonyms().items():
        if re.search(rf"\b{re.escape(name)}(?!\w)", outlet):
            return code
    return None
