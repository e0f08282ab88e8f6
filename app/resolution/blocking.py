"""A meeting in, the marks by which reports of the same occasion find each other out, and what to look for.

Two reports of one occasion share a mark nearly always and two of different ones seldom, so that the store looks at a
handful of meetings however many it holds. A mark names things that come together and the days on which the meeting can
be: `two:CHN+USA|days`, 15 to 15 November 2023. The word after the bar says how many days these may be, so that a search
for marks that reach into a few days has two ends as well.

| mark | of which meetings |
| --- | --- |
| `two:CHN+USA` | those of two parties and no more |
| `call:CHN+USA` | calls of two parties, which are no other meetings |
| `many:CHN+USA` | gatherings, for each pair of the parties that a report names |
| `in:CHN+berlin` | gatherings, for each party with the city |
| `body:NATO:leader` | gatherings of a bloc, by the level |
| `series:six-party talks` | all that name a series |
| `one:CHN` | those of which one party alone is known |
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Protocol

from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Level, Party, PartyKind, Place
from app.resolution.names import plain
from app.resolution.reports import MeetingFields, Report
from app.resolution.timing import Window, put_off_window, shifted, window_of

# Above this many parties the pairs would be many and say little; the city, the bloc and the series are left.
MOST_PAIRED = 8
# Bodies that so many gatherings belong to that the name alone finds nothing.
UNIVERSAL = frozenset({"UN"})
# How many days each class of marks may span; the last one has no bound and is found whatever the day.
SPANS = {"days": 31, "season": 125, "year": 500}
ANY_TIME = "ever"
# Days between two dates that may still be of one occasion (see `features.compatible_dates`): so much else must agree
# where they differ at all that gatherings, of which articles name different sides, need look no further than a day.
SLACK, GATHERING_SLACK = 3, 1


class Told(Protocol):
    """What marks are made of: the fields that a record and a single report have in common."""

    @property
    def kind(self) -> Kind: ...  # noqa: D102
    @property
    def level(self) -> Level: ...  # noqa: D102
    @property
    def parties(self) -> tuple[Party, ...]: ...  # noqa: D102
    @property
    def place(self) -> Place | None: ...  # noqa: D102
    @property
    def series(self) -> str | None: ...  # noqa: D102
    @property
    def start(self) -> PartialDate | None: ...  # noqa: D102
    @property
    def end(self) -> PartialDate | None: ...  # noqa: D102


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
    when = _when(fields, reports)
    return frozenset(Mark(f"{who}|{_span(when)}", when.earliest, when.latest) for who in _all_whos(fields, reports))


def searches(fields: MeetingFields, reports: Sequence[Report]) -> tuple[Search, ...]:
    """What to look for to find the records that a meeting may be the same as.

    A meeting that can be at nearly any time could be nearly any meeting: it finds only others like itself.
    """
    when, whos = _when(fields, reports), sorted(_all_whos(fields, reports))
    two = [who for who in whos if who.startswith(("two:", "call:"))]
    many = [who for who in whos if who not in two]
    return (
        *_ever(whos),
        *(_searches(when, two, SLACK) if _span(when) != ANY_TIME else ()),
        *(_searches(when, many, GATHERING_SLACK) if _span(when) != ANY_TIME else ()),
    )


def whos_of(told: Iterable[Told]) -> frozenset[str]:
    """What comes together in any of these; reports of one occasion nearly always share some of it, whatever the day."""
    return frozenset(who for one in told for who in _whos(one))


def _ever(whos: Sequence[str]) -> Iterator[Search]:
    if whos:
        yield Search(tuple(f"{who}|{ANY_TIME}" for who in whos), date.min, date.max, date.min)


def _searches(when: Window, whos: Sequence[str], slack: int) -> Iterator[Search]:
    """One search for each class of marks that has a bound."""
    first, last = shifted(when.earliest, -slack), shifted(when.latest, slack)
    for span, days in SPANS.items() if whos else ():
        yield Search(tuple(f"{who}|{span}" for who in whos), shifted(first, -days), last, first)


def _when(fields: MeetingFields, reports: Sequence[Report]) -> Window:
    """The days on which any of what is told can be; all days where nobody says."""
    windows = [window_of(fields.start, fields.end, reports), put_off_window(fields.status, fields.start, reports)]
    dated = (report.candidate for report in reports if report.candidate.start is not None)
    windows += [window_of(candidate.start, candidate.end, []) for candidate in dated]
    known = [window for window in windows if window is not None]
    earliest = min((window.earliest for window in known), default=date.min)
    return Window(earliest, max((window.latest for window in known), default=date.max), dated=False)


def _span(window: Window) -> str:
    return next((span for span, days in SPANS.items() if window.days <= days), ANY_TIME)


def _all_whos(fields: MeetingFields, reports: Iterable[Report]) -> frozenset[str]:
    return frozenset(_whos(fields)).union(*(_whos(report.candidate) for report in reports))


def _whos(told: Told) -> Iterator[str]:
    """What comes together in a meeting as the record, or as one report, has it."""
    codes = sorted({party.code for party in told.parties})
    if told.series:
        yield f"series:{plain(told.series)}"
    if len(codes) == 1:
        yield f"one:{codes[0]}"
    if len(codes) == 2:
        yield f"{'call' if told.kind is Kind.CALL else 'two'}:{'+'.join(codes)}"
    if told.kind is Kind.CONFERENCE or len(codes) > 2:
        yield from _whos_of_gathering(told, codes)


def _whos_of_gathering(told: Told, codes: Sequence[str]) -> Iterator[str]:
    if len(codes) <= MOST_PAIRED:
        yield from (f"many:{one}+{other}" for one, other in combinations(codes, 2))
    if told.place is not None and told.place.city:
        yield from (f"in:{code}+{plain(told.place.city)}" for code in codes)
    bodies = {party.code for party in told.parties if party.kind is PartyKind.ORGANISATION} - UNIVERSAL
    levels = [told.level] if told.level is not Level.UNKNOWN else [Level.LEADER, Level.MINISTER, Level.OFFICIAL]
    yield from (f"body:{body}:{level}" for body in sorted(bodies) for level in levels)


def is_gathering(fields: MeetingFields) -> bool:
    """Whether different articles may well name different parties of it: a conference, or three and more parties."""
    return fields.kind is Kind.CONFERENCE or len(fields.parties) > 2
