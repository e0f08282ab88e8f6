"""Feeds and calendars of a store that takes a key, for programs that can send none."""

import pytest
from starlette.testclient import TestClient

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import writing
from app.store.keys import revoke_key
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers
from tests.builders import NOON


@pytest.fixture
def url(database_url: str) -> str:
    """Every test runs on both databases."""
    return database_url


def test_an_address_with_a_mark_opens_one_feed_and_nothing_else(url: str, store: Store) -> None:
    """Neither another question, nor another path, nor a decision; and only while its key is valid."""
    client = TestClient(create_app(Settings(database_url=url, read_access="key"), extractor=OneMeeting))
    ann = headers(store, Access.READER)
    wanted = {"url": "/v1/meetings?country=KOR|JPN&format=ics"}

    assert client.post("/v1/subscriptions", json=wanted).status_code == 401
    address = client.post("/v1/subscriptions", json=wanted, headers=ann).json()["url"]

    calendar = client.get(address)
    assert calendar.status_code == 200
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert client.get(address.replace("KOR%7CJPN", "KOR|JPN")).status_code == 200
    mark = address.partition("&access=")[2]
    for other in (
        address.replace("KOR", "USA"),
        address.replace("format=ics", "format=atom"),
        address.replace("/v1/meetings", "/v1/articles"),
        f"{address}&limit=500",
        f"/v1/meetings?access={mark}",
        f"{address[:-2]}xy",
        address.replace(mark, ""),
    ):
        assert client.get(other).status_code == 401, other
    assert client.post(f"/v1/reviews/1?access={mark}", json={}).status_code == 401
    with writing(store.engine) as session:
        revoke_key(session, "ann", NOON)
    assert client.get(address).status_code == 401


def test_such_an_address_works_as_well_where_everybody_may_read(client: TestClient, store: Store) -> None:
    """A store that is opened breaks no subscription."""
    wanted = {"url": "/v1/articles?format=atom"}
    address = client.post("/v1/subscriptions", json=wanted, headers=headers(store, Access.READER)).json()["url"]

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("url_of", ["/v1/meetings?country=KOR", "/v1/meetings?format=csv", "/v1/people?format=atom"])
def test_what_is_no_feed_is_opened_to_nobody(client: TestClient, store: Store, url_of: str) -> None:
    """Lists as such take a key."""
    answer = client.post("/v1/subscriptions", json={"url": url_of}, headers=headers(store, Access.READER))

    assert answer.status_code in (400, 422)
    assert answer.json()["parameter"] == "url"
