"""`/views`: what the pictures of the search are drawn from, where the API's own answers are not enough."""

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api import responses
from app.api.deps import ask
from app.api.parameters import MeetingFilters
from app.queries import timeline, venues
from app.queries.filters import MeetingFilter

router = APIRouter(include_in_schema=False, prefix="/views")


@router.get("/timeline")
async def when(request: Request) -> Response:
    """When the meetings take place that answer a filter of the API."""
    return responses.record(request, orjson.dumps(await ask(request, timeline.timeline, _filter(request))))


@router.get("/venues")
async def where(request: Request) -> Response:
    """Where they take place, and from where their parties come."""
    return responses.record(request, orjson.dumps(await ask(request, venues.venues, _filter(request))))


def _filter(request: Request) -> MeetingFilter:
    return MeetingFilters.of(request).filter()
