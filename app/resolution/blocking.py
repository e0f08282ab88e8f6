"""A meeting's fields in, the keys out under which reports of the same occasion find each other.

Two reports of one occasion share at least one key nearly always, and two of different ones seldom, so that the store
looks at a handful of meetings however many it holds. A key names who and a month: `CHN+USA|2023-11` for each pair of
parties, `gathering:RUS|2020-01` for each party of a conference or a meeting of three and more, and
`gathering:berlin|2020-01` for its city. A meeting has the keys of every month in which it can be.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from app.domain.meetings import Kind
from app.resolution.names import plain
from app.resolution.reports import MeetingFields, Report
from app.resolution.timing import Window, months, window_of

# Above this many parties the pairs would be many and say little; each party's own key is enough.
MOST_PAIRED = 5
# A vaguer date than this says so little that only its first and last months are kept as keys.
MOST_MONTHS = 14
ANY_TIME = "any"


def block_keys(fields: MeetingFields, reports: Sequence[Report]) -> frozenset[str]:
    """The keys of a meeting, or of a single report."""
    when = list(_months(window_of(fields.start, fields.end, reports)))
    return frozenset(f"{who}|{month}" for who in _whos(fields) for month in when)


def _months(window: Window | None) -> Iterator[str]:
    if window is None:
        yield ANY_TIME
        return
    every = list(months(window))
    yield from every if len(every) <= MOST_MONTHS else every[: MOST_MONTHS // 2] + every[-MOST_MONTHS // 2 :]


def _whos(fields: MeetingFields) -> Iterator[str]:
    parties = sorted((*fields.countries, *fields.organisations))
    if len(parties) <= MOST_PAIRED:
        yield from ("+".join(pair) for pair in combinations(parties, 2))
    if is_gathering(fields) or len(parties) < 2:
        yield from (f"gathering:{party}" for party in parties)
        if fields.place is not None and fields.place.city:
            yield f"gathering:{plain(fields.place.city)}"


def is_gathering(fields: MeetingFields) -> bool:
    """Whether different articles may well name different parties of it: a conference, or three and more parties."""
    return fields.kind is Kind.CONFERENCE or len(fields.parties) > 2
