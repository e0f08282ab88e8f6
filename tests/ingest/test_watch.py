"""Feeds that are watched: each in its rhythm, politely, none in another one's way; nothing stored twice."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from starlette.testclient import TestClient

from app.api.routes.feeds import Feeds
from app.config import Settings
from app.domain.access import Access
from app.errors import ConfigurationError
from app.ingest.extraction import Readers
from app.ingest.interruption import Interruption
from app.ingest.job import Surroundings
from app.ingest.watch import Watcher
from app.main import create_app
from app.sources.addresses import Reach
from app.sources.feed_list import Feed, load_feeds
from app.sources.fetch import FetchSettings, HttpFetcher
from app.sources.politeness import Manners, PoliteFetcher
from app.sources.protocol import ReadOptions
from app.store.engine import reading, writing
from app.store.keys import create_key
from app.store.models import StoredArticle
from tests.builders import NOON
from tests.ingest.standins import SentenceReader
from tests.sources import web
from tests.sources.documents import PROSE, a_feed
from tests.sources.web import ANSWERS, Page, Site, running_site

BOUNDS = FetchSettings(reach=Reach(everywhere=True), timeout=5, attempts=1)
ROBOTS = b"User-agent: *\nDisallow: /secret\n"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web site with a robots.txt, a feed that links to a page, and feeds that fail."""

    def linking(page: Page) -> None:
        address = f"http://{page.headers['Host']}"
        entry = f"<title>Ministers meet</title><description>In short.</description><link>{address}/story</link>"
        page.answer(200, a_feed(entry).encode(), Content_Type="application/rss+xml")

    story = f"<html><body><article><h1>Ministers meet</h1><p>{PROSE}</p><p>{PROSE} Again.</p></article></body></html>"
    more = {
        "/robots.txt": lambda page: page.answer(200, ROBOTS),
        "/linking": linking,
        "/story": lambda page: page.answer(200, story.encode(), Content_Type="text/html"),
        "/secret": ANSWERS["/feed"],
    }
    monkeypatch.setattr(web, "ANSWERS", ANSWERS | more)
    yield from running_site()


class Desk:
    """A watcher of feeds with a clock that a test turns, and without pauses."""

    def __init__(self, engine: Engine, *feeds: Feed) -> None:
        self.now = NOON
        self.waits: list[float] = []
        self.engine = engine
        self.interruption = Interruption()
        readers = Readers(SentenceReader)
        manners = Manners("Summitry/1", sleep=self.waits.append)
        self.watcher = Watcher(
            Surroundings(engine, readers, clock=lambda: self.now, interruption=self.interruption),
            feeds,
            lambda validators: PoliteFetcher(HttpFetcher(BOUNDS, validators, self.waits.append), manners),
            ReadOptions(),
        )

    def later(self, **time: float) -> int:
        """How many feeds are asked then."""
        self.now += timedelta(**time)
        return self.watcher.turn()

    def articles(self) -> int:
        """How many articles are stored."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(StoredArticle)) or 0


def asked(site: Site, path: str) -> int:
    """How often a path was asked for."""
    return sum(one.path == path for one in site.seen)


def health(engine: Engine) -> dict[str, dict[str, object]]:
    """What `/v1/feeds` says, by the path of each feed."""
    answer = TestClient(create_app(Settings(), engine=engine)).get("/v1/feeds")
    assert Feeds.model_validate(answer.json())
    return {feed["url"].rpartition("/")[2]: feed for feed in answer.json()["data"]}


def test_what_is_new_is_stored_once_and_asked_for_conditionally(engine: Engine, site: Site) -> None:
    """A feed is left alone until its time comes; one that has not changed is a success."""
    desk = Desk(engine, Feed(url=f"{site.address}/conditional", every_minutes=10))

    assert [desk.watcher.turn(), desk.later(minutes=5), desk.later(minutes=7)] == [1, 0, 1]
    assert desk.articles() == 1
    assert asked(site, "/conditional") == 2
    assert site.seen[-1].headers["If-None-Match"] == '"v1"'
    told = health(engine)["conditional"]
    assert (told["failures"], told["stored"], told["error"]) == (0, 1, None)


def test_a_dead_feed_is_asked_less_and_less_and_blocks_no_other(engine: Engine, site: Site) -> None:
    """Its failures are counted; the other feed is stored in the same turn."""
    feeds = [Feed(url=f"{site.address}/{path}", every_minutes=10) for path in ("broken", "feed")]
    desk = Desk(engine, *feeds)

    desk.watcher.turn()
    times = [desk.later(minutes=10) for _ in range(6)]

    assert desk.articles() == 1
    assert asked(site, "/broken") < asked(site, "/feed")
    told = health(engine)["broken"]
    assert told["failures"] == asked(site, "/broken")
    assert "500" in str(told["error"])
    assert told["last_success_at"] is None
    assert sum(times) > 0


def test_a_feed_that_drips_keeps_no_other_waiting(engine: Engine, site: Site) -> None:
    """The other one is asked again and again meanwhile."""
    slow = Feed(url=f"{site.address.replace('127.0.0.1', 'localhost')}/drips")
    quick = Feed.model_construct(url=f"{site.address}/feed", outlet=None, every_minutes=0.001, pages=False)
    desk = Desk(engine, slow, quick)
    watch = threading.Thread(target=desk.watcher.watch)
    watch.start()
    try:
        for _ in range(100):
            desk.now += timedelta(seconds=1)
            if asked(site, "/feed") > 1:
                break
            time.sleep(0.05)
        assert asked(site, "/drips") == 1
        assert health(engine)["drips"]["last_tried_at"] is None
    finally:
        desk.interruption.noted = True
        watch.join()
    assert asked(site, "/feed") > 1


def test_a_server_that_asks_for_time_gets_it(engine: Engine, site: Site) -> None:
    """An hour, though the feed's rhythm is ten minutes."""
    desk = Desk(engine, Feed(url=f"{site.address}/busy-long", every_minutes=10))

    assert [desk.watcher.turn(), desk.later(minutes=59), desk.later(minutes=2)] == [1, 0, 1]


