"""JSON objects, lists and lines."""

import json
from datetime import date

import pytest

from app.errors import ArticleRejectedError
from app.sources import json_articles
from app.sources.dates import Stamp
from app.sources.protocol import Draft, Rejected
from tests.sources.documents import MORE, PROSE, SMALL, drafts

WHOLE = {
    "id": "riga-1",
    "title": "Ministers meet",
    "published": "2024-05-03",
    "publisher": "Freedonia Wire",
    "url": "https://wire.example/riga",
    "language": "en",
    "authors": ["Jane Doe", "John Roe"],
    "text": f"  {PROSE}\r\n",
    "meetings": [{"kind": "meeting"}],
}


def test_an_object_gives_every_field_and_its_text_unchanged():
    """Evidence is counted in the text as it came; annotations beside it are not looked at."""
    (draft,) = drafts(json_articles, json.dumps(WHOLE))

    assert draft == Draft(
        text=f"  {PROSE}\r\n",
        origin="here",
        title="Ministers meet",
        outlet="Freedonia Wire",
        url="https://wire.example/riga",
        source_id="riga-1",
        published=Stamp(date(2024, 5, 3)),
        language="en",
        authors=("Jane Doe", "John Roe"),
    )


@pytest.mark.parametrize(
    "record",
    [
        {"headline": "Ministers meet", "body": PROSE, "date": "2024-05-03", "source": {"id": None, "name": "Wire"}},
        {"Title": "Ministers meet", "Content": PROSE, "publishedAt": "2024-05-03", "source": "Wire"},
        {"title": "Ministers meet", "maintext": PROSE, "date_publish": "2024-05-03 00:00:00", "source_domain": "Wire"},
        {
            "title": {"rendered": "Ministers meet"},
            "content": {"rendered": f"<p>{PROSE}</p>"},
            "date": "2024-05-03",
            "outlet": "Wire",
        },
        {
            "title": "Ministers meet",
            "content_html": f"<p>{PROSE}</p>",
            "date_published": "2024-05-03",
            "publisher": {"name": "Wire"},
        },
        {"headline": "Ministers meet", "text": [PROSE], "seendate": "20240503", "domain": "Wire"},
    ],
)
def test_the_keys_of_common_archives_are_understood(record):
    """NewsAPI, news-please, WordPress, JSON Feed, GDELT."""
    (draft,) = drafts(json_articles, json.dumps(record))

    assert (draft.title, draft.text, draft.outlet) == ("Ministers meet", PROSE, "Wire")
    assert draft.published == Stamp(date(2024, 5, 3))


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("By Jane Doe", ("Jane Doe",)),
        ("newsdesk", ("newsdesk",)),
        ([{"name": "Jane Doe"}], ("Jane Doe",)),
        ({"name": "Jane Doe"}, ("Jane Doe",)),
        ([], ()),
        (None, ()),
    ],
)
def test_authors_come_as_list_object_or_string(authors, names):
    """All three are in use."""
    (draft,) = drafts(json_articles, json.dumps({"text": PROSE, "authors": authors}))

    assert draft.authors == names


@pytest.mark.parametrize("wrapper", [None, "articles", "items", "results"])
def test_a_list_gives_one_draft_a_record_and_names_the_bad_ones(wrapper):
    """Records are numbered from 1; a bad one does not stop the next."""
    records = [{"text": PROSE}, {"title": "No text"}, "a string", {"text": MORE}]
    found = drafts(json_articles, json.dumps({"status": "ok", wrapper: records} if wrapper else records))

    assert [one.origin for one in found] == ["here#1", "here#2", "here#3", "here#4"]
    assert [isinstance(one, Rejected) for one in found] == [False, True, True, False]
    assert found[1].reason.startswith("no text: an article needs one under")
    assert "a JSON str" in found[2].reason


