"""Work cut into pieces: every article in exactly one, and none much larger than asked for."""

import gzip
import json

import pytest

from app.domain.articles import Article
from app.ingest.chunks import Chunk, cut
from app.sources import catalogue
from app.sources.protocol import ReadOptions
from tests.ingest.standins import a_folder, a_report
from tests.sources.documents import a_page, a_warc


def articles(sources) -> list[str]:
    """The texts behind some sources."""
    items = [item for source in sources for item in catalogue.read(source, ReadOptions())]
    assert all(isinstance(item, Article) for item in items), items
    return [item.text for item in items]


@pytest.mark.parametrize("kind", ["folder", "lines", "packed lines", "archive"])
def test_every_article_is_in_one_chunk(tmp_path, kind):
    """Of small files, of long ones, of packed ones and of archives, in the order of reading."""
    reports = [a_report(number) for number in range(25)]
    lines = "\n".join(map(json.dumps, reports)).encode()
    if kind == "folder":
        source = a_folder(tmp_path / "in", reports)
    elif kind == "archive":
        source = tmp_path / "in.warc.gz"
        pages = [a_page(f"<p>{report['text']}</p>" * 3) for report in reports]
        source.write_bytes(
            a_warc([(f"https://x.example/{n}", "200 OK", page.encode()) for n, page in enumerate(pages)])
        )
    else:
        source = tmp_path / ("in.jsonl" if kind == "lines" else "in.jsonl.gz")
        source.write_bytes(lines if kind == "lines" else gzip.compress(lines))

    chunks = list(cut([str(source)], size=10))

    assert [len(articles(chunk.sources)) for chunk in chunks] == [10, 10, 5]
    assert [text for chunk in chunks for text in articles(chunk.sources)] == articles([str(source)])


def test_addresses_and_what_cannot_be_read_are_handed_on(tmp_path):
    """Whoever takes the chunk says why it cannot be read."""
    missing = tmp_path / "missing.jsonl"

    chunks = list(cut(["https://example.org/feed", str(missing)]))

    assert [source for chunk in chunks for source in chunk.sources] == ["https://example.org/feed", str(missing)]


def test_a_chunk_falls_into_halves_down_to_one_article():
    """So that the one that kills its workers is found."""
    halves = Chunk(("a", "b", "c"), 30).halves()
    assert [half.sources for half in halves] == [("a",), ("b", "c")]

    parts = [Chunk(("f.jsonl#1-5",), 5)]
    while any(part.halves() for part in parts):
        parts = [half for part in parts for half in (part.halves() or (part,))]

    assert [part.sources for part in parts] == [(f"f.jsonl#{number}-{number}",) for number in range(1, 6)]
