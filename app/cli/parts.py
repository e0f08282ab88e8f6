"""Settings in, the parts of the program out: the one place where the command puts them together.

Every part is imported when it is asked for. The library of the language model alone takes more than a second to import,
those of the database, the web framework and the article formats about half a second each: `summitry --help` needs none
of them, `summitry serve` not the first, `summitry extract` not the second.
"""
# ruff: noqa: PLC0415 - imports inside functions, for the reason above

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.options import Given
from app.config import Settings
from app.errors import ConfigurationError, NotInstalledError
from app.ingest.interruption import Interruption

# Options of the C library's memory with their values: M_ARENA_MAX, and M_MMAP_THRESHOLD in bytes.
MOST_HEAPS, LARGE_PIECE = (-8, 2), (-3, 128 * 1024)
# How long one thread may keep others waiting that also run Python. With two questions under way, 99 of 100 turns of the
# event loop, which serves all clients, came within 15 ms so, and within 35 ms with Python's own five milliseconds.
TURN_SECONDS = 0.001
# How many values that hold others come to live before the garbage collector looks at the young ones. A batch of an
# export has three thousand, which end with it: at Python's 700 it took a quarter of the time, to find nothing.
YOUNG = 10_000

if TYPE_CHECKING:
    import uvicorn
    from sqlalchemy import Engine

    from app.cli.deciding import Desk
    from app.cli.keeping import Keeper
    from app.cli.queueing import Queue
    from app.domain.articles import Article
    from app.extraction.protocol import Extractor
    from app.extraction.reader import RuleReader
    from app.ingest.crew import Crew
    from app.ingest.extraction import Readers
    from app.ingest.job import Surroundings
    from app.ingest.progress import Progress
    from app.ingest.report import Report
    from app.rows.mapping import Mapping as RowMapping
    from app.sources.addresses import Reach
    from app.sources.fetch import HttpFetcher, Validators
    from app.sources.protocol import ReadOptions, Rejected
    from app.store.models import IngestFailure


def ready_store(settings: Settings) -> "Engine":
    """The store, made or brought up to date where needed. Raises StoreUnavailableError where that cannot be done."""
    from app.store.engine import make_engine
    from app.store.schema import migrate

    engine = make_engine(settings.database_url)
    migrate(engine)
    return engine


def failures(settings: Settings, run_id: int | None) -> "list[IngestFailure]":
    """The open failures of a run, or of all. Raises StoreUnavailableError where there is no store of this version."""
    from app.store.engine import reading
    from app.store.runs import open_failures

    engine = _store(settings)
    with reading(engine) as session:
        found = open_failures(session, run_id)
        session.expunge_all()
    engine.dispose()
    return found


def desk(settings: Settings, by: str, why: str | None) -> "Desk":
    """Where somebody decides about the record. Raises StoreUnavailableError where there is no store of this version."""
    from app.cli.deciding import Desk
    from app.store.ledger import Grounds

    return Desk(_store(settings), Grounds(by, why))


def history(settings: Settings, meeting_id: str, as_of: str | None) -> Sequence[bytes]:
    """Every decision about a meeting, as JSON. Raises StoreUnavailableError where there is no store of this version."""
    from app.cli.deciding import history_of

    return history_of(_store(settings), meeting_id, as_of)


def reviews(settings: Settings, most: int) -> Sequence[bytes]:
    """The pairs that wait for a verdict, as JSON. Raises StoreUnavailableError where there is no store here."""
    from app.cli.deciding import waiting

    return waiting(_store(settings), most)


def exported(
    settings: Settings, listing: str, given: Mapping[str, str | None], server: str, count: Callable[[int], Any]
) -> Iterator[bytes]:
    """All that meets some filters, as the pieces of a file; `count` is told how many records come.

    Raises InvalidFilterError, NotInstalledError, and StoreUnavailableError where there is no store of this version.
    """
    from app.cli.exporting import exported

    engine = _store(settings)
    _collect_seldom()
    try:
        yield from exported(engine, listing, given, server, count)
    finally:
        engine.dispose()


def _store(settings: Settings) -> "Engine":
    """The store as it is. Raises StoreUnavailableError where it is not of this version."""
    from app.store.engine import make_engine
    from app.store.schema import check_schema

    engine = make_engine(settings.database_url)
    check_schema(engine)
    return engine


def keeper(database_url: str) -> "Keeper":
    """Who backs up, restores, copies and looks over the store of an address. Raises ConfigurationError for another."""
    from app.cli.keeping import Keeper

    return Keeper(database_url)


def queue(settings: Settings) -> "Queue":
    """The work that waits for the workers. Raises NotInstalledError where the library for it is missing."""
    try:
        from app.cli.queueing import Queue
    except ModuleNotFoundError as error:
        raise NotInstalledError(f"the queue needs {error.name}: pip install 'summitry[queue]'") from error
    return Queue(settings)


def extractor(settings: Settings) -> "Extractor":
    """The reader of articles, with its language model loaded. Raises ConfigurationError where that is not installed."""
    from app.chat import composition

    return composition.extractor(settings)


