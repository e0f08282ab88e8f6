"""`summitry extract`: a line of JSON an article, and no store."""

import json
import re

import pytest

from app.cli import parts
from tests.ingest.standins import SentenceReader, a_folder, a_report


def test_extract_prints_a_line_an_article_in_the_order_of_the_input(command, tmp_path):
    """Ids as the input gives them, meetings in the fields of the guidelines, and no store."""
    folder = a_folder(tmp_path / "in", [a_report(3), a_report(1, text="Nothing."), a_report(2)])

    ran = command("extract", folder)

    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, [line["id"] for line in lines]) == (0, ["r3", "r1", "r2"])
    assert [len(line["meetings"]) for line in lines] == [1, 0, 1]
    (meeting,) = lines[0]["meetings"]
    assert (meeting["countries"], meeting["start"], meeting["status"]) == (["DEU", "FRA"], "2003-03-04", "held")
    assert not (tmp_path / "var").exists()


def test_extract_gives_a_plain_text_an_id_of_its_own(command, tmp_path):
    """The id that the store would give it."""
    path = tmp_path / "talks.txt"
    path.write_text("Ministers of FRA and DEU met on 2001-03-02.")

    line = json.loads(command("extract", path).out)

    assert re.fullmatch(r"a\d{6}-[0-9a-f]{16}", line["id"])
    assert len(line["meetings"]) == 1


def test_extract_names_what_is_no_article_and_goes_on(command, tmp_path):
    """Lines on standard output stay lines of JSON."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2)])
    (folder / "000.json").write_text("{")

    ran = command("extract", folder)

    assert ran.code == 1
    assert json.loads(ran.out)["id"] == "r2"
    assert ran.err.startswith(f"failed: {folder / '000.json'}: ")


def test_evaluate_scores_what_extract_printed(command, tmp_path):
    """Reading and scoring can be done apart."""
    folder = a_folder(tmp_path / "gold", [a_report(1, meetings=[])])
    (tmp_path / "predicted.jsonl").write_text(command("extract", folder).out)

    figures = json.loads(command("evaluate", folder, "--predictions", tmp_path / "predicted.jsonl", "--json").out)[
        "overall"
    ]

    assert (figures["gold"], figures["predicted"]) == (0, 1)


@pytest.mark.parametrize("arguments", [["extract"], ["evaluate", "--json"]])
def test_what_the_reader_counts_is_told_on_standard_error(command, monkeypatch, tmp_path, arguments):
    """Lines on standard output stay lines of JSON."""

    class Counting(SentenceReader):
        @property
        def tally(self):
            return {"articles read by rules: the budget is spent": 1200 + len(self.seen)}

    monkeypatch.setattr(parts, "extractor", lambda _settings: Counting())
    ran = command(*arguments, a_folder(tmp_path / "in", [a_report(1, meetings=[])]))

    assert (ran.code, ran.err) == (0, "articles read by rules: the budget is spent: 1,201\n")
    assert json.loads(ran.out)


def test_extract_names_what_breaks_the_reader_and_goes_on(command, tmp_path):
    """The other articles of the batch keep their lines."""
    folder = a_folder(tmp_path / "in", [a_report(1, text="BROKEN"), a_report(2)])

    ran = command("extract", folder)

    assert ran.code == 1
    assert json.loads(ran.out)["id"] == "r2"
    assert ran.err == f"failed: {folder / '000.json'}: RecursionError: too deep\n"
