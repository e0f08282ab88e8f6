"""A store that somebody backs up, restores, copies or looks over in, what came of it out; opens and closes it.

It is imported when it is asked for, since it needs the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.store import backup, copying, verification
from app.store.engine import make_engine
from app.store.sums import Sum
from app.store.verification import Finding


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who looks after the store of an address; whether there is one is for each task to see."""

    database_url: str

    def backup(self, file: Path) -> Mapping[str, Sum]:
        """Copy the store into a file. Raises TransferError and StoreUnavailableError."""
        with _opened(self.database_url) as engine:
            return backup.backup(engine, file)

    def restore(self, file: Path) -> Mapping[str, Sum]:
        """Fill an empty store from a file. Raises TransferError and StoreUnavailableError."""
        with _opened(self.database_url) as engine:
            return backup.restore(file, engine)

    def copy_to(self, target_url: str) -> Mapping[str, Sum]:
        """Copy the store into another, empty one. Raises TransferError and StoreUnavailableError."""
        with _opened(self.database_url) as source, _opened(target_url) as target:
            return copying.copy_store(source, target)

    def verify(self) -> Sequence[Finding]:
        """Check every rule of the store. Raises StoreUnavailableError."""
        with _opened(self.database_url) as engine:
            return verification.verify(engine)


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
