"""What `POST /v1/articles` takes and gives: articles in, what became of each out."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Header
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request

from app.api.deps import Reader, ask
from app.api.schemas.shape import Shape
from app.domain.articles import Article
from app.errors import ArticleRejectedError, InvalidDecisionError
from app.sources.assembly import finish
from app.sources.dates import parse_stamp
from app.sources.protocol import Draft, ReadOptions
from app.store.engine import written
from app.store.pushes import Sender, earlier_answer, push
from app.store.record import Reading
from app.store.schema import check_schema

# Some twenty articles are read in a second: nobody should wait for an answer much longer than that.
MOST_AT_ONCE = 50
MOST_ARTICLES = 1_000

# No database holds NUL characters.
TEXT = r"^[^\x00]+$"
# No blanks and no control characters, named one by one: what "\s" means differs from one reader of patterns to another.
ADDRESS = r"^https?://[^\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]+$"
MOMENT: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}, {"type": "null"}]
}


def _is_moment(text: str) -> str:
    parse_stamp(text)
    return text


def _without_nul(text: str) -> str:
    """As readers of other sources clean it; a batch is kept as it was sent until it is read."""
    return text.replace("\0", " ")


Line = Annotated[str, AfterValidator(_without_nul)]


class SentArticle(BaseModel):
    """One article with what is known about it; what its own text says of its outlet and day is read from there."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(
        min_length=10,
        max_length=500_000,
        pattern=TEXT,
        description="The article's text, in English.",
        examples=["SEOUL - Diplomats of South Korea, Japan and China met in Seoul on Tuesday to prepare a summit."],
    )
    title: Line | None = Field(
        default=None, max_length=1000, description="Headline.", examples=["Three neighbours prepare a summit"]
    )
    published: Annotated[str, AfterValidator(_is_moment)] | None = Field(
        default=None,
        json_schema_extra=MOMENT,
        description="Day or moment of publication, against which words such as `Tuesday` are read.",
        examples=["2023-09-26"],
    )
    outlet: Line | None = Field(
        default=None, max_length=200, description="Who published it.", examples=["Example Times"]
    )
    link: str | None = Field(
        default=None,
        max_length=2000,
        pattern=ADDRESS,
        description="Address at the publisher's.",
        examples=["https://news.example/2023/09/26/three-neighbours"],
    )
    authors: list[Annotated[Line, Field(min_length=1, max_length=200)]] = Field(
        default=[], max_length=50, description="Bylines.", examples=[["A. Reporter"]]
    )

    def draft(self, origin: str) -> Draft:
        """The article as any other source gives it."""
        return Draft(
            text=self.text,
            origin=origin,
            title=self.title,
            outlet=self.outlet,
            url=self.link,
            published=parse_stamp(self.published) if self.published else None,
            authors=tuple(self.authors),
        )


class SentArticles(BaseModel):
    """One article or several; where one of them cannot be an article, none is taken."""

    model_config = ConfigDict(extra="forbid")

    articles: list[SentArticle] = Field(min_length=1, max_length=MOST_ARTICLES, description="The articles.")

    def finished(self, sender: str, options: ReadOptions) -> list[Article]:
        """The articles as they are read and stored. Raises InvalidDecisionError, naming the one that cannot be."""
        return [_finished(article, number, sender, options) for number, article in enumerate(self.articles)]

    def sender(self, name: str, key: str | None) -> Sender:
        """Who sends this, under which key."""
        return Sender(name, key, hashlib.sha256(self.model_dump_json().encode()).hexdigest())


def _finished(article: SentArticle, number: int, sender: str, options: ReadOptions) -> Article:
    try:
        return finish(article.draft(f"sent by {sender}"), options)
    except ArticleRejectedError as error:
        raise InvalidDecisionError(str(error), f"articles.{number}") from error


class ReportedMeeting(Shape):
    """A meeting that an article reports."""

    meeting: str = Field(description="Its id.", examples=["m202309-4e5f60718293a1b2"])
    url: str = Field(description="Address of the record.", examples=["/v1/meetings/m202309-4e5f60718293a1b2"])
    created: bool = Field(description="Whether this article is the first to report it.", examples=[True])


class PushedArticle(Shape):
    """What became of one article."""

    article: str = Field(description="Its id.", examples=["a202309-6958473625140f1e"])
    url: str = Field(description="Address of the record.", examples=["/v1/articles/a202309-6958473625140f1e"])
    stored: bool = Field(description="False for an article that was there already.", examples=[True])
    copy_of: str | None = Field(
        description="Id of the article whose text it repeats; null for a text of its own.", examples=[None]
    )
    meetings: list[ReportedMeeting] = Field(description="The meetings that it reports, in the order of the text.")


class PushedArticles(Shape):
    """What became of the articles, in the order in which they were sent."""

    data: list[PushedArticle] = Field(description="One entry an article.")


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern="^[A-Za-z0-9_.:-]+$",
        description="A word of your own for this request. Sent again within a day, it gets the answer that the first "
        "one got, and changes nothing; with other articles it is refused.",
        examples=["import-2023-09-26-17"],
    ),
]


async def store(request: Request, sent: SentArticles, sender: Sender) -> dict[str, Any]:
    """Read the articles, one after the other with those of other requests in between, and store them in one go.

    Raises InvalidDecisionError, ConfigurationError without a reader, and DecisionConflictError for a key that came
    with other articles.
    """
    known = await ask(request, earlier_answer, sender, datetime.now(UTC))
    if known is not None:
        return known
    reader: Reader = request.app.state.reader
    readings = []
    for article in sent.finished(sender.name, request.app.state.read_options):
        version, meetings = await reader.read(article)
        readings.append(Reading(article, meetings, version, kept=request.app.state.kept))
    return await to_thread.run_sync(_store, request.app.state.engine, sender, readings)


def _store(engine: Engine, sender: Sender, readings: list[Reading]) -> dict[str, Any]:
    try:
        return written(engine, lambda session: push(session, sender, readings, datetime.now(UTC)))
    except DBAPIError:
        check_schema(engine)
        raise
