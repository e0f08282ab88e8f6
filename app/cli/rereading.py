"""Settings and a choice of stored articles in, what reads them again out.

Everything is imported when it is asked for, as in `app.cli.parts`.
"""

# ruff: noqa: PLC0415 - imports inside functions, for the reason above

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from app.cli import parts
from app.cli.options import Given
from app.config import Settings
from app.ingest.interruption import Interruption

if TYPE_CHECKING:
    from app.ingest.differences import RereadReport
    from app.ingest.job import Surroundings
    from app.ingest.progress import Progress
    from app.ingest.selection import Selection, Stale


def selection(since: date | None, article: str | None, *, everything: bool) -> "Selection":
    """Which stored articles to read again."""
    from app.ingest.selection import Selection

    return Selection(since, article, everything)


def rereading(
    settings: Settings, given: Given, interruption: Interruption, selection: "Selection"
) -> "tuple[Surroundings, Stale]":
    """What a run over stored articles works with, and what it has to read. Raises StoreUnavailableError."""
    from app.ingest.job import Surroundings
    from app.ingest.selection import select_stale

    work = Surroundings(
        parts.ready_store(settings),
        parts.readers(settings, given),
        interruption=interruption,
        kept=settings.article_texts,
    )
    return work, select_stale(work.engine, work.readers, selection)


def reprocess(work: "Surroundings", stale: "Stale", progress: "Progress", *, dry: bool) -> "RereadReport":
    """Run the job over stored articles."""
    from app.ingest import reprocess

    return reprocess.reprocess(replace(work, progress=progress), stale, dry=dry)


def change_lines(report: "RereadReport") -> Iterator[str]:
    """Every change as a line."""
    from app.ingest.differences import in_words

    return map(in_words, report.differences)
