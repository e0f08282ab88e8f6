"""Run as `python -m tests.bench.ingest`: articles a second from files to committed rows, beside spaCy's own pipeline.

Two streams, as in `tests.bench.extraction`: in `mixed` one article in ten reports a meeting, in `dense` each does; both
use every seed once before made-up reports fill in. `spacy` is `nlp.pipe` over the same texts with every component on,
on one core: what a pipeline costs that parses everything, before it has stored anything. `workers` are the processes
that read, each on one thread; with one, reading and writing take turns on one core, with two they share two, and each
learns the words of the stream for itself, which pays after some thousand articles. The ratios to spaCy are of processor
time, so that it does not count what else the machine does; that of workers is of the clock.

With `--memory` it is not speed that is measured, but the memory of one process at each tenth of a long stream, of short
articles most of which tell of no meeting.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, combinations, islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import spacy

from app.domain.articles import Article
from app.evaluation.records import load_golds
from app.extraction.reader import RuleReader
from app.ingest.crew import Crew
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings, ingest
from app.knowledge import states
from app.sources.protocol import ReadOptions
from app.store.engine import make_engine
from app.store.runs import Counts
from app.store.schema import migrate
from tests.bench import news
from tests.bench.extraction import MODEL, ONE_THREAD, SEED, SEEDS

MONTHS = ("January", "March", "May", "July", "September", "November")
CITIES = ("Geneva", "Vienna", "Oslo", "Nairobi", "Doha", "Singapore", "Lima", "Cairo")
REQUIRED = {"mixed_vs_spacy": 3.0, "dense_vs_spacy": 1.2, "workers_2_vs_1": 1.8}


def reports() -> Iterator[Article]:
    """Endless articles that each report a meeting: the seeds, then made-up ones, whose other paragraphs are news."""
    yield from (gold.article for gold in load_golds(SEEDS) if gold.meetings)
    chance, others = random.Random(SEED), news.articles(SEED + 1)
    names = sorted(state.name for state in states.all_states() if state.name.isalpha())
    while True:
        one, other = chance.sample(names, 2)
        day = f"{chance.choice(MONTHS)} {chance.randint(1, 28)}, {chance.randint(2000, 2023)}"
        lead = f"The foreign ministers of {one} and {other} met in {chance.choice(CITIES)} on {day}, officials said."
        around = next(others)
        yield Article(f"{lead}\n\n{around.text}", title=f"{one} and {other} hold talks", published=around.published)


def streams(size: int) -> dict[str, list[Article]]:
    """The articles of each stream; a tenth as many in `dense`, so that both use as many reports."""
    telling, others = reports(), news.articles(SEED)
    found = list(islice(telling, size // 10))
    mixed = [[report, *islice(others, 9)] for report in found]
    return {"mixed": list(chain.from_iterable(mixed)), "dense": found}


def write(articles: Sequence[Article], file: Path) -> Path:
    """The articles as JSON Lines."""
    lines = [
        {"title": a.title, "text": a.text, "outlet": a.outlet, "published": a.published and a.published.isoformat()}
        for a in articles
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


class Memory:
    """Progress that notes how much memory this process has, so many times in a run."""

    def __init__(self, articles: int, times: int = 4) -> None:
        self._every = max(1, articles // times)
        self.megabytes: list[int] = []

    def advance(self, counts: Counts) -> None:
        """Note it at each part."""
        if counts.read % self._every == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") // 2**20)

    def failed(self, failure: object) -> None:
        """A failure would make the figures worthless."""
        raise AssertionError(failure)


def ingested(file: Path, store: Path, workers: int, articles: int) -> dict[str, Any]:
    """Fill an empty store; the processes have loaded their model and their tables before the clock runs."""
    engine = make_engine(f"sqlite:///{store}")
    migrate(engine)
    first = Article("The ministers of France and Germany met in Berlin on May 3, 2023.")
    reader = RuleReader(MODEL)
    warm(reader, store.parent)
    crew = Crew(workers, partial(Readers, partial(RuleReader, MODEL))) if workers > 1 else None
    if crew:
        list(crew.read_ahead([[first]] * workers * 2))
    memory = Memory(articles)
    start, worked = perf_counter(), process_time()
    report = ingest(Surroundings(engine, Readers(lambda: reader), crew, progress=memory), [str(file)], ReadOptions())
    seconds, worked = perf_counter() - start, process_time() - worked
    peaks = [_peak(pid) for pid in ("self", *_children())]
    if crew:
        crew.close()
    engine.dispose()
    assert report.counts.read == articles
    return {
        "workers": workers,
        "articles": articles,
        "meetings": report.counts.meetings_created,
        "articles_per_second": round(articles / seconds, 1),
        "megabytes_per_thousand": round(store.stat().st_size / 2**20 / articles * 1000, 1),
        "articles_per_processor_second": round(articles / worked, 1) if crew is None else None,
        "memory_mb": memory.megabytes,
        "peak_memory_mb": peaks,
    }


def warm(reader: RuleReader, folder: Path) -> None:
    """Read and store a few reports elsewhere, so that everything is loaded that is loaded once."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        engine = make_engine(f"sqlite:///{name}/warm.db")
        migrate(engine)
        file = write(list(islice(reports(), 20)), Path(name) / "warm.jsonl")
        ingest(Surroundings(engine, Readers(lambda: reader)), [str(file)], ReadOptions())
        engine.dispose()


