"""`/calendar`: what is ahead, month by month."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import orjson
from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ask
from app.queries import meetings
from app.queries.paging import Page
from app.web import pages, words
from app.web.cards import Cards
from app.web.recipes import recipe
from app.web.search import Search

router = APIRouter(include_in_schema=False, route_class=pages.PageRoute)

# What has not taken place and may: a meeting that was put off waits for its new date.
AHEAD = "scheduled|proposed|ongoing|postponed"
AT_ONCE = "100"


@router.get("/calendar")
async def calendar(request: Request) -> Response:
    """Meetings that are planned from today, or from another day, on."""
    given = {name: value for name, value in request.query_params.items() if value}
    day = given.pop("from", "") or datetime.now(UTC).date().isoformat()
    asked = Search("/calendar", {"datetime": f"{day}/..", "status": AHEAD, "sort": "start", "limit": AT_ONCE, **given})
    found, drawn = await ask(request, _planned, asked, request.app.state.cards)
    starts = [orjson.loads(record)["start"] for record in found.records]
    in_months = groupby(zip(starts, drawn, strict=True), lambda one: _month(one[0], day))
    return pages.page(
        "calendar.html",
        months=[(title, [card for _, card in group]) for title, group in in_months],
        day=day,
        count=found.count,
        next=f"/?{asked.link(limit=None).partition('?')[2]}" if found.next_cursor else None,
        year_before=f"{int(day[:4]) - 1}{day[4:]}",
        recipe=recipe(request, "/v1/meetings", asked.given, ("ics", "csv", "atom")),
    )


def _planned(session: Session, asked: Search, cards: Cards) -> tuple[Page, list[Markup]]:
    found = meetings.page(session, asked.filter, asked.asked.window())
    return found, cards.of(session, found.records)


def _month(start: Mapping[str, Any], day: str) -> str:
    """The heading under which a meeting stands that starts so: its month, or the longer time in which it may be."""
    first = max(date.fromisoformat(start["earliest"]).isoformat(), day[:10])
    return words.day(first[:7]) if start["precision"] in ("day", "week", "month") else "Without a month"
