"""What an article looks like: in few words, in a list, and with its text and what it reports."""

from datetime import date as day
from typing import Literal

from pydantic import Field

from app.api.schemas.shape import Shape, Span
from app.domain.articles import Kept
from app.domain.meetings import Salience, Status


class ArticleReference(Shape):
    """An article in few words."""

    id: str = Field(description="The article's id.", examples=["a202309-6958473625140f1e"])
    url: str = Field(
        description="Address of the record in this API.", examples=["/v1/articles/a202309-6958473625140f1e"]
    )
    title: str | None = Field(description="Headline.", examples=["Three neighbours prepare a summit"])
    outlet: str | None = Field(description="Who published it.", examples=["Example Times"])
    link: str | None = Field(
        description="Address at the publisher's.", examples=["https://news.example/2023/09/26/three-neighbours"]
    )
    published: day | None = Field(description="Day of publication.", examples=["2023-09-26"])
    copy_of: str | None = Field(
        description="Id of the article whose text it repeats; null for a text of its own.", examples=[None]
    )


class Article(ArticleReference):
    """One text from one outlet."""

    language: str = Field(description="ISO 639-1 code.", examples=["en"])
    authors: list[str] = Field(description="Bylines.", examples=[["A. Reporter"]])
    copy_kind: Literal["exact", "syndicated", "version"] | None = Field(
        description="How it repeats `copy_of`: the same words, another outlet's print, or another state of the page.",
        examples=[None],
    )
    meeting_count: int = Field(ge=0, description="Meetings that it reports.", examples=[2])


class MeetingReference(Shape):
    """A meeting in few words."""

    id: str = Field(description="The meeting's id.", examples=["m202309-4e5f60718293a1b2"])
    url: str = Field(
        description="Address of the record in this API.", examples=["/v1/meetings/m202309-4e5f60718293a1b2"]
    )
    title: str = Field(
        description="Who, where and when in one line.",
        examples=["China, Japan and South Korea: meeting in Seoul, 26 September 2023"],
    )


class Report(Shape):
    """What an article says about one meeting."""

    id: str = Field(description="The source's id.", examples=["s202309-778899aabbccddee"])
    meeting: MeetingReference = Field(description="The meeting.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    salience: Salience = Field(description="Whether the article is about the meeting.", examples=["main"])
    quote: str = Field(
        description="The clause that best shows the meeting; empty where no words of the article are kept.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in `content`.")


class ArticleWithReports(Article):
    """An article with its text and the meetings found in it."""

    kept: Kept = Field(
        description="How much of its text this store keeps: `all`, the sentences of `evidence`, or `none`.",
        examples=["all"],
    )
    content: str | None = Field(
        description="Title, an empty line, and the text; every span counts characters in it. Blanks stand for "
        "sentences that are not kept; null where no text is.",
        examples=["Three neighbours prepare a summit\n\nDiplomats of the three countries met in Seoul on Tuesday."],
    )
    sources: list[Report] = Field(description="The meetings that it reports, in the order of the text.")
