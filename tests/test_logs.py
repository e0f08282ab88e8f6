"""Lines of the log: whose they are, in both forms, and what they never show."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.logs import handler
from app.main import create_app
from app.store.engine import make_engine
from tests.ingest.standins import a_folder, a_report, run

KEY = "smy_0123456789ab_Ek7Jp0mWq2vXy9Zt4uRs8aBc1dEf5gHi6jKl3mNo0pQ"
CHAT_KEY = "sk-chat-0123456789"
PASSWORD = "hunter2-and-more"


@contextmanager
def logged(settings: Settings) -> Iterator[StringIO]:
    """What is logged within the block, as the command would write it."""
    stream, logger = StringIO(), logging.getLogger("app")
    one = handler(settings, stream)
    before = logger.level
    logger.addHandler(one)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(one)
    logger.setLevel(before)


def test_lines_of_a_request_and_of_a_run_say_whose_they_are(sqlite_url: str, tmp_path: Path) -> None:
    """JSON, one object a line, with the id that the client gave or the number of the run."""
    settings = Settings(database_url=sqlite_url, log_format="json")
    folder = a_folder(tmp_path / "in", [a_report(1)])
    engine = make_engine(sqlite_url)

    with logged(settings) as stream, TestClient(create_app(settings)) as client:
        answer = client.get("/v1/meetings/m0?as_of=secret", headers={"X-Request-ID": "desk-17"})
        run(engine, folder)

    engine.dispose()
    lines: list[dict[str, Any]] = [json.loads(line) for line in stream.getvalue().splitlines()]
    (request,) = [line for line in lines if line.get("request_id") == "desk-17"]
    assert (request["method"], request["status"]) == ("GET", answer.status_code)
    assert (request["path"], request["route"]) == ("/v1/meetings/m0", "/v1/meetings/{meeting_id}")
    assert request["level"] == "info"
    (one,) = [line for line in lines if "run_id" in line]
    assert (one["run_id"], one["stored"], one["failed"]) == (1, 1, 0)
    assert "secret" not in stream.getvalue()


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_in_no_line(form: str) -> None:
    """Not in a message, not in a member, and neither in a trace nor among the variables of one."""
    settings = Settings(chat_key=CHAT_KEY, log_format=form)
    log = logging.getLogger("app.somewhere")

    with logged(settings) as stream:
        log.warning("no answer with %s", CHAT_KEY, extra={"header": f"Bearer {KEY}"})
        log.warning("postgresql+psycopg://desk:%s@db.example/store is away", PASSWORD)
        try:
            hidden = KEY
            raise RuntimeError(f"refused {hidden}")
        except RuntimeError:
            log.exception("failed")

    said = stream.getvalue()
    assert said.count("***") == 4
    assert "refused smy_0123456789ab_***" in said
    assert not [secret for secret in (KEY, KEY.rsplit("_", maxsplit=1)[-1], CHAT_KEY, PASSWORD) if secret in said]
