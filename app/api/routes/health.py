"""`/health`: for whatever watches the server."""

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pydantic import Field

from app.api.problems import problems
from app.api.schemas.shape import Shape
from app.store.schema import check_schema

router = APIRouter(tags=["Health"])


class Health(Shape):
    """How the server is."""

    status: str = Field(description="`alive` or `ready`.", examples=["ready"])


@router.get("/live", summary="Is the server running", responses={200: {"model": Health, "description": "It is."}})
async def live() -> Response:
    """Says that the process answers, whatever becomes of its store. Restart it where this fails."""
    return _status("alive")


@router.get(
    "/ready",
    summary="Can the server answer",
    responses={200: {"model": Health, "description": "It can."}, **problems(503)},
)
async def ready(request: Request) -> Response:
    """Says that the store can be reached and has the schema of this version. Send no requests where this fails."""
    await to_thread.run_sync(check_schema, request.app.state.replica or request.app.state.engine)
    return _status("ready")


def _status(word: str) -> Response:
    return Response(
        orjson.dumps({"status": word}), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
