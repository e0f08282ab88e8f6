"""A server that looks after the edition of its store: the same answers before, with and after it."""

import logging
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from app.api import press
from app.api.press import Press
from app.config import Settings
from app.main import create_app
from app.store import editions
from app.store.direct import Direct
from app.store.editions import Edition
from app.store.engine import make_engine
from tests.api.conftest import Store
from tests.builders import a_candidate, an_article
from tests.serving import served

PATIENCE_SECONDS = 60.0
LIST = "/v1/meetings?country=KOR&datetime=2023"


def waited_for(what: Callable[[], Any]) -> Any:
    """What there is at last."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := what()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often, and rests for no time."""
    monkeypatch.setattr(press, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(press, "LEAST_REST_SECONDS", 0.0)
    monkeypatch.setattr(press, "SHARE", 1.0)


@pytest.mark.usefixtures("quick")
def test_answers_are_the_same_with_an_edition(sqlite_url: str) -> None:
    """Also in other formats; what is stored later is in the next answer, and then there is another edition."""
    store = Store(sqlite_url)
    store.record(an_article("They met."), a_candidate("KOR", "JPN"), a_candidate("KOR", "CHN"))
    app = create_app(Settings(database_url=sqlite_url))
    direct: Direct = app.state.direct
    forms = {"json": LIST, **{form: f"{LIST}&format={form}" for form in ("ndjson", "csv", "ics", "geojson")}}

    def edition_of_now() -> Edition | None:
        return direct.edition if direct.edition and direct.edition.version == direct.version() else None

    with served(app) as base, httpx.Client(base_url=base) as client:
        waited_for(edition_of_now)
        with_edition = {form: client.get(address) for form, address in forms.items()}
        store.record(an_article("They met again."), a_candidate("KOR", "USA"))
        later = client.get(LIST)
        second = waited_for(edition_of_now)
        assert client.get(LIST).content == later.content
        assert second.version == editions.publish(sqlite_url)
    store.engine.dispose()
    plain = create_app(Settings(database_url=sqlite_url, editions=False))
    with served(plain) as base, httpx.Client(base_url=base) as client:
        without = client.get(LIST)

    assert all(answer.status_code == 200 for answer in with_edition.values())
    assert len(with_edition["json"].json()["data"]) == 2
    assert with_edition["ndjson"].text.count("\n") == 2
    assert len(later.json()["data"]) == 3
    assert later.headers["etag"] != with_edition["json"].headers["etag"]
    assert without.content == later.content


@pytest.mark.usefixtures("quick")
def test_a_store_whose_folder_cannot_be_written_does_without(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so once, and the server goes on."""
    engine = make_engine(sqlite_url)
    direct = Direct.on(engine)
    assert direct is not None

    async def refused(*_: object, **__: object) -> None:
        raise PermissionError("Permission denied")

    monkeypatch.setattr(press.to_process, "run_sync", refused)
    with caplog.at_level(logging.WARNING, logger="app.api.press"):
        anyio.run(partial(_within, Press(engine, direct)))
    engine.dispose()

    assert direct.edition is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Permission denied" in caplog.text


async def _within(looked_after: Press) -> None:
    with anyio.fail_after(PATIENCE_SECONDS):
        await looked_after.run()


@pytest.mark.usefixtures("quick")
def test_a_store_that_is_not_ready_is_looked_at_again(tmp_path: Path, sqlite_template: Path) -> None:
    """As soon as it has its tables and a meeting, there is an edition."""
    url = f"sqlite:///{tmp_path}/late.db"
    make_engine(url).connect().close()
    app = create_app(Settings(database_url=url))
    with served(app) as base:
        assert httpx.get(f"{base}/v1/meetings").status_code == 503
        time.sleep(1)
        with sqlite3.connect(sqlite_template) as source, sqlite3.connect(tmp_path / "late.db") as target:
            source.backup(target)
        store = Store(url)
        store.record(an_article("They met."), a_candidate("KOR", "JPN"))
        waited_for(lambda: app.state.direct.edition)
        assert len(httpx.get(f"{base}/v1/meetings").json()["data"]) == 1
    store.engine.dispose()


def test_another_process_makes_it(sqlite_url: str) -> None:
    """It lets all others go first, and leaves the edition beside the store."""
    store = Store(sqlite_url)
    store.record(an_article("They met."), a_candidate("KOR", "JPN"))
    store.engine.dispose()
    version = anyio.run(partial(anyio.to_process.run_sync, press._publish, sqlite_url))
    edition = Edition.of(Path(sqlite_url.removeprefix("sqlite:///")), version)

    assert edition is not None
    assert [bytes(document)[:6] for document in edition.documents([0])] == [b'{"id":']
