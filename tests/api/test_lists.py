"""Lists over HTTP: their shape, their links, and what is refused."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.parameters import Parameters
from tests.api.conftest import Store

LISTS = ("/v1/meetings", "/v1/people", "/v1/countries", "/v1/organisations", "/v1/articles")


@pytest.fixture
def url(database_url: str) -> str:
    """Lists are tested on both databases."""
    return database_url


@pytest.mark.parametrize("path", LISTS)
def test_a_list_has_data_meta_and_links(client: TestClient, path: str) -> None:
    """The same three members for every kind of record."""
    answer = client.get(path)
    page = answer.json()
    assert answer.status_code == 200
    assert list(page) == ["data", "meta", "links"]
    assert page["meta"]["count"] == len(page["data"]) > 0
    assert page["meta"]["count_is"] == "exact"
    assert page["links"] == {"self": path, "next": None}


@pytest.mark.parametrize("path", LISTS)
def test_every_record_is_found_under_its_own_address(client: TestClient, path: str) -> None:
    """`url` leads to the record with the same fields and more."""
    for record in client.get(path).json()["data"]:
        whole = client.get(record["url"])
        assert whole.status_code == 200
        assert record.items() <= whole.json().items()


@pytest.mark.parametrize("path", ["/v1/meetings", "/v1/people", "/v1/articles"])
def test_the_links_lead_through_the_whole_list(client: TestClient, path: str) -> None:
    """The body and the header name the same next page; the last page names none."""
    whole = [record["id"] for record in client.get(path).json()["data"]]
    walked, address = [], f"{path}?limit=1"
    while address:
        answer = client.get(address)
        walked += [record["id"] for record in answer.json()["data"]]
        following = answer.json()["links"]["next"]
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
        address = following
    assert walked == whole
    assert len(walked) > 1


def test_a_link_keeps_the_filters(client: TestClient) -> None:
    """And what was asked is asked again, letter for letter."""
    first = client.get("/v1/meetings", params={"country": "South Korea|USA", "limit": 1}).json()
    second = client.get(first["links"]["next"]).json()
    assert first["meta"]["count"] == second["meta"]["count"] == 2
    assert {row["countries"][-1] for row in (*first["data"], *second["data"])} == {"KOR", "USA"}


def test_the_meetings_link_of_a_record_lists_as_many_as_it_says(client: TestClient) -> None:
    """For people, countries and organisations."""
    for path in ("/v1/people", "/v1/countries?min_meetings=1", "/v1/organisations"):
        for record in client.get(path).json()["data"]:
            assert client.get(record["meetings"]["url"]).json()["meta"]["count"] == record["meetings"]["count"] > 0


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("contry=KOR", "contry"),
        ("country=Atlantis", "country"),
        ("country=", "country"),
        ("country=KOR&country=JPN", "country"),
        ("datetime=2023-02-30", "datetime"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2023/2022", "datetime"),
        ("published=..", "published"),
        ("updated_since=now", "updated_since"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=many", "limit"),
        ("sort=title", "sort"),
        ("cursor=x", "cursor"),
        ("cursor=e30", "cursor"),
        ("kind=party", "kind"),
        ("status=held,scheduled", "status"),
        ("level=king", "level"),
        ("role=dancer", "role"),
        ("min_sources=-1", "min_sources"),
        ("person=%00", "person"),
        ("place=a%00b", "place"),
        ("person=" + "x" * 1001, "person"),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_by_name(client: TestClient, query: str, parameter: str) -> None:
    """400, and the document says which."""
    answer = client.get(f"/v1/meetings?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter
    assert answer.json()["errors"][0]["parameter"] == parameter


@given(st.text(alphabet="ab=&;,|/é\xff ~.", max_size=12))
def test_a_query_is_read_as_the_standard_library_reads_it(query: str) -> None:
    """Also where no sign in it stands for another, which is the short way."""

    class Noting(Parameters):
        @classmethod
        def _once(cls, given: Any) -> Any:
            return list(map(tuple, given))

    read: Any = Noting.written(query)
    assert read == parse_qsl(query, keep_blank_values=True)
    escaped: Any = Noting.written(f"{query}&c=%41+d")
    assert escaped == [*read, ("c", "A d")]


def test_a_misspelt_parameter_gets_a_hint(client: TestClient) -> None:
    """The nearest name is told."""
    assert "'country'" in client.get("/v1/meetings?contry=KOR").json()["detail"]


@pytest.mark.parametrize("path", ["/v1/meetings/m1", "/v1/people/p1", "/v1/articles/a1", "/v1/countries/KOR"])
def test_a_record_takes_no_parameters(client: TestClient, path: str) -> None:
    """An unknown parameter is refused here too."""
    answer = client.get(path, params={"limit": 1})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "limit")


def test_a_cursor_of_other_filters_is_refused(client: TestClient) -> None:
    """400, never a page of the wrong list."""
    following = client.get("/v1/meetings?limit=1").json()["links"]["next"]
    answer = client.get(following + "&country=KOR")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "cursor")


def test_a_merged_meeting_answers_with_its_successor(client: TestClient, store: Store) -> None:
    """308 keeps the method, and the address is relative to the server."""
    kept, merged, *_ = (row["id"] for row in client.get("/v1/meetings").json()["data"])
    store.change(merged, merged_into=kept)
    answer = client.get(f"/v1/meetings/{merged}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/meetings/{kept}")
    assert answer.json()["target"] == kept
    assert client.get(f"/v1/meetings/{merged}", follow_redirects=True).json()["id"] == kept


def test_a_retracted_meeting_is_gone(client: TestClient, store: Store) -> None:
    """410 and not 404: it was here."""
    meeting = client.get("/v1/meetings").json()["data"][0]["id"]
    store.change(meeting, retracted_at=datetime(2024, 1, 5, tzinfo=UTC))
    answer = client.get(f"/v1/meetings/{meeting}")
    assert answer.status_code == 410
    assert "5 January 2024" in answer.json()["detail"].replace("05", "5")


@pytest.mark.parametrize(
    "path", ["/v1/meetings/m0", "/v1/people/p0", "/v1/countries/Atlantis", "/v1/organisations/zzz", "/v1/articles/%00"]
)
def test_a_record_that_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    """404 as a problem document."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_quotes_of_a_meeting_stand_in_its_articles(client: TestClient) -> None:
    """Each span cuts its quote out of the article's content."""
    meeting = client.get("/v1/meetings?country=KOR").json()["data"][0]
    source = client.get(meeting["url"]).json()["sources"][0]
    content = client.get(source["article"]["url"]).json()["content"]
    assert content[source["span"]["start"] : source["span"]["end"]] == source["quote"]
    assert len(source["claims"]) == 3
