"""Run as `python -m tests.bench.soak`: a desk in small, left running; what of it goes wrong.

A server and a watch, each a process, over one store. Feeds bring items, fail, redirect, drip and break; readers read at
the pace of people, one question every four seconds; subscribers of the events drop and come back, a webhook's receiver
fails half the time, and the watch is killed half-way and started again. At the end all must have arrived: every item
stored once, every event heard once by each subscriber and taken by the receiver; the server's memory in the last
quarter within 5% of that in the second, and no 5xx. Articles are read by a reader of one sentence: what is looked at is
how all this runs, not how well it reads.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from sqlalchemy import Engine, func, select

from app.domain.access import Access
from app.sources.feed_list import Feed
from app.store import feeds
from app.store.engine import make_engine, reading, writing
from app.store.events import number_new
from app.store.keys import create_key
from app.store.models import Base, Event, StoredArticle
from app.store.schema import migrate
from tests.bench import servers, soak_clients, soak_site
from tests.webhooks.receiver import Receiver, receiving

QUIET = {"SUMMITRY_LOG_LEVEL": "error", "SUMMITRY_ALLOW_PRIVATE_ADDRESSES": "true"}
SPAWN = multiprocessing.get_context("spawn")
WATCH = """
import sys
from app.cli import main, parts
from tests.ingest.standins import SentenceReader
parts.extractor = lambda settings: SentenceReader()
sys.argv = ["summitry", "watch"]
main()
"""
PATIENCE_SECONDS = 300.0
MEMORY_TOLERANCE = 0.05
P99_MILLISECONDS = 50.0
SLOWEST = 3


@dataclass(frozen=True, slots=True)
class Given:
    """How long it goes on and how many take part."""

    minutes: float = 20.0
    readers: int = 50
    subscribers: int = 20
    items_a_minute: float = 30.0
    feed_minutes: float = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it. Memory in MB, times in milliseconds; `lag_p99` is that of the process that measured them."""

    items: int
    stored: int
    events: int
    subscribers: int
    heard_each_once: int
    reconnects: int
    taken: int
    taken_again: int
    attempts: int
    reads: int
    reads_lost: dict[str, int]
    reads_5xx: int
    p50: float
    p99: float
    slowest: dict[str, float]
    lag_p99: float
    memory_second_quarter: float
    memory_last_quarter: float
    faults: Sequence[str]


