"""Two meetings in, one small judgement of each aspect out: a score from -1 (cannot be one) to 1, with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Level, Place, Status
from app.resolution.attendance import one_person
from app.resolution.blocking import UNIVERSAL, is_gathering
from app.resolution.names import plain
from app.resolution.places import same_city
from app.resolution.reports import Attendee, MeetingFields, Report
from app.resolution.timing import HAPPENED, Window, put_off_window, window_of

PLANNED = (Status.PROPOSED, Status.SCHEDULED, Status.POSTPONED, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Feature:
    """One aspect of a comparison: `score` from -1 to 1, 0 where the aspect says nothing; `detail` in words."""

    name: str
    score: float
    detail: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A meeting as far as it is known: the reports, and what they come to."""

    reports: tuple[Report, ...]
    fields: MeetingFields

    @property
    def articles(self) -> frozenset[str]:
        """The articles that report it."""
        return frozenset(report.article_id for report in self.reports)

    @property
    def first_held(self) -> datetime | None:
        """When it was first reported as it happened."""
        return min((one.moment for one in self.reports if one.candidate.status in HAPPENED), default=None)

    @property
    def last_planned(self) -> datetime | None:
        """When it was last reported as something yet to come."""
        return max((one.moment for one in self.reports if one.candidate.status in PLANNED), default=None)

    @property
    def given_up(self) -> list[PartialDate]:
        """The days for which it was planned before it was put off."""
        off = (one.candidate for one in self.reports if one.candidate.status is Status.POSTPONED)
        return [candidate.start for candidate in off if candidate.start]

    @property
    def judged(self) -> tuple[object, ...]:
        """All that the judgements below look at, but for the articles that report it."""
        fields = self.fields
        return (
            *(fields.parties, fields.people, fields.start, fields.end, fields.place),
            *(fields.kind, fields.level, fields.status, fields.series),
            window_of(fields.start, fields.end, self.reports),
            put_off_window(fields.status, fields.start, self.reports),
            *(self.first_held, self.last_planned, set(self.given_up)),
        )


def shared_parties(a: Dossier, b: Dossier) -> Feature:
    """Talks of two or three name all their parties; of a gathering each article names those it cares for."""
    ours, theirs = _codes(a.fields), _codes(b.fields)
    both = ours & theirs
    detail = f"{'+'.join(sorted(both)) or 'none'} of {'+'.join(sorted(ours | theirs))}"
    return Feature("shared parties", _party_score(a.fields, b.fields, ours, theirs), detail)


def _codes(fields: MeetingFields) -> frozenset[str]:
    return frozenset(party.code for party in fields.parties)


def _party_score(a: MeetingFields, b: MeetingFields, ours: frozenset[str], theirs: frozenset[str]) -> float:
    both = ours & theirs
    if is_gathering(a) and is_gathering(b) and _other_bodies(a, b):
        return -0.6
    if ours == theirs:
        # Three states seldom meet twice in a season; two may.
        return 0.6 if len(ours) > 2 else 0.5
    if not ours <= theirs and not theirs <= ours and Kind.CONFERENCE not in (a.kind, b.kind):
        # Two trilaterals that have two states in common are two.
        return -1.0 if len(both) < 2 else -0.6
    if is_gathering(a) and is_gathering(b):
        return (-0.4, 0.05 if both <= UNIVERSAL else 0.15, 0.35, 0.5)[min(len(both), 3)]
    # "The talks" of which an article names one side, or a bilateral beside a gathering of the same states.
    return 0.0 if min(len(ours), len(theirs)) < 2 else -0.9


def _other_bodies(a: MeetingFields, b: MeetingFields) -> bool:
    """Whether one body convenes the one and another the other: a NATO summit is no session of the UN."""
    ours, theirs = set(a.organisations), set(b.organisations)
    return bool(ours and theirs) and not ours & theirs


def same_people(a: Dossier, b: Dossier) -> Feature:
    """Where both name people for a party, one of them should be the same; another one came to another meeting."""
    found: list[str] = []
    missed: list[str] = []
    for party in sorted(_codes(a.fields) & _codes(b.fields) | {""}):
        ours, theirs = _people_of(a.fields, party), _people_of(b.fields, party)
        if ours and theirs:
            match = next((o.name for o in ours if any(one_person(o, t) for t in theirs)), None)
            (found if match else missed).append(match or f"{ours[0].name} / {theirs[0].name}")
    score = _people_score(len(found), len(missed), is_gathering(a.fields) and is_gathering(b.fields))
    detail = "; ".join([*(f"{name} in both" for name in found), *(f"{names} differ" for names in missed)])
    return Feature("same people", score, detail or "not named on both sides")


