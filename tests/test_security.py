"""The attacks of SECURITY.md, each played against a server that runs; and that each threat there names its tests."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.api import manners, turnstile, wire
from app.config import Settings
from app.main import create_app
from tests.api.conftest import OneMeeting, Store, fill
from tests.api.keys import headers
from tests.serving import served

ROOT = Path(__file__).parent.parent
INJECTIONS = (
    "' OR 1=1 --",
    '" OR ""="',
    "1; DROP TABLE meetings",
    "%' UNION SELECT digest FROM api_keys --",
    "*) OR (a:b",
)
TRAVERSALS = (
    "/v1/exports/../../../../etc/passwd",
    "/v1/exports/..%2f..%2f..%2fetc%2fpasswd",
    "/docs/assets/../../../../../../etc/passwd",
    "/docs/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/docs/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/assets/x/..%2f..%2f..%2fpyproject.toml",
)
INWARDS = (
    "http://127.0.0.1:8000/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/",
    "http://2130706433/x",
)
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://evil.example","Seoul")'


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, httpx.Client]]:
    """A store with a few meetings, and a client of the server on it."""
    path = tmp_path_factory.mktemp("security") / "store.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store(f"sqlite:///{path}")
    fill(store)
    app = create_app(Settings(database_url=f"sqlite:///{path}", max_request_bytes=100_000), extractor=OneMeeting)
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield store, client
    store.engine.dispose()


@pytest.fixture
def store(server: tuple[Store, httpx.Client]) -> Store:
    """The store behind the server."""
    return server[0]


@pytest.fixture
def client(server: tuple[Store, httpx.Client]) -> httpx.Client:
    """A client of the server."""
    return server[1]


def connected(client: httpx.Client) -> socket.socket:
    """A connection to the server that speaks whatever one likes."""
    where = urlsplit(str(client.base_url))
    return socket.create_connection((where.hostname, where.port), timeout=10)


def said(client: httpx.Client, request: bytes) -> bytes:
    """All that the server says to these bytes, until it closes the connection."""
    with connected(client) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def questions(client: httpx.Client) -> Iterator[tuple[str, str]]:
    """Every path that is asked with GET, and each parameter in its query."""
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if parameter["in"] == "query" and path != "/v1/events":
                yield re.sub(r"\{\w+\}", "KOR", path), parameter["name"]


def test_sql_in_a_parameter_is_a_value(client: httpx.Client, store: Store) -> None:
    """Whatever parameter it stands in, it breaks nothing, and finds no more than a word that means nothing."""
    asked = list(questions(client))
    assert len(asked) > 100
    key = headers(store, name="ivy")
    for (path, parameter), injection in zip(asked, cycle(INJECTIONS), strict=False):
        answer = client.get(path, params={parameter: injection}, headers=key)
        is_list = answer.status_code == 200 and answer.headers["content-type"] == "application/json" and answer.content
        found = answer.json().get("data") if is_list else []

        assert answer.status_code in (200, 400, 404, 406, 422), (path, parameter, answer.text)
        assert not found, (path, parameter, injection)
    assert client.get("/v1/meetings").json()["meta"]["count"] >= 4


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_what_is_served(client: httpx.Client, path: str) -> None:
    """As it is written, without a client that tidies it first."""
    answer = said(client, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert re.match(rb"HTTP/1.1 (404|400) ", answer), answer[:200]
    assert b"root:" not in answer
    assert b"[project]" not in answer


def test_an_address_of_this_machine_is_refused_at_once(client: httpx.Client, store: Store) -> None:
    """For a webhook and for a feed; names that lead there are refused when they are asked."""
    key = headers(store, name="lea")
    for address in INWARDS:
        for of in ("webhooks", "feeds"):
            answer = client.post(f"/v1/{of}", json={"url": address}, headers=key)

            assert answer.status_code == 403, (of, address, answer.text)


def test_guessing_keys_ends_soon(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some wrong ones the address is not listened to for a while, not even with a right one."""
    # The clock of windows stands, so that none ends within the test.
    monkeypatch.setattr(turnstile, "WINDOW_SECONDS", 10**9)
    guesses = [{"Authorization": f"Bearer smy_{number:012x}_guess"} for number in range(turnstile.WRONG_KEYS + 1)]
    app = create_app(Settings(database_url=store.engine.url.render_as_string()), extractor=OneMeeting)
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        codes = [client.get("/v1/meetings", headers=guess).status_code for guess in guesses]
        right = client.get("/v1/meetings", headers=headers(store, name="kim")).status_code
        without = client.get("/v1/meetings").status_code

    assert codes == [401] * turnstile.WRONG_KEYS + [429]
    assert (right, without) == (429, 200)


def test_a_line_break_makes_no_header(client: httpx.Client) -> None:
    """Neither in an id that is repeated in the answer, nor in an address that a link repeats."""
    asked = client.get("/v1/meetings?limit=1&country=KOR%0d%0aSet-Cookie:%20a=b")
    linked = client.get("/v1/meetings?limit=1&sort=-start")
    raw = said(
        client,
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-ID: a\x0bSet-Cookie: a=b\r\nConnection: close\r\n\r\n",
    )

    assert asked.status_code == 400
    assert "set-cookie" not in asked.headers
    assert "link" in linked.headers
    assert b"set-cookie" not in raw.lower()


