"""Whole lists as files: all of it, of one state of the store, a few at a time, and nothing is left open."""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi import FastAPI
from sqlalchemy.pool import QueuePool
from starlette.testclient import TestClient

from app.api import exports
from app.config import Settings
from app.exports.formats import MEDIA_TYPES, Format
from app.main import create_app
from app.queries import meetings, paging
from tests.api.conftest import Store
from tests.builders import a_candidate, an_article

LISTS = ("meetings", "meetings/deleted", "people", "organisations", "articles")


@pytest.fixture
def url(database_url: str) -> str:
    """Exports are tested on both databases."""
    return database_url


@pytest.fixture(autouse=True)
def _nothing_stays_open(app: FastAPI) -> Iterator[None]:
    """After each test, no export runs and no connection is out."""
    yield
    assert app.state.exports._taken == 0
    pool: QueuePool = app.state.engine.pool
    assert pool.checkedout() == 0


@pytest.mark.parametrize("listing", LISTS)
def test_an_export_has_all_records_of_the_list(
    client: TestClient, listing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In JSON lines where nothing else is asked for, as pages have them, in several batches."""
    monkeypatch.setattr(paging, "BATCH", 2)
    answer = client.get(f"/v1/exports/{listing}")
    records = [orjson.loads(line) for line in answer.content.splitlines()]

    assert answer.headers["content-type"] == MEDIA_TYPES[Format.NDJSON]
    assert sorted(records, key=str) == sorted(client.get(f"/v1/{listing}").json()["data"], key=str)


def test_an_export_takes_filters_and_an_order(client: TestClient) -> None:
    """The same as the list."""
    query = {"country": "FRA", "sort": "start"}
    exported = client.get("/v1/exports/meetings", params={**query, "format": "json"}).json()

    assert exported == {"data": client.get("/v1/meetings", params=query).json()["data"]}
    assert len(exported["data"]) == 3


@pytest.mark.parametrize("query", ["limit=10", "cursor=abc", "country=Atlantis", "sort=title", "format=xlsx"])
def test_what_an_export_cannot_do_is_refused_before_it_begins(client: TestClient, query: str) -> None:
    """400 with the parameter's name; an export has no pages."""
    answer = client.get(f"/v1/exports/meetings?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, query.partition("=")[0])


def test_head_gives_the_headers_without_reading_the_store(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question of headers must not cost a whole export."""
    read: list[int] = []
    every = meetings.every

    def counted(*arguments: Any) -> Iterator[Any]:
        for batch in every(*arguments):
            read.append(len(batch))
            yield batch

    monkeypatch.setattr(paging, "BATCH", 1)
    monkeypatch.setattr(exports, "PIECE_BYTES", 1)
    monkeypatch.setattr(meetings, "every", counted)
    answer = client.head("/v1/exports/meetings?format=csv")

    assert (answer.status_code, answer.content) == (200, b"")
    assert 'filename="meetings.csv"' in answer.headers["content-disposition"]
    assert sum(read) <= 1


def test_an_export_does_not_see_what_is_written_while_it_runs(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store as it was when the export began, to the last record."""
    every = meetings.every

    def disturbed(*arguments: Any) -> Iterator[Any]:
        for number, batch in enumerate(every(*arguments)):
            if number == 0:
                store.record(an_article(url="https://news.example/late"), a_candidate("NOR", "SWE", start="2020"))
            yield batch

    monkeypatch.setattr(paging, "BATCH", 1)
    monkeypatch.setattr(exports, "PIECE_BYTES", 1)
    before = client.get("/v1/meetings").json()["data"]
    monkeypatch.setattr(meetings, "every", disturbed)
    exported = client.get("/v1/exports/meetings?format=json&sort=-start").json()["data"]

    assert exported == before
    assert len(client.get("/v1/meetings").json()["data"]) == len(before) + 1


def test_only_a_few_exports_run_at_once(client: TestClient, app: FastAPI) -> None:
    """The next one is told to come again; lists are answered all the while."""
    for _ in range(exports.MOST_AT_ONCE):
        app.state.exports.take()
    refused, listed = client.get("/v1/exports/meetings"), client.get("/v1/meetings")
    for _ in range(exports.MOST_AT_ONCE):
        app.state.exports.leave()

    assert (refused.status_code, listed.status_code) == (503, 200)
    assert refused.headers["retry-after"]
    assert re.search("exports", refused.json()["detail"])


def test_an_export_that_breaks_off_is_not_taken_for_a_whole_one(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection ends with an error, and the place is free again."""
    every = meetings.every

    def broken(*arguments: Any) -> Iterator[Any]:
        yield next(every(*arguments))
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(paging, "BATCH", 1)
    monkeypatch.setattr(exports, "PIECE_BYTES", 1)
    monkeypatch.setattr(meetings, "every", broken)
    with pytest.raises(RuntimeError):
        client.get("/v1/exports/meetings")


def test_a_store_that_is_not_ready_is_503(tmp_path: Any) -> None:
    """Before anything is promised."""
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.db")))
    assert client.get("/v1/exports/meetings").status_code == 503
