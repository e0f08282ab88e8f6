"""Whole sources: files, folders, standard input and addresses."""

import gzip
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from app.domain.articles import Article, Dateline
from app.errors import SourceUnavailableError
from app.sources import registry
from app.sources.catalogue import count, read
from app.sources.limits import Limits
from app.sources.protocol import Document, Draft, Fetched, ReadOptions, Rejected
from tests.sources.documents import MORE, PROSE, SMALL, a_feed, a_page, a_warc, items, packed

REPORT = f"""Freedonia hosts Sylvania for talks

RIGA, May 2 (Reuters) – {PROSE}

{MORE} They last met in 2019.

Reporting by Jane Doe in Riga; Additional reporting by John Roe in Oslo; Editing by Max Moe

Our Standards: The Freedonia Principles."""
LINES = "\n".join(json.dumps({"text": text}) for text in (PROSE, "", MORE))


class Answers:
    """A fetcher of one prepared answer, which notes what it is told to keep."""

    def __init__(self, answer: Fetched | None = None, error: str | None = None) -> None:
        self.answer, self.error = answer, error
        self.kept: list[tuple[str, Fetched]] = []

    def fetch(self, url: str) -> Fetched | None:
        """The prepared answer or error, for any address but a wrong one."""
        assert url.startswith("https://")
        if self.error:
            raise SourceUnavailableError(self.error)
        return self.answer

    def keep(self, url: str, answer: Fetched) -> None:
        """Note it."""
        self.kept.append((url, answer))