def test_json_lines_are_read_line_by_line():
    """Bad lines are named by their number, blank ones counted and passed over."""
    lines = [json.dumps({"text": PROSE}), "", "{broken", json.dumps({"id": 7}), json.dumps({"text": MORE})]
    found = drafts(json_articles, "\n".join(lines))

    assert [one.origin for one in found] == ["here#1", "here#3", "here#4", "here#5"]
    assert found[1].reason.startswith("not JSON: ")
    assert [isinstance(one, Draft) for one in found] == [True, False, False, True]


def test_a_single_line_is_json_lines_where_the_name_says_so():
    """A file may hold one record so far."""
    (draft,) = drafts(json_articles, json.dumps({"text": PROSE}), suffix=".jsonl")

    assert draft.origin == "here#1"


def test_a_line_with_bad_bytes_spoils_only_itself():
    """The lines after it are read."""
    data = b'{"text": "one"}\n{"text": "\xff"}\n{"text": "three"}\n'
    found = drafts(json_articles, data)

    assert [isinstance(one, Rejected) for one in found] == [False, True, False]
    assert found[1].reason.startswith("invalid UTF-8 (byte 0xff at offset 10)")


def test_a_line_that_is_too_long_spoils_only_itself():
    """It is passed over in pieces."""
    lines = [json.dumps({"text": one}) for one in ("one", "x" * 9_000, "three")]
    found = drafts(json_articles, "\n".join(lines), SMALL)

    assert [one.origin for one in found] == ["here#1", "here#2", "here#3"]
    assert found[1].reason == "a line of more than 4,000 bytes"


def test_a_document_that_is_too_large_is_refused_with_the_remedy():
    """Large archives belong into lines."""
    records = json.dumps([{"text": "x" * 100}] * 100, indent=1)

    with pytest.raises(ArticleRejectedError, match="larger than 4,000 bytes: write it as JSON Lines"):
        drafts(json_articles, records, SMALL)


@pytest.mark.parametrize("text", ['{"text": ', "[1, 2", "{\n", "[" * 100_000, '{"text": "x"} x'])
def test_broken_json_is_refused_with_line_and_column(text):
    """Depth without end included."""
    found = None
    with pytest.raises(ArticleRejectedError, match=r"not JSON: .*\(line \d+, column \d+\)"):
        found = drafts(json_articles, text)
    assert found is None


@pytest.mark.parametrize("text", ["[]", '{"articles": []}'])
def test_an_empty_list_is_refused(text):
    """A source of nothing is said to be one."""
    with pytest.raises(ArticleRejectedError, match="no article in it"):
        drafts(json_articles, text)


@pytest.mark.parametrize("value", ["", "  ", None, 5, [], {}, [1]])
def test_a_record_without_text_is_refused(value):
    """Strings of blanks and other types are no text."""
    (found,) = drafts(json_articles, json.dumps({"id": "x", "title": "Ministers meet", "text": value}))

    assert isinstance(found, Rejected)
    assert found.reason.startswith("no text: ")


@pytest.mark.parametrize("value", ["soon", "2024-13-01", {"x": 1}, True])
def test_a_date_that_cannot_be_read_is_refused(value):
    """It is not dropped, for relative dates are counted from it."""
    (found,) = drafts(json_articles, json.dumps({"text": PROSE, "published": value}))

    assert isinstance(found, Rejected)
    assert "publication date" in found.reason


@pytest.mark.parametrize("value", [None, "", " "])
def test_an_article_without_a_date_is_kept(value):
    """Old texts have none."""
    (found,) = drafts(json_articles, json.dumps({"text": PROSE, "published": value}))

    assert found.published is None


@pytest.mark.parametrize("head", ["{", '{"a"', "[{", "[\n  {", "{}", "[]"])
def test_json_is_known_by_its_beginning(head):
    """Objects and lists of objects."""
    assert json_articles.recognises(head)


@pytest.mark.parametrize("head", ["[Updated at 10:15] The ministers met.", "{note} The ministers met.", "The [{"])
def test_prose_in_brackets_is_no_json(head):
    """Editors put notes in brackets."""
    assert not json_articles.recognises(head)
