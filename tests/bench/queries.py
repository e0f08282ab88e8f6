"""Measures how fast questions are answered, beside a bare route and beside Datasette over the same SQLite file.

Makes a store of made-up meetings (see `store`), once for each size. Summitry with one worker, a bare FastAPI route that
returns as many bytes as Summitry does on average, and Datasette with equivalent SQL (see `questions`) are driven in
turn by `wrk` with questions of which no two are alike, so that no cache answers. Prints medians over some rounds, and
how fast the whole store leaves as CSV. Summitry and the bare route take turns of a second, and their ratio is taken
turn by turn, so that a machine that is slow for some seconds is so for both.
"""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import starmap
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from app.store.copying import copy_store
from app.store.engine import make_engine
from tests.bench import servers
from tests.bench.exports import as_csv
from tests.bench.questions import QUESTIONS, Analyst, Question
from tests.bench.store import build
from tests.bench.wrk import Drive, drive, installed
from tests.databases import new_postgres_database, postgres_server

SMALL, LARGE = 10_000, 1_000_000
FOLDER = Path("var/bench")
ROUNDS, SECONDS, TURN = 5, 4.0, 1.0
# More questions than any server answers in the time, a second.
MOST_A_SECOND = 30_000
SAMPLE = 200
# An answer without a body, in bytes.
MOST_UNCHANGED = 1_000
Runs = dict[str, dict[str, list[Drive]]]


def asked(name: str, seed: int, number: int) -> list[Question]:
    """So many different questions of one sort."""
    analyst = Analyst(seed)
    found: dict[str, Question] = {}
    while len(found) < number:
        question = QUESTIONS[name](analyst)
        found[question.path] = question
    return list(found.values())


def store(folder: Path, meetings: int) -> Path:
    """The file of a store of that size, which is made where there is none."""
    file = (folder / f"meetings_{meetings}.db").resolve()
    if not file.exists():
        print(f"making a store of {meetings} meetings in {file}", file=sys.stderr)  # noqa: T201
        build(file, meetings)
    return file


def mean_size(address: str, questions: Sequence[Question]) -> int:
    """The bytes of an answer, on average."""
    with httpx.Client(base_url=address, headers={"Accept-Encoding": "identity"}) as client:
        return round(statistics.mean(len(client.get(question.path).content) for question in questions))


def parts(paths: Sequence[str], seconds: float) -> Iterator[Sequence[str]]:
    """The paths of so many seconds, in parts for turns of `TURN` seconds."""
    turns = max(1, round(seconds / TURN))
    return (paths[turn::turns] for turn in range(turns))


