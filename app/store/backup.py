"""A store in, one SQLite file with all of it out, whole or not at all; and the file in, the store again."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from app.errors import TransferError
from app.store.copying import copy_store
from app.store.engine import make_engine
from app.store.schema import migrate
from app.store.sums import Sum


def backup(engine: Engine, file: Path) -> dict[str, Sum]:
    """Copy the store into a new file, from either database, while others go on to write in it.

    Raises TransferError where the file is there already or cannot be written, or the copy is not like the store.
    """
    if file.exists():
        raise TransferError(f"{file} is there already: name another file")
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        copy = make_engine(f"sqlite:///{part}")
        found = copy_store(engine, copy)
        copy.dispose()
        with closing(sqlite3.connect(part)) as connection:
            # Everything in the one file, without a log beside it.
            connection.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as error:
        raise TransferError(f"{file} cannot be written: {error}") from error
    return found


def restore(file: Path, engine: Engine) -> dict[str, Sum]:
    """Put what a backup holds into an empty store; one of an older version is brought up to date on the way.

    The file stays as it is. Raises TransferError where it is no backup, or the store is not empty.
    """
    with TemporaryDirectory(prefix="summitry-") as folder:
        scratch = Path(folder) / "store.db"
        try:
            source = f"{file.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(source, uri=True)) as kept, closing(sqlite3.connect(scratch)) as copy:
                if not kept.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                    raise TransferError(f"{file} is no backup of a store: it has no tables of one")
                kept.backup(copy)
        except sqlite3.Error as error:
            raise TransferError(f"{file} cannot be read as a backup: {error}") from error
        held = make_engine(f"sqlite:///{scratch}")
        migrate(held)
        found = copy_store(held, engine)
        held.dispose()
    return found
