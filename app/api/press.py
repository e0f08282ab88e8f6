"""A store in, its latest edition at hand out; made anew in another process when the store has changed and rests."""

import logging
import os
import time
from pathlib import Path

import anyio
from anyio import to_process, to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.errors import SummitryError
from app.store import editions
from app.store.direct import Direct
from app.store.editions import Edition

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
# The most of a processor's time that is spent on editions while the store changes again and again.
SHARE = 1 / 20
LEAST_REST_SECONDS = 10.0
# The process that makes one lets all others go first.
NICE = 10


class Press:
    """Gives what reads a SQLite file the edition of its present state, as soon as there is one."""

    def __init__(self, engine: Engine, direct: Direct) -> None:
        self._url = engine.url.render_as_string(hide_password=False)
        self._file = Path(str(engine.url.database))
        self._direct = direct
        self._seen: str | None = None
        self._rests_until = 0.0

    async def run(self) -> None:
        """Look after the edition until the task is cancelled; where none can be written, the store does without."""
        try:
            while True:
                await self._look()
                await anyio.sleep(LOOK_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the store answers as well
            log.warning("lists are read from the store alone, since no edition of it could be made: %r", error)

    async def _look(self) -> None:
        version = await to_thread.run_sync(self._direct.version)
        seen, self._seen = self._seen, version
        edition = self._direct.edition
        if version is None or (edition is not None and edition.version == version):
            return
        self._direct.edition = await to_thread.run_sync(Edition.of, self._file, version)
        if self._direct.edition is None and version == seen and time.monotonic() >= self._rests_until:
            await self._make()

    async def _make(self) -> None:
        began = time.monotonic()
        version = await to_process.run_sync(_publish, self._url, cancellable=True)
        ended = time.monotonic()
        self._rests_until = ended + max((ended - began) / SHARE, LEAST_REST_SECONDS)
        if version is not None:
            log.info("made an edition of the store in %.1f s", ended - began)
            self._direct.edition = await to_thread.run_sync(Edition.of, self._file, version)


def _publish(database_url: str) -> str | None:
    os.nice(NICE - os.nice(0))
    try:
        return editions.publish(database_url)
    except (SummitryError, DBAPIError):
        # The store is not ready, or away: whoever asks it is told.
        return None
