"""Asks the API at random for as long as is given, other requests each time, and walks along its links; on SQLite.

Every answer is checked against the OpenAPI document. Ends at the first one that breaks it, with the request that did.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import schemathesis
from fastapi import FastAPI
from hypothesis import given, settings

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import writing
from app.store.keys import create_key
from app.store.schema import migrate
from tests.api.conftest import OneMeeting, Store, fill
from tests.api.contract import SCHEMA, ask, asked, walk
from tests.builders import NOON

# In one round, of each operation and of walks.
EXAMPLES, WALKS, STEPS = 50, 20, 12


def started(file: Path) -> tuple[FastAPI, dict[str, str]]:
    """The application over a store with a few meetings, and the headers of somebody who may decide everything."""
    store = Store(f"sqlite:///{file}")
    migrate(store.engine)
    fill(store)
    app = create_app(Settings(database_url=f"sqlite:///{file}"), extractor=OneMeeting)
    with writing(app.state.engine) as session:
        return app, {"Authorization": f"Bearer {create_key(session, 'ann', Access.ADMIN, NOON)}"}


def round_of(app: FastAPI, key: dict[str, str], until: float) -> tuple[int, int]:
    """Ask for everything, or what can be asked in time; how many requests and walks. Raises at a broken answer."""
    requests = 0
    for result in SCHEMA.get_all_operations():
        if time.monotonic() >= until:
            return requests, 0

        @asked(EXAMPLES, again=False)
        @given(case=result.ok().as_strategy())
        def each(case: schemathesis.Case) -> None:
            nonlocal requests
            requests += 1
            ask(case, app, key)

        each()
    walk(app, key).run(settings=settings(asked(WALKS, again=False), stateful_step_count=STEPS))
    return requests, WALKS


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.contract", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long to go on (%(default)s)")
    until, requests, walks = time.monotonic() + 60 * parser.parse_args().minutes, 0, 0
    with tempfile.TemporaryDirectory(prefix="summitry-bench-") as folder:
        app, key = started(Path(folder) / "store.db")
        while time.monotonic() < until:
            asked_for, walked = round_of(app, key, until)
            requests, walks = requests + asked_for, walks + walked
    print(json.dumps({"requests": requests, "walks": walks, "broken": 0}))  # noqa: T201


if __name__ == "__main__":
    main()
