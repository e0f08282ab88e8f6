"""The measurement of queries runs on a small store and prints what it says; how fast they are stands in no test."""

import json
from pathlib import Path

import pytest

from tests.bench import queries
from tests.bench.questions import QUESTIONS
from tests.bench.wrk import installed

pytest.importorskip("datasette", reason="Datasette is measured as well: install the group `bench`")


@pytest.mark.skipif(not installed(), reason="wrk drives the servers, and is not installed")
def test_every_question_is_put_to_every_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With all medians and ratios, as JSON."""
    queries.main(["--meetings", "300", "--rounds", "1", "--seconds", "1", "--folder", str(tmp_path), "--json"])

    found = json.loads(capsys.readouterr().out)
    assert found["meetings"] == 300
    assert set(found["medians"]) == {*QUESTIONS, "not_modified"}
    wanted = {f"{name}_vs_{other}" for name in QUESTIONS for other in ("datasette", "bare")}
    exported = {"csv_rows_per_second", "csv_rows", "csv_bytes", "csv_peak_mb"}
    alone = {"not_modified_vs_bare", "country_date_p99_vs_datasette", "growth_p50"}
    assert set(found["ratios"]) == wanted | alone | exported
    assert found["ratios"]["csv_rows"] == 300
    assert all(value > 0 for value in found["ratios"].values())


def test_no_question_is_asked_twice() -> None:
    """So that no cache answers."""
    for name in QUESTIONS:
        asked = queries.asked(name, seed=1, number=50)
        assert len({question.path for question in asked}) == 50


def test_a_missing_wrk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    monkeypatch.setattr(queries, "installed", lambda: False)
    with pytest.raises(SystemExit):
        queries.main([])
    assert "apt-get install wrk" in capsys.readouterr().err
