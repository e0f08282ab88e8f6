"""The shapes of meetings in a list: in full with what `include` adds, or the fields that `select` names."""

from typing import Any, Literal

from pydantic import Field, create_model
from pydantic.json_schema import SkipJsonSchema

from app.api.schemas.evidence import ContestedField, LifeStep, Source
from app.api.schemas.meetings import Meeting
from app.api.schemas.shape import Shape

# A field that may be missing, but is never null where it is there.
Absent = SkipJsonSchema[None]


class Included(Shape):
    """What `include` adds to each meeting."""

    life_cycle: list[LifeStep] | Absent = Field(
        default=None, description="With `include=life_cycle`: where it stood, step by step, with the source of each."
    )
    contested: list[ContestedField] | Absent = Field(
        default=None, description="With `include=contested`: what is claimed differently, side by side."
    )
    sources: list[Source] | Absent = Field(
        default=None, description="With `include=sources`: what each article reports, the earliest first."
    )


class ListedMeeting(Meeting, Included):
    """A meeting as lists have it."""


_WITHIN: dict[str, tuple[Any, Any]] = {
    "start": (dict[str, Any] | None, {"date": "2023-09-26"}),
    "end": (dict[str, Any] | None, {"date": "2023-09-26"}),
    "place": (dict[str, Any] | None, {"city": "Seoul"}),
    "participants": (list[dict[str, Any]] | Absent, [{"country": "KOR"}]),
}


def _part(name: str) -> tuple[Any, Any]:
    """A field of a meeting that is there only where it is selected."""
    field = Meeting.model_fields[name]
    annotation, example = _WITHIN.get(name, (field.annotation | Absent, (field.examples or [None])[0]))
    return annotation, Field(default=None, description=field.description, examples=[example])


_PARTS: dict[str, Any] = {name: _part(name) for name in Meeting.model_fields} | {
    "id": (str, Field(description=Meeting.model_fields["id"].description, examples=Meeting.model_fields["id"].examples))
}
MeetingExcerpt = create_model(
    "MeetingExcerpt",
    __base__=Included,
    __doc__="A meeting with the fields that `select` names, and its id.",
    **_PARTS,
)


class FacetValue(Shape):
    """A value and its meetings."""

    value: str | int = Field(description="The value, as a filter understands it.", examples=["KOR"])
    name: str | Absent = Field(
        default=None, description="Of a person, organisation or outlet: its name.", examples=["Example Times"]
    )
    meetings: int = Field(ge=1, description="How many meetings have it.", examples=[12])


class Facet(Shape):
    """The values of one dimension among the meetings that meet the filters."""

    count_is: Literal["exact", "at_least"] = Field(
        description="Whether all of these meetings were counted, or 10,000 of them.", examples=["exact"]
    )
    values: list[FacetValue] = Field(description="At most 50 values, the most frequent first.")
