"""Run as `python -m tests.bench.faults`: what is left of a store whose workers, database and disk fail as it is filled.

Three scenes, each compared with a run that nothing disturbed:

- `postgresql`: several workers take chunks from the queue; one of them is killed (SIGKILL) every few seconds and
  another one started, and PostgreSQL is stopped at once (`pg_ctl -m immediate`) and started again a few times.
- `sqlite`: one process fills a file and is killed again and again as it commits; `PRAGMA integrity_check` after each.
- `disk`: the same on a small tmpfs that is full at first, and larger later; needs root.

Articles are read by a reader of one sentence, so that it is the writing that is disturbed. At the end every article
must be there once, every meeting with the same reports and the same document, and every rule of `summitry verify` hold.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

from app.ingest.chunks import cut
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings, ingest
from app.ingest.queue import backlog, opened, put
from app.ingest.worker import Habits, Worker
from app.sources.protocol import ReadOptions
from app.store.engine import make_engine
from app.store.schema import migrate
from tests.bench.stories import compared, record, write_stories
from tests.databases import installed_commands, installed_server, run
from tests.ingest.standins import SentenceReader

GIVEN = {"published": None, "outlet": None, "language": "en"}
SILENCE = 1.5
SCENES = ("postgresql", "sqlite", "disk")
# No connection and no thread is open when a process is forked, so that it starts at once.
FORK = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Outcome:
    """What a scene came to; `faults` is empty where all is as it should be."""

    scene: str
    articles: int
    seconds: float
    kills: int = 0
    restarts: int = 0
    faults: list[str] = field(default_factory=list)


def fill(url: str, file: Path) -> None:
    """One run of the ingest job with the reader of one sentence."""
    engine = make_engine(url)
    ingest(Surroundings(engine, Readers(SentenceReader)), [str(file)], ReadOptions())
    engine.dispose()


def undisturbed(folder: Path, file: Path) -> dict[str, Any]:
    """What the articles come to when nothing fails."""
    url = f"sqlite:///{folder / 'undisturbed.db'}"
    engine = make_engine(url)
    migrate(engine)
    fill(url, file)
    found = record(engine)
    engine.dispose()
    return found


def _work(url: str) -> None:
    """The life of a worker process."""
    engine = make_engine(url)
    Worker(Surroundings(engine, Readers(SentenceReader)), ReadOptions(), Habits(silence=SILENCE)).run()


@dataclass(slots=True)
class Disturbance:
    """How workers are disturbed: how many there are, the seconds from kill to kill, and what else fails when."""

    workers: int
    seconds: float
    kills: int
    shocks: Sequence[Callable[[], None]] = ()


def disturbed_workers(url: str, file: Path, wanted: dict[str, Any], how: Disturbance) -> Outcome:
    """Fill a store in PostgreSQL by workers that are killed one after the other."""
    started, chance = time.monotonic(), random.Random(11)
    engine = make_engine(url)
    with opened(engine) as app:
        put(app, cut([str(file)], size=max(20, len(wanted["articles"]) // 20)), GIVEN)
    engine.dispose()
    workers = [_started(url) for _ in range(how.workers)]
    shocks, kills, next_kill = list(how.shocks), 0, time.monotonic() + how.seconds
    while not _is_done(url):
        time.sleep(0.1)
        workers = [worker if worker.is_alive() else _started(url) for worker in workers]
        if kills < how.kills and time.monotonic() > next_kill:
            victim = chance.choice(workers)
            os.kill(victim.pid, signal.SIGKILL)
            kills, next_kill = kills + 1, time.monotonic() + how.seconds * chance.uniform(0.5, 1.5)
            if shocks and kills * (len(how.shocks) + 1) > how.kills * (len(how.shocks) - len(shocks) + 1):
                shocks.pop(0)()
    for worker in workers:
        worker.kill()
        worker.join()
    faults = compared(engine, wanted)
    engine.dispose()
    return Outcome("postgresql", len(wanted["articles"]), time.monotonic() - started, kills, len(how.shocks), faults)


def _started(url: str) -> Any:
    process = FORK.Process(target=_work, args=(url,), daemon=True)
    process.start()
    return process


def _is_done(url: str) -> bool:
    engine = make_engine(url)
    try:
        return backlog(engine).is_empty
    except Exception:  # noqa: BLE001 - the database is away, as it should be now and then
        return False
    finally:
        engine.dispose()


def killed_on_sqlite(folder: Path, file: Path, wanted: dict[str, Any], kills: int) -> Outcome:
    """Fill a file by a process that is killed while it writes, until all is there; the file is sound after each.

    Where that takes fewer kills, another file is filled.
    """
    started, chance = time.monotonic(), random.Random(13)
    outcome = Outcome("sqlite", len(wanted["articles"]), 0.0)
    for number in count():
        path = folder / f"killed{number}.db"
        engine = make_engine(f"sqlite:///{path}")
        migrate(engine)
        while outcome.kills < kills and not outcome.faults and _killed(path, file, chance):
            outcome.kills += 1
            with closing(sqlite3.connect(path)) as connection:
                outcome.faults += [row for (row,) in connection.execute("PRAGMA integrity_check") if row != "ok"]
        fill(f"sqlite:///{path}", file)
        outcome.faults += compared(engine, wanted)
        engine.dispose()
        if outcome.kills == kills or outcome.faults:
            break
    outcome.seconds = time.monotonic() - started
    return outcome


def _killed(path: Path, file: Path, chance: random.Random) -> bool:
    """Start a process that fills a store and kill it; whether it lived until then."""
    process = FORK.Process(target=fill, args=(f"sqlite:///{path}", file), daemon=True)
    seen = _changes(path)
    process.start()
    # In the midst of one of the first commits, which are seen as they begin, or soon after it.
    for _ in range(chance.randint(1, 3)):
        while process.is_alive() and _changes(path) == seen:
            time.sleep(0.0005)
        seen = _changes(path)
    time.sleep(chance.choice([0.0, 0.002, chance.uniform(0, 0.2)]))
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _changes(path: Path) -> tuple[int, ...]:
    """What tells that something was written: the log beside the file grows, or is written from its beginning."""
    log = path.with_name(path.name + "-wal")
    return (log.stat().st_mtime_ns, log.stat().st_size) if log.exists() else ()


def full_disk(folder: Path, file: Path, wanted: dict[str, Any]) -> Outcome:
    """Fill a file on a disk that is full before half of it is written, and go on when there is room."""
    started = time.monotonic()
    place = folder / "disk"
    place.mkdir()
    size = 2_000 * len(wanted["articles"]) // 1024 + 1_000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)], check=True)
    outcome = Outcome("disk", len(wanted["articles"]), 0.0)
    try:
        url = f"sqlite:///{place / 'store.db'}"
        engine = make_engine(url)
        migrate(engine)
        try:
            fill(url, file)
            outcome.faults.append("the disk never was full")
        except Exception as error:  # noqa: BLE001 - whatever it is, it must say what is the matter
            outcome.faults += [] if "disk" in str(error) or "full" in str(error) else [f"not told: {error!r}"]
        subprocess.run(["mount", "-o", "remount,size=4g", str(place)], check=True)
        fill(url, file)
        outcome.faults += compared(engine, wanted)
        engine.dispose()
    finally:
        subprocess.run(["umount", str(place)], check=True)
    outcome.seconds = time.monotonic() - started
    return outcome


@contextmanager
def own_server(folder: Path) -> Iterator[tuple[URL, Callable[[], None]]]:
    """A PostgreSQL of our own, and what stops it at once and starts it again."""
    with installed_server(folder / "pg", because=RuntimeError("a server that can be restarted is needed")) as url:
        data = Path(url.query["host"])  # type: ignore[arg-type]
        user = "postgres" if os.geteuid() == 0 else None

        def restart() -> None:
            control = (installed_commands() / "pg_ctl", "-w", "-D", data)
            run(user, *control, "-m", "immediate", "stop")
            time.sleep(1)
            run(user, *control, "-o", f"-h '' -k {data}", "-l", data / "log", "start")

        yield url, restart


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the scenes, and print what came of them; exit 1 where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.faults", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="articles in PostgreSQL (20,000)")
    parser.add_argument("--workers", type=int, default=4, help="workers (4)")
    parser.add_argument("--kills", type=int, default=40, help="workers that are killed (40)")
    parser.add_argument("--every", type=float, default=3.0, help="seconds from kill to kill, on average (3)")
    parser.add_argument("--restarts", type=int, default=3, help="restarts of PostgreSQL (3)")
    parser.add_argument("--sqlite-kills", type=int, default=200, help="kills on SQLite (200)")
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=SCENES, help="which ones (all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="summitry-faults-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = write_stories(folder, given.articles)
        wanted = undisturbed(folder, file)
        if "postgresql" in given.scenes:
            with own_server(folder) as (url, restart):
                store = url.render_as_string(hide_password=False)
                engine = make_engine(store)
                migrate(engine)
                engine.dispose()
                how = Disturbance(given.workers, given.every, given.kills, [restart] * given.restarts)
                outcomes.append(disturbed_workers(store, file, wanted, how))
        if "sqlite" in given.scenes:
            outcomes.append(killed_on_sqlite(folder, file, wanted, given.sqlite_kills))
        if "disk" in given.scenes and os.geteuid() == 0:
            outcomes.append(full_disk(folder, file, wanted))
    for one in outcomes:
        sys.stdout.write((json.dumps(asdict(one)) if given.json else str(one)) + "\n")
    sys.exit(any(one.faults for one in outcomes))


if __name__ == "__main__":
    main()
