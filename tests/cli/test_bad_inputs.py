"""Bad input of every sort: one line that names it and says why, the run goes on, and a row of the failure stays."""

import gzip
import json
import os
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import StoredArticle
from tests.cli.reports import Ran
from tests.ingest.standins import a_folder, a_report, failures, runs

PROSE = b"Ministers of FRA and DEU met on 2001-03-02 and spoke about fish, said their hosts on the shore. "
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
ENTITY_BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{ENTITIES}]>'
    "<rss version='2.0'><channel><title>t</title><item><title>&e9;</title><description>&e9;</description></item>"
    "</channel></rss>"
)
# Name, bytes, and words of the reason.
BAD_FILES = [
    ("empty.txt", b"", "empty|no text"),
    ("blank.txt", b" \n\n ", "empty|no text"),
    ("binary.txt", bytes(range(256)) * 40, "binary|text"),
    ("picture.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 20, "binary|text"),
    ("cut.json.gz", gzip.compress(json.dumps({"text": "x" * 50_000}).encode())[:60], "truncated gzip"),
    ("latin.txt", "Minister Müller traf Außenminister Çelik. ".encode("latin-1") * 20, "UTF-8"),
    ("no-text.json", b'{"id": "a", "title": "Ministers meet"}', "text"),
    ("no-object.json", b"[1, 2", "JSON"),
    ("long.txt", PROSE * 220_000, "characters"),
    ("bomb.html", b"<html><body>" + b"<div>" * 200_000 + PROSE, "nested"),
    ("bomb.xml", ENTITY_BOMB.encode(), "entit"),
]
# Path of the misbehaving server, and words of the reason.
WORDS = {"/404": "404 Not Found", "/500": "500", "/loop": "redirect", "/nothing": "answer"}


class Misbehaving(BaseHTTPRequestHandler):
    """A server that answers in every wrong way."""

    def do_GET(self) -> None:
        """Answer as the path asks."""
        if self.path == "/nothing":
            self.close_connection = True
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        else:
            self.send_error(int(self.path.strip("/")))

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the misbehaving server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def complaints(ran: Ran) -> list[str]:
    """The lines about failures."""
    return [line for line in ran.err.splitlines() if line.startswith("failed: ")]


@pytest.mark.parametrize(("name", "data", "words"), BAD_FILES, ids=[name for name, _, _ in BAD_FILES])
def test_a_bad_file_is_one_line_and_one_row_and_the_run_goes_on(command, tmp_path, engine, name, data, words):
    """The good articles before and after it are stored."""
    folder = a_folder(tmp_path / "in", [a_report(1)])
    bad = folder / name
    bad.write_bytes(data)
    (folder / "zzz.json").write_text(json.dumps(a_report(2)))

    ran = command("ingest", folder)

    assert ran.code == 1
    (line,) = complaints(ran)
    origin, _, reason = line.removeprefix("failed: ").partition(": ")
    assert Path(origin.partition("#")[0]) == bad
    assert re.search(words, reason, re.IGNORECASE)
    (failure,) = failures(engine)
    assert (failure.stage, failure.origin, failure.reason) == ("read", origin, reason)
    (run,) = runs(engine)
    assert (run.state, run.stored, run.failed) == ("finished", 2, 1)


@pytest.fixture
def allowed(monkeypatch):
    """Addresses of this machine may be fetched."""
    monkeypatch.setenv("SUMMITRY_ALLOW_PRIVATE_ADDRESSES", "true")


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("path", WORDS)
def test_a_bad_address_is_one_line_and_one_row_and_the_run_goes_on(command, tmp_path, engine, server, path):
    """The line names the address and what the server did."""
    folder = a_folder(tmp_path / "in", [a_report(1)])

    ran = command("ingest", server + path, folder)

    assert ran.code == 1
    (line,) = complaints(ran)
    assert line.startswith(f"failed: {server}{path}: ")
    assert WORDS[path] in line
    (failure,) = failures(engine)
    assert (failure.stage, failure.origin) == ("read", server + path)
    assert [run.stored for run in runs(engine)] == [1]


def test_addresses_of_this_machine_are_refused_unless_a_setting_allows_them(command, engine, server):
    """Else a feed could make the program ask what only this machine may."""
    ran = command("ingest", f"{server}/404")

    assert ran.code == 1
    (line,) = complaints(ran)
    assert "public" in line
    assert [failure.origin for failure in failures(engine)] == [f"{server}/404"]


def test_a_file_that_is_not_there_is_a_failure(command, tmp_path, engine):
    """A slip in a path is seen."""
    ran = command("ingest", tmp_path / "nowhere.txt")

    (line,) = complaints(ran)
    assert (ran.code, "nowhere.txt: " in line) == (1, True)
    assert len(failures(engine)) == 1


def test_a_file_name_that_is_no_text_is_still_one_line(command, tmp_path, engine):
    """Line breaks, terminal codes and broken characters in a name are shown, not played."""
    folder = tmp_path / "in"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/a\n\x1b[31m\xff.txt", "wb"):  # noqa: PTH123 - a name that is no text
        pass

    ran = command("ingest", folder)

    (line,) = complaints(ran)
    assert (ran.code, line.isprintable()) == (1, True)
    assert failures(engine)[0].origin in line


def test_an_article_without_any_date_is_kept(command, tmp_path, engine):
    """Its publication day is unknown, which is no failure."""
    folder = a_folder(tmp_path / "in", [a_report(1, published=None)])

    ran = command("ingest", folder)

    assert (ran.code, complaints(ran)) == (0, [])
    with Session(engine) as session:
        assert [article.published for article in session.scalars(select(StoredArticle))] == [None]
