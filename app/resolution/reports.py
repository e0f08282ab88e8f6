"""The values of this stage: one article's account of a meeting in, the fields of the settled record out."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar

from app.domain.calendar import PartialDate
from app.domain.meetings import (
    Kind,
    Level,
    MeetingCandidate,
    Party,
    PartyKind,
    Place,
    Role,
    Salience,
    Status,
)

T = TypeVar("T", bound=Hashable)

LONG_AGO = datetime.min.replace(tzinfo=UTC)
# How far a meeting has come: of two reports of one moment the one further on was written with later knowledge.
PROGRESS = (Status.PROPOSED, Status.SCHEDULED, Status.POSTPONED, Status.CANCELLED, Status.ONGOING, Status.HELD)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part, with an identity: `id` is stable, `name` as written, `title` the office as reported."""

    id: str
    name: str
    country: str | None = None
    organisation: str | None = None
    title: str | None = None
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True, slots=True)
class Report:
    """One article's account of one meeting.

    `ordinal` is its number in the article. `origin_id` is the article whose words it repeats, its own id otherwise:
    reports of one origin count once. `revised` says that it is a later version of that article. `outlet` is who
    published it, empty where that is not known. `people` are those of the candidate, in their order.
    """

    article_id: str
    candidate: MeetingCandidate
    people: tuple[Attendee, ...] = ()
    ordinal: int = 0
    origin_id: str = ""
    revised: bool = False
    outlet: str = ""
    published: date | None = None
    published_at: datetime | None = None

    @property
    def origin(self) -> str:
        """What this report is counted as."""
        return self.origin_id or self.article_id

    @property
    def speaker(self) -> str:
        """Whose word it is where words are counted: the outlet's, or that of the text itself without one."""
        return self.outlet or self.origin

    @property
    def moment(self) -> datetime:
        """When it was reported; the start of the day where only that is known, long ago where nothing is."""
        if self.published_at is not None:
            return self.published_at
        return datetime.combine(self.published, time(), UTC) if self.published else LONG_AGO

    @property
    def rank(self) -> tuple[date, int, datetime, str, int]:
        """The order in which reports are weighed, whatever the order in which they were read: later ones last.

        Reports of one day stand by how far the meeting had come, since most outlets give no hour.
        """
        progress = PROGRESS.index(self.candidate.status)
        return (self.published or date.min, progress, self.moment, self.article_id, self.ordinal)


@dataclass(frozen=True, slots=True)
class MeetingFields:
    """What the reports of one meeting come to; named as in `MeetingCandidate` and in the `meetings` table.

    `corrected` names the fields that have their value from a person, sorted.
    """

    kind: Kind
    status: Status
    level: Level
    salience: Salience
    parties: tuple[Party, ...]
    people: tuple[Attendee, ...]
    start: PartialDate | None
    end: PartialDate | None
    place: Place | None
    topics: tuple[str, ...]
    series: str | None
    confidence: float
    source_count: int
    independent_source_count: int
    first_reported: date | None
    last_reported: date | None
    corrected: tuple[str, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """Alpha-3 codes of the states that take part, sorted."""
        return tuple(sorted(p.code for p in self.parties if p.kind is PartyKind.STATE))

    @property
    def organisations(self) -> tuple[str, ...]:
        """Short names of the organisations that take part, sorted."""
        return tuple(sorted(p.code for p in self.parties if p.kind is PartyKind.ORGANISATION))


def in_order(reports: Iterable[Report]) -> list[Report]:
    """The reports from the earliest to the latest."""
    every = list(reports)
    return sorted(every, key=lambda report: report.rank) if len(every) > 1 else every


def voices(reports: Sequence[Report]) -> list[Report]:
    """One report for each independent origin: its latest revision, or else the original; from earliest to latest.

    Syndicated copies say nothing of their own. Where the original itself is not among the reports, the earliest copy
    speaks for it.
    """
    if len(reports) == 1:
        return list(reports)
    chosen: dict[str, Report] = {}
    for report in in_order(reports):
        held = chosen.get(report.origin)
        own = report.article_id == report.origin and (held is None or not held.revised)
        if held is None or report.revised or own:
            chosen[report.origin] = report
    return in_order(chosen.values())


def speakers(reports: Iterable[Report]) -> int:
    """How many independent outlets tell something: texts that outlets copy count once, and so does an outlet."""
    return len({report.speaker for report in voices(list(reports))})


def majority(reports: Iterable[Report], value_of: Callable[[Report], T | None]) -> T | None:
    """The value that most independent outlets give; of equals the one that was said last, None where all are silent.

    `reports` are `voices`, from the earliest to the latest.
    """
    told = [(value, report.speaker) for report in reports if (value := value_of(report)) is not None]
    if len(told) < 2:
        return told[0][0] if told else None
    tellers: dict[T, set[str]] = {}
    last: dict[T, int] = {}
    for number, (value, speaker) in enumerate(told):
        tellers.setdefault(value, set()).add(speaker)
        last[value] = number
    return max(tellers, key=lambda value: (len(tellers[value]), last[value]), default=None)
