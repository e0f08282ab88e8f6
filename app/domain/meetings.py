"""What a meeting is: the vocabulary, and a meeting as one article has it."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.calendar import PartialDate
from app.domain.mentions import Evidence, Span


class Kind(StrEnum):
    """The form of the occasion."""

    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    CONFERENCE = "conference"


class Status(StrEnum):
    """Where the occasion stands at the article's publication."""

    HELD = "held"
    ONGOING = "ongoing"
    SCHEDULED = "scheduled"
    PROPOSED = "proposed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Level(StrEnum):
    """The rank at which every named side takes part: the lower side decides."""

    LEADER = "leader"
    MINISTER = "minister"
    OFFICIAL = "official"
    UNKNOWN = "unknown"


class Salience(StrEnum):
    """Whether the article is about the meeting or mentions it in passing."""

    MAIN = "main"
    BACKGROUND = "background"


class Role(StrEnum):
    """What a party or a person does at the meeting."""

    HOST = "host"
    GUEST = "guest"
    MEDIATOR = "mediator"
    CHAIR = "chair"
    PARTICIPANT = "participant"


class PartyKind(StrEnum):
    """A state or an organisation (blocs, agencies, movements)."""

    STATE = "state"
    ORGANISATION = "organisation"


class PlacePrecision(StrEnum):
    """How finely a place is known."""

    VENUE = "venue"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Party:
    """A side of the meeting: `code` is ISO 3166-1 alpha-3 for a state, the usual short name for an organisation."""

    code: str
    kind: PartyKind
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named as taking part, as the article has it.

    `name` is the fullest form in the article, `country` the alpha-3 code of the state or None for an organisation's
    representative, `organisation` the short name in that case, `title` the office as reported, without the country.
    """

    name: str
    country: str | None = None
    title: str | None = None
    organisation: str | None = None
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True, slots=True)
class Place:
    """Where the meeting takes place. `country` is alpha-3; coordinates are WGS 84 degrees."""

    city: str | None = None
    country: str | None = None
    venue: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: PlacePrecision | None = None


@dataclass(frozen=True, slots=True)
class MeetingCandidate:
    """A meeting as one article has it, with the evidence for every field.

    `evidence_span` is the clause that best shows the meeting; `attribution` who the article says the claim comes
    from ("Japanese broadcaster TBS"), None where the article speaks for itself; `confidence` the probability (0 to 1)
    that parties, status and start are all right; `series` the name of a recurring format where the text gives one.
    """

    kind: Kind
    status: Status
    level: Level
    parties: tuple[Party, ...]
    evidence_span: Span
    start: PartialDate | None = None
    end: PartialDate | None = None
    people: tuple[Person, ...] = ()
    place: Place | None = None
    topics: tuple[str, ...] = ()
    series: str | None = None
    salience: Salience = Salience.MAIN
    attribution: str | None = None
    confidence: float = 0.5
    evidence: tuple[Evidence, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """Alpha-3 codes of the states that take part, sorted."""
        return tuple(sorted(p.code for p in self.parties if p.kind is PartyKind.STATE))

    @property
    def organisations(self) -> tuple[str, ...]:
        """Short names of the organisations that take part, sorted."""
        return tuple(sorted(p.code for p in self.parties if p.kind is PartyKind.ORGANISATION))
