"""A new report and the meetings near it in, a decision out: one of them, or a meeting not known yet; with reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.resolution import features as judges
from app.resolution.blocking import Search, searches
from app.resolution.features import Dossier, Feature, Judge
from app.resolution.policy import NO_CORRECTIONS, Corrections, settle
from app.resolution.reports import Report

# Each aspect with its weight in points. Nothing alone is enough for a match, and most aspects can speak louder against
# one than for it: other parties, other people, another country, a call beside talks. The last one is certain.
FEATURES: tuple[tuple[Judge, float], ...] = (
    (judges.shared_parties, 6.0),
    (judges.same_people, 6.0),
    (judges.compatible_dates, 8.0),
    (judges.same_place, 4.0),
    (judges.same_kind, 6.0),
    (judges.same_level, 5.0),
    (judges.status_order, 2.0),
    (judges.same_series, 1.5),
    (judges.copied_text, 3.0),
    (judges.one_article, 20.0),
)
# From so many points two reports are of one meeting, below the second number of two; between, a person looks.
SAME = 4.5
REVIEW = 2.5


class Verdict(StrEnum):
    """Whether two reports are of one meeting."""

    SAME = "same"
    DIFFERENT = "different"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class KnownMeeting:
    """A meeting in the store, with every report of it."""

    id: str
    dossier: Dossier


class KnownMeetings(Protocol):
    """What resolution needs from the store, and nothing more."""

    def around(self, searches: Iterable[Search], origin: str | None) -> Iterable[KnownMeeting]:
        """Meetings with a mark that is looked for, and those that the article `origin` or its copies report.

        `origin` is None for a report whose article copies no other.
        """
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair's features, their weighted sum in points, and what follows."""

    score: float
    features: tuple[Feature, ...]

    @property
    def verdict(self) -> Verdict:
        """What the points come to."""
        if self.score >= SAME:
            return Verdict.SAME
        return Verdict.REVIEW if self.score >= REVIEW else Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a report: `confirm` the meeting `meeting_id`, or `create` one (`meeting_id` None).

    `reports` are all reports of that meeting from now on. `comparison` is the pair that decided: the meeting confirmed,
    or the nearest one that was refused (`other_id`), None where nothing was near. A created meeting whose comparison
    says `review` may be the same as `other_id`. `adds` is false where the report leaves all as it was by which its
    meeting is found and compared: it holds no two records together that were not one before.
    """

    report: Report
    meeting_id: str | None
    reports: tuple[Report, ...]
    other_id: str | None = None
    comparison: Comparison | None = None
    adds: bool = True

    @property
    def creates(self) -> bool:
        """Whether the meeting was not known."""
        return self.meeting_id is None


def dossier_of(reports: Sequence[Report], corrections: Corrections = NO_CORRECTIONS) -> Dossier:
    """Reports of one meeting with what they and people's corrections come to."""
    return Dossier(tuple(reports), settle(reports, corrections))


def compare(a: Dossier, b: Dossier) -> Comparison:
    """Judge whether two meetings are one. It makes no difference which is named first."""
    judged = [(judge(a, b), weight) for judge, weight in FEATURES]
    return Comparison(sum(feature.score * weight for feature, weight in judged), tuple(f for f, _ in judged))


def decide(report: Report, known: KnownMeetings) -> Decision:
    """Find the meeting that an article reports among the known ones, or none.

    Of several that it can be, the best; of equals the one with the smaller id, so that the outcome is repeatable.
    """
    new = dossier_of([report])
    near = known.around(searches(new.fields, new.reports), report.origin_id or None)
    compared = [(compare(new, other.dossier), other) for other in near]
    if not compared:
        return Decision(report, None, (report,))
    best, other = min(compared, key=lambda pair: (-pair[0].score, pair[1].id))
    if best.verdict is Verdict.SAME:
        reports = (*other.dossier.reports, report)
        return Decision(report, other.id, reports, other.id, best, _adds(report, other.dossier, dossier_of(reports)))
    return Decision(report, None, (report,), other.id, best)


def _adds(report: Report, before: Dossier, after: Dossier) -> bool:
    """Whether a report tells anything of its meeting that it is found or compared by."""
    if report.origin_id or before.fields.corrected or before.judged != after.judged:
        return True
    return searches(before.fields, before.reports) != searches(after.fields, after.reports)


@dataclass(frozen=True, slots=True)
class Joining:
    """Two records that turn out to be one: `gone` goes into `kept`, the one that was reported first."""

    kept: KnownMeeting
    gone: KnownMeeting
    comparison: Comparison


def joining(meeting: KnownMeeting, known: KnownMeetings) -> Joining | None:
    """The record that a meeting is the same as, now that it has grown: a late report may hold two records together.

    Asked after each confirmation and each joining, until there is none. Of several the best, of equals the one with
    the smaller id.
    """
    own = meeting.dossier
    near = known.around(searches(own.fields, own.reports), None)
    compared = [(compare(own, other.dossier), other) for other in near if other.id != meeting.id]
    best, other = min(compared, key=lambda pair: (-pair[0].score, pair[1].id), default=(None, meeting))
    if best is None or best.verdict is not Verdict.SAME:
        return None
    kept, gone = sorted((meeting, other), key=lambda one: (min(r.rank for r in one.dossier.reports), one.id))
    return Joining(kept, gone, best)
