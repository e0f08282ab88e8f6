"""`summitry reprocess`: what it prints, writes and exits with."""

import json

import pytest

from app.cli import parts
from tests.cli.reports import counted
from tests.ingest.standins import a_folder, a_report, contents
from tests.ingest.test_reprocess import NewerReader, raised


@pytest.fixture(autouse=True)
def _filled(command, tmp_path, monkeypatch):
    """Two articles that the older reader read; from then on there is the newer one."""
    command("ingest", a_folder(tmp_path / "in", [a_report(1), a_report(2)]))
    monkeypatch.setattr(parts, "extractor", lambda _settings: NewerReader(raised))


def test_a_dry_run_prints_what_a_run_prints(command, engine):
    """And leaves the store as it is."""
    before = contents(engine)

    dry = command("reprocess", "--dry-run", "--verbose")
    assert contents(engine) == before
    real = command("reprocess", "--verbose")

    assert (dry.code, real.code) == (0, 0)
    lines = [ran.out.splitlines() for ran in (dry, real)]
    assert [line for line in lines[0] if "Dry run" not in line] == [line for line in lines[1] if "Run 2" not in line]
    assert len([line for line in real.out.splitlines() if line.startswith("rewritten ")]) == 2
    assert (counted(real.out)["changed"], counted(real.out)["level changed"]) == ("2", "2")
    assert contents(engine) != before


def test_json_is_one_object(command):
    """With every change where it is asked for."""
    told = json.loads(command("reprocess", "--dry-run", "--json", "--verbose").out)

    assert (told["dry_run"], told["articles"]["changed"], told["sources"]["rewritten"]) == (True, 2, 2)
    assert told["changes"][0]["fields"]["level"] == {"before": "minister", "after": "leader"}


def test_an_unknown_article_is_one_line(command):
    """As everywhere."""
    ran = command("reprocess", "--article", "a0")

    assert (ran.code, ran.err.strip()) == (1, "summitry: there is no article 'a0'")


def test_a_day_chooses_what_is_read(command):
    """Articles published before it are left."""
    assert counted(command("reprocess", "--since", "2023-09-27").out)["articles read"] == "0"
