"""Formats over HTTP: which one is answered with, under which headers, page by page."""

import csv
import io
import sys
from itertools import permutations
from typing import Any, get_args

import feedparser
import icalendar
import orjson
import pyarrow.parquet
import pytest
from geojson_pydantic import FeatureCollection
from starlette.testclient import TestClient

from app.api import formats
from app.api.shaping import MeetingParameters
from app.exports.formats import MEDIA_TYPES, Choice, Format, Listing, Rows, formats_of
from app.exports.groups import COLUMNS
from app.queries.dimensions import DIMENSIONS
from tests.api.asking import asked_again

LISTS = {
    Listing.MEETINGS: "/v1/meetings",
    Listing.PEOPLE: "/v1/people",
    Listing.ORGANISATIONS: "/v1/organisations",
    Listing.COUNTRIES: "/v1/countries",
    Listing.ARTICLES: "/v1/articles",
    Listing.DELETED: "/v1/meetings/deleted",
}
EVERY = [(path, form) for listing, path in LISTS.items() for form in formats_of(listing)]


@pytest.fixture
def url(database_url: str) -> str:
    """Formats are tested on both databases."""
    return database_url


def number_of_records(form: Format, body: bytes) -> int:
    """How many records there are in a file, as a reader of that format finds them."""
    readers = {
        Format.JSON: lambda: orjson.loads(body)["data"],
        Format.NDJSON: lambda: [orjson.loads(line) for line in body.splitlines()],
        Format.CSV: lambda: list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True)),
        Format.GEOJSON: lambda: FeatureCollection.model_validate_json(body).features,
        Format.ICS: lambda: icalendar.Calendar.from_ical(body).walk("VEVENT"),
        Format.ATOM: lambda: feedparser.parse(body).entries,
        Format.PARQUET: lambda: pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist(),
    }
    return len(readers[form]())


@pytest.mark.parametrize(("path", "form"), EVERY)
def test_every_list_can_be_had_in_its_formats(client: TestClient, path: str, form: Format) -> None:
    """By name or by `Accept`, the same bytes; a reader of the format finds every record."""
    named = client.get(path, params={"format": form})
    accepted = client.get(path, headers={"Accept": formats.media_type(form)})
    count = client.get(path).json()["meta"]["count"]
    # Without a date there is no day in a calendar, and no moment in a feed.
    undated = {Format.ICS: "start", Format.ATOM: "published"}.get(form)
    dated = [row for row in client.get(path).json()["data"] if undated not in row or row[undated]]

    assert named.status_code == accepted.status_code == 200
    assert named.headers["content-type"] == accepted.headers["content-type"] == MEDIA_TYPES[form]
    assert "Accept" in named.headers["vary"].split(", ")
    assert number_of_records(form, named.content) == number_of_records(form, accepted.content) == len(dated) <= count


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.JSON])
def test_a_file_has_a_name(client: TestClient, form: Format) -> None:
    """So that a browser saves it under one."""
    answer = client.get("/v1/meetings", params={"format": form})
    assert f'filename="meetings.{form}"' in answer.headers["content-disposition"]


@pytest.mark.parametrize("form", [Format.NDJSON, Format.CSV, Format.GEOJSON, Format.ATOM, Format.PARQUET])
def test_the_pages_of_a_format_lead_to_each_other(client: TestClient, form: Format) -> None:
    """The `Link` header names the next page in the same format."""
    address, walked = f"/v1/meetings?limit=1&format={form}", 0
    while address:
        answer = client.get(address)
        walked += number_of_records(form, answer.content)
        address = answer.links["next"]["url"] if "next" in answer.links else ""

    assert walked == client.get("/v1/meetings").json()["meta"]["count"] > 1


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format.JSON),
        ("", Format.JSON),
        ("application/*", Format.JSON),
        ("text/csv;q=0.5, application/atom+xml;q=0.9", Format.ATOM),
        ("text/calendar; charset=utf-8", Format.ICS),
        ("application/json, text/csv", Format.JSON),
        ("image/png, text/*;q=0.1", Format.CSV),
    ],
)
def test_the_best_of_what_is_accepted_is_taken(client: TestClient, accept: str, form: Format) -> None:
    """JSON where several suit equally well."""
    assert client.get("/v1/meetings", headers={"Accept": accept}).headers["content-type"] == MEDIA_TYPES[form]


def test_the_name_of_a_format_goes_before_what_is_accepted(client: TestClient) -> None:
    """A link that is opened in a browser gives what it says."""
    answer = client.get("/v1/meetings?format=csv", headers={"Accept": "application/json"})
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("path", ["/v1/meetings", "/v1/exports/people", "/v1/articles"])
def test_what_cannot_be_had_is_not_acceptable(client: TestClient, path: str) -> None:
    """406, and the problem says what can be had."""
    answer = client.get(path, headers={"Accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
    assert "format=csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("meetings?format=xlsx", "format"),
        ("people?format=ics", "format"),
        ("meetings?rows=participants", "rows"),
        ("meetings?format=geojson&rows=dyads", "rows"),
        ("meetings?format=csv&rows=people", "rows"),
        ("people?format=csv&rows=meetings", "rows"),
    ],
)
def test_a_format_that_a_list_has_not_is_refused_by_name(client: TestClient, query: str, parameter: str) -> None:
    """400, as for any other parameter."""
    answer = client.get(f"/v1/{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


@pytest.mark.parametrize("form", [Format.NDJSON, Format.CSV, Format.PARQUET])
@pytest.mark.parametrize("by", [*DIMENSIONS, "person,year"])
def test_statistics_are_tables_too(client: TestClient, by: str, form: Format) -> None:
    """A row a group, with the fields of the dimensions and the number."""
    groups = client.get(f"/v1/statistics?group_by={by}").json()["data"]
    answer = client.get(f"/v1/statistics?group_by={by}&format={form}")

    assert answer.status_code == 200
    assert number_of_records(form, answer.content) == len(groups)
    if groups and form is Format.CSV:
        rows = list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))
        assert rows == [{name: "" if v is None else str(v) for name, v in group.items()} for group in groups]


