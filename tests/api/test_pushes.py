"""Articles over HTTP: stored once whatever is sent twice, all or none, and by those alone who may."""

import time
from typing import Any

import pytest
from httpx import Response
from starlette.testclient import TestClient

from app.api.intake import BatchRecord
from app.api.pushing import PushedArticles
from app.config import Settings
from app.domain.access import Access
from app.domain.articles import Article, Kept
from app.domain.meetings import MeetingCandidate
from app.main import create_app
from app.store.batches import MOST_WAITING
from app.store.engine import reading
from app.store.models import Batch
from tests.api.conftest import OneMeeting, Store
from tests.api.keys import headers

FIRST = {"text": "Ministers of South Korea and Japan met in Seoul on Tuesday.", "published": "2023-11-28"}
SECOND = {"text": "South Korea and Japan met again, for the second time this month.", "published": "2023-11-30T09:00Z"}


class BreaksOnce(OneMeeting):
    """An extractor that one text is too much for."""

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meeting."""
        if " 7th" in article.text:
            raise RecursionError
        return super().extract(article)


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


def test_many_articles_are_read_one_after_the_other(url: str, store: Store) -> None:
    """The answer comes at once, and its address tells how far it is; a server that starts again goes on."""
    key = headers(store)
    texts = [f"Ministers of South Korea and Japan met for the {number}th time." for number in range(60)]
    many = [FIRST | {"text": text} for text in texts]
    settings = Settings(database_url=url)
    # Without its surroundings this server reads nothing later.
    stopped = TestClient(create_app(settings, extractor=OneMeeting))

    sent = send(stopped, key, *many, word="w1")
    # No database holds a NUL, which is a blank wherever an article comes from.
    odd = FIRST | {"title": "Ta\0lks", "outlet": "Example\0Times", "authors": ["A.\0Reporter"]}
    few = stopped.post("/v1/articles", json={"articles": [odd]}, headers={**key, "Prefer": "respond-async"})

    assert (sent.status_code, few.status_code) == (202, 202)
    assert send(stopped, key, *many, word="w1").json()["id"] == sent.json()["id"]
    assert (sent.json()["articles"], sent.json()["read"], sent.json()["finished_at"]) == (60, 0, None)
    address = sent.headers["location"]
    assert stopped.get(address, headers=headers(store, name="bob")).status_code == 404
    with TestClient(create_app(settings, extractor=BreaksOnce)) as client:
        for _ in range(600):
            if client.get(address, headers=key).json()["finished_at"] is not None:
                break
            time.sleep(0.05)
        told = BatchRecord.model_validate(client.get(address, headers=key).json())
        assert (told.read, len(told.data)) == (60, 59)
        assert [(one.position, one.error) for one in told.failed] == [(7, "RecursionError")]
        assert all(one.stored and one.meetings for one in told.data)
        assert client.get(told.data[0].url).status_code == 200
    with reading(store.engine) as session:
        assert session.get_one(Batch, told.id).articles == []
    refused = send(stopped, key, *many, {"text": "A text with \x00 in it."})
    assert refused.status_code == 422


def test_only_so_many_batches_wait(url: str, store: Store) -> None:
    """The next sender is told to come again."""
    key = {**headers(store), "Prefer": "respond-async"}
    stopped = TestClient(create_app(Settings(database_url=url), extractor=OneMeeting))
    answers = [stopped.post("/v1/articles", json={"articles": [FIRST]}, headers=key) for _ in range(MOST_WAITING + 1)]

    assert [answer.status_code for answer in answers] == [202] * MOST_WAITING + [503]
    assert answers[-1].headers["retry-after"]
