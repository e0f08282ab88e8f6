"""Items in, a site of feeds on this machine out that behave as feeds do: errors, redirects, slow and broken bodies."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

STATES = ("ARG", "BRA", "CHL", "FRA", "GHA", "IND", "JPN", "KEN", "NOR", "POL", "PRT", "ESP", "SWE", "THA")
PAIRS = list(combinations(STATES, 2))
ITEM = (
    "<item><title>Ministers of {one} and {other} meet</title><guid>item-{number}</guid>"
    "<link>https://wire.example/{number}</link><pubDate>{published}</pubDate><description>Ministers of {one} and "
    "{other} met on {day} about {words}, said an official of the host after the talks had ended.</description></item>"
)
PAGE = '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire {name}</title>{items}</channel></rss>'
WORDS = [
    f"{first}{last}" for first in ("har", "lum", "gra", "tim", "wol", "cop") for last in ("bour", "ber", "in", "el")
]
SLOW_SECONDS = 2.0

Answer = Callable[["_Page", bytes], None]


class Site:
    """Feeds by name, and what each holds; every feed has an address of its own, so that none waits for another."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.items: dict[str, list[str]] = {name: [] for name in ANSWERS}
        self.port = 0

    @property
    def urls(self) -> list[str]:
        """Where the feeds are."""
        return [f"http://127.0.0.{place}:{self.port}/{name}" for place, name in enumerate(self.items, start=1)]

    @property
    def published(self) -> int:
        """How many items there are."""
        return sum(map(len, self.items.values()))

    def publish(self) -> None:
        """One more item, in one of the feeds."""
        number = self.published
        one, other = PAIRS[number % len(PAIRS)]
        day = date(2001, 1, 1) + timedelta(days=number)
        item = ITEM.format(
            one=one,
            other=other,
            number=number,
            published=format_datetime(datetime(day.year, day.month, day.day, 18, tzinfo=UTC), usegmt=True),
            day=day,
            words=", ".join([*self._chance.sample(WORDS, 6), f"matter m{number}"]),
        )
        self.items[self._chance.choice(list(self.items))].append(item)


class _Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site
    asked: dict[str, int]

    def do_GET(self) -> None:
        self.close_connection = True
        name = urlsplit(self.path).path.strip("/")
        items = self.site.items.get(name.removesuffix("-here"))
        if items is None:
            self.answer(404, b"")
            return
        tag = f'"{len(items)}"'
        if self.headers["If-None-Match"] == tag:
            self.answer(304, b"", ETag=tag)
            return
        self.asked[name] = self.asked.get(name, 0) + 1
        with suppress(ConnectionError):
            ANSWERS.get(name, good)(self, PAGE.format(name=name, items="".join(items)).encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        for header, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


def good(page: _Page, body: bytes) -> None:
    """The feed as it is, with what tells that it has not changed."""
    tag = f'"{body.count(b"<item>")}"'
    page.answer(200, body, ETag=tag, **{"Content-Type": "application/rss+xml"})


def _failing(page: _Page, body: bytes) -> None:
    if page.asked["failing"] % 2:
        page.answer(500, b"out of order")
    else:
        good(page, body)


def _moved(page: _Page, body: bytes) -> None:
    page.answer(302, b"", Location=f"/moved-here?{len(body)}")


def _slow(page: _Page, body: bytes) -> None:
    page.send_response(200)
    page.send_header("Content-Type", "application/rss+xml")
    page.send_header("Content-Length", str(len(body)))
    page.end_headers()
    part = max(1, len(body) // 20)
    for start in range(0, len(body), part):
        page.wfile.write(body[start : start + part])
        page.wfile.flush()
        time.sleep(SLOW_SECONDS / 20)


def _broken(page: _Page, body: bytes) -> None:
    good(page, body[: len(body) // 3] if page.asked["broken"] % 2 else body)


ANSWERS: dict[str, Answer] = {"good": good, "failing": _failing, "moved": _moved, "slow": _slow, "broken": _broken}


@contextmanager
def running(seed: int) -> Iterator[Site]:
    """A site that answers on all addresses of this machine."""
    site = Site(seed)
    handler = type("Page", (_Page,), {"site": site, "asked": {}})
    with ThreadingHTTPServer(("0.0.0.0", 0), handler) as server:
        server.daemon_threads = True
        site.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()
