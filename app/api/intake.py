"""Many articles in, a batch that is read while its sender does other things out; and who reads it."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import anyio
from anyio import to_thread
from fastapi import FastAPI
from pydantic import Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.requests import Request

from app.api.deps import Reader, write
from app.api.pushing import PushedArticle, SentArticle, SentArticles
from app.api.schemas.shape import Shape
from app.errors import SummitryError
from app.sources.assembly import finish
from app.store import batches
from app.store.batches import Claimed
from app.store.engine import reading, writing, written
from app.store.models import Batch
from app.store.pushes import Sender, recorded
from app.store.record import Reading

log = logging.getLogger(__name__)

# How long a batch stays with a process that is gone; no article takes so long.
LEASE = timedelta(minutes=5)
LOOK_SECONDS = 5.0
T = TypeVar("T")


class FailedArticle(Shape):
    """An article that could not be read."""

    position: int = Field(ge=0, description="Which of the articles that were sent, from 0.", examples=[17])
    error: str = Field(description="What went wrong.", examples=["RecursionError"])


class BatchRecord(Shape):
    """Articles that were sent to be read, and what became of those that are read by now."""

    id: str = Field(description="Its id.", examples=["b0a1b2c3d4e5f60718293"])
    url: str = Field(
        description="Where this can be asked again.", examples=["/v1/articles/batches/b0a1b2c3d4e5f60718293"]
    )
    articles: int = Field(ge=1, description="How many were sent.", examples=[300])
    read: int = Field(ge=0, description="How many are read.", examples=[120])
    created_at: datetime = Field(description="When they were sent, UTC.", examples=["2024-01-05T12:00:00Z"])
    finished_at: datetime | None = Field(
        description="When the last one was read, UTC; null while some are left.", examples=["2024-01-05T12:00:20Z"]
    )
    data: list[PushedArticle] = Field(description="What became of each that was read, in their order.")
    failed: list[FailedArticle] = Field(description="Those that could not be read; the others are stored.")


def shown(batch: Batch) -> dict[str, Any]:
    """A batch as it is answered."""
    return {
        "id": batch.id,
        "url": f"/v1/articles/batches/{batch.id}",
        "articles": batch.number,
        "read": len(batch.data) + len(batch.failed),
        "created_at": batch.created_at,
        "finished_at": batch.finished_at,
        "data": batch.data,
        "failed": batch.failed,
    }


async def accept(request: Request, sent: SentArticles, sender: Sender) -> dict[str, Any]:
    """Keep articles to be read soon; each is looked at before, so that what cannot be an article is refused now.

    Raises InvalidDecisionError, OverloadedError, and DecisionConflictError for a key that came with other articles.
    """
    await to_thread.run_sync(sent.finished, sender.name, request.app.state.read_options)
    articles = [one.model_dump() for one in sent.articles]
    answer = await write(request, lambda session: batches.add(session, sender, articles, datetime.now(UTC)))
    intake: Intake = request.app.state.intake
    intake.news.set()
    return answer


class Intake:
    """Reads the batches that wait, one article after the other, as long as the application runs."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.news = anyio.Event()

    async def run(self) -> None:
        """Read whatever waits, and what comes; the article in hand is finished before it ends."""
        while True:
            try:
                claimed = await to_thread.run_sync(self._claim)
                if claimed is not None:
                    await self._read(claimed)
                    continue
            except (SummitryError, DBAPIError) as error:
                log.debug("no batches are read: %s", error)
            except Exception:  # the server goes on, and so does the next look
                log.exception("a batch could not be read")
            with anyio.move_on_after(LOOK_SECONDS):
                await self.news.wait()
            self.news = anyio.Event()

    def _claim(self) -> Claimed | None:
        """The next batch; nobody who writes has to wait for a look that finds none."""
        with reading(self._app.state.engine) as session:
            if not batches.is_waiting(session, datetime.now(UTC)):
                return None
        with writing(self._app.state.engine, unseen=True) as session:
            return batches.claim(session, datetime.now(UTC), LEASE)

    async def _read(self, claimed: Claimed) -> None:
        """The articles of a batch that are left."""
        try:
            for position, sent in enumerate(claimed.articles[claimed.read :], start=claimed.read):
                await self._one(claimed, position, SentArticle.model_validate(sent))
            await self._write(lambda session: batches.finish(session, claimed.id, datetime.now(UTC)))
        finally:
            with anyio.CancelScope(shield=True):
                await self._write(lambda session: batches.release(session, claimed.id, datetime.now(UTC)))

    async def _one(self, claimed: Claimed, position: int, sent: SentArticle) -> None:
        """Read and store one article, and what became of it with it."""
        state = self._app.state
        reader: Reader = state.reader
        article = finish(sent.draft(f"sent by {claimed.holder}"), state.read_options)
        try:
            version, meetings = await reader.read(article)
        except SummitryError:
            raise
        except Exception as error:  # a text that breaks the reader costs itself alone
            log.exception("article %s of batch %s could not be read", position, claimed.id)
            failure = {"position": position, "error": type(error).__name__}
            await self._write(lambda session: self._note(session, claimed, failure, failed=True))
            return
        reading = Reading(article, meetings, version, kept=state.kept)

        def store(session: Session) -> None:
            self._note(session, claimed, recorded(session, reading, datetime.now(UTC)), failed=False)

        await to_thread.run_sync(written, state.engine, store)

    def _note(self, session: Session, claimed: Claimed, told: dict[str, Any], *, failed: bool) -> None:
        batches.note(session, claimed.id, told, datetime.now(UTC) + LEASE, failed=failed)

    async def _write(self, work: Callable[[Session], T]) -> T:
        def done() -> T:
            with writing(self._app.state.engine, unseen=True) as session:
                return work(session)

        return await to_thread.run_sync(done)