def _people_score(found: int, missed: int, gathering: bool) -> float:
    """Another person speaks against one meeting more than the same one speaks for it: leaders meet again.

    A conference has many delegates, and each article names its own.
    """
    if missed:
        return -0.1 if gathering else -1.0
    return min(0.35, 0.2 * found)


def _people_of(fields: MeetingFields, party: str) -> list[Attendee]:
    return [person for person in fields.people if (person.country or person.organisation or "") == party]


# How well a date that both can share fits, by the vaguer of the two: a point less for each three times as many days.
FIT = {
    Precision.DAY: 0.5,
    Precision.WEEK: 0.35,
    Precision.MONTH: 0.3,
    Precision.QUARTER: 0.2,
    Precision.YEAR: 0.15,
    Precision.PERIOD: 0.15,
}
ORDER = tuple(FIT)
# Where nothing but the time of its report, or the year after it was put off, says when one of them can be.
OPEN = 0.1


def compatible_dates(a: Dossier, b: Dossier) -> Feature:
    """The same day speaks for one meeting, days apart against it; where a date is not told, when it can be at all."""
    ours = window_of(a.fields.start, a.fields.end, a.reports)
    theirs = window_of(b.fields.start, b.fields.end, b.reports)
    if ours is None or theirs is None:
        return Feature("dates", 0.0, "one of them is not dated")
    shown = f"{_shown(ours)} and {_shown(theirs)}"
    gap, dated = ours.gap(theirs), ours.dated and theirs.dated
    if gap == 0:
        score = _fit(a.fields.start, b.fields.start) if dated else OPEN
        return Feature("dates", score, f"{shown} agree" + ("" if dated else ", one only by its publication"))
    if _put_off(a, theirs) or _put_off(b, ours):
        return Feature("dates", OPEN, f"{shown}: the former was put off")
    if _once_planned(a, theirs) or _once_planned(b, ours):
        return Feature("dates", OPEN, f"{shown}: the former date is one that was given up")
    score = _gap_score(gap, a.fields.start, b.fields.start) if dated else (-0.2 if gap <= SLIP_DAYS else -0.75)
    return Feature("dates", score, f"{shown} are {gap} days apart")


def _shown(window: Window) -> str:
    return f"{window.earliest}..{window.latest}"


def _put_off(a: Dossier, other: Window) -> bool:
    """Whether `a` was put off and the other days can be its new date."""
    open_days = put_off_window(a.fields.status, a.fields.start, a.reports)
    return open_days is not None and open_days.overlaps(other)


def _once_planned(a: Dossier, other: Window) -> bool:
    """Whether the other days are those for which `a` was planned before it was put off."""
    return any(Window(day.earliest, day.latest, dated=True).overlaps(other) for day in a.given_up)


def _fit(a: PartialDate | None, b: PartialDate | None) -> float:
    vaguest = max((d.precision for d in (a, b) if d is not None), key=ORDER.index, default=Precision.PERIOD)
    return FIT[vaguest]


# How dates are read that depend on when and where the article was written.
FROM_PUBLICATION = (Basis.RELATIVE, Basis.WEEKDAY, Basis.PUBLICATION)
# Up to so many days apart a slip of a reader, or of a newspaper, is possible; beyond the second number hardly any.
SLIP_DAYS, OTHER_DAYS = 3, 10


def _gap_score(gap: int, a: PartialDate | None, b: PartialDate | None) -> float:
    """A report filed at night, or across the date line, is a day off; more is another day."""
    days = [d for d in (a, b) if d is not None and d.precision is Precision.DAY]
    if gap == 1 and len(days) == 2:
        return -0.05 if any(day.basis in FROM_PUBLICATION for day in days) else -0.25
    if gap <= SLIP_DAYS:
        return -0.5
    return -0.75 if gap <= OTHER_DAYS else -1.0


