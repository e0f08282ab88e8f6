"""The services of compose.yaml as processes: its commands, its environment and its health checks, over PostgreSQL.

It takes as long as loading the language model twice, and so runs with the tests of the image.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.config import describe_settings
from tests.bench import soak_site

pytestmark = pytest.mark.container

ROOT = Path(__file__).parent.parent
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
SUMMITRY = [sys.executable, "-m", "app"]
PATIENCE_SECONDS = 120.0
# Exit codes of what was asked to stop; the web server ends by the signal itself, when everything is finished.
ENDS = {"api": {-signal.SIGTERM}, "watcher": {0, 130}, "worker": {0, 130}}


@pytest.fixture
def environment(postgres_url: str) -> dict[str, str]:
    """What compose gives every service, with the store of this test, which a user would name in the same variable."""
    unset = {name: value for name, value in os.environ.items() if name not in {s.variable for s in describe_settings()}}
    assert SERVICES["api"]["environment"]["SUMMITRY_DATABASE_URL"].startswith("${SUMMITRY_DATABASE_URL:-")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    own = {"SUMMITRY_ALLOW_PRIVATE_ADDRESSES": "true", "SUMMITRY_PORT": port}
    return unset | {"SUMMITRY_DATABASE_URL": postgres_url, **own}


@contextmanager
def service(name: str, environment: Mapping[str, str], feeds: Path) -> Iterator[None]:
    """A service with its command, which ends in the time that compose gives it when it is stopped."""
    given = SERVICES[name].get("command", ["serve"])
    command = [str(feeds) if word == "/etc/summitry/feeds.toml" else word for word in given]
    process = subprocess.Popen([*SUMMITRY, *command], env=environment, cwd=ROOT)
    try:
        yield
        assert process.poll() is None
    finally:
        process.terminate()
        assert process.wait(int(SERVICES[name]["stop_grace_period"].removesuffix("s"))) in ENDS[name]


def is_healthy(name: str, environment: Mapping[str, str]) -> bool:
    """What the health check of a service says."""
    cmd, program, *words = SERVICES[name].get("healthcheck", {"test": ["CMD", *of_the_image(environment)]})["test"]
    command = {"summitry": SUMMITRY, "python": [sys.executable]}[program]
    return cmd == "CMD" and subprocess.run([*command, *words], env=environment, cwd=ROOT, check=False).returncode == 0


def of_the_image(environment: Mapping[str, str]) -> list[str]:
    """The health check of the image, which the API has, at the port of this test."""
    (found,) = re.findall(r"^HEALTHCHECK [^[]*CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.M)
    words: list[str] = json.loads(found.replace(":8000/", f":{environment['SUMMITRY_PORT']}/"))
    return words


def until(holds: Callable[[], bool]) -> None:
    """Wait for it."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.2)


def told(environment: Mapping[str, str], *words: str) -> Sequence[Any]:
    """The records that an export gives."""
    ran = subprocess.run([*SUMMITRY, *words], env=environment, cwd=ROOT, check=True, capture_output=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_api_watcher_and_worker_share_one_store_and_are_healthy(environment: dict[str, str], tmp_path: Path) -> None:
    """The check of the worker fails while chunks wait for one, and holds as soon as it is there."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text("Angela Merkel met Emmanuel Macron in Berlin on 26 June 2018.", encoding="utf-8")
    enqueue = [*SUMMITRY, "enqueue", str(folder), "--published", "2018-06-27", "--outlet", "Wire"]
    feeds = tmp_path / "feeds.toml"
    assert not is_healthy("api", environment)
    with soak_site.running(seed=1) as site, ExitStack() as running:
        running.enter_context(service("api", environment, feeds))
        until(lambda: is_healthy("api", environment))
        subprocess.run(enqueue, env=environment, cwd=ROOT, check=True)
        assert not is_healthy("worker", environment)
        site.publish()
        feeds.write_text("\n".join(f'[[feed]]\nurl = "{url}"\n' for url in site.urls), encoding="utf-8")
        running.enter_context(service("worker", environment, feeds))
        running.enter_context(service("watcher", environment, feeds))
        until(lambda: len(told(environment, "export", "--list", "articles")) == 2)
        assert is_healthy("worker", environment)
        assert is_healthy("watcher", environment)
    (meeting,) = told(environment, "export", "--country", "DEU,FRA")
    assert meeting["start"]["date"] == "2018-06-26"
