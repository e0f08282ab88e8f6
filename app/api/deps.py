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
from app.errors import (
    ConfigurationError,
    DecisionConflictError,
    GoneError,
    MovedError,
    StoreUnavailableError,
    SummitryError,
)
from app.extraction.protocol import Extractor
from app.store.decisions import Decided
from app.store.direct import Direct, Run
from app.store.editions import Edition
from app.store.engine import snapshot, writing
from app.store.schema import check_schema
from app.store.versions import stale_since, version_of

P = ParamSpec("P")
T = TypeVar("T")
# Where the scope of a request has the state of the store that its answer was read from.
STORE_VERSION = "summitry.store_version"
# Where it has the moment up to which a replica knows what was written, while its primary is away.
STALE_SINCE = "summitry.stale_since"


async def ask(request: Request, question: Callable[Concatenate[Session, P], T], *args: P.args, **named: P.kwargs) -> T:
    """What `question` answers on a reading session, in a thread. Raises StoreUnavailableError.

    The state of the store that it was read from goes to the request's scope, where the tag of the answer is made. Where
    there is a replica, it is asked, and the store itself only when the replica is away.
    """

    def versioned(session: Session) -> tuple[str, T]:
        return version_of(session.connection()), question(session, *args, **named)

    def marked(session: Session) -> tuple[str, T]:
        request.scope[STALE_SINCE] = stale_since(session.connection())
        return versioned(session)

    store, replica = request.app.state.engine, request.app.state.replica
    try:
        request.scope[STORE_VERSION], found = await to_thread.run_sync(
            answer, replica or store, marked if replica else versioned
        )
    except StoreUnavailableError:
        if replica is None:
            raise
        request.scope[STORE_VERSION], found = await to_thread.run_sync(answer, store, versioned)
    return found


async def ask_at_once(
    request: Request,
    short: Callable[Concatenate[Run, Edition | None, P], T | None],
    question: Callable[Concatenate[Session, P], T],
    *args: P.args,
    **named: P.kwargs,
) -> T:
    """What `short` answers without a thread; where it has no answer, or none soon enough, what `question` does."""
    direct: Direct | None = request.app.state.direct
    found = direct.ask(short, *args, **named) if direct is not None else None
    if found is None or found[1] is None:
        return await ask(request, question, *args, **named)
    request.scope[STORE_VERSION] = found[0]
    return found[1]


async def state_of_store(request: Request) -> str | None:
    """What tells the state of the store from all others; None where it cannot be read."""
    direct: Direct | None = request.app.state.direct
    if direct is not None:
        return direct.version()
    try:
        return await to_thread.run_sync(
            answer,
            request.app.state.replica or request.app.state.engine,
            lambda session: version_of(session.connection()),
        )
    except (SummitryError, DBAPIError):
        return None


def answer(engine: Engine, question: Callable[[Session], T]) -> T:
    """What `question` answers of one state of the store, in this thread. Raises StoreUnavailableError."""
    try:
        with snapshot(engine) as session:
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


async def read(request: Request, question: Callable[[Session], T]) -> T:
    """What `question` answers from the store itself, as it is now. Raises StoreUnavailableError."""
    return await to_thread.run_sync(answer, request.app.state.engine, question)


async def write(request: Request, work: Callable[[Session], T]) -> T:
    """What `work` gives, committed; it changes no answer about the record. Raises StoreUnavailableError."""
    return await to_thread.run_sync(_write, request.app.state.engine, work)


def _write(engine: Engine, work: Callable[[Session], T]) -> T:
    try:
        with writing(engine, unseen=True) as session:
            return work(session)
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
