"""`/v1/reviews`: pairs that wait, and verdicts with a key; on both databases."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.pages import ReviewPage
from app.domain.access import Access
from tests.api.conftest import Store
from tests.api.keys import headers
from tests.builders import SEOUL, a_candidate, a_person, an_article

SAME = {"verdict": "same", "reason": "By the ministry's calendar."}


@pytest.fixture
def url(database_url: str) -> str:
    """The store on each database."""
    return database_url


@pytest.fixture
def pair(store: Store) -> None:
    """Two records that may be one meeting."""
    for name in ("Otso Virta", "Rufus Firefly"):
        store.record(an_article(), a_candidate("FIN", "EST", place=SEOUL, people=(a_person(name, "FIN"),)))


def reviews(client: TestClient) -> list[dict[str, Any]]:
    """The pairs that wait."""
    answer = client.get("/v1/reviews")
    ReviewPage.model_validate_json(answer.content)
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


@pytest.mark.usefixtures("pair")
def test_a_verdict_with_a_key_merges(client: TestClient, store: Store) -> None:
    """Under the name of the key's holder; the merged record leads to the one that stays."""
    (review,) = reviews(client)

    made = client.post(review["url"], json=SAME, headers=headers(store))

    assert made.status_code == 200
    kept = made.json()["meeting"]
    (gone,) = {meeting["id"] for meeting in review["meetings"]} - {kept}
    assert client.get(f"/v1/meetings/{gone}").headers["location"] == made.json()["url"]
    stone = client.get("/v1/meetings/deleted").json()["data"][-1]
    assert (stone["actor"], stone["reason"], stone["decision"]) == ("ann", SAME["reason"], made.json()["decision"])
    assert reviews(client) == []


@pytest.mark.usefixtures("pair")
def test_a_pair_that_waits_no_more_is_409(client: TestClient, store: Store) -> None:
    """With the decision that parted its records."""
    (review,) = reviews(client)
    key = headers(store)
    made = client.post(review["url"], json=SAME | {"verdict": "different"}, headers=key)

    again = client.post(review["url"], json=SAME, headers=key)

    assert (again.status_code, again.json()["decisions"]) == (409, [made.json()["decision"]])


@pytest.mark.usefixtures("pair")
def test_without_a_right_key_nothing_is_decided(client: TestClient, store: Store) -> None:
    """Neither without any in the store, nor with a wrong one, nor with one that only reads."""
    (review,) = reviews(client)
    none = client.post(review["url"], json=SAME)
    wrong = client.post(review["url"], json=SAME, headers={"Authorization": "Bearer smy_1_x"})
    basic = client.post(review["url"], json=SAME, headers={"Authorization": "Basic YTpi"})
    reader = client.post(review["url"], json=SAME, headers=headers(store, Access.READER))

    assert [answer.status_code for answer in (none, wrong, basic, reader)] == [401, 401, 401, 403]
    assert none.headers["www-authenticate"] == "Bearer"
    assert reader.headers["content-type"] == none.headers["content-type"] == "application/problem+json"
    assert reviews(client) == [review]


@pytest.mark.parametrize(
    ("path", "body", "status", "parameter"),
    [
        ("/v1/reviews/999", SAME, 404, ""),
        ("/v1/reviews/none", SAME, 422, "number"),
        ("/v1/reviews/1", SAME | {"verdict": "perhaps"}, 422, "verdict"),
        ("/v1/reviews/1", {"verdict": "same"}, 422, "reason"),
        ("/v1/reviews/1", SAME | {"more": 1}, 422, "more"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, store: Store, path: str, body: dict[str, Any], status: int, parameter: str
) -> None:
    """Naming the field."""
    answer = client.post(path, json=body, headers=headers(store))

    assert (answer.status_code, answer.json().get("parameter", "")) == (status, parameter)
