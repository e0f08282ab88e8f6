"""Records that changed, moved or went, over HTTP: `as_of`, 308, 410 and the list of what was deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.api.problems import Problem
from app.store import decisions
from app.store.engine import writing
from app.store.ledger import Grounds
from app.store.models import Meeting
from tests.api.conftest import Store
from tests.builders import NOON

ANN = Grounds("ann", "A rehearsal, no meeting.")
LATER = NOON + timedelta(days=1)
THEN = "2023-10-01T12:00:00Z"


@pytest.fixture
def ids(store: Store) -> list[str]:
    """Two records, the one that was reported first before the other."""
    with writing(store.engine) as session:
        dated = select(Meeting.id).where(Meeting.first_reported.is_not(None))
        return list(session.scalars(dated.order_by(Meeting.first_reported, Meeting.id)))[:2]


def test_a_merged_record_leads_to_the_one_that_stays(client: TestClient, store: Store, ids: list[str]) -> None:
    """With all that was asked in the address; of a moment before the merge the record itself answers."""
    with writing(store.engine) as session:
        kept = decisions.merge(session, *ids, ANN, LATER).meeting_id
    merged = next(one for one in ids if one != kept)

    answer = client.get(f"/v1/meetings/{merged}?as_of=2023-10-05")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/meetings/{kept}?as_of=2023-10-05")
    assert client.get(f"/v1/meetings/{merged}").headers["location"] == f"/v1/meetings/{kept}"
    assert client.get(f"/v1/meetings/{merged}?as_of={THEN}").json()["id"] == merged


def test_a_retracted_record_leaves_a_tombstone(client: TestClient, store: Store, ids: list[str]) -> None:
    """In the answer for its own address, and in the list of those that are gone."""
    title = client.get(f"/v1/meetings/{ids[0]}").json()["title"]
    with writing(store.engine) as session:
        decision = decisions.retract(session, ids[0], ANN, LATER).decision_id

    answer = client.get(f"/v1/meetings/{ids[0]}")
    tombstone = {
        "id": ids[0],
        "title": title,
        "deleted": "retracted",
        "at": "2023-10-02T12:00:00Z",
        "merged_into": None,
        "decision": decision,
        "actor": "ann",
        "reason": "A rehearsal, no meeting.",
    }
    assert (answer.status_code, answer.json()["tombstone"]) == (410, tombstone)
    Problem.model_validate_json(answer.content)
    assert client.get("/v1/meetings/deleted").json()["data"] == [tombstone]
    assert client.get("/v1/meetings/deleted?since=2023-10-02T12:00:01Z").json()["data"] == []
    assert client.get(f"/v1/meetings/deleted?as_of={THEN}").json()["data"] == []


def test_lists_and_records_of_a_moment_lead_to_others_of_the_same(client: TestClient) -> None:
    """So that one can look around in the past."""
    country = client.get(f"/v1/countries/KOR?as_of={THEN}").json()
    listed = client.get(country["meetings"]["url"]).json()
    assert country["meetings"]["count"] == listed["meta"]["count"] == 1
    assert client.get("/v1/meetings?as_of=2020").json()["data"] == []
    assert client.get("/v1/people?as_of=2020").json()["data"] == []
    assert client.get("/v1/articles?as_of=2020").json()["data"] == []
    assert client.get("/v1/organisations?as_of=2020").json()["data"] == []


@pytest.mark.parametrize("path", ["/v1/meetings", "/v1/countries/KOR", "/v1/meetings/deleted", "/v1/people"])
def test_a_moment_that_is_none_is_refused(client: TestClient, path: str) -> None:
    """With the name of the parameter."""
    for wrong in ("yesterday", "2023-13", "2023-10-01T12:00"):
        answer = client.get(f"{path}?as_of={wrong}")
        assert (answer.status_code, answer.json()["parameter"]) == (400, "as_of")
