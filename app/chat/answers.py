"""The text of a model's answer in, the meetings that it claims out; and the JSON schema that it is asked to keep to."""

import json
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.meetings import Kind, Level, Role, Salience, Status

T = TypeVar("T")
# No article tells of more; an answer that goes on is not read to its end.
MOST_MEETINGS = 50


class MalformedAnswerError(ValueError):
    """The answer is not in the form that was asked for."""


def _closed(schema: dict[str, Any]) -> None:
    """Say it as endpoints demand for strict schemas: no other members, and none left out."""
    for member in schema["properties"].values():
        member.pop("default", None)
    schema |= {"additionalProperties": False, "required": list(schema["properties"])}


class Shape(BaseModel):
    """Base of all parts: strict in what is asked for, lenient in what is taken."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_closed)


class Worded(Shape, Generic[T]):
    """A value with the words that it rests on."""

    value: T
    quote: str


class ClaimedParty(Shape):
    """A side."""

    code: str
    role: Role = Role.PARTICIPANT
    quote: str


class ClaimedPerson(Shape):
    """Somebody who takes part; `party` is the code of a side."""

    name: str
    party: str | None = None
    title: str | None = None
    role: Role = Role.PARTICIPANT
    quote: str


class ClaimedPlace(Shape):
    """Where it is."""

    city: str | None = None
    country: str | None = None
    venue: str | None = None
    quote: str


class ClaimedMeeting(Shape):
    """A meeting as the model has it; nothing of it is believed yet."""

    clause: str
    kind: Worded[Kind]
    status: Worded[Status]
    level: Worded[Level] | None = None
    start: Worded[str] | None = None
    end: Worded[str] | None = None
    parties: list[ClaimedParty]
    people: list[ClaimedPerson] = []
    place: ClaimedPlace | None = None
    salience: Salience = Salience.MAIN
    attribution: str | None = None


class _Answer(Shape):
    meetings: list[ClaimedMeeting]


def schema() -> dict[str, Any]:
    """The JSON schema of an answer."""
    return _Answer.model_json_schema()


def read(text: str) -> tuple[list[ClaimedMeeting], int]:
    """The meetings of an answer, and how many more it had that are not in the form asked for.

    Some endpoints wrap the object in prose or in a code fence. Raises MalformedAnswerError where there is no object.
    """
    try:
        # A deep nest of brackets makes the parser recurse.
        answer = json.loads(text[text.find("{") : text.rfind("}") + 1])
        claims = answer["meetings"][:MOST_MEETINGS]
        claims = [claim for claim in claims if isinstance(claim, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedAnswerError from error
    meetings = [meeting for claim in claims if (meeting := _meeting(claim)) is not None]
    return meetings, len(answer["meetings"]) - len(meetings)


def _meeting(claim: dict[str, Any]) -> ClaimedMeeting | None:
    try:
        return ClaimedMeeting.model_validate(claim)
    except ValidationError:
        return None
