"""The whole way, as a person goes it: a text on disk, the command, a running server, the meeting over HTTP."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
OWN = ROOT / "seeds" / "articles" / "2024-05-27-trade-first-in-seoul.json"
GIVEN = ROOT.parent / "shared" / "seed" / "trilateral-meeting.txt"


class Desk:
    """A working directory of somebody who uses Summitry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        known = {name: value for name, value in os.environ.items() if not name.startswith("SUMMITRY_")}
        self.environment = known | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}

    def command(self, *arguments: object) -> str:
        """What `summitry` prints; it must end well."""
        words = [sys.executable, "-m", "app", *map(str, arguments)]
        ran = subprocess.run(words, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        """A client of `summitry serve` on a free port, by the address that it prints."""
        words = [sys.executable, "-m", "app", "serve", "--port", "0"]
        with subprocess.Popen(
            words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            try:
                printed = process.stdout.readline() if process.stdout else ""
                (base,) = re.findall(r"http://[\d.]+:\d+", printed)
                with httpx.Client(base_url=base, timeout=30) as client:
                    yield client
            finally:
                process.terminate()


@pytest.fixture
def desk(tmp_path) -> Desk:
    """An empty one."""
    return Desk(tmp_path)


def test_an_article_of_the_seeds_is_read_back_from_a_running_server(desk):
    """From the file to the meeting, its people, and the words that show it."""
    desk.command("ingest", OWN)

    with desk.serving() as client:
        assert client.get("/health/ready").status_code == 200
        query = {"country": "KOR,JPN,CHN", "datetime": "2024-05-27/2024-05-27"}
        (found,) = client.get("/v1/meetings", params=query).json()["data"]
        meeting = client.get(found["url"]).json()
        (article,) = client.get("/v1/articles").json()["data"]

    assert (meeting["status"], meeting["level"], meeting["place"]["city"]) == ("held", "leader", "Seoul")
    people = {person["name"] for side in meeting["participants"] for person in side["people"]}
    assert people == {"Yoon Suk Yeol", "Fumio Kishida", "Li Qiang"}
    (source,) = meeting["sources"]
    assert source["article"]["id"] == article["id"]
    assert source["quote"] in OWN.read_text(encoding="utf-8")


def test_the_wire_report_on_the_seoul_talks_is_read_back_from_a_running_server(desk):
    """The article that Summitry was first made for: one meeting of that day, and four in the background."""
    if not GIVEN.exists():
        pytest.skip(f"{GIVEN.name} is not part of the repository and does not lie beside it")
    desk.command("ingest", GIVEN)

    with desk.serving() as client:
        meetings = client.get("/v1/meetings", params={"limit": 50}).json()["data"]
        (main,) = [meeting for meeting in meetings if meeting["salience"] == "main"]

    assert (main["status"], main["level"], main["start"]["date"]) == ("held", "official", "2023-09-26")
    assert main["countries"] == ["CHN", "JPN", "KOR"]
    assert main["place"]["city"] == "Seoul"
    people = {person["name"] for side in main["participants"] for person in side["people"]}
    assert people == {"Chung Byung-won", "Takehiro Funakoshi", "Nong Rong"}
    (host,) = [side["country"] for side in main["participants"] if side["role"] == "host"]
    assert host == "KOR"
    background = {(meeting["status"], *meeting["countries"]) for meeting in meetings if meeting is not main}
    assert background == {
        ("held", "JPN", "KOR", "USA"),
        ("held", "CHN", "JPN", "KOR"),
        ("proposed", "CHN", "JPN", "KOR"),
        ("proposed", "CHN", "KOR"),
    }
