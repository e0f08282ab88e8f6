"""The base of all shapes, and what records of every sort are made of."""

from datetime import date as day

from pydantic import BaseModel, ConfigDict, Field

from app.domain.calendar import Basis, Precision


class Shape(BaseModel):
    """Base of all shapes: no other fields than these are served."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Date(Shape):
    """A day that is known to lie between two days, and how that was read from the text."""

    date: str | None = Field(
        description="The finest of `YYYY-MM-DD`, `YYYY-MM` and `YYYY` that holds the interval; null where none does.",
        examples=["2023-09-26"],
    )
    earliest: day = Field(description="First day that it can be.", examples=["2023-09-26"])
    latest: day = Field(description="Last day that it can be.", examples=["2023-09-26"])
    precision: Precision = Field(description="How finely the date is known.", examples=["day"])
    basis: Basis = Field(
        description="How it was read: stated in full, or inferred from the publication date, a weekday, another date.",
        examples=["weekday"],
    )


class Span(Shape):
    """A half-open range of characters in the article's `content`."""

    start: int = Field(ge=0, description="First character, counted from 0 in Unicode code points.", examples=[67])
    end: int = Field(ge=1, description="The character after the last one.", examples=[142])


class MeetingsLink(Shape):
    """How many meetings a record takes part in, and where they are listed."""

    count: int = Field(ge=0, description="Number of meetings.", examples=[12])
    url: str = Field(description="Address of the list in this API.", examples=["/v1/meetings?country=KOR"])
