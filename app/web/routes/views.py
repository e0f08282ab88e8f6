"""`/views` and `/tables`: what the pictures of the search are drawn from, for scripts and for people without them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api import responses
from app.api.deps import ask
from app.api.parameters import MeetingFilters
from app.domain.meetings import Level, Status
from app.queries import together, venues
from app.queries.choosing import Keeper
from app.queries.filters import ANYTHING, MeetingFilter
from app.queries.timeline import timeline
from app.web import pages
from app.web.recipes import recipe
from app.web.search import Search

router = APIRouter(include_in_schema=False)
tables = APIRouter(include_in_schema=False, route_class=pages.PageRoute)


@router.get("/views")
async def views(request: Request) -> Response:
    """When and where the meetings take place that answer a filter of the API, who meets whom, and who in which year."""
    asked = MeetingFilters.of(request).filter()
    return responses.record(await ask(request, _told, asked, request.app.state.census))


@tables.get("/tables")
async def in_tables(request: Request) -> Response:
    """The same as tables, on a page."""
    asked = Search("/", Search.of(request).given)
    found = await ask(request, _pictured, asked.filter, request.app.state.census)
    return pages.page(
        "tables.html",
        search=asked.link(),
        chips=asked.chips({}),
        days=_days(found["timeline"]),
        statuses=list(Status),
        levels=list(Level),
        names={node["id"]: node["name"] for node in found["network"]["nodes"]},
        recipe=recipe(request, "/v1/statistics", {"group_by": "month,status", **asked.given}, ("csv",)),
        **found,
    )


def _told(session: Session, asked: MeetingFilter, keeper: Keeper) -> bytes:
    return keeper.tell(session, asked, lambda: orjson.dumps(_pictured(session, asked, keeper)))


def _pictured(session: Session, asked: MeetingFilter, keeper: Keeper) -> dict[str, Any]:
    """What a picture is for choosing of, it shows without that choice: other places, and (`ever`) other days."""
    chosen = keeper.choose(session, asked)
    anywhere = keeper.choose(session, replace(asked, place=ANYTHING)) if asked.place else chosen
    told: dict[str, Any] = {
        "timeline": timeline(session, chosen),
        "map": venues.venues(anywhere),
        "network": together.network(chosen),
        "matrix": together.yearly(chosen),
    }
    if asked.days is not None:
        told["ever"] = timeline(session, keeper.choose(session, replace(asked, days=None)))
    return told


def _days(found: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """How many meetings of each status are in each month or day, of those that are counted."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for one in found.get("bins", ()):
        table[one["at"]][one["status"]] = one["meetings"]
    return dict(table)
