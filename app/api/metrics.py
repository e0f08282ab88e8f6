"""Requests and the store's vitals in, the text that Prometheus reads out.

Each server process counts its own requests, and Prometheus adds up those that it scrapes. What is said of the store is
said by every process alike: take the maximum of these, or ask one.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from app.queries.vitals import Vitals

# In seconds: most answers take milliseconds, an export minutes.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics(Collector):
    """The counters of one server process. Its one loop alone counts: those of the library take a lock each time."""

    def __init__(self) -> None:
        # Requests that are being answered now.
        self.under_way = 0
        self._requests: Counter[tuple[str, str, int]] = Counter()
        # By method and route: how many took so long, by bucket, the last one for all that took longer; and all seconds.
        self._buckets: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that is over."""
        self._requests[method, route, status] += 1
        self._buckets[method, route][bisect_left(BUCKETS, seconds)] += 1
        self._seconds[method, route] += seconds

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        requests = CounterMetricFamily(
            "http_requests", "Requests that were answered.", labels=("method", "route", "status")
        )
        for (method, route, status), number in self._requests.items():
            requests.add_metric((method, route, str(status)), number)
        yield requests
        durations = HistogramMetricFamily(
            "http_request_duration_seconds",
            "Time from the head of a request to the end of its answer.",
            labels=("method", "route"),
        )
        for which, numbers in self._buckets.items():
            limits = map(floatToGoString, (*BUCKETS, float("inf")))
            durations.add_metric(which, list(zip(limits, accumulate(numbers), strict=True)), self._seconds[which])
        yield durations
        yield GaugeMetricFamily("http_requests_in_progress", "Requests that are being answered.", value=self.under_way)

    def text(self, vitals: Vitals | None) -> bytes:
        """All metrics; without those of the store where it is away, and `summitry_store_up` says so."""
        registry = CollectorRegistry()
        registry.register(self)
        registry.register(_Store(vitals))
        return generate_latest(registry)


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
