"""A meeting in the making: what has been read of it so far, all with its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Level, Party, Role, Status
from app.domain.mentions import Span
from app.extraction.actors import Actor
from app.extraction.places import PlaceMention
from app.extraction.sheets import Sheet
from app.extraction.tense import Reading
from app.extraction.time import TimeMention
from app.extraction.triggers import Mention
from app.extraction.turns import Turn


@dataclass(slots=True)
class Side:
    """One party of a draft with the words that name it."""

    party: Party
    role: Role
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """A time that hangs on a trigger: how loosely (lower is closer), and the first and last day that it names."""

    time: TimeMention
    distance: int
    ends: tuple[PartialDate | None, PartialDate | None]


@dataclass(slots=True)
class Draft:
    """A meeting in the making. `people` are numbers in the register, with role and words; `open_ended` marks a start
    whose end is not told ("talks that open on Friday"), `leg` counts the states of one trip, `told_on` is the day that
    the story told last before, `told_beside` whether of a meeting, `turn` what of the sentence tells of it alone,
    `stateless` who of the people is of no side that is told, `beside` the meeting on whose sidelines a gathering is
    told of, `stay` the trip of some days on which it took place, if that was told first; `times` are all that its
    passage mentions, `hanging` those that hang on its trigger, nearest first; `chosen` marks a date that no rule gave.
    """

    kind: Kind
    reading: Reading
    mention: Mention
    sheet: Sheet
    status_span: Span
    sides: dict[str, Side] = field(default_factory=dict)
    people: dict[int, tuple[Role, Span]] = field(default_factory=dict)
    groups: list[tuple[Actor, tuple[Party, ...]]] = field(default_factory=list)
    place: PlaceMention | None = None
    place_span: Span | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    time_span: Span | None = None
    time_rule: str = ""
    length: TimeMention | None = None
    open_ended: bool = False
    told_on: PartialDate | None = None
    told_beside: bool = False
    chosen: bool = False
    times: Sequence[TimeMention] = ()
    hanging: Sequence["Hanging"] = ()
    level: Level = Level.UNKNOWN
    merged: list["Draft"] = field(default_factory=list)
    leg: int | None = None
    borrowed: bool = False
    inherited: bool = False
    turn: Turn | None = None
    stateless: set[int] = field(default_factory=set)
    beside: "Draft | None" = None
    stay: "Draft | None" = None

    @property
    def status(self) -> Status:
        """Where the meeting stands."""
        return self.reading.status

    @property
    def vague(self) -> bool:
        """Whether all that is told of who takes part is a group of nobody's: "negotiators", "the delegations"."""
        return not self.sides and any(actor.plural and not parties for actor, parties in self.groups)

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the parties."""
        return frozenset(self.sides)

    @property
    def has_meeting(self) -> bool:
        """Whether two parties are known."""
        return len(self.sides) > 1