class FaultyReader:
    """A reader with a fault."""

    SUFFIXES = frozenset({".bad"})
    MEDIA_TYPES: frozenset[str] = frozenset()

    def recognises(self, head: str) -> bool:
        """Its own format."""
        return head.startswith("BAD")

    def read(self, document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
        """Not what it should do."""
        raise KeyError(document.origin, limits)


def test_wire_copy_gives_all_it_says_about_itself(tmp_path):
    """Headline, dateline, agency, authors, and the year by the weekday."""
    path = tmp_path / "talks.txt"
    path.write_text(REPORT)
    (article,) = items(path)

    assert article.title == "Freedonia hosts Sylvania for talks"
    assert article.content == REPORT
    assert (article.outlet, article.authors) == ("Reuters", ("Jane Doe", "John Roe"))
    assert article.dateline == Dateline("RIGA", date(2024, 5, 2), "Reuters")
    assert (article.published, article.published_basis) == (date(2024, 5, 2), "inferred")
    assert article.origin == str(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", PROSE),
        ("no-ending", PROSE),
        ("a.html", a_page()),
        ("page", a_page()),
        ("page.txt", a_page()),
        ("a.json", json.dumps({"text": PROSE})),
        ("record", json.dumps({"text": PROSE})),
        ("a.jsonl", json.dumps({"text": PROSE})),
        ("feed", a_feed(f"<title>x</title><description>{PROSE}</description>")),
        ("feed.html", a_feed(f"<title>x</title><description>{PROSE}</description>")),
        ("a.txt.gz", packed(PROSE)),
        ("packed", packed(a_page())),
        ("a.jsonl.gz", packed(json.dumps({"text": PROSE}))),
        ("a.warc", a_warc([("https://x.example/", "200 OK", a_page().encode())], gzipped=False)),
        ("a.warc.gz", a_warc([("https://x.example/", "200 OK", a_page().encode())])),
        ("archive", a_warc([("https://x.example/", "200 OK", a_page().encode())])),
    ],
)
def test_every_format_is_recognised_by_what_it_holds(tmp_path, name, data):
    """Packed or not, whatever the file is called."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (article,) = items(path)

    assert isinstance(article, Article)
    assert article.text.startswith(PROSE)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "an empty file"),
        ("blank.txt", b" \n\t\n", "an empty file"),
        ("empty.gz", gzip.compress(b"", mtime=0), "an empty file"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a binary file, not text"),
        ("noise", bytes(range(1, 9)) * 20, "a binary file, not text"),
        ("paper.txt", b"%PDF-1.7 ...", "a PDF file: extract its text first"),
        ("office.html", b"PK\x03\x04....", "a ZIP archive (or an office document): unpack it first"),
        ("latin.txt", b"Z\xfcrich", "invalid UTF-8 (byte 0xfc at offset 1): convert it to UTF-8 first"),
        ("cut.txt.gz", packed(PROSE * 50)[:-20], "truncated gzip: the file breaks off, copy it again"),
        ("head.gz", packed(PROSE)[:5], "truncated gzip: the file breaks off, copy it again"),
        ("bad.gz", packed(PROSE)[:30] + b"xxxx" + packed(PROSE)[34:], "damaged gzip: "),
        ("sum.gz", packed(PROSE)[:-8] + b"\x00" * 8, "damaged gzip: CRC check failed"),
        ("record.json", b'{"id": 1}', 'no text: an article needs one under "text"'),
        ("prose.json", b"The ministers met.", "not JSON: "),
        ("bomb.html", b"<html>" + b"<div>" * 100_000, "tags nested more than 255 deep"),
        ("map.xml", b"<?xml version='1.0'?><urlset/>", "XML, but no RSS or Atom feed"),
        ("long.txt", b"word " * 4_000_000, "a text of more than 1,000,000 characters: split it by article"),
        ("long.html", b"<p>" + b"word " * 4_000_000, "larger than 10,000,000 bytes: not an article page"),
        (
            "long.json",
            b'{"text": "' + b"word " * 4_000_000 + b'"}',
            "a text of 20,000,000 characters, more than 1,000,000",
        ),
    ],
)
def test_what_is_no_article_is_rejected_in_one_line(tmp_path, name, data, reason):
    """The line names the file and the reason."""
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = items(path)

    assert isinstance(found, Rejected)
    assert found.origin == str(path)
    assert found.reason.startswith(reason)
    assert str(found) == f"{path}: {found.reason}"
    assert "\n" not in str(found)


def test_a_packed_archive_that_breaks_off_gives_what_it_had_and_says_so(tmp_path):
    """The records before the break are articles."""
    path = tmp_path / "a.jsonl.gz"
    lines = [json.dumps({"id": number, "text": os.urandom(200).hex()}) for number in range(2_000)]
    path.write_bytes(packed("\n".join(lines))[:-1_000])
    *articles, last = items(path)

    assert len(articles) > 1_000
    assert all(isinstance(one, Article) for one in articles)
    assert last == Rejected(str(path), "truncated gzip: the file breaks off, copy it again")


def test_a_missing_file_is_rejected(tmp_path):
    """Nothing is raised."""
    assert items(tmp_path / "gone.txt") == [
        Rejected(str(tmp_path / "gone.txt"), "cannot be read: No such file or directory")
    ]


@pytest.mark.parametrize("source", ["a\x00b", "x" * 5_000])
def test_an_impossible_path_is_rejected(source):
    """Whatever the file system says to it."""
    (found,) = items(source)

    assert isinstance(found, Rejected)
    assert found.reason.startswith("cannot be read: ")


def test_an_empty_path_is_not_the_present_folder():
    """An unset variable in a script would read whatever lies there."""
    assert items("") == [Rejected("''", "an empty path: name a file, a folder or an address")]


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path):
    """Hidden files and folders are passed over; a bad file stops nothing."""
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt", "a/.DS_Store", "c/deep/er/3.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}: {PROSE}")
    (tmp_path / "a/0-empty.txt").touch()
    found = items(tmp_path)

    assert [os.path.relpath(one.origin, tmp_path) for one in found] == [
        "b.txt",
        "a/0-empty.txt",
        "a/1.txt",
        "a/2.txt",
        "c/deep/er/3.txt",
    ]
    assert [type(one) for one in found] == [Article, Rejected, Article, Article, Article]


def test_a_pipe_in_a_folder_is_passed_over_with_a_reason(tmp_path):
    """To read it would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")

    assert [str(one) for one in items(tmp_path)] == [
        f"{tmp_path}/dangling: not a regular file: skipped",
        f"{tmp_path}/pipe: not a regular file: skipped",
    ]


def test_a_circle_of_links_is_not_walked(tmp_path):
    """A folder that holds itself is read once."""
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / "self").symlink_to(tmp_path, target_is_directory=True)

    assert len(items(tmp_path)) == 1


def test_an_odd_file_name_stays_one_line_of_utf8(tmp_path):
    """File names may hold any byte; origins are stored and printed."""
    (tmp_path / os.fsdecode(b"odd\n\xff.txt")).write_text(PROSE)
    (article,) = items(tmp_path)

    assert article.origin == f"{tmp_path}/odd\\n\\xff.txt"


def test_one_record_can_be_read_again_by_its_origin(tmp_path):
    """That is how a failure is retried."""
    path = tmp_path / "a.jsonl"
    path.write_text(LINES)
    _, second, third = items(path)

    assert items(third.origin) == [third]
    assert items(second.origin) == [second]


def test_a_file_whose_name_looks_like_a_record_is_read_as_itself(tmp_path):
    """A number sign is an ordinary character."""
    path = tmp_path / "talks#2"
    path.write_text(PROSE)

    assert [one.text for one in items(path)] == [PROSE]


