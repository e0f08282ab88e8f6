"""`summitry doctor`: what is found and advised, of stores that are well and of those that are not."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from app.extraction import parsing
from app.sources.feed_list import Feed
from app.store.engine import make_engine, writing
from app.store.feeds import Visit, note, watch_listed
from app.store.runs import Failure, record_failure, start_run
from app.store.webhooks import Wish, add
from tests.cli.reports import Ran
from tests.ingest.standins import a_folder, a_report, run

Findings = dict[str, dict[str, Any]]


# It takes seconds to load, and is the same for every test.
LOAD = cache(parsing.load)


@pytest.fixture(autouse=True)
def _one_model(monkeypatch):
    """The language model is loaded once."""
    monkeypatch.setattr(parsing, "load", LOAD)


@pytest.fixture
def url(database_url: str, monkeypatch) -> str:
    """A store on each database, which the command finds."""
    monkeypatch.setenv("SUMMITRY_DATABASE_URL", database_url)
    return database_url


def findings(ran: Ran) -> Findings:
    """What the command printed, by check."""
    return {one["check"]: one for one in json.loads(ran.out)}


def test_a_store_that_is_well(command, url):
    """Every check says so, for people and for programs."""
    ran, told = command("doctor", "--json"), command("doctor")

    found = findings(ran)
    assert (ran.code, told.code) == (0, 0)
    assert {one["verdict"] for one in found.values()} == {"well"}, found
    assert "password" not in ran.out
    assert all(name in told.out for name in found)


def test_what_is_wrong_in_the_store_is_named_with_what_to_do(command, url, tmp_path, monkeypatch):
    """A feed that fails, inputs that failed, a clock that is behind, and no key where reading takes one."""
    engine, now = make_engine(url), datetime.now(UTC)
    run(engine, a_folder(tmp_path / "in", [a_report(1)]), clock=lambda: now + timedelta(hours=1))
    with writing(engine) as session:
        record_failure(session, start_run(session, ["a"], now), Failure("a#3", "read", "no text"), now)
        watch_listed(session, [Feed(url="https://a.example/feed")], now)
        for _ in range(3):
            note(session, "https://a.example/feed", Visit(now, now + timedelta(hours=1), error="answered 410 Gone"))
        stopped = add(session, Wish("https://desk.example", {}, (), None), "ann", now)
        stopped.stopped_at, stopped.error = now, "answered 500"
    engine.dispose()
    monkeypatch.setenv("SUMMITRY_READ_ACCESS", "key")

    ran = command("doctor", "--json")

    found = findings(ran)
    verdicts = {name: found[name]["verdict"] for name in ("clock", "feeds", "webhooks", "failures", "keys")}
    assert ran.code == 1
    assert verdicts == {"clock": "ill", "feeds": "warning", "webhooks": "warning", "failures": "warning", "keys": "ill"}
    assert "https://a.example/feed failed 3 times in a row: answered 410 Gone" in found["feeds"]["found"]
    assert found["webhooks"]["found"].endswith(" of ann was given up: answered 500")
    assert "summitry keys create" in found["keys"]["advice"]
    assert "summitry failures list" in found["failures"]["advice"]


def test_a_store_that_is_not_there_is_not_made(command, store, monkeypatch):
    """To look is not to change; what cannot be looked at is skipped."""
    ran = command("doctor", "--json")

    assert ran.code == 1
    assert not store.exists()
    found = findings(ran)
    assert (found["database"]["verdict"], found["database"]["advice"]) == ("ill", "run `summitry migrate`")
    assert found["feeds"]["verdict"] == "skipped"

    monkeypatch.setenv("SUMMITRY_DATABASE_URL", "postgresql://desk:hidden@127.0.0.1:9/store")
    away = command("doctor")

    assert away.code == 1
    assert "see whether the server runs" in away.out
    assert "hidden" not in away.out


def test_one_check_is_enough_to_watch_a_service(command, url, monkeypatch):
    """Without the model, and with a warning as a failure, as compose asks."""
    monkeypatch.setattr(parsing, "load", lambda _name: pytest.fail("nobody asked for the model"))
    engine, now = make_engine(url), datetime.now(UTC)
    with writing(engine) as session:
        watch_listed(session, [Feed(url="https://a.example/feed")], now)
    asked = ("doctor", "--check", "watcher", "--strict", "--json")
    in_time = command(*asked)
    with writing(engine) as session:
        note(session, "https://a.example/feed", Visit(now, now - timedelta(hours=1)))
    engine.dispose()

    late = command(*asked)

    assert (in_time.code, late.code) == (0, 1)
    assert list(findings(late)) == ["watcher"]
    assert "start `summitry watch`" in findings(late)["watcher"]["advice"]
    assert command("doctor", "--check", "watchers").code == 2


@pytest.mark.parametrize(
    ("setting", "check", "words"),
    [
        (("SUMMITRY_PORT", "eighty"), "configuration", "SUMMITRY_PORT: "),
        (("SUMMITRY_LANGUAGE_MODEL", "xx_none"), "language model", "xx_none cannot be loaded"),
    ],
)
def test_a_wrong_setting_is_ill(command, monkeypatch, setting, check, words):
    """By its name; the other checks need right ones."""
    monkeypatch.setenv(*setting)

    ran = command("doctor", "--json")

    found = findings(ran)[check]
    assert (ran.code, found["verdict"]) == (1, "ill")
    assert words in found["found"]
    assert found["advice"]
