"""Webhooks over HTTP: made, seen by their holders, resumed and deleted; what cannot be told is refused at once."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.webhooks import Attempts, NewWebhook, WebhookRecord, Webhooks
from app.domain.access import Access
from app.sources.addresses import Reach
from app.store.webhooks import MOST_OF_A_HOLDER
from app.webhooks.delivery import Deliverer
from app.webhooks.posting import Post
from tests.api.conftest import Store
from tests.api.keys import headers
from tests.builders import a_candidate, an_article
from tests.webhooks.receiver import receiving

URL = "https://desk.example/hook"


@pytest.fixture
def url(database_url: str) -> str:
    """Every test runs on both databases."""
    return database_url


def made(client: TestClient, key: dict[str, str], **wanted: Any) -> Any:
    """A new webhook."""
    answer = client.post("/v1/webhooks", json={"url": URL, **wanted}, headers=key)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_webhook_is_made_told_seen_and_deleted(client: TestClient, store: Store) -> None:
    """Its secret is shown once; the log has every attempt."""
    ann = headers(store)
    with receiving() as receiver:
        reached = Reach(hosts=frozenset({"127.0.0.1"}))
        client.app.state.reach = reached  # type: ignore[attr-defined]
        webhook = made(client, ann, url=receiver.url, filter="country=KOR|JPN&min_sources=1&parties_max=5")
        store.record(an_article(), a_candidate("KOR", "FIN", start="2014-05-01"))
        for told in Deliverer(store.engine, Post(reached, 5, "Summitry/1")).turn():
            told.result()
        assert len(receiver.taken) == 1

    assert NewWebhook.model_validate(webhook).secret.startswith("whsec_")
    assert client.get(webhook["meetings"]).json()["meta"]["count"] > 0
    address = f"/v1/webhooks/{webhook['id']}"
    listed = client.get("/v1/webhooks", headers=ann)
    one = client.get(address, headers=ann)
    log = client.get(f"{address}/deliveries?limit=5", headers=ann)
    assert Webhooks.model_validate(listed.json()).data == [WebhookRecord.model_validate(one.json())]
    assert [attempt.status for attempt in Attempts.model_validate(log.json()).data] == [204]
    assert webhook["secret"] not in listed.text + one.text + log.text
    assert client.post(f"{address}/resume", headers=ann).json()["failures"] == 0
    assert client.delete(address, headers=ann).status_code == 204
    assert client.get(address, headers=ann).status_code == 404


def test_webhooks_are_their_holders_own(client: TestClient, store: Store) -> None:
    """Others see none of them, whatever they try; an admin does; a reader makes none; nobody makes too many."""
    ann, bob = headers(store), headers(store, name="bob")
    address = f"/v1/webhooks/{made(client, ann)['id']}"

    asked = [client.get(address, headers=bob), client.get(f"{address}/deliveries", headers=bob)]
    asked += [client.post(f"{address}/resume", headers=bob), client.delete(address, headers=bob)]
    assert [answer.status_code for answer in asked] == [404] * 4
    assert client.get("/v1/webhooks", headers=bob).json() == {"data": []}
    assert client.get(address, headers=headers(store, Access.ADMIN, "cid")).status_code == 200
    assert client.get("/v1/webhooks", headers=headers(store, Access.READER, "dan")).status_code == 403
    assert client.get("/v1/webhooks").status_code == 401
    for _ in range(MOST_OF_A_HOLDER - 1):
        made(client, ann)
    assert client.post("/v1/webhooks", json={"url": URL}, headers=ann).status_code == 409


@pytest.mark.parametrize(
    ("wanted", "status", "parameter"),
    [
        ({"filter": "country=Atlantis"}, 400, "country"),
        ({"filter": "land=KOR"}, 400, "land"),
        ({"filter": "as_of=2023"}, 400, "as_of"),
        ({"after": True}, 422, "after"),
        ({"url": "ftp://desk.example/"}, 422, "url"),
        ({"url": "https://ann:secret@desk.example/"}, 422, "url"),
        ({"types": ["deleted"]}, 422, "types.0"),
    ],
)
def test_a_mistake_is_named(client: TestClient, store: Store, wanted: Any, status: int, parameter: str) -> None:
    """By the field that it is in."""
    answer = client.post("/v1/webhooks", json={"url": URL, **wanted}, headers=headers(store))

    assert (answer.status_code, answer.json()["parameter"]) == (status, parameter)
