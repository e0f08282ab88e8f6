"""Traces: each request is a span with its statements within, where the settings name a collector."""

from collections.abc import Iterator

import pytest
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from app.api import tracing
from app.config import Settings
from app.main import create_app
from tests.api.conftest import OneMeeting, Store


@pytest.fixture(autouse=True)
def _until_the_end() -> Iterator[None]:
    """The library instruments the whole process."""
    yield
    if SQLAlchemyInstrumentor().is_instrumented_by_opentelemetry:
        SQLAlchemyInstrumentor().uninstrument()


def test_a_request_is_traced_with_its_statements(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the address of the documentation; health is left out, and so are the values in statements."""
    sent, addresses = InMemorySpanExporter(), []

    def collector(address: str) -> InMemorySpanExporter:
        addresses.append(address)
        return sent

    monkeypatch.setattr(tracing, "OTLPSpanExporter", collector)
    settings = Settings(database_url=url, otel_endpoint="http://collector.example:4318")
    with TestClient(create_app(settings, extractor=OneMeeting)) as client:
        client.get("/v1/people?name=chung")
        client.get("/v1/meetings/m000000000000000000ff", headers={"Authorization": "Bearer smy_nobody_secret"})
        client.get("/health/ready")

    spans = sent.get_finished_spans()
    requests = {span.name: span for span in spans if span.parent is None and span.kind.name == "SERVER"}
    assert addresses == ["http://collector.example:4318/v1/traces"]
    assert set(requests) == {"GET /v1/people", "GET /v1/meetings/{meeting_id}"}
    people = requests["GET /v1/people"]
    within = [span for span in spans if span.parent and span.parent.span_id == people.context.span_id]
    assert any("FROM people" in str(span.attributes) for span in within)
    assert not [span for span in spans if "secret" in str(span.attributes)]
    assert people.resource.attributes["service.name"] == "summitry"


def test_without_a_collector_nothing_is_traced(store: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything of it loaded into the application."""
    monkeypatch.setattr(tracing, "traced", lambda *_: pytest.fail("nobody asked for traces"))

    with TestClient(create_app(Settings(database_url=url), extractor=OneMeeting)) as client:
        assert client.get("/v1/people").status_code == 200
