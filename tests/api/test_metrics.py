"""`/metrics`: requests by route, and what the store and what fills it come to."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event
from starlette.testclient import TestClient

from app.config import Settings
from app.main import create_app
from app.queries.vitals import Pulse
from app.sources.feed_list import Feed
from app.store.engine import make_engine, reading, writing
from app.store.feeds import Visit, note, watch_listed
from app.store.models import RunState
from app.store.runs import Counts, Failure, finish_run, record_failure, start_run, update_run
from app.store.webhooks import Wish, add
from tests.api.conftest import OneMeeting, Store
from tests.builders import NOON

Samples = dict[tuple[str, ...], float]


@pytest.fixture
def url(database_url: str) -> str:
    """Both databases."""
    return database_url


def scraped(client: TestClient) -> Samples:
    """Every sample by its name and the values of its labels."""
    text = client.get("/metrics").raise_for_status().text
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_requests_are_counted_by_route(client: TestClient) -> None:
    """Not by address, of which there are any number."""
    for path in ("/v1/meetings/m1", "/v1/meetings/m2", "/v1/meetings?limit=0", "/wp-login.php", "/xmlrpc.php"):
        client.get(path)
    client.head("/health/ready")

    found = scraped(client)

    assert found["http_requests_total", "GET", "/v1/meetings/{meeting_id}", "404"] == 2
    assert found["http_requests_total", "GET", "/v1/meetings", "400"] == 1
    assert found["http_requests_total", "GET", "other", "404"] == 2
    assert found["http_requests_total", "HEAD", "/health/ready", "200"] == 1
    assert found["http_request_duration_seconds_count", "GET", "/v1/meetings/{meeting_id}"] == 2
    assert found["http_requests_in_progress",] == 1


def test_the_store_and_what_fills_it_are_told(client: TestClient, store: Store) -> None:
    """Runs that are over are added up once, whatever comes after them."""
    with writing(store.engine) as session:
        done, going = start_run(session, ["a"], NOON), start_run(session, ["b"], NOON)
        finish_run(session, done, Counts(read=3, stored=2, failed=1, meetings_created=1), RunState.FINISHED, NOON)
        update_run(session, going, Counts(read=1, stored=1))
        record_failure(session, done, Failure("a#3", "read", "no text"), NOON)
        feeds = [Feed(url="https://a.example"), Feed(url="https://b.example")]
        watch_listed(session, feeds, NOON - timedelta(days=1))
        note(session, "https://a.example", Visit(NOON, NOON, error="404"))
        told, stopped = (add(session, Wish("https://desk.example", {}, (), None), "ann", NOON) for _ in range(2))
        told.failures, stopped.stopped_at = 1, NOON
    before = scraped(client)

    with writing(store.engine) as session:
        finish_run(session, going, Counts(read=5, stored=5), RunState.FINISHED, NOON)
    after = scraped(client)

    assert before["summitry_store_up",] == 1
    assert before["summitry_store_bytes",] > 100_000
    assert before["summitry_ingest_articles_total", "stored"] == 3
    assert before["summitry_ingest_articles_total", "failed"] == before["summitry_ingest_failures_open",] == 1
    assert [before["summitry_webhooks", state] for state in ("taking", "failing", "stopped")] == [0, 1, 1]
    assert after["summitry_ingest_articles_total", "stored"] == 7
    assert scraped(client)["summitry_ingest_articles_total", "stored"] == 7
    assert [before[f"summitry_feeds_{name}",] for name in ("watched", "failing", "late", "longest_streak")] == [
        2,
        1,
        2,
        1,
    ]


def test_a_scrape_counts_no_table(store: Store) -> None:
    """It takes as long with a million meetings: large tables are not walked through."""
    asked: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", heard)
    with reading(store.engine) as session:
        found = Pulse().take(session)

    large = ("articles", "meetings", "people", "decisions", "sources", "postings")
    walks = [one for one in asked if "max(rowid)" not in one and any(f"FROM {name}" in one for name in large)]
    assert set(found.rows) <= set(large)
    assert len(asked) > len(found.rows)
    assert walks == []


def test_without_its_store_the_server_still_tells_of_itself(tmp_path) -> None:
    """And that the store is away."""
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none/store.db"), extractor=OneMeeting))

    assert scraped(client)["summitry_store_up",] == 0


def test_metrics_are_for_those_who_may_read(store: Store, url: str) -> None:
    """And for nobody where they are switched off."""
    engine = make_engine(url)
    for given, status in (({"read_access": "key"}, 401), ({"metrics": False}, 404)):
        app = create_app(Settings(database_url=url, **given), extractor=OneMeeting, engine=engine)
        assert TestClient(app).get("/metrics").status_code == status
    engine.dispose()