def rule_reader(settings: Settings) -> "RuleReader":
    """The reader by rules. Raises ConfigurationError where its language model is not installed."""
    from app.chat import composition

    return composition.rule_reader(settings)


def read_options(settings: Settings, given: Given) -> "ReadOptions":
    """How inputs are read. Raises ConfigurationError for a mapping that cannot be used."""
    from app.rows.importers import importers_of
    from app.sources.limits import Limits
    from app.sources.protocol import ReadOptions

    limits = Limits(max_article_chars=settings.max_article_chars)
    importers = importers_of(_mapping(given))
    return ReadOptions(given.published, given.outlet, given.language, limits=limits, importers=importers)


def readers(settings: Settings, given: Given) -> "Readers":
    """Who reads prose, and who the rows of tables and calendars. Raises ConfigurationError."""
    from app.ingest.extraction import Readers
    from app.rows.importers import readers_of

    prose = cache(lambda: extractor(settings))
    return Readers(prose, readers_of(_mapping(given), prose))


def crew(settings: Settings, given: Given, size: int) -> "AbstractContextManager[Crew | None]":
    """Processes that read, for a block; none for a size of one. Raises ConfigurationError."""
    from app.ingest.crew import a_crew

    if size > 1 and settings.reader == "chat":
        raise ConfigurationError("--workers: the chat reader asks several times at once by SUMMITRY_CHAT_CONCURRENCY")
    return a_crew(size, partial(readers, settings, given))


def _mapping(given: Given) -> "RowMapping | None":
    """What explains the columns of tables. Raises ConfigurationError, naming the line and the key of a mistake."""
    from app.rows.mapping_file import load_mapping

    return load_mapping(given.mapping) if given.mapping else None


def fetcher(settings: Settings, validators: "Validators | None" = None) -> "HttpFetcher":
    """The reader of addresses."""
    from app.sources.fetch import FetchSettings, HttpFetcher

    bounds = FetchSettings(
        reach=reach(settings),
        max_bytes=settings.fetch_max_bytes,
        max_redirects=settings.fetch_max_redirects,
        timeout=settings.fetch_timeout_seconds,
        user_agent=settings.user_agent,
    )
    return HttpFetcher(bounds, validators)


def reach(settings: Settings) -> "Reach":
    """Which hosts may be asked that are not on the public internet."""
    from app.sources.addresses import Reach

    return Reach(settings.allow_private_addresses, frozenset(settings.private_hosts))


def articles(settings: Settings, sources: Sequence[str], given: Given) -> "Iterator[Article | Rejected]":
    """Everything that the sources hold, read without a store."""
    from app.sources import catalogue

    options, reader = read_options(settings, given), fetcher(settings)
    for source in sources:
        yield from catalogue.read(source, options, reader)


def number_of(sources: Sequence[str]) -> int | None:
    """About how many articles the sources hold; None where that cannot be told cheaply."""
    from app.ingest import inputs

    return inputs.number_of(sources)


def surroundings(
    settings: Settings, given: Given, progress: "Progress", interruption: Interruption, *, conditional: bool = True
) -> "Surroundings":
    """What a run of the job works with. Raises StoreUnavailableError where there is no store.

    Where `conditional`, servers are asked only for what is new since the last time.
    """
    from app.ingest.job import Surroundings
    from app.ingest.validators import KeptValidators

    reads = readers(settings, given)
    engine = ready_store(settings)
    kept = KeptValidators(engine)
    return Surroundings(
        engine=engine,
        readers=reads,
        fetcher=fetcher(settings, kept if conditional else None),
        validators=kept,
        progress=progress,
        interruption=interruption,
        kept=settings.article_texts,
    )


def ingest(surroundings: "Surroundings", sources: Sequence[str], options: "ReadOptions") -> "Report":
    """Run the job."""
    from app.ingest import job

    return job.ingest(surroundings, sources, options)


def server(settings: Settings) -> "uvicorn.Server":
    """The API in a web server that has not been started."""
    import sys

    from app.api.wire import web_server

    _give_memory_back()
    sys.setswitchinterval(TURN_SECONDS)
    # By name, because this command and the web application are two edges of the program, neither inside the other.
    application = importlib.import_module("app.main").create_app(settings)
    _collect_seldom()
    return web_server(application)


def _collect_seldom() -> None:
    """Spare the garbage collector what is there now, which stays, and most of what comes, which goes by itself."""
    import gc

    gc.freeze()
    gc.set_threshold(YOUNG)


def _give_memory_back() -> None:
    """Have the C library of Linux return what is freed to the system, in a process of many threads that lives long.

    It keeps a heap for each of up to eight threads a core, and from the first large piece that is freed on puts such
    pieces there as well, where smaller ones lie between them: after 100 seconds of fifty readers a server had 300 MB
    in place of 150, and grew on.
    """
    import ctypes
    import sys

    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if set_option is not None:
        for option, value in (MOST_HEAPS, LARGE_PIECE):
            set_option(option, value)


def seeds() -> Path:
    """The folder of articles that comes with the program."""
    with as_file(files("seeds") / "articles") as folder:
        return folder
