"""A meeting in, the marks by which reports of the same occasion find each other out, and what to look for.

Two reports of one occasion share a mark nearly always and two of different ones seldom, so that the store looks at a
handful of meetings however many it holds. A mark names two things that come together (two parties, a party and a city,
a bloc that meets) and the days on which the meeting can be: `CHN+USA|days`, 15 to 15 November 2023. The word after the
bar says how many days these may be, so that a search for marks that reach into a few days has two ends as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.domain.meetings import Kind, MeetingCandidate, Party, PartyKind, Place
from app.resolution.names import plain
from app.resolution.reports import MeetingFields, Report
from app.resolution.timing import Window, put_off_window, shifted, window_of

# Above this many parties the pairs would be many and say little; the city, the bloc and the series are left.
MOST_PAIRED = 8
# Bodies that so many gatherings belong to that the name alone finds nothing.
UNIVERSAL = frozenset({"UN"})
# How many days each class of marks may span; the last one has no bound and is found whatever the day.
SPANS = {"days": 31, "year": 500}
ANY_TIME = "ever"
# Reports of one occasion that are dated further apart than this are of two (see `features.compatible_dates`).
SLACK = 10


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """What a meeting is found by: `key` says who, and in how many days; it can be from `earliest` to `latest`."""

    key: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Search:
    """Marks with one of `keys` that begin from `first` to `last` and end on `ends` or later."""

    keys: tuple[str, ...]
    first: date
    last: date
    ends: date

    def finds(self, mark: Mark) -> bool:
        """Whether a mark is looked for."""
        return mark.key in self.keys and self.first <= mark.earliest <= self.last and mark.latest >= self.ends


def marks(fields: MeetingFields, reports: Sequence[Report]) -> frozenset[Mark]:
    """The marks of a meeting: those of the settled record, and of each report as it stands."""
    whos = frozenset(_whos(fields.kind, fields.parties, fields.place, fields.series)).union(
        *(_whos_of(report.candidate) for report in reports)
    )
    windows = [window_of(fields.start, fields.end, reports), put_off_window(fields.status, fields.start, reports)]
    dated = (report.candidate for report in reports if report.candidate.start is not None)
    windows += [window_of(candidate.start, candidate.end, []) for candidate in dated]
    known = [window for window in windows if window is not None]
    if not known:
        return frozenset(Mark(f"{who}|{ANY_TIME}", date.min, date.max) for who in whos)
    every = Window(min(w.earliest for w in known), max(w.latest for w in known), dated=False)
    span = _span(every)
    return frozenset(Mark(f"{who}|{span}", every.earliest, every.latest) for who in whos)


def searches(fields: MeetingFields, reports: Sequence[Report]) -> tuple[Search, ...]:
    """What to look for to find the records that a meeting may be the same as.

    A meeting that can be at nearly any time could be nearly any meeting: it finds only others like itself.
    """
    found = marks(fields, reports)
    whos = sorted({mark.key.rpartition("|")[0] for mark in found})
    if not found:
        return ()
    one = next(iter(found))
    spans = [] if one.key.endswith(f"|{ANY_TIME}") else list(SPANS.items())
    first, last = shifted(one.earliest, -SLACK), shifted(one.latest, SLACK)
    return (
        Search(_keys(whos, ANY_TIME), date.min, date.max, date.min),
        *(Search(_keys(whos, span), shifted(first, -days), last, first) for span, days in spans),
    )


def _keys(whos: Sequence[str], span: str) -> tuple[str, ...]:
    return tuple(f"{who}|{span}" for who in whos)


def _span(window: Window) -> str:
    return next((span for span, days in SPANS.items() if window.days <= days), ANY_TIME)


def _whos_of(candidate: MeetingCandidate) -> frozenset[str]:
    return frozenset(_whos(candidate.kind, candidate.parties, candidate.place, candidate.series))


def _whos(kind: Kind, parties: Iterable[Party], place: Place | None, series: str | None) -> Iterator[str]:
    """Each two things that come together; a bloc or a series alone, where it is what meets."""
    codes = sorted({party.code for party in parties})
    if len(codes) <= MOST_PAIRED:
        yield from ("+".join(pair) for pair in combinations(codes, 2))
    if series:
        yield f"series:{plain(series)}"
    if kind is Kind.CONFERENCE or len(codes) != 2:
        bodies = {party.code for party in parties if party.kind is PartyKind.ORGANISATION}
        yield from (f"body:{body}" for body in sorted(bodies - UNIVERSAL))
        if place is not None and place.city:
            yield from (f"{code}+{plain(place.city)}" for code in codes)
    if len(codes) == 1:
        yield f"only:{codes[0]}"


def is_gathering(fields: MeetingFields) -> bool:
    """Whether different articles may well name different parties of it: a conference, or three and more parties."""
    return fields.kind is Kind.CONFERENCE or len(fields.parties) > 2
