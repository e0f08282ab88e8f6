"""A feed over HTTP, read by the command: whole the first time, only what is new later."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.ingest.standins import SentenceReader, contents, failures, runs

ITEM = (
    "<item><title>Talks {0}</title><guid>{0}</guid><description>Ministers of FRA and DEU met on 200{0}-03-02 about "
    "matter m{0} and thing t{0}, said host h{0}.</description></item>"
)


class Feed:
    """A feed that grows, and notes what it was asked."""

    def __init__(self) -> None:
        self.entries = [1, 2]
        self.bad = ""
        self.answers: list[int] = []

    @property
    def body(self) -> bytes:
        """The feed as it is now."""
        entries = "".join(ITEM.format(number) for number in self.entries)
        return f'<rss version="2.0"><channel><title>Wire</title>{entries}{self.bad}</channel></rss>'.encode()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers for it."""
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """The feed, or "not modified"."""
                etag = f'"{hash(feed.body)}"'
                code = 304 if self.headers["If-None-Match"] == etag else 200
                feed.answers.append(code)
                self.send_response(code)
                self.send_header("ETag", etag)
                self.send_header("Content-Type", "application/rss+xml")
                self.end_headers()
                if code == 200:
                    self.wfile.write(feed.body)

            def log_message(self, *arguments: object) -> None:
                """Keep quiet."""

        return Handler


@pytest.fixture
def feed() -> Feed:
    """A feed of two articles."""
    return Feed()


@pytest.fixture
def address(feed) -> Iterator[str]:
    """Where it is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), feed.handler()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed"
        server.shutdown()


@pytest.fixture(autouse=True)
def _allowed(monkeypatch):
    """Addresses of this machine may be fetched."""
    monkeypatch.setenv("SUMMITRY_ALLOW_PRIVATE_ADDRESSES", "true")


def test_a_feed_that_did_not_change_is_not_sent_again(command, feed, address, engine):
    """The second answer is a 304, and counts as one unchanged input."""
    assert [command("ingest", address).code, command("ingest", address).code] == [0, 0]

    assert feed.answers == [200, 304]
    assert [(run.read, run.stored, run.unchanged) for run in runs(engine)] == [(2, 2, 0), (1, 0, 1)]


def test_a_feed_that_grew_gives_what_is_new(command, feed, address, engine):
    """The rest is passed over."""
    command("ingest", address)
    feed.entries.append(3)

    command("ingest", address)

    assert feed.answers == [200, 200]
    assert [(run.stored, run.unchanged) for run in runs(engine)] == [(2, 0), (1, 2)]
    assert len(contents(engine)["meetings"]) == 3


def test_a_feed_with_a_bad_entry_is_asked_for_again_until_it_is_good(command, feed, address, engine):
    """Else a mended entry would never be seen; a retry reads the feed and closes the failure."""
    feed.bad = "<item><title></title><description></description></item>"
    assert command("ingest", address).code == 1
    assert len(failures(engine)) == 1
    feed.bad = ITEM.format(3)

    assert command("failures", "retry").code == 0

    assert feed.answers == [200, 200]
    assert failures(engine) == []
    assert len(contents(engine)["articles"]) == 3


def test_a_retry_asks_even_where_nothing_changed(command, feed, address, engine, monkeypatch):
    """An article that broke the reader is in no other way to be had again."""
    feed.bad = ITEM.format(3).replace("Ministers", "BROKEN Ministers")
    assert command("ingest", address).code == 1
    assert [failure.stage for failure in failures(engine)] == ["extract"]
    monkeypatch.setattr(SentenceReader, "extract", lambda _self, _article: [])

    assert command("failures", "retry").code == 0

    assert feed.answers == [200, 200]
    assert failures(engine) == []
