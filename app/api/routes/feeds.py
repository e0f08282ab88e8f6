"""`/v1/feeds`: the feeds that are watched, and how each one does."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import Field, StrictBool
from sqlalchemy.orm import Session

from app.api.access import Editor, require_public
from app.api.decisions import A_NUMBER, Given
from app.api.deps import read, write
from app.api.parameters import NAME, NoParameters, Parameters
from app.api.problems import problems
from app.api.responses import private
from app.api.schemas.shape import Shape
from app.api.webhooks import TARGET
from app.sources.feed_list import Feed as ListedFeed
from app.store import feeds
from app.store.models import FeedHealth

router = APIRouter(tags=["Articles"])


class Feed(Shape):
    """A feed that is watched."""

    url: str = Field(description="Its address.", examples=["https://news.example/world.xml"])
    outlet: str | None = Field(description="Who publishes it, where its entries do not say so.", examples=[None])
    next_at: datetime = Field(description="When it is asked again, UTC.", examples=["2024-01-05T12:30:00Z"])
    last_tried_at: datetime | None = Field(description="When it was asked last.", examples=["2024-01-05T12:00:00Z"])
    last_success_at: datetime | None = Field(
        description="When it answered last, be it that nothing is new.", examples=["2024-01-05T12:00:00Z"]
    )
    failures: int = Field(ge=0, description="Failures in a row since then.", examples=[0])
    stored: int = Field(ge=0, description="Articles that it brought so far.", examples=[312])
    error: str | None = Field(description="Why it failed last; null where it answered.", examples=[None])
    every_minutes: float = Field(description="How often it is asked, while it answers.", examples=[30])
    pages: bool = Field(description="Whether the pages that its entries link to are read.", examples=[False])
    holder: str | None = Field(description="Whose key added it; null for one of the file.", examples=["ann"])


class Feeds(Shape):
    """All feeds that are watched."""

    data: list[Feed] = Field(description="By address.")


class WantedFeed(Given):
    """A feed that is to be watched."""

    url: str = Field(
        pattern=TARGET, max_length=2000, description="Its address.", examples=["https://news.example/world.xml"]
    )
    outlet: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        pattern=NAME,
        description="Who publishes it, where its entries do not say so.",
        examples=["Example Times"],
    )
    every_minutes: Annotated[float, Field(ge=1, le=10_080), A_NUMBER] = Field(
        default=30, description="How often it is asked, in minutes.", examples=[30]
    )
    pages: StrictBool = Field(
        default=False,
        description="Whether the pages that its entries link to are read in place of the entries.",
        examples=[True],
    )

    def feed(self) -> ListedFeed:
        """The same as a file would have it."""
        return ListedFeed(**self.model_dump())


class OneFeed(Parameters):
    """Which feed is meant."""

    url: str = Field(
        min_length=1, max_length=2000, description="Its address.", examples=["https://news.example/world.xml"]
    )


FOUND = {200: {"model": Feeds, "description": "All feeds."}, **problems(400)}
ADDED = {201: {"model": Feed, "description": "The feed."}, **problems(400, 403, 409, 413, 422)}
REMOVED = {204: {"description": "It is watched no more."}, **problems(400, 403, 404, 409)}


@router.get("/feeds", summary="List feeds", responses=FOUND)
async def list_feeds(request: Request) -> Response:
    """Feeds that `summitry watch` follows: when each answered last, how often it failed since, what it brought."""
    NoParameters.of(request)
    return private({"data": await read(request, _told)})


@router.post("/feeds", summary="Add a feed", status_code=201, responses=ADDED)
async def add_feed(request: Request, wanted: WantedFeed, editor: Editor) -> Response:
    """Watch a feed, beside those of the file that `summitry watch` has; it is asked within seconds."""
    NoParameters.of(request)
    require_public(request, wanted.url)
    now = datetime.now(UTC)
    return private(
        await write(request, lambda session: _shaped(feeds.add(session, wanted.feed(), editor.name, now))), 201
    )


@router.delete(
    "/feeds", summary="Remove a feed", status_code=204, responses=REMOVED, openapi_extra=OneFeed.documentation()
)
async def remove_feed(request: Request, _: Editor) -> Response:
    """Watch a feed no more that was added here; the articles that it brought stay."""
    url = OneFeed.of(request).url
    await write(request, lambda session: feeds.remove(session, url))
    return Response(status_code=204)


def _told(session: Session) -> list[dict[str, Any]]:
    return [_shaped(feed) for feed in feeds.feeds(session)]


def _shaped(feed: FeedHealth) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in Feed.model_fields} | {"pages": bool(feed.pages)}
