"""`/views`: what the pictures of the search are drawn from, where the API's own answers are not enough."""

from typing import Any

import orjson
from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api import responses
from app.api.deps import ask
from app.api.parameters import MeetingFilters
from app.domain.meetings import Level
from app.queries import timeline, venues
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.filters import MeetingFilter
from app.queries.statistics import counted
from app.web import words

router = APIRouter(include_in_schema=False, prefix="/views")

# More than these make a picture of lines in which nobody finds anything.
MOST_STATES = 40
LEVELS = [str(level) for level in Level]


@router.get("/timeline")
async def when(request: Request) -> Response:
    """When the meetings take place that answer a filter of the API."""
    return responses.record(orjson.dumps(await ask(request, timeline.timeline, _filter(request))))


@router.get("/venues")
async def where(request: Request) -> Response:
    """Where they take place, and from where their parties come."""
    return responses.record(orjson.dumps(await ask(request, venues.venues, _filter(request))))


@router.get("/network")
async def who(request: Request) -> Response:
    """Who meets whom, in the form of `/v1/network`: the states with the most meetings, and each two that meet."""
    return responses.record(orjson.dumps(await ask(request, _network, _filter(request))))


def _network(session: Session, asked: MeetingFilter) -> dict[str, Any]:
    """Counted as `/v1/statistics` counts, which of a broad question takes a fraction of the time of `/v1/network`."""
    nodes = counted(session, Counting(asked, ("country",), limit=MOST_STATES))
    codes = tuple(str(group["country"]) for group in nodes.groups)
    edges: dict[tuple[str, ...], dict[str, int]] = {}
    pairs = Counting(asked, ("dyad", "level"), tuple(sorted(codes)), limit=MOST_GROUPS)
    for group in counted(session, pairs).groups if codes else ():
        pair = tuple(str(group["dyad"]).split("-"))
        edges.setdefault(pair, dict.fromkeys(LEVELS, 0))[str(group["level"])] = int(group["meetings"] or 0)
    return {
        "nodes": [
            {"id": code, "name": words.country(code), "meetings": group["meetings"]}
            for code, group in zip(codes, nodes.groups, strict=True)
        ],
        "edges": sorted(
            (
                {"source": one, "target": other, "weight": sum(levels.values()), "levels": levels}
                for (one, other), levels in edges.items()
            ),
            key=lambda edge: -int(str(edge["weight"])),
        ),
        "meta": {"count": nodes.count, "truncated": nodes.count > len(codes)},
    }


def _filter(request: Request) -> MeetingFilter:
    return MeetingFilters.of(request).filter()
