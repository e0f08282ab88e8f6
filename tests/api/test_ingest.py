"""`/v1/ingest`: runs with what they came to, their failures, and how far all of them are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from app.store.engine import writing
from app.store.models import RunState
from app.store.runs import Counts, Failure, finish_run, record_failure, start_run, update_run
from app.store.waiting import SCHEMA
from tests.api.conftest import Store
from tests.builders import NOON


@pytest.fixture
def url(database_url: str) -> str:
    """Both databases."""
    return database_url


@pytest.fixture
def runs(store: Store) -> list[int]:
    """A run that is over and could not take one input, and one that began ten seconds ago and goes on."""
    with writing(store.engine) as session:
        done = start_run(session, [f"in/{number}.json" for number in range(30)], NOON)
        record_failure(session, done, Failure("in/3.json", "read", "no text"), NOON)
        counts = Counts(read=30, stored=29, failed=1, meetings_created=4)
        finish_run(session, done, counts, RunState.FINISHED, NOON + timedelta(seconds=15))
        going = start_run(session, ["more.jsonl"], datetime.now(UTC) - timedelta(seconds=10))
        update_run(session, going, Counts(read=50, stored=40, unchanged=10))
    return [done, going]


def test_runs_are_listed_the_latest_first(client: TestClient, runs: list[int]) -> None:
    """Page by page, or those of one state; each with its rate, and the first of many inputs."""
    first = client.get("/v1/ingest/runs?limit=1").json()
    second = client.get(first["links"]["next"]).json()

    assert [run["id"] for run in first["data"] + second["data"]] == runs[::-1]
    assert (first["meta"]["count"], second["links"]["next"]) == (2, None)
    (done,) = second["data"]
    assert (done["state"], done["seconds"], done["articles_per_second"]) == ("finished", 15.0, 2.0)
    assert (len(done["inputs"]), done["input_count"]) == (20, 30)
    assert [run["id"] for run in client.get("/v1/ingest/runs?state=running").json()["data"]] == runs[1:]


def test_a_run_tells_what_it_could_not_take(client: TestClient, runs: list[int]) -> None:
    """Its first failures with their reasons; a number that was never given out is not found."""
    found = client.get(f"/v1/ingest/runs/{runs[0]}").json()

    assert (found["articles"]["meetings_created"], found["failures_open"]) == (4, 1)
    assert [(one["origin"], one["reason"]) for one in found["failures"]] == [("in/3.json", "no text")]
    assert client.get("/v1/ingest/runs/999").status_code == 404


def test_progress_adds_up_all_runs(client: TestClient, store: Store, runs: list[int]) -> None:
    """Those that go on give the rate; without a queue nothing waits."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))

    answer = client.get("/v1/ingest/progress")

    found = answer.json()
    assert (found["runs_going"], found["articles"]["read"], found["queue"]) == (1, 80, None)
    assert 0 < found["articles_per_second"] <= 5.0
    assert answer.headers["Cache-Control"] == "no-store"
