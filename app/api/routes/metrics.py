"""`/metrics`: for Prometheus."""

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import DBAPIError

from app.api.deps import answer
from app.api.metrics import Metrics
from app.api.problems import problems
from app.errors import SummitryError
from app.queries.vitals import Pulse

EXAMPLE = """# HELP http_requests_total Requests that were answered.
# TYPE http_requests_total counter
http_requests_total{method="GET",route="/v1/meetings",status="200"} 1024.0
"""

router = APIRouter(tags=["Health"])


@router.get(
    "/metrics",
    summary="What the server does, for Prometheus",
    response_class=Response,
    responses={
        **problems(),
        200: {
            "description": "The metrics.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": EXAMPLE}},
        },
    },
)
async def metrics(request: Request) -> Response:
    """Gives requests and latencies of this process, and how ingest, queue, feeds and the store do, to Prometheus."""
    measured: Metrics = request.app.state.metrics
    pulse: Pulse = request.app.state.pulse
    try:
        vitals = await to_thread.run_sync(answer, request.app.state.replica or request.app.state.engine, pulse.take)
    except (SummitryError, DBAPIError):
        vitals = None
    return Response(measured.text(vitals), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
