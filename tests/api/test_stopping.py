"""A server that is told to stop: what is under way is finished, and nobody is sent to it any more."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator

import httpx

from app.api.wire import web_server
from app.config import Settings
from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.main import create_app
from tests.api.conftest import Store

QUESTION = {"text": "South Korea and Japan met.", "published": "2023-09-26"}


class Slow:
    """An extractor that says when it begins, and goes on when it may."""

    version = "slow-1"

    def __init__(self) -> None:
        self.begun, self.may = threading.Event(), threading.Event()

    def extract(self, _article: Article) -> list[MeetingCandidate]:
        """Nothing, after a while."""
        self.begun.set()
        self.may.wait(10)
        return []

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The same for each."""
        return map(self.extract, articles)


def test_requests_are_finished_and_no_new_ones_are_taken(store: Store, url: str) -> None:
    """The answer under way arrives whole, readiness fails at once, and then the port is closed."""
    slow, answers = Slow(), []
    app = create_app(Settings(database_url=url), extractor=lambda: slow)
    door = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{door.getsockname()[1]}"
    server = web_server(app)
    running = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    running.start()
    while not server.started:
        time.sleep(0.01)
    asking = threading.Thread(
        target=lambda: answers.append(httpx.post(f"{base}/v1/extractions", json=QUESTION, timeout=20))
    )

    with httpx.Client(base_url=base) as waiting:
        assert waiting.get("/health/ready").status_code == 200
        asking.start()
        assert slow.begun.wait(10)
        server.should_exit = True
        try:
            refused = waiting.get("/health/ready").status_code
        except httpx.TransportError:
            refused = 503
        slow.may.set()
        asking.join()
        running.join(10)

    assert refused == 503
    assert [answer.status_code for answer in answers] == [200]
    assert not running.is_alive()
    try:
        httpx.get(f"{base}/health/live")
    except httpx.ConnectError:
        return
    raise AssertionError("the port is still open")
