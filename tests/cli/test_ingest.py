"""`summitry ingest`: what it stores, prints and exits with."""

import io
import json
import sys

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import Outlet, StoredArticle
from tests.cli.reports import counted
from tests.ingest.standins import a_folder, a_report, contents


def test_options_fill_what_articles_do_not_say(command, tmp_path, engine):
    """Day, outlet and language of a bare text."""
    path = tmp_path / "bare.txt"
    path.write_text("The ministers of Freedonia and Sylvania met and spoke about fish.")

    command("ingest", path, "--published", "2021-02-03", "--outlet", "Hill Post", "--language", "de")

    with Session(engine) as session:
        (article,) = session.scalars(select(StoredArticle))
        assert (str(article.published), article.language) == ("2021-02-03", "de")
        assert session.get_one(Outlet, article.outlet_id).name == "Hill Post"


def test_a_day_that_is_none_is_refused(command, tmp_path):
    """The option is named, and nothing is read."""
    ran = command("ingest", tmp_path, "--published", "yesterday")

    assert ran.code == 2
    assert "--published" in ran.err


def test_ingest_reads_standard_input(command, monkeypatch, engine):
    """A pipe is a source like any other."""
    lines = "\n".join(json.dumps(a_report(number)) for number in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))

    ran = command("ingest", "-")

    assert ran.code == 0
    assert len(contents(engine)["articles"]) == 3


def test_a_bad_file_is_named_and_the_exit_code_is_1(command, tmp_path):
    """The rest is taken, and the way on is shown."""
    folder = a_folder(tmp_path / "in", [a_report(1)])
    (folder / "empty.txt").touch()

    ran = command("ingest", folder)

    assert ran.code == 1
    (line,) = [line for line in ran.err.splitlines() if "empty.txt" in line]
    assert line.startswith(f"failed: {folder / 'empty.txt'}: ")
    assert "summitry failures" in ran.err
    assert counted(ran.out)["stored"] == "1"
