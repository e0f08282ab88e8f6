"""A small web site on this machine, for the tests of fetching."""

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.sources.documents import PROSE, a_feed

FEED = a_feed(f"<title>Ministers meet</title><description>{PROSE}</description>").encode()
Answer = Callable[["Page"], None]


class Page(BaseHTTPRequestHandler):
    """Answers each path by the entry of `ANSWERS` that bears its name, and notes every request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer and close."""
        self.server.seen.append(self)  # type: ignore[attr-defined]
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            ANSWERS[self.path.split("?")[0]](self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; underscores in header names stand for hyphens."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if not {"Content_Length", "Transfer_Encoding"} & set(headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def times_seen(self) -> int:
        """How often this path was asked for."""
        return sum(1 for one in self.server.seen if one.path == self.path)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _conditional(page: Page) -> None:
    """A feed with validators."""
    if page.headers["If-None-Match"] == '"v1"' and page.headers["If-Modified-Since"]:
        page.answer(304, ETag='"v1"')
    else:
        page.answer(200, FEED, ETag='"v1"', Last_Modified="Fri, 03 May 2024 00:00:00 GMT")


def _busy_once(page: Page) -> None:
    """Busy the first time."""
    if page.times_seen() == 1:
        page.answer(503, Retry_After="7")
    else:
        page.answer(200, FEED)


def _drips(page: Page) -> None:
    """A body of which a byte comes now and then."""
    page.send_response(200)
    page.send_header("Content-Length", "1000")
    page.end_headers()
    for _ in range(100):
        page.wfile.write(b".")
        page.wfile.flush()
        time.sleep(0.05)


def _drips_headers(page: Page) -> None:
    """A header line that does not end."""
    for _ in range(100):
        page.wfile.write(b"HTTP/1.1 200 OK\r\nX: "[:1] if _ else b"HTTP/1.1 200 OK\r\nX: ")
        page.wfile.flush()
        time.sleep(0.05)


def _redirect(target: str) -> Answer:
    """An answer that points elsewhere."""
    return lambda page: page.answer(302, Location=target)


def _status(code: int, **headers: str) -> Answer:
    """An answer of a status alone."""
    return lambda page: page.answer(code, **headers)


ANSWERS: dict[str, Answer] = {
    "/feed": lambda page: page.answer(200, FEED, Content_Type="application/rss+xml; charset=UTF-8"),
    "/packed": lambda page: page.answer(200, gzip.compress(FEED), Content_Encoding="gzip"),
    "/conditional": _conditional,
    "/empty": _status(200),
    "/gone": _status(404),
    "/broken": _status(500),
    "/odd": _status(599),
    "/no-content": _status(204),
    "/busy-once": _busy_once,
    "/busy": _status(503),
    "/busy-long": _status(429, Retry_After="3600"),
    "/busy-date": _status(429, Retry_After="Fri, 31 Dec 2100 00:00:00 GMT"),
    "/moved": _redirect("/feed"),
    "/loop": _redirect("/loop"),
    "/to-file": _redirect("file:///etc/hostname"),
    "/to-neighbour": _redirect("http://127.0.0.2:1/"),
    "/to-nonsense": _redirect("http://x.example:what/"),
    "/silent": lambda page: page.wfile.flush(),
    "/noise": lambda page: page.wfile.write(b"this is no HTTP\r\n\r\n"),
    "/cut": lambda page: page.answer(200, b"half", Content_Length="1000"),
    "/drips": _drips,
    "/drips-headers": _drips_headers,
    "/large": lambda page: page.answer(200, b"x" * 100_000),
    "/large-unsaid": lambda page: page.answer(200, b"x" * 100_000, Content_Length_Is="unsaid"),
    "/bomb": lambda page: page.answer(200, gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"),
    "/double": lambda page: page.answer(200, gzip.compress(gzip.compress(FEED)), Content_Encoding="gzip, gzip"),
    "/brotli": lambda page: page.answer(200, b"x", Content_Encoding="br"),
    "/not-packed": lambda page: page.answer(200, FEED, Content_Encoding="gzip"),
}


class Site:
    """The running site."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.seen: list[Page] = server.seen  # type: ignore[attr-defined]


def running_site() -> Iterator[Site]:
    """A site on a free port, until the test is over."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.daemon_threads = True
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Site(server)
    server.shutdown()
    server.server_close()
    thread.join()