def test_an_oversized_body_is_refused_before_it_is_read(client: httpx.Client) -> None:
    """Announced or sent in chunks that tell nothing beforehand."""
    announced = client.post("/v1/extractions", content=b"x" * 100_001)

    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 10_000

    chunked = client.post("/v1/extractions", content=chunks())

    assert (announced.status_code, chunked.status_code) == (413, 413)


def test_a_client_that_drips_its_request_is_let_go(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The head has to be there in time, and so has the body; others are answered meanwhile."""
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(manners, "BODY_SECONDS", 0.2)
    head = (
        b"POST /v1/extractions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    )

    assert said(client, b"GET /v1/meetings HTTP/1.1\r\nHost: ") == b""
    assert b" 408 " in said(client, head.replace(b"Host: x\r\n", b"Host: x\r\nConnection: close\r\n"))
    assert client.get("/health/live").status_code == 200


def test_a_client_that_takes_nothing_of_the_answer_is_let_go(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the systems on the way hold for it is all it gets, and less than it asked for."""
    times = 40
    whole = len(client.get("/openapi.json", headers={"Accept-Encoding": "identity"}).content)
    monkeypatch.setattr(wire, "TAKE_SECONDS", 0.2)
    with connected(client) as greedy:
        greedy.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * times)
        time.sleep(1)
        taken = 0
        with suppress(ConnectionResetError):
            while part := greedy.recv(65536):
                taken += len(part)

    assert taken < whole * times
    assert client.get("/health/live").status_code == 200


def test_a_client_that_takes_its_time_gets_all(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer may take far longer than a client that takes nothing is waited for."""
    times = 40
    whole = len(client.get("/openapi.json", headers={"Accept-Encoding": "identity"}).content)
    monkeypatch.setattr(wire, "TAKE_SECONDS", 0.2)
    with connected(client) as slow:
        slow.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * times)
        taken, until = 0, time.monotonic() + 1.5
        while taken < whole * times and (part := slow.recv(65536)):
            taken += len(part)
            if time.monotonic() < until:
                time.sleep(0.02)

    assert taken >= whole * times


def test_nested_json_is_refused(client: httpx.Client) -> None:
    """A body that nests ten thousand deep costs no more than one that does not."""
    bomb = b'{"text":' * 10_000
    answer = client.post("/v1/extractions", content=bomb, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400


def test_what_an_article_holds_is_text_everywhere(client: httpx.Client, store: Store) -> None:
    """Script in a text, its headline or its outlet runs on no page and in no feed; a formula is none in a table."""
    article = {"text": f"Ministers met. {SCRIPT}", "title": SCRIPT, "outlet": FORMULA, "published": "2023-10-05"}
    sent = client.post("/v1/articles", json={"articles": [article]}, headers=headers(store, name="eve"))
    (told,) = sent.json()["data"]

    page = client.get(f"/articles/{told['article']}")
    feed = client.get("/v1/articles?format=atom")
    table = client.get("/v1/articles?format=csv")

    assert sent.status_code == 201
    assert SCRIPT not in page.text
    assert "&lt;script&gt;" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert SCRIPT not in feed.text
    assert FORMULA.replace('"', '""') in table.text
    assert not re.search(r'(^|,)"?=', table.text, re.MULTILINE)


def test_every_answer_tells_browsers_to_make_nothing_of_it(client: httpx.Client) -> None:
    """Data is no page, no frame and no other type than it says."""
    for path in ("/v1/meetings", "/v1/meetings/m0", "/health/live"):
        answer = client.get(path)

        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_cursor_that_was_tampered_with_is_refused(client: httpx.Client) -> None:
    """Each character of it, and one that belongs to another question."""
    following = client.get("/v1/meetings?limit=1").json()["links"]["next"]
    cursor = following.rpartition("=")[2]

    for place in range(len(cursor)):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        answer = client.get("/v1/meetings", params={"limit": "1", "cursor": changed})
        assert answer.status_code in (200, 400), changed
    assert client.get("/v1/meetings", params={"limit": "1", "cursor": cursor, "country": "KOR"}).status_code == 400
    assert client.get("/v1/people", params={"limit": "1", "cursor": cursor}).status_code == 400


def test_secrets_are_not_in_what_is_logged(
    client: httpx.Client, store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where an unforeseen error is told with its trace."""
    key: dict[str, Any] = headers(store, name="sam")

    def broken(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("app.api.pushing.push", broken)
    answer = client.post("/v1/articles", json={"articles": [{"text": "A text of sam's."}]}, headers=key)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "unforeseen" in caplog.text
    assert key["Authorization"].split("_")[-1] not in caplog.text


def test_every_threat_names_tests_that_are_there() -> None:
    """SECURITY.md promises nothing that no test plays."""
    rows = re.findall(r"^\| .* \|$", (ROOT / "SECURITY.md").read_text(encoding="utf-8"), re.MULTILINE)[2:]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row) for row in rows]

    assert len(rows) > 15
    assert all(named), [row for row, tests in zip(rows, named, strict=True) if not tests]
    missing = [
        (path, test)
        for tests in named
        for path, test in tests
        if f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []
