"""What a decision looks like, and a pair of records that waits for one."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.api.schemas.articles import ArticleReference
from app.api.schemas.meetings import Meeting
from app.api.schemas.shape import Shape, Span
from app.domain.meetings import Status


class Feature(Shape):
    """One aspect under which two reports were compared."""

    name: str = Field(description="The aspect.", examples=["shared parties"])
    score: float = Field(description="From -1, speaks against one meeting, to 1, speaks for it.", examples=[0.8])
    detail: str = Field(description="What was found.", examples=["JPN, KOR"])


class MovedSource(Shape):
    """A source that a decision gave to the meeting, or took from it."""

    id: str = Field(description="The source's id.", examples=["s202309-778899aabbccddee"])
    article: ArticleReference = Field(description="The article.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    attribution: str | None = Field(
        description="Who the article says the claim comes from; null where it speaks for itself.",
        examples=["a senior official"],
    )
    quote: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in the article's content.")


class FieldChange(Shape):
    """A field of the record that a decision changed."""

    field: str = Field(
        description="The field; `standing` says whether the record counts, `merged_into` which one took over.",
        examples=["status"],
    )
    before: Any = Field(description="The value before; null where there was none.", examples=["scheduled"])
    after: Any = Field(description="The value since.", examples=["held"])


class Decision(Shape):
    """A decision about a meeting: who changed what, when and why."""

    decision: int = Field(description="Its number; decisions stand in the order of their numbers.", examples=[42])
    actor: str = Field(description="Who decided; `summitry` is the program.", examples=["summitry"])
    at: datetime = Field(
        description="When, UTC; `as_of` this moment gives the record that came of it.",
        examples=["2024-01-05T12:00:00Z"],
    )
    note: str | None = Field(description="Why, in the words of a person.", examples=["By the ministry's calendar."])
    action: Literal["create", "confirm", "merge", "split", "correct", "retract", "reread", "undo"] = Field(
        description="What was done; `confirm` adds one more report, `reread` tells one as a newer extractor reads it.",
        examples=["confirm"],
    )
    score: float | None = Field(description="The sum of the features with their weights, in points.", examples=[12.5])
    features: list[Feature] = Field(description="How the report and the meeting compare, where they were compared.")
    compared_with: str | None = Field(
        description="The meeting that was compared, where it is another one.", examples=["m202309-4e5f60718293a1b2"]
    )
    review: bool = Field(description="Whether a person should look at the pair.", examples=[False])
    undoes: int | None = Field(description="The decision that this one takes back.", examples=[None])
    meetings: list[str] = Field(
        description="All meetings that the decision changed.", examples=[["m202309-4e5f60718293a1b2"]]
    )
    undone_by: int | None = Field(description="The decision that takes this one back, while it holds.", examples=[None])
    sources_added: list[MovedSource] = Field(description="Reports that came to the meeting, with their words.")
    sources_removed: list[MovedSource] = Field(description="Reports that left the meeting, with their words.")
    changes: list[FieldChange] = Field(description="What changed in the record.")


class Review(Shape):
    """Two records that may be one meeting."""

    id: int = Field(description="Its number: that of the decision that made the first record.", examples=[42])
    url: str = Field(description="Where the verdict is sent.", examples=["/v1/reviews/42"])
    score: float = Field(description="The sum of the features with their weights, in points.", examples=[4.3])
    threshold: float = Field(description="From so many points the program merges by itself.", examples=[4.5])
    features: list[Feature] = Field(description="How the two compared.")
    asked_at: datetime = Field(description="Since when the pair waits, UTC.", examples=["2024-01-05T12:00:00Z"])
    meetings: list[Meeting] = Field(description="Both records, the younger one first.")
