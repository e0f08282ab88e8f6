"""An application and its stores in, traces of their requests and statements to an OpenTelemetry collector out."""

from collections.abc import Sequence

from fastapi import FastAPI
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from sqlalchemy import Engine

# Asked every few seconds for years, and of interest to nobody.
NOT_TRACED = "/health/.*,/metrics"


def traced(app: FastAPI, engines: Sequence[Engine], endpoint: str) -> TracerProvider:
    """Trace the application from now on. Statements are told as they are written, without the values in them.

    What is returned has spans to send until it is shut down.
    """
    provider = TracerProvider(resource=Resource.create({"service.name": "summitry"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
    statements = SQLAlchemyInstrumentor()
    if statements.is_instrumented_by_opentelemetry:
        # For another application of this process, which would hear of this one's statements instead.
        statements.uninstrument()
    # It names versions of SQLAlchemy before this one, with which it works all the same: a test says so.
    statements.instrument(engines=list(engines), tracer_provider=provider, skip_dep_check=True)
    FastAPIInstrumentor.instrument_app(
        app, tracer_provider=provider, excluded_urls=NOT_TRACED, exclude_spans=["receive", "send"]
    )
    return provider
