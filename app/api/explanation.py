"""What `POST /v1/extractions` adds on request: the text with the words marked that gave each value, and the frames."""

from typing import Any

from pydantic import Field

from app.api.schemas.shape import Shape, Span
from app.extraction.explanation import Category, Explanation, Mark


class MarkedWords(Shape):
    """Words of the text that gave one value of one meeting."""

    meeting: int = Field(ge=0, description="Position of the meeting in `meetings`, counted from 0.", examples=[0])
    field: str = Field(
        description="Field of the meeting, or one member of a set, such as `party:KOR`.", examples=["party:KOR"]
    )
    category: Category | None = Field(
        description="What to show the words as; null for fields that no words of their own show, such as `salience`.",
        examples=["party"],
    )
    value: str | None = Field(description="The value that the words gave, as text.", examples=["KOR"])
    quote: str = Field(description="The words.", examples=["Diplomats of South Korea"])
    span: Span = Field(description="Where they stand in `content`.")
    rule: str = Field(description="The rule that read them.", examples=["argument"])


class Frame(Shape):
    """What made a meeting of a clause."""

    meeting: int = Field(ge=0, description="Position of the meeting in `meetings`, counted from 0.", examples=[0])
    frame: str = Field(description="The word as the rules list it, or the model that read it.", examples=["verb meet"])
    trigger: str = Field(description="The word as it stands in the text.", examples=["met"])


class ExplanationOfText(Shape):
    """Why the text reads as it does: ready to be drawn, mark by mark."""

    content: str = Field(
        description="Title, an empty line, and the text; every span counts characters in it.",
        examples=["Diplomats of South Korea, Japan and China met in Seoul on Tuesday to prepare a summit."],
    )
    frames: list[Frame] = Field(description="One for each meeting.")
    marks: list[MarkedWords] = Field(
        description="All marked words, meeting by meeting. They may overlap: one name can show a party, a person and "
        "the level."
    )


def drawn(explanation: Explanation, meetings: int) -> dict[str, Any]:
    """The explanation in the shape of `ExplanationOfText`; `meetings` is their number."""
    named = (zip(("frame", "trigger"), explanation.frame(number), strict=True) for number in range(meetings))
    return {
        "content": explanation.content,
        "frames": [{"meeting": number, **dict(frame)} for number, frame in enumerate(named)],
        "marks": [_mark(mark) for mark in explanation.marks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    proof = mark.evidence
    span = {"start": proof.span.start, "end": proof.span.end}
    words = {"field": proof.field, "quote": proof.quote, "span": span, "rule": proof.rule}
    return {"meeting": mark.meeting, "category": mark.category, "value": mark.value, **words}
