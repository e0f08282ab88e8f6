"""`/v1/events`: what happens to the record, as it happens."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from starlette.responses import StreamingResponse

from app.api.events import Subscription, follow
from app.api.manners import HEADERS_ALONE
from app.api.parameters import IN_DIGITS, MeetingConditions
from app.api.problems import problems

router = APIRouter(tags=["Meetings"])

STREAM = "text/event-stream"
FOUND = {
    200: {
        "description": "Events as they come, until the connection ends.",
        "content": {STREAM: {"schema": {"type": "string"}, "example": "id: 42\nevent: created\ndata: {}\n\n"}},
    },
    **problems(400, 422),
}
LastEvent = Annotated[
    int | None,
    Header(
        alias="Last-Event-ID",
        ge=0,
        le=2**31 - 1,
        description="The last event that was received; those after it come first. Browsers send it by themselves.",
        examples=[42],
    ),
    IN_DIGITS,
]


@router.get(
    "/events",
    summary="Follow what happens",
    response_class=StreamingResponse,
    responses=FOUND,
    openapi_extra=MeetingConditions.documentation(),
)
async def follow_events(request: Request, last_event_id: LastEvent = None) -> Response:
    """Server-sent events, one for each decision: `created`, `updated`, `status_changed`, `merged`, `retracted`.

    The data is JSON with the decision and, for each meeting that it touched, what changed. Every filter of meetings
    narrows them; that a meeting stands no more is always told. After a break, `Last-Event-ID` continues without a gap
    or a double.
    """
    asked = MeetingConditions.of(request)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if request.scope.get(HEADERS_ALONE):
        return Response(headers=headers, media_type=STREAM)
    stream = follow(request, Subscription(asked.filter(), last_event_id))
    # The first piece is made before anything is promised, so that an error has its status.
    first = await anext(stream)
    return StreamingResponse(_all(first, stream), headers=headers, media_type=STREAM)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
