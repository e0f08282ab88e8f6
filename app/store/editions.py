"""A store in a SQLite file in, an edition of it out: the meetings of one state, laid out in files for reading.

What a list shows is found in an edition in a tenth of the time that SQLite takes to go through its trees, however many
meetings there are, since it is cut from arrays that are in order already. An edition is good for the state whose number
it bears and for no other; in any other state, and for any question that it does not hold, SQLite is asked.
"""

import fcntl
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from glob import escape
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from app.store.engine import make_engine, snapshot
from app.store.models import UNDATED, Facet, Meeting, MeetingText, Posting
from app.store.versions import version_of

# Of an edition: `meetings.db-edition2-123` beside `meetings.db`; another form of its files takes another number.
SUFFIX = "-edition2-"
PART = f"{SUFFIX}part-"
LOCK = "-edition.lock"
ARRAYS = ("starts", "lasts", "days", "ids", "offsets", "places", "placed", "names", "bounds", "rows", "ends")
DOCUMENTS = "documents"
# What is listed: what postings are under, as far as questions go along it.
FACETS = (Facet.MEETING, Facet.COUNTRY, Facet.DYAD, Facet.PERSON, Facet.ORGANISATION, Facet.TOPIC, Facet.OUTLET)
BETWEEN = ","
BATCH = 10_000
# So many bytes of a file are read ahead at once.
AT_ONCE = 2**20
# Lists whose place is known without another look.
MOST_KNOWN = 2_000
# Days that are written once.
MOST_DAYS = 20_000
EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(MOST_DAYS)
def _written(day: int) -> str:
    return date.fromordinal(day + EPOCH).isoformat()


def number_of(day: date) -> int:
    """A day as editions have it: since the first of 1970."""
    return day.toordinal() - EPOCH


END = number_of(UNDATED)


class Edition:
    """Meetings in the order of their first days, then of their ids; those without a day come last.

    `lasts` has the last day of each, `ids` their ids, and `lists` (for single numbers `rows`) the rows of all that are
    listed under something, one list behind the other, each in order. In the place of each list `ends` has the last days
    of all in it, in order. `placed` has the rows of the meetings at `places` in the index of words (see `MeetingText`).
    """

    def __init__(self, folder: Path) -> None:
        self.version = folder.name.rpartition("-")[2]
        for part in folder.iterdir():
            _read_ahead(part)
        arrays: dict[str, Any] = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in ARRAYS}
        self.lasts, self.ids, self.lists = arrays["lasts"], arrays["ids"], arrays["rows"]
        # Python reads single numbers from these in a third of the time.
        self._starts, self.rows = memoryview(arrays["starts"]), memoryview(arrays["rows"])
        self.ends = memoryview(arrays["ends"])
        self._places, self._placed = arrays["places"], arrays["placed"]
        self._offsets, self._bounds = memoryview(arrays["offsets"]), memoryview(arrays["bounds"])
        self._days, self._first_day = memoryview(arrays["days"]), int(arrays["starts"][0])
        self._names: NDArray[np.bytes_] = arrays["names"]
        with (folder / DOCUMENTS).open("rb") as file:
            self._documents = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self.list_of = lru_cache(MOST_KNOWN)(self._list_of)

    def documents(self, rows: Sequence[int]) -> tuple[memoryview, ...]:
        """The documents of some rows, where they lie: most are copied into an answer and nowhere else."""
        read, offsets = self._documents, self._offsets
        return tuple([read[offsets[row] : offsets[row + 1]] for row in rows])

    def key(self, row: int) -> tuple[str, str]:
        """The id of a row, and its first day."""
        return self.ids[row].decode(), _written(self._starts[row])

    def rows_at(self, places: Sequence[int]) -> NDArray[np.int32]:
        """The rows of what the index of words has at some places."""
        found: NDArray[np.int32] = self._placed[np.searchsorted(self._places, np.array(places, dtype=np.int64))]
        return found

    def since(self, day: int) -> int:
        """The first row of a day or later."""
        place = day - self._first_day
        if place <= 0:
            return 0
        if place < len(self._days):
            return self._days[place]
        return self._days[-1] if day <= END else len(self._starts)

    def place_of(self, day: int, meeting_id: str, side: Any) -> int:
        """Where a meeting would stand, `left` or `right` of itself if it is there."""
        first, behind = self.since(day), self.since(day + 1)
        return first + int(np.searchsorted(self.ids[first:behind], meeting_id.encode(), side))

    def _list_of(self, facet: str, value: str) -> tuple[int, int]:
        """Where the list of what is under a value begins and ends in `rows`."""
        name = _name(facet, value)
        place = int(np.searchsorted(self._names, name)) if len(name) <= self._names.itemsize else len(self._names)
        if place == len(self._names) or self._names[place] != name:
            return 0, 0
        return self._bounds[place], self._bounds[place + 1]

    @classmethod
    def of(cls, file: Path, version: str) -> Self | None:
        """That of one state of a store, where there is one."""
        try:
            return cls(_folder(file, version))
        except (FileNotFoundError, ValueError):
            # There is none, or another one is taking its place.
            return None


def publish(database_url: str) -> str | None:
    """Make an edition of the present state, in the place of all others; gives that state.

    None where there is nothing to be laid out, or where another process makes one. Takes a second for some thirty
    thousand meetings, and 500 MB of memory for a million. Raises OSError where it cannot be written.
    """
    engine = make_engine(database_url)
    file = Path(str(engine.url.database))
    try:
        with _alone(file) as is_alone, snapshot(engine) as session:
            return _publish(session, file) if is_alone else None
    finally:
        engine.dispose()


