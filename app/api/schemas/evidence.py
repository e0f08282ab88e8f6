"""What a meeting looks like with everything that is reported about it."""

from datetime import date as day
from datetime import datetime
from typing import Any

from pydantic import Field

from app.api.schemas.articles import ArticleReference
from app.api.schemas.meetings import Meeting
from app.api.schemas.shape import Date, Shape, Span
from app.domain.meetings import Salience, Status


class Claim(Shape):
    """One field's value in one source, with the words that show it."""

    field: str = Field(
        description="Field of the meeting, or one member of a set, such as `party:KOR`.", examples=["party:KOR"]
    )
    value: str | None = Field(description="What this source says.", examples=["host"])
    quote: str = Field(description="The words.", examples=["hosted in Seoul"])
    span: Span = Field(description="Where the words stand in the article's content.")
    rule: str = Field(description="The rule that read them.", examples=["verb:host"])
    confidence: float = Field(ge=0, le=1, description="How sure the rule is.", examples=[0.9])


class Source(Shape):
    """What one article reports about the meeting."""

    id: str = Field(description="The source's id.", examples=["s202309-778899aabbccddee"])
    article: ArticleReference = Field(description="The article.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    salience: Salience = Field(description="Whether this article is about the meeting.", examples=["main"])
    attribution: str | None = Field(
        description="Who the article says the claim comes from; null where it speaks for itself.",
        examples=["a senior official"],
    )
    confidence: float = Field(
        ge=0, le=1, description="Probability that parties, status and start are read rightly.", examples=[0.82]
    )
    extractor: str = Field(description="The version of the rules and the model that read it.", examples=["rules-1"])
    quote: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in the article's content.")
    claims: list[Claim] = Field(description="The evidence, field by field.")


class FieldClaim(Shape):
    """What one source says of a field, and in which words."""

    value: str | None = Field(description="What this source says.", examples=["2023-09-26"])
    quote: str = Field(description="The words.", examples=["on Tuesday"])
    span: Span = Field(description="Where the words stand in the article's content.")
    rule: str = Field(description="The rule that read them.", examples=["weekday"])
    confidence: float = Field(ge=0, le=1, description="How sure the rule is.", examples=[0.9])
    source: str = Field(description="The source's id.", examples=["s202309-778899aabbccddee"])
    article: ArticleReference = Field(description="The article.")
    attribution: str | None = Field(
        description="Who the article says the report comes from; null where it speaks for itself.",
        examples=["a senior official"],
    )


class FieldEvidence(Shape):
    """Everything that is said of one field of a meeting."""

    field: str = Field(
        description="Field of the meeting, or one member of a set, such as `party:KOR`.", examples=["start"]
    )
    value: Any = Field(description="What the record has there; null for members of sets.", examples=["held"])
    claims: list[FieldClaim] = Field(description="What each source says, the earliest first.")


class CorrectionReference(Shape):
    """Who corrected a field, when and why."""

    decision: int = Field(description="Number of the decision, by which it can be taken back.", examples=[42])
    actor: str = Field(description="Who decided; `summitry` is the program.", examples=["ann"])
    at: datetime = Field(description="When, UTC.", examples=["2024-01-05T12:00:00Z"])
    note: str | None = Field(description="Why, in the words of that person.", examples=["By the ministry's calendar."])


class LifeStep(Shape):
    """A step in the life of a meeting: from here on it stood so."""

    status: Status = Field(description="Where the meeting stood.", examples=["postponed"])
    start: Date | None = Field(description="The first day that this source gives; null where it gives none.")
    reported: day | None = Field(description="Publication day of the source.", examples=["2023-11-26"])
    source: str | None = Field(
        description="Id of the source; null for what a person says.", examples=["s202309-778899aabbccddee"]
    )
    quote: str | None = Field(
        description="The clause of the source that best shows it; null for what a person says.",
        examples=["the summit that Seoul had hoped to host in December has been put off"],
    )
    correction: CorrectionReference | None = Field(description="Who said so, where a person did.")


class Contention(Shape):
    """One of the values that are claimed of a field."""

    value: Any = Field(
        description="The value, in the form of the field; `parties` are codes and names.", examples=["held"]
    )
    chosen: bool = Field(description="Whether the record has this value.", examples=[True])
    sources: list[str] = Field(description="Ids of the sources that say so.", examples=[["s202309-778899aabbccddee"]])
    independent_source_count: int = Field(
        ge=0, description="The same as a number, with copies of one text counted once.", examples=[1]
    )


class ContestedField(Shape):
    """A field of which sources, or a source and a person, say different things."""

    field: str = Field(description="The field; `parties` stands for countries and organisations.", examples=["status"])
    policy: str = Field(
        description="How the record's value follows from what is claimed.",
        examples=["The latest report; but a mere plan takes back nothing that was further on."],
    )
    correction: CorrectionReference | None = Field(description="Who set the value, where a person did.")
    claims: list[Contention] = Field(description="The record's value, then the others by the number of their sources.")


class MeetingWithSources(Meeting):
    """A meeting with everything that is reported about it."""

    life_cycle: list[LifeStep] = Field(description="Where it stood, step by step, with the source of each.")
    contested: list[ContestedField] = Field(description="What is claimed differently, side by side.")

    sources: list[Source] = Field(description="What each article reports, the earliest first.")
