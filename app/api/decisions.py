"""What people send to decide, and what they are answered: bodies in, decisions out."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.api.parameters import NAME
from app.api.schemas.shape import Shape
from app.domain.meetings import Kind, Level, Role, Salience, Status
from app.store.ledger import Grounds
from app.store.reviews import Verdict

# A date, or the first and the last one that are possible.
DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"

Words = Annotated[str, Field(min_length=1, max_length=300, pattern=NAME)]
MeetingId = Annotated[str, Field(pattern="^m[0-9a-f-]{20,24}$")]
SourceId = Annotated[str, Field(pattern="^s[0-9a-f-]{20,24}$")]


def _a_number(given: object) -> object:
    """What was given, unless it is a text or a truth value, which merely can be read as numbers."""
    if isinstance(given, bool | str):
        raise PydanticCustomError("number", "write a number")
    return given


A_NUMBER = BeforeValidator(_a_number)


class Given(BaseModel):
    """Base of all bodies: anything else is refused."""

    model_config = ConfigDict(extra="forbid")


class Reasoned(Given):
    """A decision with its reason."""

    reason: str = Field(
        min_length=1,
        max_length=1000,
        pattern=NAME,
        description="Why, in a sentence; kept with the decision.",
        examples=["By the ministry's calendar."],
    )

    def grounds(self, actor: str) -> Grounds:
        """Who decides, and why."""
        return Grounds(actor, self.reason)


class ReviewVerdict(Reasoned):
    """A verdict on a pair."""

    verdict: Verdict = Field(
        description="`same` makes them one record, `different` keeps them apart for good.", examples=["same"]
    )


class Merge(Reasoned):
    """Another record of the same meeting."""

    other: MeetingId = Field(description="The other record's id.", examples=["m202310-7766554433221100"])


class Split(Reasoned):
    """Sources of a record that report another meeting."""

    sources: list[SourceId] = Field(
        min_length=1,
        max_length=1000,
        description="Ids of the sources; one must stay behind.",
        examples=[["s202309-778899aabbccddee"]],
    )


class Side(Given):
    """A state or an organisation that takes part; one of the two is named."""

    country: Words | None = Field(default=None, description="Code or name of the state.", examples=["KOR"])
    organisation: Words | None = Field(default=None, description="Name of the organisation.", examples=[None])
    role: Role = Field(default=Role.PARTICIPANT, description="What it does at the meeting.", examples=["host"])


class Representative(Side):
    """Somebody who takes part for a state or an organisation."""

    name: Words = Field(description="Full name.", examples=["Chung Byung-won"])
    title: Words | None = Field(
        default=None, description="Office, without the state.", examples=["Deputy Foreign Minister"]
    )


class Location(Given):
    """Where a meeting takes place; at least one of the three is named."""

    city: Words | None = Field(default=None, description="City.", examples=["Seoul"])
    country: Words | None = Field(default=None, description="Code or name of the state.", examples=["KOR"])
    venue: Words | None = Field(default=None, description="Building or site.", examples=[None])


class Correction(Reasoned):
    """Values of fields that stand above all that articles report; a field that is left out stays as it is."""

    kind: Kind = Field(default=Kind.MEETING, description="The form of the occasion.", examples=["visit"])
    status: Status = Field(default=Status.HELD, description="Where it stands.", examples=["postponed"])
    level: Level = Field(default=Level.UNKNOWN, description="The rank of the lower side.", examples=["minister"])
    salience: Salience = Field(
        default=Salience.MAIN, description="Whether an article is about it.", examples=["background"]
    )
    start: str | None = Field(
        default=None,
        pattern=DATE,
        description="First day: `2023-09-26`, `2023-09`, `2023`, or `2023-09-01/2023-09-05`; null where nobody knows.",
        examples=["2023-09-26"],
    )
    end: str | None = Field(default=None, pattern=DATE, description="Last day, likewise.", examples=["2023-09-27"])
    place: Location | None = Field(default=None, description="Where; null for nowhere.")
    topics: list[Words] = Field(
        default=[], max_length=100, description="All that it is about.", examples=[["trade", "security"]]
    )
    series: Words | None = Field(
        default=None, description="Name of the format it belongs to; null for none.", examples=["ASEAN summit"]
    )
    parties: list[Side] = Field(default=[], max_length=300, description="All sides.")
    people: list[Representative] = Field(default=[], max_length=1000, description="All who are named.")

    def said(self) -> dict[str, Any]:
        """The fields that are given."""
        return self.model_dump(mode="json", exclude={"reason"}, exclude_unset=True)


class Decided(Shape):
    """A decision that was made."""

    decision: int = Field(description="Its number; `POST /v1/decisions/{number}/undo` takes it back.", examples=[42])
    meeting: str = Field(
        description="The record that it is about now: the one that stays after a merge, the new one after a split.",
        examples=["m202309-4e5f60718293a1b2"],
    )
    url: str = Field(description="Address of that record.", examples=["/v1/meetings/m202309-4e5f60718293a1b2"])
