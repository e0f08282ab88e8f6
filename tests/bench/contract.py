"""Asks the API at random for as long as is given, other requests each time, and walks along its links; on SQLite.

Every answer is checked against the OpenAPI document. Ends at the first one that breaks it, with the request that did.
Each walk begins in the same state of the store, so that there are records for its links to lead to.
"""

import argparse
import json
import logging
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.generation.stateful.state_machine import APIStateMachine

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import writing
from app.store.keys import create_key
from app.store.schema import migrate
from tests.api.conftest import OneMeeting, Store, fill
from tests.api.contract import SCHEMA, Walked, ask, asked, walk
from tests.builders import NOON

# In one round, of each operation and of walks.
EXAMPLES, WALKS, STEPS = 50, 20, 25


@dataclass
class Asked(Walked):
    """What came of it all. `given_up` are rounds of walks that the tool ended by itself, see `walks_of`."""

    requests: int = 0
    given_up: int = 0


def started(file: Path) -> tuple[FastAPI, dict[str, str]]:
    """The application over a store with a few meetings, and the headers of somebody who may decide everything."""
    store = Store(f"sqlite:///{file}")
    migrate(store.engine)
    fill(store)
    app = create_app(Settings(database_url=f"sqlite:///{file}"), extractor=OneMeeting)
    with writing(app.state.engine) as session:
        return app, {"Authorization": f"Bearer {create_key(session, 'ann', Access.ADMIN, NOON)}"}


def put_back(kept: sqlite3.Connection, file: Path) -> None:
    """Give a store the contents that were kept, while it is in use."""
    with closing(sqlite3.connect(file)) as connection:
        kept.backup(connection)


def questions(app: FastAPI, key: dict[str, str], found: Asked) -> list[Callable[[], None]]:
    """For each operation what makes some requests at random. They raise at a broken answer."""

    def of(operation: Any) -> Callable[[], None]:
        @asked(EXAMPLES, again=False)
        @given(case=operation.as_strategy())
        def each(case: schemathesis.Case) -> None:
            found.requests += 1
            ask(case, app, key)

        made: Callable[[], None] = each
        return made

    return [of(result.ok()) for result in SCHEMA.get_all_operations()]


def walks_of(machine: type[APIStateMachine], found: Asked) -> None:
    """Some walks. Raises at a broken answer, and at nothing else.

    Whether a step takes an id from an earlier answer, or makes one up, schemathesis decides by a dice of its own, and
    draws other values after it. Hypothesis, where it comes the same way twice, takes that for an inconsistent test.
    """
    try:
        machine.run(settings=settings(asked(WALKS, again=False), stateful_step_count=STEPS))
    except FlakyStrategyDefinition:
        if found.broken:
            raise found.broken[0] from None
        found.given_up += 1


def megabytes() -> float:
    """The memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.contract", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long to go on (%(default)s)")
    until, found, memory = time.monotonic() + 60 * parser.parse_args().minutes, Asked(), []
    with tempfile.TemporaryDirectory(prefix="summitry-bench-") as folder:
        file = Path(folder) / "store.db"
        app, key = started(file)
        # What a walk sent to be read later may be gone with the store of that walk.
        logging.getLogger("app.api.intake").setLevel(logging.CRITICAL)
        kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(file)) as connection:
            connection.backup(kept)
        machine = walk(app, key, found, lambda: put_back(kept, file))
        rounds = [*questions(app, key, found), lambda: walks_of(machine, found)]
        while time.monotonic() < until:
            for one in rounds:
                if time.monotonic() < until:
                    one()
            memory.append(round(megabytes()))
    told = asdict(found) | {"links": found.links.total(), "kinds_of_links": len(found.links), "broken": 0}
    print(json.dumps(told | {"megabytes_after_each_round": memory}))  # noqa: T201


if __name__ == "__main__":
    main()
