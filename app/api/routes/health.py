"""`/health`: for whatever watches the server."""

from contextlib import suppress

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import Engine

from app.api.problems import problems
from app.api.schemas.shape import Shape
from app.errors import OverloadedError, StoreUnavailableError
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
    """Says that questions can be answered: the store or its replica is there, with the schema of this version.

    Send no requests where this fails, as it also does while the server is being stopped.
    """
    if request.app.state.is_stopping():
        raise OverloadedError("The server is being stopped.")
    await to_thread.run_sync(_check, request.app.state.replica, request.app.state.engine)
    return _status("ready")


def _check(replica: Engine | None, store: Engine) -> None:
    """Either answers questions. Raises StoreUnavailableError where neither can."""
    if replica is not None:
        with suppress(StoreUnavailableError):
            return check_schema(replica)
    return check_schema(store)


def _status(word: str) -> Response:
    return Response(
        orjson.dumps({"status": word}), media_type="application/json", headers={"Cache-Control": "no-store"}
    )
