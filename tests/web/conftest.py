"""Fixtures for the pages: a client that behaves as a browser without scripts, and a browser over a store one knows."""

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from app.config import Settings
from app.main import create_app
from tests.api.conftest import OneMeeting, Store, app, settings, store, url
from tests.serving import served
from tests.web import known
from tests.web.browsers import BrowserMissingError, chromium

__all__ = ["app", "settings", "store", "url"]

SIZE = {"width": 1440, "height": 1000}


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """Asks for pages, and follows no redirect by itself."""
    return TestClient(app, follow_redirects=False, headers={"Accept": "text/html,*/*;q=0.8"})


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A Chromium; tests are skipped where the machine has none."""
    try:
        with chromium() as running:
            yield running
    except BrowserMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the explorer of the known store answers."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("site") / "store.db")
    known_store = Store(f"sqlite:///{path}")
    known.fill(known_store)
    known_store.engine.dispose()
    with served(create_app(Settings(database_url=f"sqlite:///{path}"), extractor=OneMeeting)) as address:
        # The gazetteer takes its second before the tests, not in the middle of one.
        urllib.request.urlopen(f"{address}/v1/meetings?place=Seoul").close()
        yield address


@pytest.fixture(scope="module")
def empty_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the explorer of an empty store answers."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("empty") / "store.db")
    with served(create_app(Settings(database_url=f"sqlite:///{path}"))) as address:
        yield address


class Guarded:
    """Makes pages, and knows what they asked other servers for, and what went wrong in them."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.contexts: list[BrowserContext] = []
        self.foreign: list[str] = []
        self.errors: list[str] = []

    def page(self, address: str = "", **options: object) -> Page:
        """A page in a context of its own, at an address where one is given."""
        context = self.browser.new_context(**{"viewport": SIZE, "base_url": self.base, **options})
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("request", lambda request: self._asked(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        if address:
            page.goto(address)
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.base}/", "data:", "blob:")):
            self.foreign.append(url)


@pytest.fixture
def pages(chrome: Browser, site: str) -> Iterator[Guarded]:
    """Pages of the known store; no request of theirs may leave their server, and no script of theirs may fail."""
    guarded = Guarded(chrome, site)
    yield guarded
    for context in guarded.contexts:
        context.close()
    assert guarded.foreign == []
    assert guarded.errors == []
