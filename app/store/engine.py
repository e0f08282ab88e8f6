"""A database URL in, an engine out, with the settings that each database needs; reading and writing sessions on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random

from app.domain.geography import great_circle_km
from app.errors import ConfigurationError, DecisionConflictError, StoreUnavailableError
from app.store import versions

# How long a SQLite connection waits for another writer; one article's transaction takes milliseconds.
BUSY_MILLISECONDS = 30_000
CONNECT_SECONDS = 10
# Statements that a SQLite connection keeps prepared: a list of names makes another one for each length.
STATEMENTS = 500
# As many as a server has by default. A file that is opened anew for a question is read for half as many of them.
THREADS = 40
POSTGRES_NAMES = ("postgres", "postgresql")
# PostgreSQL's codes for a transaction that could not be serialised, and for one that was chosen to end a deadlock.
COLLISIONS = ("40001", "40P01")
T = TypeVar("T")
# Five times as fast as the standard library's, on values that are most of what is stored.
JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}
# `BEGIN` of a transaction that will write: taking the lock at once means that waiting works, where a
# transaction that starts with a read and writes later is refused when another one wrote in between.
WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}
# Each connection of a server writes a row now and then, and would keep the larger cache of a writer for good.
READING = {"sqlite_usual_cache": True}


def normalise_url(database_url: str) -> URL:
    """The URL with the drivers that this project uses. Raises ConfigurationError for anything but the two databases."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(f"database_url is no database URL: {error}") from error
    name = url.get_backend_name()
    if name in POSTGRES_NAMES:
        return url.set(drivername="postgresql+psycopg")
    if name == "sqlite":
        return url.set(drivername="sqlite")
    raise ConfigurationError(f"database_url must start with sqlite:/// or postgresql://, got {name!r}")


def make_engine(database_url: str, **options: Any) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://...`; `options` go to SQLAlchemy (`pool_size` and so on).

    Nothing is opened yet. Raises ConfigurationError for a URL of another database.
    """
    url = normalise_url(database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    # A machine that is gone does not even refuse.
    reach = {"cached_statements": STATEMENTS} if is_sqlite else {"connect_timeout": CONNECT_SECONDS}
    try:
        engine = create_engine(url, pool_pre_ping=not is_sqlite, connect_args=reach, **JSON, **options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise ConfigurationError(f"database_url cannot be used: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "commit", versions.renew)
    return engine


def pooled_engine(database_url: str, connections: int) -> Engine:
    """An engine for a server, which holds at most so many connections; a file has as many as there are threads."""
    if normalise_url(database_url).get_backend_name() == "sqlite":
        connections = THREADS
    # Last in, first out: the caches of those that were needed once, when many asked, are not filled again and again.
    options = {"pool_size": connections, "max_overflow": 0, "pool_use_lifo": True, "execution_options": READING}
    return make_engine(database_url, **options)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Settings of one SQLite connection; transactions are begun by `_begin_sqlite`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        # In WAL mode a crash of the machine may lose the last transactions, never the file.
        "synchronous = NORMAL",
        "foreign_keys = ON",
        # Pages that gather before they are moved into the file: many articles write the same ones.
        "wal_autocheckpoint = 16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # Not every build of SQLite has the functions of trigonometry.
    connection.create_function("great_circle_km", 4, great_circle_km, deterministic=True)


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin")
    if begin and not connection.get_execution_options().get("sqlite_usual_cache"):
        # Kilobytes of pages. The usual two thousand are less than the upper pages of a large store's indexes (some 80
        # megabytes at a million meetings), which a writer needs again and again; readers, of whom there may be many,
        # have the system's memory.
        connection.exec_driver_sql("PRAGMA cache_size = -65536")
    connection.exec_driver_sql(begin or "BEGIN")
    versions.begin(connection)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the store and changes nothing."""
    with _available(engine), Session(engine) as session:
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """A reading session all of whose statements see the store as it was at the first one, whatever is written since.

    That is what any transaction of SQLite does; PostgreSQL otherwise sees anew what is there at each statement.
    """
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with reading(engine.execution_options(**options)) as session:
        yield session


@contextmanager
def writing(engine: Engine, *, unseen: bool = False) -> Iterator[Session]:
    """A session that commits at the end of the block and takes back everything where the block raises.

    What is written `unseen` shows in no answer, so that those that clients hold stay good.
    """
    options = WRITING | ({versions.UNSEEN: True} if unseen else {})
    with _available(engine), Session(engine.execution_options(**options)) as session, session.begin():
        yield session


def written(engine: Engine, work: Callable[[Session], T]) -> T:
    """What `work` gives, committed; where it collided with another writer it is taken back and done once more.

    Raises what it raises where it does so each time.
    """
    for attempt in Retrying(
        retry=retry_if_exception(_collided), stop=stop_after_attempt(6), wait=wait_random(0, 0.1), reraise=True
    ):
        with attempt, writing(engine) as session:
            done = work(session)
    return done


def _collided(error: BaseException) -> bool:
    """Whether another writer changed what this one had looked at, wrote the same row, or waited for it in a circle."""
    if isinstance(error, DBAPIError):
        return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in COLLISIONS
    return isinstance(error, DecisionConflictError)


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """A connection whose transaction may change the tables; it commits at the end of the block.

    SQLite alters most things by making a table anew under the old name, which no reference to its rows allows; so it
    checks references at the end alone. Raises ConfigurationError where one leads nowhere then.
    """
    with engine.execution_options(**WRITING).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # Within a transaction SQLite would ignore this.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise ConfigurationError(f"a row of {lost[0]} would refer to a row of {lost[2]} that is not there")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _available(engine: Engine) -> Iterator[None]:
    """Say StoreUnavailableError where the database is away, so that nobody above knows the driver's errors."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or _cannot_open(error):
            raise StoreUnavailableError(f"the database {_address(engine)} cannot be used: {error.orig}") from error
        raise


def _cannot_open(error: DBAPIError) -> bool:
    """Whether the driver failed to reach the database, rather than to do what it was asked."""
    words = str(error.orig)
    signs = ("unable to open", "connection failed", "connection is bad", "readonly database", "not a database")
    return any(sign in words for sign in (*signs, "disk is full", "disk I/O error"))


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
