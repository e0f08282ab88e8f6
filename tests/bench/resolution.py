"""Measures whether resolving and recording an article takes longer in a large store than in a small one.

Both stores hold the same made-up world (see `world`), one of them a hundred times as much of it. The same new articles
go into both, in turns, some in a transaction as the ingest job does it; a third of them report a meeting that is there
already, of any time. Prints articles a second by the clock and by processor time: for the news of a month, as feeds and
archives bring them, and for articles of any day in forty years, which lie far apart on the disk.
"""

import argparse
import itertools
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, text

from app.ingest.batches import BATCH
from app.store.engine import make_engine, reading, writing
from app.store.models import Meeting, StoredDecision
from app.store.record import Reading, record_articles
from app.store.schema import migrate
from tests.bench.layers import multiply
from tests.bench.world import FIRST_DAY, LAST_DAY, Account, World

SMALL, LARGE = 10_000, 1_000_000
# So many meetings are recorded by the real code, the small store whole; the rest are layers of them, a year apart at a
# million. Layers that lie nearer have copies of one conference within the days of one report: with 5,000 meetings, and
# copies every 73 days, 24 of 1,344 new articles joined two copies, which is no work that a larger store makes.
RECORDED = 25_000
# The journal of each store is moved into its file once in seven turns or so, which takes as long as six of them: a
# measurement of few turns tells by chance whether that was once or twice.
WARM_UP, MEASURED, TURN = 3 * BATCH, 42 * BATCH, BATCH
KNOWN_SHARE = 0.33
# The days of which new meetings are.
STREAMS = {"month": (date(2015, 3, 1), date(2015, 4, 1)), "scattered": (FIRST_DAY, LAST_DAY)}
# Each article comes in a second after the one before, whichever store takes it.
NOW, TICKS = datetime(2026, 1, 1, tzinfo=UTC), itertools.count()


@dataclass(slots=True)
class Lane:
    """A store, and how long an article took in it, for each turn."""

    meetings: int
    engine: Engine
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def record(self, accounts: Sequence[Account]) -> None:
        """Take the articles of a turn, and note the time."""
        clock, processor = time.perf_counter(), time.process_time()
        record(self.engine, accounts)
        self.seconds.append((time.perf_counter() - clock) / len(accounts))
        self.processor.append((time.process_time() - processor) / len(accounts))

    def figures(self) -> dict[str, float]:
        """Rates over the turns after the first ones."""
        first = WARM_UP // TURN
        seconds, processor = self.seconds[first:], self.processor[first:]
        return {
            "meetings": self.meetings,
            "articles": TURN * len(seconds),
            "per_second": round(len(seconds) / sum(seconds), 1),
            "per_processor_second": round(len(processor) / sum(processor), 1),
            "median_ms": round(1000 * statistics.median(seconds), 2),
            "slowest_ms": round(1000 * max(seconds), 2),
        }


def record(engine: Engine, accounts: Sequence[Account]) -> None:
    """Some articles in one transaction, as the job takes them."""
    readings = [Reading(account.article, account.candidates, "bench") for account in accounts]
    with writing(engine) as session:
        record_articles(session, readings, lambda: NOW + timedelta(seconds=next(TICKS)))


def filled(folder: Path, sizes: Sequence[int]) -> tuple[list[Lane], list[Account]]:
    """A store of each size, from the smallest to the largest, and the accounts that all of them hold."""
    accounts = World(seed=1).accounts(min(RECORDED, max(sizes)))
    base, done, lanes = folder / "base.db", 0, []
    for size in sizes:
        engine = store_at(base)
        for turn in _turns(accounts[done:size]):
            record(engine, turn)
        done = min(size, len(accounts))
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()
        file = Path(shutil.copy(base, folder / f"{size}.db"))
        multiply(file, round(size / done))
        lanes.append(Lane(count(file), store_at(file)))
    return lanes, accounts[: min(sizes)]


def store_at(file: Path) -> Engine:
    """An engine on a migrated file."""
    engine = make_engine(f"sqlite:///{file}")
    migrate(engine)
    return engine


def count(file: Path) -> int:
    """How many meetings a store holds."""
    engine = make_engine(f"sqlite:///{file}")
    with reading(engine) as session:
        number = session.scalar(select(func.count()).select_from(Meeting)) or 0
    engine.dispose()
    return number


def measure(lanes: Sequence[Lane], world: World, accounts: Sequence[Account]) -> dict[str, object]:
    """Take the same new articles into every store, a few at a time in turns, so that all see the same weather."""
    before = [confirmed(lane.engine) for lane in lanes]
    for lane in lanes:
        lane.seconds.clear()
        lane.processor.clear()
    for turn in _turns(world.accounts(WARM_UP + MEASURED, accounts, KNOWN_SHARE)):
        for lane in lanes:
            lane.record(turn)
    small, large = (lane.figures() for lane in lanes)
    return {
        "small": small,
        "large": large,
        "ratio": round(large["per_second"] / small["per_second"], 3),
        "processor_ratio": round(large["per_processor_second"] / small["per_processor_second"], 3),
        "confirmed": [confirmed(lane.engine) - known for lane, known in zip(lanes, before, strict=True)],
    }


def _turns(accounts: Sequence[Account]) -> Iterator[Sequence[Account]]:
    return (accounts[at : at + TURN] for at in range(0, len(accounts), TURN))


def confirmed(engine: Engine) -> int:
    """How many decisions added a report to a known meeting: something must have been found."""
    with reading(engine) as session:
        return session.scalar(select(func.count()).where(StoredDecision.action == "confirm")) or 0


def report(meetings: int, folder: Path) -> dict[str, object]:
    """Fill, measure and compare."""
    started = time.perf_counter()
    lanes, accounts = filled(folder, (min(SMALL, meetings), meetings))
    filling = round(time.perf_counter() - started, 1)
    found = {
        name: measure(lanes, World(number, *days), accounts) for number, (name, days) in enumerate(STREAMS.items(), 2)
    }
    return {"ratio": found["month"]["ratio"], **found, "filled_in_seconds": filling}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.resolution", description=__doc__)
    parser.add_argument("--meetings", type=int, default=LARGE, help="meetings in the large store (%(default)s)")
    parser.add_argument("--folder", type=Path, help="keep the stores here; by default they are removed")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="summitry-bench-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        figures = report(given.meetings, folder)
    if given.json:
        print(json.dumps(figures, indent=1))  # noqa: T201
        return
    for name, value in figures.items():
        print(f"{name:18} {value}")  # noqa: T201


if __name__ == "__main__":
    main()
