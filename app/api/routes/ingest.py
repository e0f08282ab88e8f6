"""`/v1/ingest`: the runs of the ingest job, what each came to and could not take, and how far all of them are."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.api import responses
from app.api.deps import answer
from app.api.documentation import listing
from app.api.pages import IngestRunPage
from app.api.parameters import NoParameters, Number, Paged, text
from app.api.problems import problems
from app.api.schemas.runs import IngestProgress, IngestRunWithFailures
from app.queries import runs
from app.store.models import RunState

router = APIRouter(prefix="/ingest", tags=["Articles"])
T = TypeVar("T")
# What it says is over a second later.
AT_ONCE = {"Cache-Control": "no-store"}
RUN = {200: {"model": IngestRunWithFailures, "description": "The run."}, **problems(400, 404, 422)}
FAR = {200: {"model": IngestProgress, "description": "How far all runs are."}, **problems(400)}


class IngestRunList(Paged):
    """Which runs of the ingest job are wanted."""

    state: str | None = text(
        "Runs in this state: running, finished, interrupted or failed.",
        "running",
        pattern="^(running|finished|interrupted|failed)$",
    )

    @property
    def run_state(self) -> RunState | None:
        """The state, if any."""
        return RunState(self.state) if self.state else None


@router.get("/runs", summary="List ingest runs", **listing(IngestRunPage, IngestRunList))
async def list_ingest_runs(request: Request) -> Response:
    """Runs of the ingest job, the latest first, with what each came to so far and how fast it is."""
    asked = IngestRunList.of(request)
    window = asked.window()
    found = await _now(request, lambda session, now: runs.page(session, asked.run_state, window, now))
    page = responses.page(request, found, window)
    page.headers.update(AT_ONCE)
    return page


@router.get("/runs/{number}", summary="Get an ingest run", responses=RUN)
async def get_ingest_run(request: Request, number: Number) -> Response:
    """One run with its first failures."""
    NoParameters.of(request)
    found = await _now(request, lambda session, now: runs.one(session, number, now))
    return Response(found, media_type=responses.JSON, headers=AT_ONCE)


@router.get("/progress", summary="How far is ingest", responses=FAR)
async def get_ingest_progress(request: Request) -> Response:
    """How far all runs and workers are, as `summitry progress` shows it."""
    NoParameters.of(request)
    found = await _now(request, runs.progress)
    return Response(orjson.dumps(found), media_type=responses.JSON, headers=AT_ONCE)


async def _now(request: Request, question: Callable[[Session, datetime], T]) -> T:
    """What is so now in the store itself: a replica may be behind."""
    return await to_thread.run_sync(
        answer, request.app.state.engine, lambda session: question(session, datetime.now(UTC))
    )
