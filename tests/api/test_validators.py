"""What clients may keep, and how they hear that it still holds: tags from the state of the store; on both databases."""

from contextlib import suppress
from datetime import date

import brotli
import pytest
from starlette.testclient import TestClient

from app.queries import meetings
from app.store.engine import writing
from app.store.models import Outlet
from tests.api.asking import asked_again
from tests.api.conftest import Store
from tests.builders import an_article

LIST = "/v1/meetings?country=KOR"


@pytest.fixture
def url(database_url: str) -> str:
    """A store on each database."""
    return database_url


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    """With all that a cache needs to know."""
    again = asked_again(client, LIST)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == again.request.headers["if-none-match"]
    assert again.headers["cache-control"] == "no-cache"
    assert "Accept-Encoding" in again.headers["vary"]
    assert len(again.headers["x-request-id"]) == 32


def test_who_accepts_anything_need_not_say_so(client: TestClient) -> None:
    """No `Accept` means the same as that of any program."""
    again = asked_again(client, LIST, Accept="*/*")
    del client.headers["accept"]
    tag = {"If-None-Match": again.headers["etag"]}
    assert asked_again(client, LIST).status_code == 304
    if client.app.state.direct is not None:  # type: ignore[attr-defined]
        assert client.get(LIST, headers=tag).status_code == 304


def test_no_row_is_read_for_it(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state of the store says enough."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("a tag on PostgreSQL ends with whatever the server writes, in other tests' databases too")
    tag = client.get(LIST).headers["etag"]
    monkeypatch.setattr(meetings, "page", None)
    monkeypatch.setattr(meetings, "page_at_once", None)
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 304


def test_a_tag_is_over_when_something_is_written(client: TestClient, store: Store) -> None:
    """Whatever it is; reading alone changes nothing."""
    tag = client.get(LIST).headers["etag"]
    if store.engine.dialect.name == "sqlite":
        with writing(store.engine) as session:
            session.get(Outlet, "none")
        assert client.get(LIST).headers["etag"] == tag
    store.record(an_article("Another text.", published=date(2024, 1, 1)))
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200


def test_every_address_and_form_has_its_own_tag(client: TestClient) -> None:
    """The same state of the store, other bytes."""
    tags = {client.get(path).headers["etag"] for path in (LIST, LIST + "&limit=1", "/v1/people", "/v1/countries/KOR")}
    assert len(tags) == 4


def test_a_change_that_is_taken_back_changes_nothing(client: TestClient, store: Store) -> None:
    """The state is that of what is committed."""
    body = client.get(LIST).content
    with suppress(RuntimeError), writing(store.engine) as session:
        session.add(Outlet(id="l1", name="An outlet", key="an outlet"))
        session.flush()
        raise RuntimeError
    assert client.get(LIST).content == body
    assert asked_again(client, LIST).status_code == 304


def test_brotli_is_spoken_where_it_is_understood(client: TestClient) -> None:
    """With a tag of its own; an error is no longer than it says."""
    plain = client.get(LIST, headers={"Accept-Encoding": "identity"})
    answer = client.get(LIST, headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["etag"] != plain.headers["etag"]
    assert len(brotli.compress(plain.content)) < len(plain.content)
    assert answer.json() == plain.json()
    assert asked_again(client, LIST, **{"Accept-Encoding": "br, gzip"}).status_code == 304


def test_an_error_has_no_tag(client: TestClient) -> None:
    """And the tag of an answer is no key to one."""
    tag = client.get(LIST).headers["etag"]
    wrong = client.get(LIST + "&nothing=1", headers={"If-None-Match": tag})
    assert wrong.status_code == 400
    assert "etag" not in wrong.headers
