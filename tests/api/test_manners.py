"""What holds for every request: tags, compression, HEAD, ids, CORS, and errors that do not leak."""

import asyncio
import gc
import logging
import weakref
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from app.api.errors import STATUS
from app.config import Settings
from app.errors import SummitryError
from app.main import create_app
from tests.api.conftest import OneMeeting, Store

PATHS = ("/v1/meetings", "/v1/people", "/v1/countries/KOR")


@pytest.mark.parametrize("path", PATHS)
def test_the_same_answer_is_not_sent_twice(client: TestClient, path: str) -> None:
    """304 without a body for the tag that was given out."""
    tag = client.get(path).headers["etag"]
    assert tag.startswith('"')
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_another_answer_has_another_tag(client: TestClient, store: Store) -> None:
    """A change of one meeting shows in the list's tag."""
    tag = client.get("/v1/meetings").headers["etag"]
    meeting = client.get("/v1/meetings").json()["data"][0]["id"]
    store.change(meeting, merged_into=client.get("/v1/meetings").json()["data"][1]["id"])
    assert client.get("/v1/meetings", headers={"If-None-Match": tag}).status_code == 200


def test_a_compressed_answer_has_a_tag_of_its_own(client: TestClient) -> None:
    """A strong tag names bytes."""
    plain = client.get("/v1/meetings", headers={"Accept-Encoding": "identity"})
    packed = client.get("/v1/meetings", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    assert plain.headers["etag"] != packed.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]
    tag = {"If-None-Match": packed.headers["etag"]}
    assert client.get("/v1/meetings", headers={"Accept-Encoding": "gzip", **tag}).status_code == 304
    assert client.get("/v1/meetings", headers={"Accept-Encoding": "identity", **tag}).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/docs", "/health/live", "/v1/meetings/m0"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    """The same status and headers."""
    get, head = client.get(path), client.head(path)
    assert head.content == b""
    assert head.status_code == get.status_code
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == get.headers.get(name)


def test_a_request_id_is_given_or_taken_over(client: TestClient) -> None:
    """Only a harmless one is taken over."""
    given = client.get("/v1/meetings", headers={"X-Request-ID": "desk-1"})
    made = client.get("/v1/meetings", headers={"X-Request-ID": "two words"})
    assert given.headers["x-request-id"] == "desk-1"
    assert len(made.headers["x-request-id"]) == 32


def test_a_problem_repeats_the_request_id(client: TestClient) -> None:
    """So that a report of it can be looked up in the log."""
    answer = client.get("/v1/meetings/m0", headers={"X-Request-ID": "desk-1"})
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "desk-1"


def test_other_origins_are_let_in_by_the_setting_alone(client: TestClient) -> None:
    """The origin that the settings name, and no other; it can read the headers that matter."""
    friend = client.get("/v1/meetings", headers={"Origin": "https://desk.example"})
    stranger = client.get("/v1/meetings", headers={"Origin": "https://evil.example"})
    assert friend.headers["access-control-allow-origin"] == "https://desk.example"
    assert "ETag" in friend.headers["access-control-expose-headers"]
    assert "access-control-allow-origin" not in stranger.headers


def test_without_the_setting_no_origin_is_let_in(sqlite_url: str, store: Store) -> None:
    """The default is closed."""
    client = TestClient(create_app(Settings(database_url=sqlite_url)))
    answer = client.get("/v1/meetings", headers={"Origin": "https://desk.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1/meetings/", 404),
        ("GET", "/docs/assets/none.js", 404),
        ("DELETE", "/v1/meetings", 405),
        ("GET", "/v1/extractions", 405),
        ("POST", "/health/live", 405),
        ("TRACE", "/v1/people", 405),
    ],
)
def test_every_error_is_a_problem_document(client: TestClient, method: str, path: str, status: int) -> None:
    """RFC 9457, with the members that it names."""
    answer = client.request(method, path)
    problem = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"]
    assert problem["detail"]


def test_a_method_that_is_not_possible_is_answered_with_those_that_are(client: TestClient) -> None:
    """`HEAD` goes with `GET`."""
    assert client.put("/v1/meetings").headers["allow"] == "GET, HEAD"
    assert client.get("/v1/extractions").headers["allow"] == "POST"
    assert client.put("/v1/meetings/m0").headers["allow"] == "GET, HEAD, PATCH"


def test_an_unforeseen_error_says_nothing_of_its_cause(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """500 with the request's id; the cause stands in the log under the same id; other origins can read it."""

    def broken(*_args: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("app.queries.people.page", broken)
    with caplog.at_level(logging.ERROR):
        answer = TestClient(app).get("/v1/people", headers={"Origin": "https://desk.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert answer.headers["access-control-allow-origin"] == "https://desk.example"
    assert answer.json()["request_id"] in caplog.text
    assert "secret" in caplog.text


def test_a_store_that_is_away_is_503_without_its_address(tmp_path: Any) -> None:
    """A client may try again; where the store lies is nobody's business."""
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/no/store.db"), OneMeeting))
    for path in ("/v1/meetings", "/health/ready"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert str(tmp_path) not in answer.text
    assert client.get("/health/live").status_code == 200


def test_a_store_without_tables_is_503(tmp_path: Any) -> None:
    """A store that was never migrated is not ready, and lists say so rather than break."""
    client = TestClient(create_app(Settings(database_url=f"sqlite:///{tmp_path}/store.db"), OneMeeting))
    assert client.get("/health/ready").status_code == 503
    assert client.get("/v1/meetings").status_code == 503


def test_a_migrated_store_is_ready(client: TestClient) -> None:
    """Whatever watches the server gets one word."""
    assert client.get("/health/ready").json() == {"status": "ready"}
    assert client.get("/health/live").json() == {"status": "alive"}


def test_every_error_of_the_family_has_a_status() -> None:
    """A new error is given its status in the table, or is one that no request can cause."""
    never = {"SourceUnavailableError", "TransferError"}
    family = {kind for kind in SummitryError.__subclasses__() if kind.__module__ == "app.errors"}
    assert {kind.__name__ for kind in family} - {kind.__name__ for kind in STATUS} == never


class Way:
    """A request and the way of its answer out, as a web server has them: the one holds the other."""

    def __init__(self, path: str) -> None:
        asked = {"path": path, "raw_path": path.encode(), "query_string": b"limit=2", "headers": [(b"host", b"here")]}
        self.scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "http_version": "1.1",
            "root_path": "",
            **asked,
        }
        self.status = 0

    async def receive(self) -> Message:
        """The request has no body."""
        return {"type": "http.request"}

    async def send(self, message: Message) -> None:
        """Note the status of the answer."""
        self.status = message.get("status", self.status)


def test_a_request_is_gone_when_it_is_over(client: TestClient) -> None:
    """Without the garbage collector, which else looks through all that the server holds every few thousand requests."""
    way = Way("/v1/meetings")
    gone = weakref.ref(way)
    gc.disable()
    try:
        asyncio.run(client.app(way.scope, way.receive, way.send))  # type: ignore[arg-type]
        assert way.status == 200
        del way
        assert gone() is None
    finally:
        gc.enable()
