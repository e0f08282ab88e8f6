"""`summitry failures`: what could not be taken, listed and read again."""

import json
from pathlib import Path

from tests.cli.reports import counted
from tests.ingest.standins import a_folder, a_report, failures


def test_no_failures_is_said(command):
    """An empty list would look like a fault."""
    command("migrate")

    ran = command("failures", "list")

    assert (ran.code, ran.out, ran.err) == (0, "", "There are no open failures.\n")


def test_failures_of_a_store_that_is_not_there(command, tmp_path):
    """A question makes no store."""
    ran = command("failures", "list")

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert not (tmp_path / "var").exists()


def test_failures_are_listed_one_a_line_for_other_programs(command, tmp_path):
    """Number, run, stage, origin and reason, with tabs between."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2, text="BROKEN")])
    (folder / "empty.txt").touch()
    command("ingest", folder)

    rows = [line.split("\t") for line in command("failures", "list").out.splitlines()]

    assert sorted((row[2], Path(row[3]).name) for row in rows) == [("extract", "001.json"), ("read", "empty.txt")]
    assert command("failures", "list", "--run", 7).out == ""


def test_retry_reads_failed_inputs_again_and_only_them(command, tmp_path, engine):
    """What was mended is taken; what was not stays on the list."""
    folder = a_folder(tmp_path / "in", [a_report(1)])
    for name in ("mended.json", "broken.json"):
        (folder / name).write_text("{")
    command("ingest", folder)
    (folder / "mended.json").write_text(json.dumps(a_report(2)))

    ran = command("failures", "retry")

    assert ran.code == 1
    rows = counted(ran.out)
    assert (rows["articles read"], rows["stored"], rows["failed"]) == ("2", "1", "1")
    assert [Path(failure.origin).name for failure in failures(engine)] == ["broken.json"]


def test_retry_of_one_failure_leaves_the_others_alone(command, tmp_path, engine):
    """By its number."""
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text("{")
    command("ingest", tmp_path / "one.json", tmp_path / "two.json")
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(json.dumps(a_report(len(name), title=name)))

    ran = command("failures", "retry", "--id", failures(engine)[1].id)

    assert ran.code == 0
    assert [Path(failure.origin).name for failure in failures(engine)] == ["one.json"]


def test_retry_of_one_record_reads_that_record(command, tmp_path, engine):
    """The rest of a long file is left alone."""
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps(a_report(1)) + '\n{"text": 7}\n' + json.dumps(a_report(3)))
    command("ingest", path)
    path.write_text(json.dumps(a_report(1)) + "\n" + json.dumps(a_report(2)) + "\n" + json.dumps(a_report(3)))

    ran = command("failures", "retry")

    assert (ran.code, counted(ran.out)["articles read"]) == (0, "1")
    assert failures(engine) == []
