"""Settings and a file of feeds in, what follows them out.

Everything is imported when it is asked for, as in `app.cli.parts`.
"""

# ruff: noqa: PLC0415 - imports inside functions, for the reason above

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


def watcher(settings: Settings, file: Path, interruption: Interruption) -> "Watcher":
    """What follows the feeds of a file. Raises ConfigurationError and StoreUnavailableError."""
    from app.ingest.progress import Silent
    from app.ingest.watch import Watcher
    from app.sources.feed_list import load_feeds
    from app.sources.politeness import Manners, PoliteFetcher

    feeds, given, manners = load_feeds(file), Given(), Manners(settings.user_agent)

    def polite(validators: "KeptValidators") -> "PoliteFetcher":
        return PoliteFetcher(parts.fetcher(settings, validators), manners)

    work = parts.surroundings(settings, given, Silent(), interruption)
    return Watcher(work, feeds, polite, parts.read_options(settings, given))
