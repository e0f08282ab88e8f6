"""`/v1/feeds`: the feeds that are watched, and how each one does."""

from datetime import datetime
from typing import Any

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.deps import answer
from app.api.parameters import NoParameters
from app.api.problems import problems
from app.api.schemas.shape import Shape
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


class Feeds(Shape):
    """All feeds that are watched."""

    data: list[Feed] = Field(description="By address.")


FOUND = {200: {"model": Feeds, "description": "All feeds."}, **problems(400)}


@router.get("/feeds", summary="List feeds", responses=FOUND)
async def list_feeds(request: Request) -> Response:
    """Feeds that `summitry watch` follows: when each answered last, how often it failed since, what it brought."""
    NoParameters.of(request)
    found = await to_thread.run_sync(answer, request.app.state.engine, _told)
    return Response(orjson.dumps({"data": found}), media_type="application/json", headers={"Cache-Control": "no-store"})


def _told(session: Session) -> list[dict[str, Any]]:
    return [_shaped(feed) for feed in feeds.feeds(session)]


def _shaped(feed: FeedHealth) -> dict[str, Any]:
    return {name: getattr(feed, name) for name in Feed.model_fields}
