"""A text over HTTP in, meetings out, and what is refused."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.extraction import Extraction
from app.config import Settings
from app.main import create_app
from tests.api.conftest import Store

TEXT = "Ministers of South Korea and Japan met in Seoul on Tuesday."


def test_a_text_gives_its_meetings_in_the_fields_of_the_guidelines(client: TestClient) -> None:
    """The evidence is cut out of the text."""
    answer = client.post("/v1/extractions", json={"text": TEXT, "published": "2023-09-26"})
    meeting = answer.json()["meetings"][0]
    assert answer.status_code == 200
    assert answer.json()["extractor"] == "stand-in-1"
    assert (meeting["start"], meeting["countries"]) == ("2023-09-26", ["JPN", "KOR"])
    assert meeting["place"]["city"] == "Seoul"
    assert meeting["people"][0]["name"] == "Chung Byung-won"
    assert meeting["evidence"] == TEXT[meeting["span"]["start"] : meeting["span"]["end"]]


def test_an_explanation_comes_on_request(client: TestClient) -> None:
    """The words for every value, where they stand in the content, and the frame of each meeting."""
    body = {"text": TEXT, "title": "Talks", "published": "2023-09-26"}
    plain, told = (
        client.post("/v1/extractions", json=body),
        client.post("/v1/extractions", json=body | {"explain": True}),
    )
    explanation = told.json()["explanation"]

    assert plain.json()["explanation"] is None
    assert told.json()["meetings"] == plain.json()["meetings"]
    assert explanation["content"] == f"Talks\n\n{TEXT}"
    assert explanation["frames"] == [{"meeting": 0, "frame": "test", "trigger": "met"}]
    assert {mark["field"]: (mark["category"], mark["value"]) for mark in explanation["marks"]} == {
        "meeting": (None, None),
        "kind": ("trigger", "meeting"),
        "party:KOR": ("party", "KOR"),
    }
    spans = [explanation["content"][m["span"]["start"] : m["span"]["end"]] == m["quote"] for m in explanation["marks"]]
    assert all(spans)
    assert Extraction.model_validate(told.json())


def test_nothing_is_stored(client: TestClient) -> None:
    """The lists are as long as before."""
    before = client.get("/v1/articles").json()["meta"]["count"]
    client.post("/v1/extractions", json={"text": TEXT})
    assert client.get("/v1/articles").json()["meta"]["count"] == before


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": 5}, "text"),
        ({"text": None}, "text"),
        ({"text": "x" * 100_001}, "text"),
        ({"text": TEXT, "published": "26 September"}, "published"),
        ({"text": TEXT, "published": "2023-02-30"}, "published"),
        ({"text": TEXT, "published": "20230926"}, "published"),
        ({"text": TEXT, "published": 0}, "published"),
        ({"text": TEXT, "language": "en"}, "language"),
        ({"text": TEXT, "explain": "yes"}, "explain"),
        ([], "body"),
    ],
)
def test_a_body_that_is_not_as_described_is_refused_by_field(client: TestClient, body: Any, parameter: str) -> None:
    """422, and the document says which field."""
    answer = client.post("/v1/extractions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["parameter"] == parameter


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"{", "application/json"),
        (b"\xff", "application/json"),
        (b'{"text": "\\ud800"}', "application/json"),
        (b'{"text": "x"}', "text/plain"),
        (b"", "application/json"),
    ],
)
def test_a_body_that_is_no_json_is_refused(client: TestClient, content: bytes, media_type: str) -> None:
    """A 4xx problem document, never a 500."""
    answer = client.post("/v1/extractions", content=content, headers={"Content-Type": media_type})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_is_too_long_is_refused(client: TestClient) -> None:
    """413, whether its length was announced or not."""
    long = b'{"text": "' + b"x" * 300_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    for content in (long, iter([long[:150_000], long[150_000:]])):
        answer = client.post("/v1/extractions", content=content, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("error", [ImportError("no module named spacy"), OSError("no such model")])
def test_without_a_model_the_rest_of_the_api_serves(
    sqlite_url: str, store: Store, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """503 for extraction alone; the reason is for whoever runs the server, and stands in the log."""

    def missing() -> Any:
        raise error

    client = TestClient(create_app(Settings(database_url=sqlite_url), extractor=missing))
    answer = client.post("/v1/extractions", json={"text": TEXT})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert str(error) not in answer.text
    assert str(error) in caplog.text
    assert client.get("/v1/meetings").status_code == 200