def short(number: int) -> Iterator[dict[str, str]]:
    """Short articles in words of their own; one in a hundred reports a meeting."""
    names = sorted(state.name for state in states.all_states() if state.name.isalpha())
    pairs = list(combinations(names, 2))
    random.Random(SEED).shuffle(pairs)
    for place in range(number):
        text = " ".join(f"w{place}x{step}" for step in range(60))
        if place % 100 == 0:
            one, other = pairs[place // 100 % len(pairs)]
            day = f"{MONTHS[place // 100 % len(MONTHS)]} {1 + place // 100 % 28}, {2000 + place // 100 // len(pairs)}"
            text = f"The foreign ministers of {one} and {other} met in {CITIES[place % len(CITIES)]} on {day}. {text}"
        yield {"title": f"Note {place}", "text": text, "outlet": "Harbour Wire", "published": "2024-01-05"}


def remembered(size: int) -> dict[str, Any]:
    """The memory of one process at each tenth of a long stream, in megabytes."""
    with tempfile.TemporaryDirectory(prefix="summitry-ingest-") as name:
        file = Path(name) / "short.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(article) + "\n" for article in short(size))
        engine = make_engine(f"sqlite:///{name}/store.db")
        migrate(engine)
        memory, start = Memory(size, times=10), perf_counter()
        readers = Readers(partial(RuleReader, MODEL))
        report = ingest(Surroundings(engine, readers, progress=memory), [str(file)], ReadOptions())
        engine.dispose()
        return {
            "articles": report.counts.stored,
            "meetings": report.counts.meetings_created,
            "articles_per_second": round(size / (perf_counter() - start), 1),
            "memory_mb": memory.megabytes,
            "peak_memory_mb": _peak("self"),
        }


def _children() -> list[str]:
    """The processes that this one has started and that live."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def _peak(pid: str) -> int:
    """The most memory that a process has had, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def apart(texts: Sequence[str]) -> float:
    """What `parsed` gives in a process of its own, so that its memory does not count as that of who ingests."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(parsed, texts).result()


def parsed(texts: Sequence[str]) -> float:
    """Articles a second of processor time of spaCy's own pipeline."""
    nlp = spacy.load(MODEL)
    next(nlp.pipe(texts[:1]))
    start = process_time()
    for _ in nlp.pipe(texts):
        pass
    return round(len(texts) / (process_time() - start), 1)


def on_cores(cores: set[int]) -> None:
    """Keep this process, and those that it starts, to these cores where the system allows that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)


def measure(size: int) -> dict[str, Any]:
    """All figures and their ratios."""
    cores = os.sched_getaffinity(0)
    found: dict[str, Any] = {"cores": len(cores), "required": REQUIRED}
    with tempfile.TemporaryDirectory(prefix="summitry-ingest-") as name:
        folder = Path(name)
        for stream, articles in streams(size).items():
            file = write(articles, folder / f"{stream}.jsonl")
            on_cores({min(cores)})
            found[stream] = {"one": ingested(file, folder / f"{stream}-1.db", 1, len(articles))}
            found[stream]["spacy"] = apart([article.content for article in articles[:2000]])
        on_cores(cores)
        file = folder / "mixed.jsonl"
        found["mixed"]["two"] = ingested(file, folder / "mixed-2.db", 2, len(streams(size)["mixed"]))
    mixed, dense = found["mixed"], found["dense"]
    found["ratios"] = {
        "mixed_vs_spacy": round(mixed["one"]["articles_per_processor_second"] / mixed["spacy"], 2),
        "dense_vs_spacy": round(dense["one"]["articles_per_processor_second"] / dense["spacy"], 2),
        "workers_2_vs_1": round(mixed["two"]["articles_per_second"] / mixed["one"]["articles_per_second"], 2),
    }
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ingest", description=__doc__)
    parser.add_argument("--articles", type=int, default=5000, help="articles in the mixed stream (5,000)")
    parser.add_argument("--memory", type=int, metavar="N", help="measure the memory over so many articles instead")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    if options.memory:
        sys.stdout.write(json.dumps(remembered(options.memory)) + "\n")
        return
    found = measure(options.articles)
    if options.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
        return
    for stream in ("mixed", "dense"):
        for name, figures in found[stream].items():
            sys.stdout.write(f"{stream:6} {name:6} {figures}\n")
    for name, ratio in found["ratios"].items():
        sys.stdout.write(f"{name:16} {ratio:5.2f} (required {REQUIRED[name]})\n")


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # The libraries read these when they are loaded.
        os.execve(sys.executable, [sys.executable, "-m", "tests.bench.ingest", *sys.argv[1:]], os.environ | ONE_THREAD)
    main()
