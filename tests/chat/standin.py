"""A chat endpoint on this machine that gives prepared answers, and what a model may say about one article."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.domain.articles import Article
from tests.builders import an_article

TEXT = (
    "TALLINN, June 4 - Estonian Foreign Minister Kadri Tamm met her Finnish counterpart, Otso Virta, in Tallinn on "
    "Tuesday to discuss ferry safety, an official said.\n"
    "The two will speak by phone with the EU next week."
)
KEY = "sk-standin-secret"


def the_article(text: str = TEXT, **fields: Any) -> Article:
    """An article of 5 June 2024, a Wednesday."""
    return an_article(text, **({"title": "Ferry talks in Tallinn", "published": "2024-06-05"} | fields))


def a_claim(**fields: Any) -> dict[str, Any]:
    """The meeting of the first sentence, every word of it in the text."""
    given: dict[str, Any] = {
        "clause": "Estonian Foreign Minister Kadri Tamm met her Finnish counterpart, Otso Virta, in Tallinn on Tuesday",
        "kind": {"value": "meeting", "quote": "met"},
        "status": {"value": "held", "quote": "met"},
        "level": {"value": "minister", "quote": "Foreign Minister"},
        "start": {"value": "2024-06-04", "quote": "on Tuesday"},
        "end": {"value": "2024-06-04", "quote": "on Tuesday"},
        "parties": [
            {"code": "EST", "role": "host", "quote": "Estonian"},
            {"code": "FIN", "role": "guest", "quote": "Finnish counterpart"},
        ],
        "people": [
            {"name": "Kadri Tamm", "party": "EST", "title": "Foreign Minister", "role": "host", "quote": "Kadri Tamm"},
            {"name": "Otso Virta", "party": "FIN", "title": None, "role": "guest", "quote": "Otso Virta"},
        ],
        "place": {"city": "Tallinn", "country": "EST", "venue": None, "quote": "in Tallinn"},
        "salience": "main",
        "attribution": "an official",
    }
    return given | fields


def an_answer(*claims: dict[str, Any]) -> str:
    """The text of an answer with these meetings."""
    return json.dumps({"meetings": list(claims)})


def completion(text: str | None, finish: str = "stop") -> bytes:
    """The body in which an endpoint wraps a text."""
    return json.dumps({"choices": [{"finish_reason": finish, "message": {"content": text}}]}).encode()


Reply = Callable[["Desk"], None]


class Desk(BaseHTTPRequestHandler):
    """Gives the next reply of the list, the last one again and again."""

    def do_POST(self) -> None:
        """Note the request and answer it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        replies = self.server.replies  # type: ignore[attr-defined]
        with contextlib.suppress(ConnectionError):
            (replies.pop(0) if len(replies) > 1 else replies[0])(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; underscores in header names stand for hyphens."""
        self.send_response(status)
        for name, value in {**headers, "Content_Length": str(len(body))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def says(text: str | None, finish: str = "stop") -> Reply:
    """A good completion with this text."""
    return lambda desk: desk.answer(200, completion(text, finish))


def refuses(status: int, **headers: str) -> Reply:
    """An error that repeats the key, as some servers do."""
    return lambda desk: desk.answer(status, f"wrong key {KEY}".encode(), **headers)


def drips(desk: Desk) -> None:
    """A byte now and then."""
    desk.send_response(200)
    desk.end_headers()
    for _ in range(40):
        desk.wfile.write(b" ")
        desk.wfile.flush()
        time.sleep(0.05)


def sleeps(desk: Desk) -> None:
    """Nothing until it is too late."""
    time.sleep(0.6)
    desk.answer(200, completion(an_answer(a_claim())))


class Model:
    """The running endpoint; `replies` are given in turn."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_port}/v1"
        self.seen: list[tuple[str, dict[str, str], dict[str, Any]]] = server.seen  # type: ignore[attr-defined]
        self._server = server

    def will(self, *replies: Reply) -> None:
        """Prepare what is answered."""
        self._server.replies = list(replies)  # type: ignore[attr-defined]


def running_model() -> Iterator[Model]:
    """An endpoint on a free port, until the test is over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    server.seen, server.replies = [], [says(an_answer(a_claim()))]  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Model(server)
    server.shutdown()
    server.server_close()
    thread.join()