def test_the_time_of_change_bounds_the_year(tmp_path):
    """A file of 2023 holds no report of 2024; files without a credible time say nothing."""
    path = tmp_path / "talks.txt"
    path.write_text(REPORT)
    os.utime(path, (1_680_000_000, 1_680_000_000))
    (old,) = items(path)
    os.utime(path, (0, 0))
    (undated,) = items(path, ReadOptions(today=date(2026, 11, 23)))

    assert old.published == date(2019, 5, 2)
    assert undated.published == date(2024, 5, 2)


def test_standard_input_is_read_like_a_file(monkeypatch):
    """It cannot be rewound, and needs not be."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES.encode())))

    assert [str(one.origin) for one in items("-")] == ["standard input#1", "standard input#2", "standard input#3"]


def test_limits_come_with_the_options(tmp_path):
    """Whoever reads sets them."""
    path = tmp_path / "long.txt"
    path.write_text("x" * 2_000)

    assert items(path, ReadOptions(limits=SMALL))[0].reason.startswith("a text of 2,000 characters, more than 1,000")


def test_a_fault_of_a_reader_costs_one_document(tmp_path, monkeypatch, caplog):
    """The log has the trace, the run goes on."""
    monkeypatch.setattr(registry, "READERS", (FaultyReader(), *registry.READERS))
    (tmp_path / "a.bad").write_text("BAD")
    (tmp_path / "b.txt").write_text(PROSE)
    with caplog.at_level(logging.ERROR):
        bad, good = items(tmp_path)

    assert bad.reason.startswith("the reader failed (KeyError)")
    assert isinstance(good, Article)
    assert "Traceback" in caplog.text


def test_an_answer_is_read_and_then_kept():
    """It counts as taken only after the last article was."""
    fetcher = Answers(Fetched("https://x.example/talks", a_page().encode(), "text/html", "utf-8", etag='"1"'))
    stream = read("https://x.example/", ReadOptions(), fetcher)
    article = next(stream)
    before = list(fetcher.kept)
    rest = list(stream)

    assert (article.url, article.origin) == ("https://x.example/talks", "https://x.example/")
    assert (before, rest, fetcher.kept) == ([], [], [("https://x.example/", fetcher.answer)])


def test_an_answer_with_a_bad_record_is_not_kept():
    """It will be read again, so that its failure is not forgotten."""
    fetcher = Answers(Fetched("https://x.example/feed", a_feed("<title>no text</title>").encode()))

    assert [type(one) for one in read("https://x.example/feed", ReadOptions(), fetcher)] == [Rejected]
    assert fetcher.kept == []


def test_an_unchanged_address_gives_nothing():
    """There is nothing new, and nothing wrong."""
    assert list(read("https://x.example/feed", ReadOptions(), Answers(None))) == []


def test_an_address_that_cannot_be_read_is_rejected_once():
    """Its address is not named twice, its password not at all."""
    fetcher = Answers(error="https://x.example/feed: answered 404 Not Found")
    (found,) = read("https://jane:secret@x.example/feed", ReadOptions(), fetcher)

    assert str(found) == "https://x.example/feed: answered 404 Not Found"


def test_without_a_fetcher_addresses_are_rejected():
    """Some callers read files only."""
    (found,) = items("https://x.example/feed")

    assert isinstance(found, Rejected)


def test_an_empty_answer_is_rejected():
    """It is no file."""
    (found,) = read("https://x.example/", ReadOptions(), Answers(Fetched("https://x.example/", b"")))

    assert str(found) == "https://x.example/: an empty answer"


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ({"a.txt": PROSE, "b/c.html": a_page(), ".hidden": "x"}, 2),
        ({"a.jsonl": LINES + "\n", "b.xml": a_feed("", "", "")}, 6),
        ({"a.txt": PROSE, "b.warc.gz": b"x"}, None),
        ({"a.jsonl.gz": b"x"}, None),
        ({}, 0),
    ],
)
def test_the_number_of_items_is_estimated_where_it_is_cheap(tmp_path, names, number):
    """Lines, entries and files are counted; archives are not opened."""
    for name, data in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    assert count(str(tmp_path)) == number


@pytest.mark.parametrize("source", ["-", "https://x.example/feed"])
def test_streams_have_no_number(source):
    """Nobody knows what is still to come."""
    assert count(source) is None


def test_a_missing_file_counts_as_the_one_failure_it_gives(tmp_path):
    """A progress bar can take it."""
    assert count(str(tmp_path / "gone.jsonl")) == 1