class Watch:
    """The process that follows feeds and tells webhooks."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = os.environ | environment
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-c", WATCH], env=self._environment, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """End it at once, and start another one."""
        self._process.kill()
        self._process.wait()
        self._process = self._started()

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(60)


def prepared(url: str, site: soak_site.Site, every_minutes: float) -> tuple[Engine, dict[str, str]]:
    """A store that knows the feeds, and a key to it."""
    engine = make_engine(url)
    migrate(engine)
    now = datetime.now(UTC)
    with writing(engine) as session:
        # More often than is polite to others.
        for address in site.urls:
            feeds.add(session, Feed.model_construct(url=address, every_minutes=every_minutes), "ann", now)
        return engine, {"Authorization": f"Bearer {create_key(session, 'ann', Access.EDITOR, now)}"}


class Desk:
    """All that runs for a while."""

    def __init__(self, engine: Engine, site: soak_site.Site, receiver: Receiver, given: Given) -> None:
        self._engine, self._site, self._receiver, self._given = engine, site, receiver, given
        self._told = SimpleNamespace(
            reading=SPAWN.Value("b", 1), waiting=SPAWN.Value("b", 1), last=SPAWN.Value("q", -1)
        )
        self.memory: list[float] = []

    def run(self, server: servers.Server, watch: Watch) -> soak_clients.Seen:
        """Let it run, kill the watch half-way, stop the readers, and wait until all is told or patience ends."""
        # A server that has just started is not what is looked at.
        for question in soak_clients.QUESTIONS:
            httpx.get(server.address + question, timeout=60).raise_for_status()
        # Apart, since whoever measures time must not wait for whoever listens.
        read = self._clients(server.address, self._given.readers, 0)
        heard = self._clients(server.address, 0, self._given.subscribers)
        seconds = 60 * self._given.minutes
        started = time.monotonic()
        published, killed = 0, False
        while (passed := time.monotonic() - started) < seconds:
            while published < passed * self._given.items_a_minute / 60:
                self._site.publish()
                published += 1
            if passed > seconds / 2 and not killed:
                killed = True
                watch.kill()
            self.memory.append(_megabytes(server.pid))
            time.sleep(min(1.0, seconds / 40))
        self._told.reading.value = 0
        listeners = self._finish(heard)
        return replace(read.result(), heard=listeners.heard, reconnects=listeners.reconnects)

    def _clients(self, address: str, readers: int, subscribers: int) -> "Future[soak_clients.Seen]":
        """Clients in a process of their own, which is ready; what they saw."""
        here, there = SPAWN.Pipe(duplex=False)
        arguments = (address, readers, subscribers, self._told, there)
        SPAWN.Process(target=soak_clients.work, args=arguments, daemon=True).start()
        here.recv()
        return ThreadPoolExecutor(1).submit(here.recv)

    def _finish(self, heard: "Future[soak_clients.Seen]") -> soak_clients.Seen:
        """Wait for the last item, the last message and the last event, as long as patience lasts."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.number_of(StoredArticle) < self._site.published and time.monotonic() < until:
            time.sleep(0.2)
        number_new(self._engine)
        last = self._told.last.value = self.number_of(Event)
        while len(set(self._receiver.taken)) < last and time.monotonic() < until:
            time.sleep(0.2)
        try:
            return heard.result(max(0.0, until - time.monotonic()))
        except TimeoutError:
            self._told.waiting.value = 0
            return heard.result()

    def number_of(self, table: type[Base]) -> int:
        """How many rows a table has."""
        with reading(self._engine) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def _megabytes(process: int) -> float:
    """The memory that a process has."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def soak(given: Given, url: str) -> Found:
    """Let a desk run over the store of an address, which is empty."""
    with soak_site.running(seed=1) as site, receiving(_half()) as receiver:
        engine, key = prepared(url, site, given.feed_minutes)
        environment = QUIET | {"SUMMITRY_DATABASE_URL": url}
        desk = Desk(engine, site, receiver, given)
        with servers.summitry(url, QUIET) as server, Watch(environment) as watch:
            made = httpx.post(f"{server.address}/v1/webhooks", json={"url": receiver.url, "after": 0}, headers=key)
            made.raise_for_status()
            seen = desk.run(server, watch)
        found = summed(desk, site, receiver, seen)
        engine.dispose()
    return found


def _half() -> Callable[[], int]:
    """Statuses of which half are failures."""
    chance = random.Random(3)
    return lambda: chance.choice((204, 503))


def summed(desk: Desk, site: soak_site.Site, receiver: Receiver, seen: soak_clients.Seen) -> Found:
    """What came of it, and what of it is not as it should be."""
    events = desk.number_of(Event)
    taken = Counter(receiver.taken)
    quarter = max(1, len(desk.memory) // 4)
    seconds = sorted(chain.from_iterable(seen.seconds.values()))
    found = {
        "items": site.published,
        "stored": desk.number_of(StoredArticle),
        "events": events,
        "subscribers": len(seen.heard),
        "heard_each_once": sum(heard == list(range(1, events + 1)) for heard in seen.heard),
        "reconnects": seen.reconnects,
        "taken": len(taken),
        "taken_again": taken.total() - len(taken),
        "attempts": len(receiver.received),
        "reads": len(seconds),
        "reads_lost": dict(seen.lost),
        "reads_5xx": sum(number for status, number in seen.statuses.items() if status >= 500),
        "p50": _percentile(seconds, 50),
        "p99": _percentile(seconds, 99),
        "slowest": dict(sorted(_by_question(seen).items(), key=itemgetter(1), reverse=True)[:SLOWEST]),
        "lag_p99": _percentile(sorted(seen.lags), 99),
        "memory_second_quarter": round(statistics.mean(desk.memory[quarter : 2 * quarter]), 1),
        "memory_last_quarter": round(statistics.mean(desk.memory[-quarter:]), 1),
    }
    return Found(**found, faults=[said for said, holds in PROMISES.items() if not holds(found)])


def _by_question(seen: soak_clients.Seen) -> dict[str, float]:
    """Of each question, below what time 99 of 100 answers stay."""
    return {question: _percentile(sorted(seconds), 99) for question, seconds in seen.seconds.items()}


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """Of sorted times, in milliseconds."""
    return round(1000 * seconds[len(seconds) * percent // 100], 1) if seconds else 0.0


PROMISES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "every item is stored once": lambda found: found["stored"] == found["items"],
    "every subscriber hears every event once": lambda found: found["heard_each_once"] == found["subscribers"],
    "the receiver takes every event": lambda found: found["taken"] == found["events"],
    "no read is lost or answered with 5xx": lambda found: not found["reads_lost"] and not found["reads_5xx"],
    "memory stays within 5%": lambda found: (
        found["memory_last_quarter"] <= found["memory_second_quarter"] * (1 + MEMORY_TOLERANCE)
    ),
    "99 reads of 100 take less than 50 ms": lambda found: found["p99"] < P99_MILLISECONDS,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it, and print what came of it; exit 1 where something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="how long it runs (%(default)s)")
    parser.add_argument("--database", help="address of an empty store; without it, a SQLite file is made")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="summitry-soak-") as folder:
        found = asdict(soak(Given(given.minutes), given.database or f"sqlite:///{folder}/store.db"))
    lines = [f"{name:24}{value}" for name, value in found.items()]
    sys.stdout.write((json.dumps(found) if given.json else "\n".join(lines)) + "\n")
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