def _publish(session: Session, file: Path) -> str | None:
    for rest in _beside(file, "part-*"):
        # Of somebody who was killed.
        shutil.rmtree(rest)
    version = version_of(session.connection())
    folder = Path(tempfile.mkdtemp(prefix=file.name + PART, dir=file.parent))
    try:
        if not _write(session, folder):
            return None
        _withdraw(file)
        folder.rename(_folder(file, version))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return version


def _withdraw(file: Path) -> None:
    """Take all editions of a store away; who reads one can do so to the end."""
    for folder in _beside(file, "[0-9]*"):
        shutil.rmtree(folder, ignore_errors=True)


def _beside(file: Path, what: str) -> Iterator[Path]:
    """Folders of editions of any form."""
    return file.parent.glob(f"{escape(file.name)}-edition?-{what}")


def _folder(file: Path, version: str) -> Path:
    return file.with_name(f"{file.name}{SUFFIX}{version}")


@contextmanager
def _alone(file: Path) -> Iterator[bool]:
    """Whether no other process makes an edition of this store, and none does in the block."""
    with file.with_name(file.name + LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _write(session: Session, folder: Path) -> bool:
    """Write the files of an edition; False where no meeting stands."""
    arrays = _meetings(session)
    if not len(arrays["ids"]):
        return False
    arrays["offsets"] = _write_documents(session, folder / DOCUMENTS)
    lists: dict[bytes, NDArray[np.int32]] = {}
    order = np.argsort(arrays["ids"])
    in_order = arrays["ids"][order]
    for listed, ids in _lists(session):
        lists[listed] = np.sort(order[np.searchsorted(in_order, ids)]).astype(np.int32)
    places, ids = _places(session)
    by_place = np.argsort(places)
    arrays["places"] = places[by_place]
    arrays["placed"] = order[np.searchsorted(in_order, ids)][by_place].astype(np.int32)
    names = sorted(lists)
    arrays["names"] = np.array(names, dtype="S")
    arrays["bounds"] = np.cumsum([0, *(len(lists[name]) for name in names)], dtype=np.int64)
    arrays["rows"] = np.concatenate([lists[name] for name in names])
    arrays["ends"] = np.concatenate([np.sort(arrays["lasts"][lists[name]]) for name in names])
    for name, array in arrays.items():
        np.save(folder / name, array)
    for path in (*folder.iterdir(), folder):
        # What has its name is to be whole, whatever happens to the machine.
        _to_disk(path)
    return True


def _read_ahead(path: Path) -> None:
    """Have a file in memory before it is mapped: else who asks first waits for the disk at every page of it."""
    buffer = bytearray(AT_ONCE)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _meetings(session: Session) -> dict[str, NDArray[Any]]:
    """Ids and days of all that stand."""
    columns = (Posting.meeting_id, type_coerce(Posting.start, String), type_coerce(Posting.last, String))
    batches = [zip(*rows, strict=True) for rows in _told(session, _standing(*columns), BATCH)]
    ids, starts, lasts = zip(*batches, strict=True) if batches else ((), (), ())

    def days(parts: Sequence[Any]) -> NDArray[np.int32]:
        return np.concatenate([np.array(part, dtype="datetime64[D]").astype(np.int32) for part in parts or [()]])

    first_days = days(starts)
    dated = first_days[first_days < END]
    since = np.searchsorted(first_days, np.arange(dated[0], dated[-1] + 2) if len(dated) else [END])
    return {
        "ids": np.concatenate([np.array(part, dtype="S") for part in ids or [()]]),
        "starts": first_days,
        "lasts": days(lasts),
        "days": since.astype(np.int32),
    }


def _write_documents(session: Session, path: Path) -> NDArray[np.int64]:
    """Write the documents one behind the other; gives where each begins, and where the last one ends."""
    offsets = [0]
    statement = _standing(Meeting.document).join(Meeting, Meeting.id == Posting.meeting_id)
    with path.open("wb") as file:
        for rows in _told(session, statement, BATCH):
            for (document,) in rows:
                offsets.append(offsets[-1] + file.write(document.encode()))
    return np.array(offsets, dtype=np.int64)


def _standing(*columns: Any) -> Select[Any]:
    """Some columns of every meeting that stands, in the order of editions."""
    statement = select(*columns).select_from(Posting).where(Posting.facet == Facet.MEETING, Posting.value == "")
    return statement.order_by(Posting.start, Posting.meeting_id)


def _places(session: Session) -> tuple[NDArray[np.int64], NDArray[np.bytes_]]:
    """Where the index of words has meetings, and their ids."""
    statement = select(MeetingText.id, MeetingText.meeting_id)
    batches = [zip(*rows, strict=True) for rows in _told(session, statement, BATCH)]
    places, ids = zip(*batches, strict=True) if batches else ((), ())
    return (
        np.concatenate([np.array(part, dtype=np.int64) for part in places or [()]]),
        np.concatenate([np.array(part, dtype="S") for part in ids or [()]]),
    )


def _lists(session: Session) -> Iterator[tuple[bytes, NDArray[np.bytes_]]]:
    """The names of lists, each with the ids of its meetings."""
    columns = (Posting.facet, Posting.value, func.aggregate_strings(Posting.meeting_id, BETWEEN))
    statement = select(*columns).where(Posting.facet.in_(FACETS)).group_by(Posting.facet, Posting.value)
    for rows in _told(session, statement, 1):
        for facet, value, ids in rows:
            yield _name(facet, value), np.array(ids.encode().split(BETWEEN.encode()), dtype="S")


def _name(facet: str, value: str) -> bytes:
    return f"{facet} {value}".encode()


def _told(session: Session, statement: Any, number: int) -> Iterator[Sequence[Any]]:
    """The rows in batches, as the driver has them."""
    return session.connection().execute(statement, execution_options={"yield_per": number}).partitions()
