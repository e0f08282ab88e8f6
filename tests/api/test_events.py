"""Events as they happen, from a running server: each one once, whoever drops and comes back."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import writing
from app.store.models import Event
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers
from tests.builders import a_candidate, an_article
from tests.serving import served


@pytest.fixture
def url(database_url: str) -> str:
    """Every test runs on both databases."""
    return database_url


@pytest.fixture
def client(url: str, store: Store) -> Iterator[httpx.Client]:
    """A client of a running server."""
    app = create_app(Settings(database_url=url), extractor=OneMeeting)
    with served(app) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


def heard(client: httpx.Client, most: int, since: int | None = 0, **asked: str) -> list[dict[str, Any]]:
    """The first events of a stream, with the number that each came under."""
    last = {} if since is None else {"Last-Event-ID": str(since)}
    events: list[dict[str, Any]] = []
    number = kind = None
    with client.stream("GET", "/v1/events", params=asked, headers=last) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                number = int(value)
            elif name == "event":
                kind = value
            elif name == "data":
                events.append(orjson.loads(value))
                assert (events[-1]["event"], events[-1]["type"]) == (number, kind)
                if len(events) == most:
                    break
    return events


def test_whoever_comes_back_hears_the_rest_and_nothing_twice(client: httpx.Client, store: Store) -> None:
    """From the first event on, dropping after each, while two writers write."""
    known = len(heard(client, 4))

    def write(start: str) -> None:
        for day in range(1, 7):
            store.record(an_article(), a_candidate("SWE", "NOR", start=f"{start}-{day:02d}"))

    writers = [threading.Thread(target=write, args=(f"20{year}-05",)) for year in (14, 16)]
    for writer in writers:
        writer.start()
    numbers: list[int] = []
    decisions: list[int] = []
    while len(numbers) < known + 12:
        (event,) = heard(client, 1, numbers[-1] if numbers else 0)
        numbers.append(event["event"])
        decisions.append(event["decision"])
    for writer in writers:
        writer.join()

    with writing(store.engine) as session:
        assert sorted(decisions) == sorted(row.decision_id for row in session.query(Event))
    assert numbers == sorted(set(numbers))
    assert len(set(decisions)) == known + 12


def test_an_event_tells_what_changed(client: httpx.Client, store: Store) -> None:
    """A correction of the status and a retraction; a filter lets its own through, and what stands no more."""
    key = headers(store, Access.ADMIN)
    meeting = client.get("/v1/meetings?country=JPN").json()["data"][0]["id"]
    other = client.get("/v1/meetings?country=USA").json()["data"][0]["id"]
    since = heard(client, 4)[-1]["event"]
    client.patch(f"/v1/meetings/{other}", json={"level": "leader", "reason": "By the ministry."}, headers=key)
    client.patch(f"/v1/meetings/{meeting}", json={"status": "cancelled", "reason": "By the ministry."}, headers=key)
    client.post(f"/v1/meetings/{meeting}/retract", json={"reason": "No meeting."}, headers=key)

    corrected, retracted = heard(client, 2, since, country="JPN")

    assert [corrected["type"], retracted["type"]] == ["status_changed", "retracted"]
    assert corrected["actor"] == "ann"
    (told,) = corrected["meetings"]
    assert (told["meeting"], told["url"]) == (meeting, f"/v1/meetings/{meeting}")
    assert [c for c in told["changes"] if c["field"] == "status"] == [
        {"field": "status", "before": "held", "after": "cancelled"}
    ]
    assert [event["meetings"][0]["meeting"] for event in heard(client, 1, since, country="FIN")] == [meeting]
    assert [event["type"] for event in heard(client, 1, since)] == ["updated"]
    assert client.get("/v1/events?as_of=2024").status_code == 400
