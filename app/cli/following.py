"""Settings and a file of feeds in, what follows them, and what tells webhooks of the news, out.

Everything is imported when it is asked for, as in `app.cli.parts`.
"""

# ruff: noqa: PLC0415 - imports inside functions, for the reason above

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import parts
from app.cli.options import Given
from app.config import Settings
from app.ingest.interruption import Interruption

if TYPE_CHECKING:
    from app.ingest.validators import KeptValidators
    from app.ingest.watch import Watcher
    from app.sources.politeness import PoliteFetcher
    from app.webhooks.delivery import Deliverer


def watcher(settings: Settings, file: Path | None, interruption: Interruption) -> "Watcher":
    """What follows the feeds of a file and those in the store. Raises ConfigurationError and StoreUnavailableError."""
    from app.ingest.progress import Silent
    from app.ingest.watch import Watcher
    from app.sources.feed_list import load_feeds
    from app.sources.politeness import Manners, PoliteFetcher

    listed = load_feeds(file) if file else None
    given, manners = Given(), Manners(settings.user_agent)

    def polite(validators: "KeptValidators") -> "PoliteFetcher":
        return PoliteFetcher(parts.fetcher(settings, validators), manners)

    work = parts.surroundings(settings, given, Silent(), interruption)
    return Watcher(work, listed, polite, parts.read_options(settings, given))


@contextmanager
def telling(settings: Settings) -> Iterator[None]:
    """While the block runs, webhooks are told what happens, in a thread of its own. Raises StoreUnavailableError."""
    stopping = threading.Event()
    told = _deliverer(settings)
    thread = threading.Thread(target=told.run, args=(stopping.is_set,), name="webhooks")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
        told.engine.dispose()


def _deliverer(settings: Settings) -> "Deliverer":
    from app.webhooks.delivery import TURN_SECONDS, Deliverer
    from app.webhooks.posting import Post

    post = Post(parts.reach(settings), settings.fetch_timeout_seconds, settings.user_agent)
    lease = timedelta(seconds=2 * (TURN_SECONDS + settings.fetch_timeout_seconds))
    return Deliverer(parts.ready_store(settings), post, lease)
