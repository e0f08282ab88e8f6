"""Decisions over HTTP: made with a key, told in the history, taken back; on both databases."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.access import Access
from tests.api.conftest import Store
from tests.api.keys import headers
from tests.builders import a_candidate, an_article

WHY = {"reason": "By the ministry's calendar."}


@pytest.fixture
def url(database_url: str) -> str:
    """The store on each database."""
    return database_url


@pytest.fixture
def key(store: Store) -> dict[str, str]:
    """The headers of an editor."""
    return headers(store)


@pytest.fixture
def meeting(store: Store) -> str:
    """A meeting that two articles report."""
    (first,) = store.record(an_article(), a_candidate("FIN", "EST")).created
    assert store.record(an_article(), a_candidate("FIN", "EST")).confirmed == (first,)
    return first


def last(client: TestClient, meeting: str) -> dict[str, Any]:
    """The last decision about a meeting."""
    step: dict[str, Any] = client.get(f"/v1/meetings/{meeting}/history").json()["data"][-1]
    return step


def test_a_correction_holds_until_it_is_taken_back(client: TestClient, key: dict[str, str], meeting: str) -> None:
    """Under the holder's name, with the reason; fields that were not named stay as they were."""
    address = f"/v1/meetings/{meeting}"
    before = client.get(address).json()
    place, people = {"city": "Tallinn"}, [{"name": "Otso Virta", "country": "Finland"}]
    said = WHY | {"status": "postponed", "start": "2023-10", "end": None, "place": place, "people": people}

    made = client.patch(address, json=said, headers=key)

    assert made.status_code == 200
    after = client.get(address).json()
    assert after["corrected"] == ["end", "people", "place", "start", "status"]
    assert (after["status"], after["start"]["date"], after["end"]) == ("postponed", "2023-10", None)
    assert (after["place"]["country"], after["kind"]) == ("EST", before["kind"])
    step = last(client, meeting)
    assert (step["decision"], step["actor"], step["note"]) == (made.json()["decision"], "ann", WHY["reason"])

    client.post(f"/v1/decisions/{step['decision']}/undo", json=WHY, headers=key)

    again = client.get(address).json()
    assert (again["corrected"], again["status"], again["start"]) == ([], before["status"], before["start"])


def test_a_source_is_parted_and_brought_back(client: TestClient, key: dict[str, str], meeting: str) -> None:
    """A split gives a new record, and a merge makes it lead to the old one again."""
    sources = [source["id"] for source in client.get(f"/v1/meetings/{meeting}").json()["sources"]]

    parted = client.post(f"/v1/meetings/{meeting}/split", json=WHY | {"sources": sources[1:]}, headers=key).json()
    assert client.get(parted["url"]).json()["source_count"] == 1
    merged = client.post(f"{parted['url']}/merge", json=WHY | {"other": meeting}, headers=key).json()

    both = {meeting, parted["meeting"]}
    (gone,) = both - {merged["meeting"]}
    assert client.get(merged["url"]).json()["source_count"] == 2
    assert client.get(f"/v1/meetings/{gone}").status_code == 308
    refused = client.patch(f"/v1/meetings/{gone}", json=WHY | {"status": "held"}, headers=key)
    assert (refused.status_code, refused.headers.get("location")) == (409, None)


def test_only_an_admin_retracts(client: TestClient, store: Store, key: dict[str, str], meeting: str) -> None:
    """The record is gone with the reason, and nobody decides about it until that is taken back."""
    address, admin = f"/v1/meetings/{meeting}", headers(store, Access.ADMIN, "bob")
    assert client.post(f"{address}/retract", json=WHY, headers=key).status_code == 403

    made = client.post(f"{address}/retract", json=WHY, headers=admin)

    assert made.status_code == 200
    gone = client.get(address)
    assert (gone.status_code, gone.json()["tombstone"]["actor"]) == (410, "bob")
    assert client.patch(address, json=WHY | {"status": "held"}, headers=key).status_code == 409
    client.post(f"/v1/decisions/{made.json()['decision']}/undo", json=WHY, headers=admin)
    assert client.get(address).status_code == 200


def test_only_an_admin_takes_a_retraction_back(
    client: TestClient, store: Store, key: dict[str, str], meeting: str
) -> None:
    """Nor does an editor retract the record again by taking the admin's second thought back."""
    address, admin = f"/v1/meetings/{meeting}", headers(store, Access.ADMIN, "bob")
    retracted = client.post(f"{address}/retract", json=WHY, headers=admin).json()["decision"]

    refused = client.post(f"/v1/decisions/{retracted}/undo", json=WHY, headers=key)
    assert (refused.status_code, client.get(address).status_code) == (403, 410)
    undone = client.post(f"/v1/decisions/{retracted}/undo", json=WHY, headers=admin).json()["decision"]
    refused = client.post(f"/v1/decisions/{undone}/undo", json=WHY, headers=key)

    assert (refused.status_code, client.get(address).status_code) == (403, 200)


def test_a_decision_that_others_build_on_is_409(client: TestClient, key: dict[str, str], meeting: str) -> None:
    """With their numbers."""
    address = f"/v1/meetings/{meeting}"
    first, second = (
        client.patch(address, json=WHY | {"status": status}, headers=key).json()["decision"]
        for status in ("cancelled", "postponed")
    )

    refused = client.post(f"/v1/decisions/{first}/undo", json=WHY, headers=key)

    assert (refused.status_code, refused.json()["decisions"]) == (409, [second])


@pytest.mark.parametrize(
    ("said", "parameter"),
    [
        ({}, "fields"),
        ({"status": "perhaps"}, "status"),
        ({"start": "2023-13"}, "start"),
        ({"start": "2023-09-05/2023-09-01"}, "start"),
        ({"place": {"country": "Atlantis"}}, "place"),
        ({"place": {}}, "place"),
        ({"parties": []}, "parties"),
        ({"parties": [{"country": "FIN", "organisation": "EU"}]}, "parties"),
        ({"people": [{"name": "Otso Virta"}]}, "people"),
        ({"confidence": 1}, "confidence"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_correction_that_makes_no_sense_is_422(
    client: TestClient, key: dict[str, str], meeting: str, said: dict[str, Any], parameter: str
) -> None:
    """It names the field, and nothing changes."""
    address = f"/v1/meetings/{meeting}"
    before = client.get(address).json()

    refused = client.patch(address, json=WHY | said, headers=key)

    assert (refused.status_code, refused.json()["parameter"].split(".")[0]) == (422, parameter)
    assert client.get(address).json() == before


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/meetings/{id}", {"status": "held"}),
        ("POST", "/v1/meetings/{id}/merge", {"other": "m202310-7766554433221100"}),
        ("POST", "/v1/meetings/{id}/split", {"sources": ["s202309-778899aabbccddee"]}),
        ("POST", "/v1/meetings/{id}/retract", {}),
        ("POST", "/v1/decisions/{number}/undo", {}),
    ],
)
def test_every_decision_needs_a_key_and_a_record(
    client: TestClient, store: Store, method: str, path: str, body: dict[str, Any]
) -> None:
    """401 without one, 403 for a reader, 404 for a record that nobody knows."""
    address = path.format(id="m202309-4e5f60718293a1b2", number=999)
    keys = {}, headers(store, Access.READER), headers(store, Access.ADMIN, "bob")

    answers = [client.request(method, address, json=WHY | body, headers=key) for key in keys]

    assert [answer.status_code for answer in answers] == [401, 403, 404]
    assert all(answer.headers["content-type"] == "application/problem+json" for answer in answers)
