"""Candidates in, plain JSON values out, and back: what the `candidate` column of a source holds."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from app.domain.meetings import MeetingCandidate


@cache
def _adapter() -> TypeAdapter[MeetingCandidate]:
    return TypeAdapter(MeetingCandidate)


def to_json(candidate: MeetingCandidate) -> dict[str, Any]:
    """The candidate with every field, named as in `MeetingCandidate`."""
    plain: dict[str, Any] = _adapter().dump_python(candidate, mode="json")
    return plain


def from_json(plain: dict[str, Any]) -> MeetingCandidate:
    """The candidate again. Raises pydantic's ValidationError for anything that `to_json` did not make."""
    return _adapter().validate_python(plain)
