"""The attacks of SECURITY.md by sites that are read or told, against a server that runs, its watch and its webhooks."""

import itertools
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import httpx
import pytest

from app.config import Settings
from app.ingest.extraction import Readers
from app.ingest.interruption import Interruption
from app.ingest.job import Surroundings
from app.ingest.watch import Watcher
from app.main import create_app
from app.sources import addresses
from app.sources.addresses import PUBLIC, Reach
from app.sources.fetch import FetchSettings, HttpFetcher
from app.sources.politeness import Manners, PoliteFetcher
from app.sources.protocol import ReadOptions
from app.webhooks.delivery import Deliverer
from app.webhooks.posting import Post
from tests import readme
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers
from tests.ingest.standins import SentenceReader
from tests.serving import served
from tests.sources import web
from tests.sources.documents import a_feed
from tests.sources.web import ANSWERS, Answer, Site, running_site
from tests.webhooks.receiver import receiving

HERE = Reach(hosts=frozenset({"127.0.0.1"}))
LEVELS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = a_feed("<title>&l9;</title>", prolog=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LEVELS}]>')
EXTERNAL = a_feed("<title>&x;</title>", prolog='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
NESTED = a_feed("<a>" * 50_000)


def _xml(text: str) -> Answer:
    return lambda page: page.answer(200, text.encode(), Content_Type="application/rss+xml")


# What a feed answers, and what is noted of it.
HOSTILE: dict[str, tuple[Answer, str]] = {
    "/to-neighbour": (ANSWERS["/to-neighbour"], "127.0.0.2 is 127.0.0.2, no public address"),
    "/to-file": (ANSWERS["/to-file"], "not a complete http or https address"),
    "/loop": (ANSWERS["/loop"], "redirects more than 5 times"),
    "/bomb": (ANSWERS["/bomb"], "larger than 1,000,000 bytes"),
    "/double": (ANSWERS["/double"], "which was not asked for"),
    "/drips": (ANSWERS["/drips"], "no complete answer in time"),
    "/entities": (_xml(ENTITIES), "declares XML entities"),
    "/external": (_xml(EXTERNAL), "declares XML entities"),
    "/nested": (_xml(NESTED), "nested"),
}


@dataclass(frozen=True, slots=True)
class House:
    """A server that runs, with the store behind it."""

    store: Store
    client: httpx.Client
    key: dict[str, str]

    def watch(self, reach: Reach) -> None:
        """Ask every feed once, as `summitry watch` does."""

        def now() -> datetime:
            return datetime.now(UTC)

        manners = Manners("Summitry/1", sleep=lambda _: None)
        bounds = FetchSettings(reach=reach, timeout=1, max_bytes=1_000_000, attempts=1)
        Watcher(
            Surroundings(
                self.store.engine, Readers(SentenceReader), clock=lambda: datetime.now(UTC), interruption=Interruption()
            ),
            [],
            lambda validators: PoliteFetcher(HttpFetcher(bounds, validators, lambda _: None), manners),
            ReadOptions(),
        ).turn()

    def add(self, url: str) -> None:
        """Have a feed watched."""
        answer = self.client.post("/v1/feeds", json={"url": url}, headers=self.key)
        assert answer.status_code == 201, answer.text

    def noted(self) -> dict[str, str]:
        """What went wrong with each feed, by its path."""
        feeds = self.client.get("/v1/feeds").json()["data"]
        return {httpx.URL(feed["url"]).path: feed["error"] for feed in feeds}


@pytest.fixture
def house(sqlite_url: str) -> Iterator[House]:
    """An empty store, served; sites and receivers on this machine may be asked by their address."""
    store = Store(sqlite_url)
    app = create_app(Settings(database_url=sqlite_url, private_hosts=("127.0.0.1",)), extractor=OneMeeting)
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield House(store, client, headers(store))
    store.engine.dispose()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that means harm."""
    hostile = {path: answer for path, (answer, _) in HOSTILE.items()}
    monkeypatch.setattr(web, "ANSWERS", ANSWERS | hostile | {"/robots.txt": ANSWERS["/gone"]})
    yield from running_site()


def test_what_a_hostile_feed_answers_is_noted_and_harms_nobody(house: House, site: Site) -> None:
    """Redirects inwards and in circles, bombs of both kinds, entities, an answer that never ends: each has its line."""
    for path in HOSTILE:
        house.add(f"{site.address}{path}")
    house.watch(HERE)
    noted = house.noted()

    assert noted.keys() == HOSTILE.keys()
    assert {path: noted[path] for path, (_, reason) in HOSTILE.items() if reason not in (noted[path] or "")} == {}
    assert house.client.get("/v1/meetings").json()["data"] == []
    assert house.client.get("/v1/articles").json()["data"] == []


def test_a_name_that_leads_inwards_the_second_time_is_refused(
    house: House, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name server gives a public address for robots.txt and a neighbour's for the feed: it is asked each time."""
    answers: Iterator[str] = itertools.chain(["127.0.0.1"], itertools.repeat("127.0.0.2"))
    known: Callable[..., Any] = socket.getaddrinfo

    def name_server(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        return known(next(answers) if host == "rebind.example" else host, port, *args, **more)

    port = site.address.rpartition(":")[2]
    house.add(f"http://rebind.example:{port}/feed")
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", name_server)
    house.watch(PUBLIC)

    assert "rebind.example is 127.0.0.2, no public address" in house.noted()["/feed"]
    assert [one.path for one in site.seen] == ["/robots.txt"]


def test_a_message_that_comes_again_or_was_changed_is_known(house: House) -> None:
    """Somebody listens on the way to a receiver that verifies as the README shows."""
    shown = readme.section(readme.PATH.read_text(encoding="utf-8"), "Be told")
    (code,) = re.findall(r"^```python\n(.*?)^```$", shown, re.M | re.S)
    receiver = ModuleType("receiver")
    exec(compile(code, "README.md", "exec"), receiver.__dict__)
    with receiving() as ear:
        made = house.client.post("/v1/webhooks", json={"url": ear.url}, headers=house.key).json()
        article = {"text": "Somebody met somebody.", "published": "2024-05-27"}
        assert house.client.post("/v1/articles", json={"articles": [article]}, headers=house.key).status_code in (
            200,
            201,
        )
        for told in Deliverer(house.store.engine, Post(HERE, 5, "Summitry/1")).turn():
            told.result()
    (message,) = ear.received

    assert receiver.event_of(made["secret"], message.headers, message.body)["type"] == "created"
    assert receiver.event_of(made["secret"], message.headers, message.body) is None
    with pytest.raises(ValueError, match="not from Summitry"):
        receiver.event_of(made["secret"], message.headers, message.body.replace(b"created", b"retracted"))