def same_place(a: Dossier, b: Dossier) -> Feature:
    """One city, or one country where a city is not told on both sides; calls have no place."""
    ours, theirs = a.fields.place, b.fields.place
    if ours is None or theirs is None or (ours.country is None and ours.city is None):
        return Feature("place", 0.0, "not told on both sides")
    detail = f"{ours.city or ours.country} and {theirs.city or theirs.country}"
    if ours.city and theirs.city:
        if same_city(ours, theirs):
            return Feature("place", 0.4, detail)
        return Feature("place", -1.0 if _elsewhere(ours, theirs) else -0.3, detail)
    if ours.country and theirs.country:
        return Feature("place", -1.0 if _elsewhere(ours, theirs) else 0.15, detail)
    return Feature("place", 0.0, detail)


def _elsewhere(ours: Place, theirs: Place) -> bool:
    return bool(ours.country and theirs.country and ours.country != theirs.country)


# Pairs of different kinds that articles use for one occasion, and how well; others cannot be one.
KINSHIP = {
    frozenset({Kind.VISIT, Kind.MEETING}): -0.05,
    frozenset({Kind.CONFERENCE, Kind.MEETING}): -0.2,
    frozenset({Kind.CONFERENCE, Kind.VISIT}): -0.4,
    frozenset({Kind.CONFERENCE, Kind.CALL}): -0.4,
}


def same_kind(a: Dossier, b: Dossier) -> Feature:
    """A call is no meeting and a conference no talks on its sidelines; a visit is often told by its talks."""
    ours, theirs = a.fields.kind, b.fields.kind
    score = 0.15 if ours is theirs else KINSHIP.get(frozenset({ours, theirs}), -1.0)
    if Kind.CONFERENCE in (ours, theirs) and is_gathering(a.fields) != is_gathering(b.fields):
        score = min(score, -0.5)
    return Feature("kind", score, f"{ours} and {theirs}")


LEVELS = (Level.LEADER, Level.MINISTER, Level.OFFICIAL)


def same_level(a: Dossier, b: Dossier) -> Feature:
    """Leaders' talks are not their deputies'; a step apart may be only another reading of an office."""
    ours, theirs = a.fields.level, b.fields.level
    detail = f"{ours} and {theirs}"
    if Level.UNKNOWN in (ours, theirs):
        return Feature("level", 0.0, detail)
    apart = abs(LEVELS.index(ours) - LEVELS.index(theirs))
    return Feature("level", (0.1, -0.5, -1.0)[apart], detail)


def status_order(a: Dossier, b: Dossier) -> Feature:
    """What was held is not planned afterwards: a plan that is reported later is for another time."""
    detail = f"{a.fields.status} and {b.fields.status}"
    if (a.fields.status in HAPPENED) == (b.fields.status in HAPPENED):
        return Feature("status", 0.2 if a.fields.status is b.fields.status else 0.0, detail)
    held, planned = (a, b) if a.fields.status in HAPPENED else (b, a)
    first_held, last_planned = held.first_held, planned.last_planned
    if first_held is None or last_planned is None:
        return Feature("status", 0.0, detail)
    if last_planned.date() > first_held.date():
        return Feature("status", -1.0, f"{detail}, planned after the other was held")
    return Feature("status", 0.3, f"{detail}, planned before it was held")


def same_series(a: Dossier, b: Dossier) -> Feature:
    """The name of a recurring format, where both give one."""
    ours, theirs = a.fields.series, b.fields.series
    if not ours or not theirs:
        return Feature("series", 0.0, "not told on both sides")
    return Feature("series", 1.0 if plain(ours) == plain(theirs) else -0.5, f"{ours} and {theirs}")


def copied_text(a: Dossier, b: Dossier) -> Feature:
    """An article that repeats another one reports the same meetings."""
    shared = {report.origin for report in a.reports} & {report.origin for report in b.reports}
    shared -= a.articles & b.articles
    return Feature("copied text", 1.0 if shared else 0.0, "one repeats the other" if shared else "different texts")


def one_article(a: Dossier, b: Dossier) -> Feature:
    """An article tells of a meeting once: two candidates of one article are two meetings."""
    shared = a.articles & b.articles
    return Feature("one article", -1.0 if shared else 0.0, "one tells of both" if shared else "different articles")


Judge = Callable[[Dossier, Dossier], Feature]
