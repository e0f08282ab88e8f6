"""Two meetings in, one small judgement of each aspect out: a score from -1 (cannot be one) to 1, with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Level, Place, Status
from app.resolution.attendance import one_person
from app.resolution.blocking import is_gathering
from app.resolution.names import plain
from app.resolution.places import same_city
from app.resolution.reports import Attendee, MeetingFields, Report
from app.resolution.timing import HAPPENED, window_of


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


def shared_parties(a: Dossier, b: Dossier) -> Feature:
    """Talks of two or three name all their parties; of a gathering each article names those it cares for."""
    ours, theirs = _codes(a.fields), _codes(b.fields)
    both = ours & theirs
    detail = f"{'+'.join(sorted(both)) or 'none'} of {'+'.join(sorted(ours | theirs))}"
    return Feature("shared parties", _party_score(a.fields, b.fields, len(both)), detail)


def _codes(fields: MeetingFields) -> frozenset[str]:
    return frozenset(party.code for party in fields.parties)


def _party_score(a: MeetingFields, b: MeetingFields, shared: int) -> float:
    ours, theirs = _codes(a), _codes(b)
    if ours == theirs:
        return 0.5
    if is_gathering(a) and is_gathering(b):
        return (-0.4, 0.15, 0.35)[min(shared, 2)]
    if ours <= theirs or theirs <= ours:
        # "The talks" of which an article names one side, or a bilateral beside a gathering of the same states.
        return 0.0 if min(len(ours), len(theirs)) < 2 else -0.9
    return -1.0 if shared < 2 else -0.5


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


# How well a date that both can share fits, by the vaguer of the two.
FIT = {
    Precision.DAY: 1.0,
    Precision.WEEK: 0.7,
    Precision.MONTH: 0.6,
    Precision.QUARTER: 0.4,
    Precision.YEAR: 0.3,
    Precision.PERIOD: 0.3,
}
ORDER = tuple(FIT)


def compatible_dates(a: Dossier, b: Dossier) -> Feature:
    """The same day speaks for one meeting, days apart against it; where a date is not told, when it can be at all."""
    ours = window_of(a.fields.start, a.fields.end, a.reports)
    theirs = window_of(b.fields.start, b.fields.end, b.reports)
    if ours is None or theirs is None:
        return Feature("dates", 0.0, "one of them is not dated")
    gap, dated = ours.gap(theirs), ours.dated and theirs.dated
    shown = f"{ours.earliest}..{ours.latest} and {theirs.earliest}..{theirs.latest}"
    if gap == 0:
        score = _fit(a.fields.start, b.fields.start) if dated else 0.2
        return Feature("dates", score, f"{shown} agree" + ("" if dated else ", one only by its publication"))
    score = _gap_score(gap, a.fields.start, b.fields.start) if dated else (-0.3 if gap <= 7 else -0.7)
    return Feature("dates", score, f"{shown} are {gap} days apart")


def _fit(a: PartialDate | None, b: PartialDate | None) -> float:
    vaguest = max((d.precision for d in (a, b) if d is not None), key=ORDER.index, default=Precision.PERIOD)
    return FIT[vaguest]


# How dates are read that depend on when and where the article was written.
FROM_PUBLICATION = (Basis.RELATIVE, Basis.WEEKDAY, Basis.PUBLICATION)


def _gap_score(gap: int, a: PartialDate | None, b: PartialDate | None) -> float:
    """A report filed at night, or across the date line, is a day off; more is another day."""
    days = [d for d in (a, b) if d is not None and d.precision is Precision.DAY]
    if gap > 1 or len(days) < 2:
        return -1.0
    return -0.1 if any(day.basis in FROM_PUBLICATION for day in days) else -0.5


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
    """Leaders' talks are not their deputies'; a step apart is often only another reading of an office."""
    ours, theirs = a.fields.level, b.fields.level
    detail = f"{ours} and {theirs}"
    if Level.UNKNOWN in (ours, theirs):
        return Feature("level", 0.0, detail)
    apart = abs(LEVELS.index(ours) - LEVELS.index(theirs))
    return Feature("level", (0.5, -0.4, -1.0)[apart], detail)


PLANNED = (Status.PROPOSED, Status.SCHEDULED, Status.POSTPONED, Status.CANCELLED)


def status_order(a: Dossier, b: Dossier) -> Feature:
    """What was held is not planned afterwards: a plan that is reported later is for another time."""
    detail = f"{a.fields.status} and {b.fields.status}"
    if (a.fields.status in HAPPENED) == (b.fields.status in HAPPENED):
        return Feature("status", 0.2 if a.fields.status is b.fields.status else 0.0, detail)
    held, planned = (a, b) if a.fields.status in HAPPENED else (b, a)
    first_held = min((r.moment for r in held.reports if r.candidate.status in HAPPENED), default=None)
    last_planned = max((r.moment for r in planned.reports if r.candidate.status in PLANNED), default=None)
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
