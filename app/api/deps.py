"""What routes need from the application: answers from the store, decisions in it, and the extractor."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

import orjson
from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.parameters import NoParameters
from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.errors import ConfigurationError, DecisionConflictError, GoneError, MovedError
from app.extraction.protocol import Extractor
from app.store.decisions import Decided
from app.store.engine import reading, writing
from app.store.schema import check_schema

P = ParamSpec("P")
T = TypeVar("T")


async def ask(request: Request, question: Callable[Concatenate[Session, P], T], *args: P.args, **named: P.kwargs) -> T:
    """What `question` answers on a reading session. Raises StoreUnavailableError.

    Every answer is read in a thread. A page from an index is there sooner than a thread wakes up (4,400 requests a
    second against 3,000), but counting may read the whole store, and must not hold up everybody else meanwhile.
    """
    return await to_thread.run_sync(answer, request.app.state.engine, lambda session: question(session, *args, **named))


def answer(engine: Engine, question: Callable[[Session], T]) -> T:
    """What `question` answers on a reading session, in this thread. Raises StoreUnavailableError."""
    try:
        with reading(engine) as session:
            return question(session)
    except DBAPIError:
        # A store without this version's tables is not ready, which is no fault of this program.
        check_schema(engine)
        raise


async def decide(request: Request, decision: Callable[[Session, datetime], Decided]) -> Response:
    """Make a decision in a transaction of its own, and say which it is.

    Raises what the decision raises, but DecisionConflictError for a record that does not stand any more: the address
    of another record would be no answer to somebody who meant this one.
    """
    NoParameters.of(request)
    made = await to_thread.run_sync(_decide, request.app.state.engine, decision)
    found = {"decision": made.decision_id, "meeting": made.meeting_id, "url": f"/v1/meetings/{made.meeting_id}"}
    return Response(orjson.dumps(found), media_type="application/json", headers={"Cache-Control": "no-store"})


def _decide(engine: Engine, decision: Callable[[Session, datetime], Decided]) -> Decided:
    try:
        with writing(engine) as session:
            return decision(session, datetime.now(UTC))
    except (MovedError, GoneError) as error:
        raise DecisionConflictError(str(error)) from error
    except DBAPIError:
        check_schema(engine)
        raise


class Reader:
    """Extraction on demand: the extractor is made when it is first needed, and reads one text at a time.

    A model takes a second and some 100 MB to load, which a server that nobody asks for extraction never spends.
    """

    def __init__(self, make: Callable[[], Extractor]) -> None:
        """`make` gives the extractor; it may raise ConfigurationError, ImportError or OSError where there is none."""
        self._make = make
        self._extractor: Extractor | None = None
        self._one = CapacityLimiter(1)

    async def read(self, article: Article) -> tuple[str, list[MeetingCandidate]]:
        """The extractor's version and the meetings in an article. Raises ConfigurationError without an extractor."""
        return await to_thread.run_sync(self._read, article, limiter=self._one)

    def _read(self, article: Article) -> tuple[str, list[MeetingCandidate]]:
        if self._extractor is None:
            try:
                self._extractor = self._make()
            except (ImportError, OSError) as error:
                raise ConfigurationError(f"the extractor cannot be loaded: {error}") from error
        return self._extractor.version, self._extractor.extract(article)