def measure(files: tuple[Path, Path], rounds: int, seconds: float) -> Runs:
    """Drive every server with every sort of question, in turns."""
    small, large = files
    runs: Runs = defaultdict(lambda: defaultdict(list))
    most = round(MOST_A_SECOND * seconds)
    with ExitStack() as running:
        urls = (f"sqlite:///{file}" for file in (large, small))
        ours, before = (running.enter_context(servers.summitry(url)).address for url in urls)
        theirs = running.enter_context(servers.datasette(large))
        sizes = {name: mean_size(ours, asked(name, 0, SAMPLE)) for name in QUESTIONS}
        for turn in range(1, rounds + 1):
            for number, name in enumerate(QUESTIONS):
                questions = asked(name, 100 * turn + number, most)
                paths = [question.path for question in questions]
                with servers.bare(sizes[name]) as bare:
                    beside = {"small": before} if name == "country_date" else {}
                    beside |= {"summitry": ours, "bare": bare.address}
                    for turns in parts(paths, seconds):
                        for server, address in beside.items():
                            runs[name][server].append(drive(address, turns, TURN))
                        if name == "country_date":
                            runs["not_modified"]["summitry"].append(unchanged(ours, turns[0], len(turns), TURN))
                            runs["not_modified"]["bare"].append(drive(bare.address, turns, TURN))
                their_paths = [question.for_datasette(large.stem) for question in questions[: most // 8]]
                runs[name]["datasette"].append(drive(theirs.address, their_paths, seconds))
                servers.rest(theirs)
    return runs


def measure_alone(database_url: str, rounds: int, seconds: float) -> Runs:
    """Drive one server of this project with every sort of question."""
    runs: Runs = defaultdict(lambda: defaultdict(list))
    with servers.summitry(database_url) as server:
        for turn in range(1, rounds + 1):
            for number, name in enumerate(QUESTIONS):
                questions = asked(name, 100 * turn + number, round(MOST_A_SECOND * seconds))
                paths = [question.path for question in questions]
                runs[name]["postgresql"].append(drive(server.address, paths, seconds))
    return runs


def on_postgresql(file: Path, rounds: int, seconds: float) -> Runs:
    """The same questions to a copy of a store on PostgreSQL, which has no peer."""
    with TemporaryDirectory(prefix="summitry-") as folder, postgres_server(Path(folder)) as server:
        url = new_postgres_database(server, "bench").render_as_string(hide_password=False)
        source, target = make_engine(f"sqlite:///{file}"), make_engine(url)
        copy_store(source, target)
        with target.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        source.dispose()
        target.dispose()
        return measure_alone(url, rounds, seconds)


def unchanged(address: str, path: str, number: int, seconds: float) -> Drive:
    """The same question over and over by somebody who has the answer."""
    tag = httpx.get(address + path, headers={"Accept-Encoding": "identity"}).headers["etag"]
    again = httpx.get(address + path, headers={"Accept-Encoding": "identity", "If-None-Match": tag})
    if again.status_code != 304:
        raise RuntimeError(f"{path} was answered with {again.status_code}, not 304")
    found = drive(address, [path] * number, seconds, {"If-None-Match": tag})
    if found.bytes_each > MOST_UNCHANGED:
        raise RuntimeError(f"{path} was sent again although nothing changed")
    return found


def medians(runs: Runs) -> dict[str, dict[str, dict[str, float]]]:
    """The medians over all rounds, by sort of question and server."""
    return {
        name: {
            server: {field: round(_median(drives, field), 3) for field in ("per_second", "p50", "p99", "bytes_each")}
            for server, drives in of.items()
        }
        for name, of in runs.items()
    }


def ratios(runs: Runs) -> dict[str, float]:
    """How many times as fast Summitry is as the others; latencies as Summitry's over the other's.

    Medians over the turns that two servers took one right after the other. Datasette answers too slowly for such turns.
    """
    found = {}
    for name, of in runs.items():
        if "datasette" in of:
            found[f"{name}_vs_datasette"] = _median(of["summitry"], "per_second") / _median(
                of["datasette"], "per_second"
            )
        found[f"{name}_vs_bare"] = _by_turns(of["summitry"], of["bare"], "per_second")
    first = runs["country_date"]
    found["country_date_p99_vs_datasette"] = _median(first["summitry"], "p99") / _median(first["datasette"], "p99")
    found["growth_p50"] = _by_turns(first["summitry"], first["small"], "p50")
    return {name: round(value, 3) for name, value in found.items()}


def _median(drives: Sequence[Drive], field: str) -> float:
    return statistics.median(getattr(one, field) for one in drives)


def _by_turns(some: Sequence[Drive], others: Sequence[Drive], field: str) -> float:
    return statistics.median(
        getattr(one, field) / getattr(other, field) for one, other in zip(some, others, strict=True)
    )


def table(found: dict[str, dict[str, dict[str, float]]], compared: dict[str, float]) -> str:
    """The figures as people read them."""
    head = f"{'question':18}{'server':12}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'bytes':>10}"
    rows = [
        f"{name:18}{server:12}{f['per_second']:12.0f}{f['p50']:10.2f}{f['p99']:10.2f}{f['bytes_each']:10.0f}"
        for name, of in found.items()
        for server, f in of.items()
    ]
    return "\n".join([head, *rows, "", *starmap("{:40}{:8.2f}".format, compared.items())])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queries", description=__doc__)
    parser.add_argument("--meetings", type=int, default=LARGE, help="meetings in the store (%(default)s)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each server has its turn (%(default)s)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long a turn takes (%(default)s)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the stores are kept (%(default)s)")
    parser.add_argument("--store", type=Path, help="a store that was made before, instead of the one in the folder")
    parser.add_argument("--postgresql", action="store_true", help="ask a copy on PostgreSQL, too; copying takes long")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    given = parser.parse_args(arguments)
    if not installed():
        parser.exit(2, "wrk is missing: install it (`apt-get install wrk` on Debian), and start again\n")
    large = given.store.resolve() if given.store else store(given.folder, given.meetings)
    files = (store(given.folder, min(SMALL, given.meetings)), large)
    runs = measure(files, given.rounds, given.seconds)
    found, compared = medians(runs), ratios(runs)
    with servers.summitry(f"sqlite:///{large}") as server:
        compared |= as_csv(server)
    if given.postgresql:
        for name, of in medians(on_postgresql(large, given.rounds, given.seconds)).items():
            found[name] |= of
    if given.json:
        print(json.dumps({"meetings": given.meetings, "medians": found, "ratios": compared}, indent=1))  # noqa: T201
    else:
        print(table(found, compared))  # noqa: T201


if __name__ == "__main__":
    main()
