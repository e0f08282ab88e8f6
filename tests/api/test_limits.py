"""Who is let in, and how often: keys for reading, limits that hold over processes, and the log of what was written."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.api import turnstile
from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.audit import audited
from app.store.engine import reading
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers


@pytest.fixture
def url(database_url: str) -> str:
    """Every test runs on both databases."""
    return database_url


@pytest.fixture(autouse=True)
def _one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of windows stands, so that none ends within a test."""
    monkeypatch.setattr(turnstile, "WINDOW_SECONDS", 10**9)


def server(url: str, **settings: object) -> TestClient:
    """A server process on the store."""
    return TestClient(create_app(Settings(database_url=url, **settings), extractor=OneMeeting))


def test_a_limit_holds_over_processes(url: str, store: Store) -> None:
    """Two servers on one store answer as many requests as one; each key and each address has its own."""
    one, two = (server(url, requests_per_minute=10) for _ in range(2))
    ann = headers(store)

    answers = [process.get("/v1/countries/KOR") for _ in range(8) for process in (one, two)]
    served = [answer for answer in answers if answer.status_code == 200]
    refused = [answer for answer in answers if answer.status_code == 429]

    assert (len(served), len(refused)) == (10, 6)
    assert [answer.headers["ratelimit"].split(";")[1] for answer in served] == [
        f"r={left}" for left in range(9, -1, -1)
    ]
    assert served[0].headers["ratelimit-policy"].startswith('"requests";q=10;w=')
    assert int(refused[0].headers["retry-after"]) > 0
    assert refused[0].json()["request_id"]
    assert one.get("/v1/countries/KOR", headers=ann).status_code == 200
    assert one.get("/health/live").status_code == 200


def test_counting_changes_no_answer(url: str, store: Store) -> None:
    """What clients hold stays good, on the database where that can be told."""
    client = server(url, requests_per_minute=100)
    tag = client.get("/v1/meetings").headers["etag"]
    known = [client.get("/v1/meetings", headers={"If-None-Match": tag}).status_code for _ in range(12)]

    assert store.engine.dialect.name != "sqlite" or known == [304] * 12


def test_reading_can_take_a_key(url: str, store: Store) -> None:
    """As a bearer, or as a password, which is what feed readers can send; what watches the server needs none."""
    client = server(url, read_access="key")
    key = headers(store, Access.READER)

    without = client.get("/v1/meetings")
    assert without.status_code == 401
    assert "Basic" in without.headers["www-authenticate"]
    assert client.get("/").status_code == 401
    assert client.get("/v1/meetings", headers=key).status_code == 200
    secret = key["Authorization"].partition(" ")[2]
    assert client.get("/v1/meetings?format=atom", auth=("feeds", secret)).status_code == 200
    assert client.get("/v1/meetings", auth=("feeds", "wrong")).status_code == 401
    assert [client.get(path).status_code for path in ("/health/ready", "/docs", "/openapi.json")] == [200] * 3


def test_a_password_decides_nothing(url: str, store: Store) -> None:
    """Browsers send it by themselves, whoever made them ask."""
    secret = headers(store)["Authorization"].partition(" ")[2]
    articles = {"articles": [{"text": "Ministers met."}]}

    assert server(url).post("/v1/articles", json=articles, auth=("ann", secret)).status_code == 401


@pytest.fixture
def client(url: str, store: Store) -> Iterator[TestClient]:
    """A client of an ordinary server."""
    with server(url) as client:
        yield client


def test_what_is_written_is_noted(client: TestClient, store: Store) -> None:
    """Whatever came of it: who, from where, what, and the request's id; reading is not."""
    client.get("/v1/meetings", headers=headers(store))
    client.post("/v1/decisions/1000/undo", json={"reason": "x"}, headers=headers(store, name="bob"))
    meeting = client.get("/v1/meetings").json()["data"][0]["id"]
    refused = client.post(f"/v1/meetings/{meeting}/retract", json={"reason": "No."}, headers=headers(store, name="cid"))

    with reading(store.engine) as session:
        found = audited(session, 10)
        noted = [(entry.holder, entry.method, entry.status) for entry in found]
        assert noted == [("cid", "POST", 403), ("bob", "POST", 404)]
        assert found[0].request_id == refused.headers["x-request-id"]
        assert [entry.holder for entry in audited(session, 10, "bob")] == ["bob"]
