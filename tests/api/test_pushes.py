"""Articles over HTTP: stored once whatever is sent twice, all or none, and by those alone who may."""

from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from app.api.pushing import PushedArticles
from app.config import Settings
from app.domain.access import Access
from app.domain.articles import Kept
from app.main import create_app
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers

FIRST = {"text": "Ministers of South Korea and Japan met in Seoul on Tuesday.", "published": "2023-11-28"}
SECOND = {"text": "South Korea and Japan met again, for the second time this month.", "published": "2023-11-30T09:00Z"}


@pytest.fixture
def url(database_url: str) -> str:
    """Every test runs on both databases."""
    return database_url


def send(client: TestClient, key: dict[str, str], *articles: dict[str, Any], **named: str) -> Response:
    """The answer to these articles; `word` is the idempotency key."""
    word = {"Idempotency-Key": named["word"]} if "word" in named else {}
    return client.post("/v1/articles", json={"articles": list(articles)}, headers={**key, **word})


def test_articles_are_read_and_stored_once(client: TestClient, store: Store) -> None:
    """The answer says which meetings each reports; sent again they change nothing, with or without a word."""
    key = headers(store)
    known = client.get("/v1/articles").json()["meta"]["count"]

    first = send(client, key, FIRST | {"title": "Talks", "outlet": "Example Times"}, SECOND, word="w1")
    again = send(client, key, FIRST | {"title": "Talks", "outlet": "Example Times"}, SECOND, word="w1")
    without = send(client, key, SECOND)

    assert (first.status_code, again.status_code, without.status_code) == (201, 201, 200)
    assert PushedArticles.model_validate(first.json())
    assert again.json() == first.json()
    assert [one["stored"] for one in first.json()["data"]] == [True, True]
    assert without.json()["data"][0]["article"] == first.json()["data"][1]["article"]
    assert without.json()["data"][0]["stored"] is False
    assert without.json()["data"][0]["meetings"]
    assert client.get("/v1/articles").json()["meta"]["count"] == known + 2
    for one in first.json()["data"]:
        article = client.get(one["url"]).json()
        assert [source["meeting"]["url"] for source in article["sources"]] == [m["url"] for m in one["meetings"]]


@pytest.mark.parametrize("kept", ["evidence", "none"])
def test_what_is_not_kept_is_said_plainly(settings: Settings, store: Store, kept: str) -> None:
    """By the API and on the pages, and not shown."""
    text = f"Rain fell. {FIRST['text']} Nobody else came."
    app = create_app(settings.model_copy(update={"article_texts": Kept(kept)}), extractor=OneMeeting)
    with TestClient(app) as client:
        (sent,) = send(client, headers(store), FIRST | {"text": text}).json()["data"]
        article = client.get(sent["url"]).json()
        pages = [
            client.get(sent["url"].removeprefix("/v1")).text,
            client.get(f"/meetings/{sent['meetings'][0]['meeting']}").text,
        ]

    assert article["kept"] == kept
    assert not [page for page in [*pages, str(article)] if "Nobody else came" in page]
    if kept == "none":
        assert (article["content"], article["sources"][0]["quote"]) == (None, "")
        assert ["not kept in this store" in page or "No text is kept" in page for page in pages] == [True, True]
        assert "Seoul on Tuesday" not in "".join(pages)
    else:
        assert "Rain fell." in article["content"]
        assert "Only the sentences that show something are kept" in pages[0]
        assert "[…]" not in article["content"]


def test_a_word_stands_for_one_request(client: TestClient, store: Store) -> None:
    """Other articles under the same word are refused; somebody else's word is another one."""
    key = headers(store)
    assert send(client, key, FIRST, word="w1").status_code == 201

    assert send(client, key, SECOND, word="w1").status_code == 409
    assert send(client, headers(store, name="bob"), SECOND, word="w1").status_code == 201
    assert send(client, key, FIRST, word="no word").status_code == 422


def test_all_are_stored_or_none(client: TestClient, store: Store) -> None:
    """One that cannot be stored is named, and the others can be sent again without it."""
    key = headers(store)
    known = client.get("/v1/articles").json()["meta"]["count"]

    refused = send(client, key, FIRST, {"text": "A text with \x00 in it."})

    assert refused.status_code == 422
    assert refused.json()["parameter"].startswith("articles.1")
    assert client.get("/v1/articles").json()["meta"]["count"] == known


def test_only_who_may_decide_may_send(client: TestClient, store: Store) -> None:
    """Without a key, or with a reader's, nothing is read."""
    assert send(client, {}, FIRST).status_code == 401
    assert send(client, headers(store, Access.READER, "ray"), FIRST).status_code == 403
    assert send(client, headers(store), FIRST | {"published": "some day"}).status_code == 422
