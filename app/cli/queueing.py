"""The work that waits for workers, put together: settings in; chunks put, taken and counted out.

It is imported when it is asked for, since it needs the database and the library of the queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.cli import parts
from app.cli.options import Given
from app.config import Settings
from app.ingest.chunks import cut
from app.ingest.crew import Crew
from app.ingest.job import Surroundings, now
from app.ingest.progress import Progress as Watcher
from app.ingest.queue import opened, put
from app.ingest.worker import Habits, Worker
from app.queries.runs import Progress, progress
from app.store.engine import reading


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of the store that the settings name."""

    settings: Settings

    def put(self, sources: Sequence[str], given: Given) -> int:
        """Cut the sources into chunks and put them into the queue; gives their number."""
        plain = {
            "published": given.published.isoformat() if given.published else None,
            "outlet": given.outlet,
            "language": given.language,
        }
        engine = parts.ready_store(self.settings)
        try:
            with opened(engine) as app:
                return put(app, cut(sources), plain)
        finally:
            engine.dispose()

    def work(self, watcher: Watcher, processes: int, *, until_empty: bool) -> None:
        """Take chunks until somebody stops it, or there are none left."""
        engine = parts.ready_store(self.settings)
        make = partial(parts.readers, self.settings, Given())
        crew = Crew(processes, make)
        kept = self.settings.article_texts
        work = Surroundings(engine, make(), crew, parts.fetcher(self.settings), progress=watcher, kept=kept)
        try:
            Worker(work, parts.read_options(self.settings, Given()), Habits(until_empty)).run()
        finally:
            crew.close()
            engine.dispose()

    def progress(self) -> Progress:
        """How far everything is."""
        engine = parts.ready_store(self.settings)
        try:
            with reading(engine) as session:
                return progress(session, now())
        finally:
            engine.dispose()
