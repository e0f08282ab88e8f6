"""The events of the record in, each told to every webhook that wants it, in order and at least once."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from sqlalchemy import Engine

from app.domain.signatures import Message, signed
from app.errors import InvalidFilterError, SummitryError
from app.queries import filters
from app.queries.events import Event, after
from app.store import deliveries
from app.store.deliveries import Attempt, Claimed
from app.store.engine import snapshot, writing
from app.store.events import number_new
from app.webhooks.posting import Outcome

log = logging.getLogger(__name__)

# Webhooks that are told something at once: one that answers slowly keeps a place, and no other waits for it.
PLACES = 8
AT_ONCE = 50
# After so long the next webhook has its turn.
TURN_SECONDS = 20.0
IDLE_SECONDS = 0.5
# Seconds after the first failure in a row, doubled with each.
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 3 * 3600.0
JITTER = 0.1
# Some two days of them.
MOST_FAILURES = 30

Poster = Callable[[str, Mapping[str, str], bytes], Outcome]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Deliverer:
    """Tells webhooks what happens; any number of processes may do so at once.

    `lease` is how long a webhook stays with a process that is gone; longer than a turn and one request take.
    """

    engine: Engine
    post: Poster
    lease: timedelta = timedelta(minutes=2)
    clock: Callable[[], datetime] = _now
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(PLACES, "webhook"))
    _in_hand: dict[str, Future[None]] = field(default_factory=dict)

    def run(self, is_stopping: Callable[[], bool]) -> None:
        """Tell whatever there is to tell until somebody stops it; requests under way are finished first."""
        while not is_stopping():
            try:
                busy = self.turn()
            except SummitryError as error:
                log.warning("no webhooks are told anything: %s", error)
                busy = []
            if not busy:
                time.sleep(IDLE_SECONDS)
        self.close()

    def turn(self) -> list[Future[None]]:
        """Begin to tell those that are due and not in hand already; gives what one can wait for."""
        number_new(self.engine)
        with snapshot(self.engine) as session:
            waiting = deliveries.due(session, self.clock())
        self._in_hand = {one: told for one, told in self._in_hand.items() if not told.done()}
        begun = {one: self._pool.submit(self._serve, one) for one in waiting if one not in self._in_hand}
        self._in_hand |= begun
        return list(begun.values())

    def close(self) -> None:
        """Finish what is under way."""
        self._pool.shutdown(cancel_futures=True)

    def _serve(self, webhook_id: str) -> None:
        """Tell one webhook the events that come next, until one fails or its turn is over."""
        try:
            with writing(self.engine, unseen=True) as session:
                claimed = deliveries.claim(session, webhook_id, self.clock(), self.clock() + self.lease)
            if claimed is not None:
                self._tell(claimed)
        except Exception:  # one webhook must not end the others; its lease ends by itself
            log.exception("webhook %s could not be served", webhook_id)

    def _tell(self, claimed: Claimed) -> None:
        try:
            events = self._events(claimed)
        except InvalidFilterError as error:
            with writing(self.engine, unseen=True) as session:
                deliveries.stop(session, claimed, f"its filter means nothing any more: {error}", self.clock())
            return
        ends = time.monotonic() + TURN_SECONDS
        position = claimed.position
        for event in events:
            if time.monotonic() > ends:
                break
            is_wanted = event.body is not None and (not claimed.types or event.kind in claimed.types)
            if is_wanted and not self._attempt(claimed, event):
                return
            position = event.number
        with writing(self.engine, unseen=True) as session:
            deliveries.release(session, claimed, position, self.clock())

    def _events(self, claimed: Claimed) -> list[Event]:
        asked = filters.meetings(claimed.filter)
        with snapshot(self.engine) as session:
            return after(session, claimed.position, AT_ONCE, asked)

    def _attempt(self, claimed: Claimed, event: Event) -> bool:
        """Send one event; whether the next one may follow."""
        at, started = self.clock(), time.monotonic()
        message = Message(f"{claimed.id}-{event.number}", event.body or b"")
        outcome = self.post(claimed.url, signed(claimed.secret, message, int(at.timestamp())), message.body)
        attempt = Attempt(event.number, at, time.monotonic() - started, outcome.status, outcome.error)
        log.info("webhook %s, event %s: %s", claimed.id, event.number, outcome.error or outcome.status)
        with writing(self.engine, unseen=True) as session:
            if outcome.error is None:
                return deliveries.note_good(session, claimed, attempt)
            failures = deliveries.failures_of(session, claimed) + 1
            is_hopeless = failures >= MOST_FAILURES or outcome.status == HTTPStatus.GONE
            again = self.clock() + timedelta(seconds=pause(failures, outcome.retry_after))
            deliveries.note_bad(session, claimed, attempt, None if is_hopeless else again)
        return False


def pause(failures: int, retry_after: float | None) -> float:
    """Seconds until the next attempt after so many failures in a row; longer where the receiver asks for it."""
    usual = min(FIRST_PAUSE * (1 << min(failures - 1, 20)), LONGEST_PAUSE)
    asked = min(retry_after or 0.0, LONGEST_PAUSE)
    return max(usual * random.uniform(1 - JITTER, 1 + JITTER), asked)  # noqa: S311 - not for secrets