def test_pages_are_read_in_place_of_their_entries_once(engine: Engine, site: Site) -> None:
    """The text is that of the page, which is not asked for again."""
    desk = Desk(engine, Feed(url=f"{site.address}/linking", every_minutes=10, pages=True, outlet="Example Times"))

    desk.watcher.turn()
    desk.later(minutes=12)

    with reading(engine) as session:
        (article,) = session.scalars(select(StoredArticle))
        assert "Again." in article.body.text
        assert article.url == f"{site.address}/story"
    assert (asked(site, "/story"), asked(site, "/linking"), asked(site, "/robots.txt")) == (1, 2, 1)
    assert max(desk.waits) > 1


def test_what_robots_txt_forbids_is_not_asked_for(engine: Engine, site: Site) -> None:
    """It is a failure that says so."""
    desk = Desk(engine, Feed(url=f"{site.address}/secret"))
    desk.watcher.turn()

    assert asked(site, "/secret") == 0
    assert "robots.txt" in str(health(engine)["secret"]["error"])


def test_a_feed_that_is_not_on_the_list_any_more_is_forgotten(engine: Engine, site: Site) -> None:
    """The list is what is watched."""
    Desk(engine, Feed(url=f"{site.address}/feed"))
    Desk(engine, Feed(url=f"{site.address}/empty"))

    assert list(health(engine)) == ["empty"]


def test_a_feed_can_be_added_and_removed_while_others_are_watched(engine: Engine, site: Site) -> None:
    """Over HTTP, with a key; the watch that runs asks it at its next turn, and one with another file keeps it."""
    desk = Desk(engine, Feed(url=f"{site.address}/empty"))
    here = Reach(hosts=frozenset({"127.0.0.1"}))
    with writing(engine) as session:
        key = {"Authorization": f"Bearer {create_key(session, 'ann', Access.EDITOR, NOON)}"}
    client = TestClient(create_app(Settings(), engine=engine))
    wanted = {"url": f"{site.address}/feed", "every_minutes": 10, "outlet": "Example Times"}

    assert client.post("/v1/feeds", json=wanted, headers=key).status_code == 403
    client.app.state.reach = here  # type: ignore[attr-defined]
    assert client.post("/v1/feeds", json=wanted).status_code == 401
    assert client.post("/v1/feeds", json=wanted, headers=key).status_code == 201
    assert client.post("/v1/feeds", json=wanted, headers=key).status_code == 409
    desk.now = datetime.now(UTC)
    desk.watcher.turn()
    assert desk.articles() == 1
    Desk(engine, Feed(url=f"{site.address}/gone"))
    told = health(engine)
    assert {name: feed["holder"] for name, feed in told.items()} == {"feed": "ann", "gone": None}
    assert (told["feed"]["stored"], told["feed"]["every_minutes"]) == (1, 10)
    gone = [client.delete("/v1/feeds", params={"url": f"{site.address}/{path}"}, headers=key) for path in told]
    assert {path: answer.status_code for path, answer in zip(told, gone, strict=True)} == {"feed": 204, "gone": 409}
    assert client.delete("/v1/feeds", params={"url": wanted["url"]}, headers=key).status_code == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feed = 1", "feed: "),
        ('[[feed]]\nurl = "ftp://x.example"', "feed.0.url: "),
        ('[[feed]]\nurl = "https://x.example"\nevry_minutes = 3', "feed.0.evry_minutes: "),
        ('[[feed]]\nurl = "https://x.example"\n[[feed]]\nurl = "https://x.example"', "there twice"),
        ("[[feed", "Expected"),
    ],
)
def test_a_mistake_in_the_list_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With the file and the key."""
    path = tmp_path / "feeds.toml"
    path.write_text(text)

    with pytest.raises(ConfigurationError, match=f"feeds.toml: .*{said}"):
        load_feeds(path)
