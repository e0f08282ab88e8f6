"""Requests and the store's vitals in, the text that Prometheus reads out.

Each server process counts its own requests, and Prometheus adds up those that it scrapes. What is said of the store is
said by every process alike: take the maximum of these, or ask one.
"""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.queries.vitals import Vitals

# In seconds: most answers take milliseconds, an export minutes.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics:
    """The counters of one server process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests", "Requests that were answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Time from the head of a request to the end of its answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        under_way = Gauge("http_requests_in_progress", "Requests that are being answered.", registry=self._registry)
        under_way.set_function(lambda: self.under_way)
        # Requests that are being answered now. Only the server's one loop counts them, so that no lock is needed.
        self.under_way = 0
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that is over."""
        which = (method, route, status)
        if which not in self._known:
            # To find a counter by its labels takes longer than to count.
            self._known[which] = self._requests.labels(*which), self._seconds.labels(method, route)
        requests, duration = self._known[which]
        requests.inc()
        duration.observe(seconds)

    def text(self, vitals: Vitals | None) -> bytes:
        """All metrics; without those of the store where it is away, and `summitry_store_up` says so."""
        store = CollectorRegistry()
        store.register(_Store(vitals))
        return generate_latest(self._registry) + generate_latest(store)


class _Store(Collector):
    """The vitals of the store as metrics."""

    def __init__(self, vitals: Vitals | None) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        yield _gauge("store_up", "Whether the store can be read.", float(self._vitals is not None))
        if self._vitals is not None:
            yield from _sizes(self._vitals)
            yield from _ingest(self._vitals)
            yield from _feeds(self._vitals)
            yield _webhooks(self._vitals)
            yield from _queue(self._vitals)


def _sizes(vitals: Vitals) -> Iterator[Metric]:
    yield _gauge("store_bytes", "What the store takes on the disk.", vitals.size)
    rows = GaugeMetricFamily("summitry_store_rows", "About how many rows a table has.", labels=("table",))
    for table, number in vitals.rows.items():
        rows.add_metric((table,), number)
    yield rows


def _ingest(vitals: Vitals) -> Iterator[Metric]:
    articles = CounterMetricFamily(
        "summitry_ingest_articles", "Articles that runs of the ingest job took, by outcome.", labels=("outcome",)
    )
    for outcome in ("stored", "unchanged", "failed"):
        articles.add_metric((outcome,), getattr(vitals.ingest, outcome))
    yield articles
    meetings = CounterMetricFamily(
        "summitry_ingest_meetings", "Meetings that these articles report, by outcome.", labels=("outcome",)
    )
    meetings.add_metric(("created",), vitals.ingest.meetings_created)
    meetings.add_metric(("confirmed",), vitals.ingest.meetings_confirmed)
    yield meetings
    yield _gauge("ingest_failures_open", "Inputs that could not be taken, and were not since.", vitals.open_failures)


def _feeds(vitals: Vitals) -> Iterator[Metric]:
    feeds = vitals.feeds
    yield _gauge("feeds_watched", "Feeds that are watched.", feeds.watched)
    yield _gauge("feeds_failing", "Feeds whose last answer was none.", feeds.failing)
    yield _gauge("feeds_late", "Feeds that were due and were not asked: no watcher runs.", feeds.late)
    yield _gauge("feeds_longest_streak", "Most failures of one feed in a row.", feeds.longest_streak)
    if feeds.last_success_at is not None:
        moment = feeds.last_success_at.timestamp()
        yield _gauge("feeds_last_success_timestamp_seconds", "When a feed answered last.", moment)


def _webhooks(vitals: Vitals) -> Metric:
    states = GaugeMetricFamily("summitry_webhooks", "Webhooks, by how they take events.", labels=("state",))
    for state in ("taking", "failing", "stopped"):
        states.add_metric((state,), getattr(vitals.webhooks, state))
    return states


def _queue(vitals: Vitals) -> Iterator[Metric]:
    if vitals.queue is not None:
        chunks = GaugeMetricFamily("summitry_queue_chunks", "Chunks in the queue, by state.", labels=("state",))
        chunks.add_metric(("waiting",), vitals.queue.waiting)
        chunks.add_metric(("under_way",), vitals.queue.under_way)
        yield chunks
        yield _gauge("queue_workers", "Workers that gave a sign of life of late.", vitals.queue.workers)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"summitry_{name}", meaning, value=value)
