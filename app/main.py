"""Composes the application: settings in, an ASGI application out."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from anyio import create_task_group, to_thread
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from app.api import documentation, errors
from app.api.access import Doorkeeper
from app.api.audit import Audit
from app.api.deps import Reader, answer
from app.api.events import Newsroom
from app.api.exports import Places
from app.api.intake import Intake
from app.api.manners import HeadAsGet, Manners
from app.api.metrics import Metrics
from app.api.observation import Observation
from app.api.plain import Plain, plain_routes
from app.api.press import Press
from app.api.routes import (
    analysis,
    articles,
    countries,
    decisions,
    events,
    exports,
    extractions,
    feeds,
    health,
    ingest,
    meetings,
    metrics,
    organisations,
    people,
    reviews,
    subscriptions,
    webhooks,
)
from app.api.turnstile import Rules, Turnstile
from app.api.validators import Validators
from app.config import Settings
from app.errors import ConfigurationError, SummitryError
from app.extraction.protocol import Extractor
from app.knowledge import places, topics
from app.queries.choosing import Keeper
from app.queries.vitals import Pulse
from app.sources.addresses import Reach
from app.sources.limits import Limits
from app.sources.protocol import ReadOptions
from app.store.direct import Direct
from app.store.engine import pooled_engine
from app.web import pages, site
from app.web.cards import Cards

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

log = logging.getLogger(__name__)

ROUTES = (
    meetings,
    people,
    countries,
    organisations,
    analysis,
    articles,
    events,
    exports,
    extractions,
    webhooks,
    subscriptions,
    feeds,
    ingest,
    reviews,
    decisions,
)
PREFIX = "/v1"
# Shorter bodies are not compressed: the saving is less than a network packet.
SMALLEST_COMPRESSED = 500
# Everybody waits while an answer is compressed: brotli's level 5 takes two and a half times as long as its level 3, to
# save an eighth of the bytes of a page.
BROTLI_LEVEL, GZIP_LEVEL = 3, 4
# What pages of other origins may send, and what they may read beside an answer's body.
CORS_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST")
CORS_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Prefer", "X-Request-ID")
CORS_EXPOSED = (
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-ID",
    "X-Stale-Since",
)


class Application(FastAPI):
    """The framework behind what stands before it: what has an answer there does not pass the framework's own layers."""

    front: ASGIApp | None = None

    def __init__(self, lifespan: Lifespan["Application"]) -> None:
        super().__init__(
            lifespan=lifespan,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            generate_unique_id_function=lambda route: route.name,
            # Its own traces, beside those of `app.api.tracing`.
            telemetry={"tracing": False, "metrics": False, "logs": False},
        )

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's own layers, without the outermost one where errors are answered before it: it would, too."""
        layers = super().build_middleware_stack()
        return layers.app if self.front is not None and isinstance(layers, ServerErrorMiddleware) else layers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        scope["app"] = self
        await (self.front or self.framework)(scope, receive, send)

    async def framework(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what nobody before the framework has an answer to."""
        await super().__call__(scope, receive, send)


def create_app(
    settings: Settings, extractor: Callable[[], Extractor] | None = None, engine: Engine | None = None
) -> Application:
    """The API of one store. `extractor` makes what reads texts, when one is first sent; None: by the settings.

    An engine that is handed in stays open at the end. Raises ConfigurationError for settings that cannot work.
    """
    connections = settings.database_connections
    store = engine or pooled_engine(settings.database_url, connections)
    replica = pooled_engine(settings.read_database_url, connections) if settings.read_database_url else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with create_task_group() as tasks:
            tasks.start_soon(partial(to_thread.run_sync, _prepare, app, abandon_on_cancel=True))
            tasks.start_soon(app.state.intake.run)
            if settings.editions and app.state.direct is not None:
                tasks.start_soon(Press(app.state.engine, app.state.direct).run)
            yield
            tasks.cancel_scope.cancel()
        if traces is not None:
            await to_thread.run_sync(traces.shutdown)
        for own in (replica, store if engine is None else None):
            if own is not None:
                own.dispose()

    app = Application(lifespan)
    _equip(app, settings, store, replica)
    app.state.reader = Reader(extractor or (lambda: _extractor(settings)))
    _add_routes(app, settings)
    if settings.otel_endpoint:
        # Traces begin with the framework.
        app.add_middleware(lambda framework: _front(app, settings, framework))
    else:
        app.front = _front(app, settings, app.framework)
    traces = _traces(settings, app, [one for one in (store, replica) if one is not None])
    return app


def _prepare(app: FastAPI) -> None:
    """Have at hand what the first visitor would wait for: templates, names, and the census of a store that is ready."""
    pages.prepare()
    places.usual_names("Seoul")
    topics.by_key()
    try:
        answer(app.state.replica or app.state.engine, app.state.census.prepare)
    except (SummitryError, DBAPIError) as error:
        # Whoever asks is told.
        log.info("no census yet: %s", error)


def _equip(app: FastAPI, settings: Settings, store: Engine, replica: Engine | None) -> None:
    """Give the application what its routes need."""
    app.state.engine = store
    app.state.replica = replica
    app.state.direct = Direct.on(store) if replica is None else None
    app.state.read_options = ReadOptions(limits=Limits(max_article_chars=settings.max_article_chars))
    app.state.kept = settings.article_texts
    app.state.doorkeeper = Doorkeeper()
    app.state.exports = Places()
    app.state.intake = Intake(app)
    app.state.reach = Reach(settings.allow_private_addresses, frozenset(settings.private_hosts))
    app.state.events = Newsroom(store)
    app.state.is_stopping = lambda: False
    app.state.census = Keeper()
    app.state.cards = Cards()
    app.state.metrics = Metrics()
    app.state.pulse = Pulse()


def _add_routes(app: FastAPI, settings: Settings) -> None:
    """The API, its documentation and its errors, and the pages."""
    for module in ROUTES:
        app.include_router(module.router, prefix=PREFIX)
    app.include_router(health.router, prefix="/health")
    if settings.metrics:
        app.include_router(metrics.router)
    errors.install(app)
    documentation.install(app)
    site.install(app)


def _front(app: "Application", settings: Settings, framework: ASGIApp) -> ASGIApp:
    """What a request passes on its way to the framework, from the inside out."""
    # A page is sent in parts, and its list is not to wait in the compressor for the counts beside it.
    add_compress_type("text/html", streaming=True)
    compress = partial(
        CompressMiddleware,
        zstd=False,
        minimum_size=SMALLEST_COMPRESSED,
        brotli_quality=BROTLI_LEVEL,
        gzip_level=GZIP_LEVEL,
    )
    front: ASGIApp = Plain(framework, plain_routes(ROUTES, PREFIX), compress)
    front = Audit(Validators(front), app.state.engine)
    rules = Rules(needs_key=settings.read_access == "key", per_minute=settings.requests_per_minute)
    front = Observation(Turnstile(front, app.state.engine, rules), app.state.metrics)
    front = Manners(front, settings.max_request_bytes)
    if settings.cors_origins:
        front = CORSMiddleware(
            front,
            allow_origins=settings.cors_origins,
            allow_methods=CORS_METHODS,
            allow_headers=CORS_HEADERS,
            expose_headers=CORS_EXPOSED,
        )
    return HeadAsGet(front)


def _traces(settings: Settings, app: FastAPI, engines: list[Engine]) -> "TracerProvider | None":
    """Where traces go, if anywhere. Raises ConfigurationError where what makes them is not installed."""
    if not settings.otel_endpoint:
        return None
    try:
        from app.api import tracing  # noqa: PLC0415 - its libraries are optional
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"SUMMITRY_OTEL_ENDPOINT needs {error.name}: pip install 'summitry[otel]'") from error
    return tracing.traced(app, engines, settings.otel_endpoint)


def _extractor(settings: Settings) -> Extractor:
    # spaCy takes a second to import, which a server that nobody asks for extraction never spends.
    from app.chat import composition  # noqa: PLC0415

    return composition.extractor(settings)