@pytest.mark.parametrize("rows", Rows)
def test_rows_says_what_a_row_of_a_table_is(client: TestClient, rows: Rows) -> None:
    """The file is named after it, and has as many rows as the records have of that."""
    records = client.get("/v1/meetings").json()["data"]
    sides = [side for record in records for side in record["participants"]]
    counts = {
        Rows.MEETINGS: len(records),
        Rows.PARTICIPANTS: sum(max(1, len(side["people"])) for side in sides),
        Rows.DYADS: sum(len(list(permutations(record["participants"], 2))) for record in records),
    }
    for form in (Format.CSV, Format.PARQUET):
        answer = client.get("/v1/meetings", params={"format": form, "rows": rows})
        assert number_of_records(form, answer.content) == counts[rows] > 0
        assert f'"{rows}.{form}"' in answer.headers["content-disposition"]


def test_one_meeting_is_an_event(client: TestClient) -> None:
    """The same as in the calendar of the list."""
    (row, *_) = client.get("/v1/meetings").json()["data"]
    event = icalendar.Calendar.from_ical(client.get(row["url"], params={"format": "ics"}).content).walk("VEVENT")
    events = icalendar.Calendar.from_ical(client.get("/v1/meetings?format=ics").content).walk("VEVENT")

    assert event == [one for one in events if one["uid"] == f"{row['id']}@summitry"]
    assert client.get(row["url"], headers={"Accept": "text/csv"}).status_code == 406


def test_an_unchanged_file_is_not_sent_again(client: TestClient) -> None:
    """And another format of the same list has another tag."""
    again = asked_again(client, "/v1/meetings?format=csv")

    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/v1/meetings?format=ndjson").headers["etag"] != again.headers["etag"]


def test_a_format_whose_library_is_missing_is_not_implemented(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """501, with what to install; everything else works on."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for path in ("/v1/meetings", "/v1/exports/meetings"):
        answer = client.get(path, params={"format": "parquet"})
        assert (answer.status_code, answer.headers["content-type"]) == (501, "application/problem+json")
        assert "summitry[parquet]" in answer.json()["detail"]
    assert client.get("/v1/meetings?format=csv").status_code == 200


@pytest.mark.parametrize("form", [formats.TabularFormat, formats.ArticleFormat, formats.MeetingFormat])
def test_the_documented_formats_are_those_that_there_are(form: type[formats.Formatted]) -> None:
    """The names in the parameter are those of the table of formats."""
    (names, _) = get_args(form.model_fields["format"].annotation)
    assert get_args(names) == tuple(form.formats)


def described_tables(listing: Listing) -> list[list[str]]:
    """The names of the columns of a list's tables."""
    choices = [Choice(listing, Format.CSV, rows) for rows in Rows] if listing is Listing.MEETINGS else []
    others = [] if choices else [Choice(listing, Format.CSV, fields=tuple(COLUMNS))]
    return [[column.name for column in choice.table.columns] for choice in (*choices, *others)]


@pytest.mark.parametrize("listing", [listing for listing in Listing if listing is not Listing.DELETED])
def test_the_document_lists_every_media_type_with_an_example(client: TestClient, listing: Listing) -> None:
    """Of pages and of exports; columns of tables are described."""
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    for path in (f"/v1/{listing}", f"/v1/exports/{listing}"):
        if path not in paths:
            assert listing in (Listing.COUNTRIES, Listing.STATISTICS)
            continue
        content = paths[path]["get"]["responses"]["200"]["content"]
        assert set(content) == {formats.media_type(form) for form in formats_of(listing)}
        for name, described in content.items():
            assert "example" in described or name in ("application/json", "application/vnd.apache.parquet"), name
        assert "`meetings_url`" in content["text/csv"]["schema"]["description"] or listing in (
            "meetings",
            "articles",
            "statistics",
        )


def test_every_parameter_of_a_format_is_documented_last() -> None:
    """Filters come first, for whoever reads the documentation from the top."""
    names = [entry["name"] for entry in MeetingParameters.documentation()["parameters"]]
    assert names[-5:] == ["format", "rows", "as_of", "limit", "cursor"]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("format=csv&select=title", "select"),
        ("format=ics&include=sources", "include"),
        ("format=ndjson&facet=year", "facet"),
    ],
)
def test_a_format_that_cannot_show_a_shape_or_counts_refuses_them(
    client: TestClient, asked: str, parameter: str
) -> None:
    """Rather than leaving them out without a word."""
    answer = client.get(f"/v1/meetings?{asked}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_lines_have_the_fields_that_are_selected(client: TestClient) -> None:
    """As in JSON."""
    lines = client.get("/v1/meetings?format=ndjson&select=title").text.splitlines()
    assert [set(orjson.loads(line)) for line in lines] == [{"id", "title"}] * 4
