"""Bounds in, an HTTP client whose every connection goes to a checked address out."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from app.sources.addresses import CheckedNetwork, Reach


@dataclass(frozen=True, slots=True)
class Timeouts:
    """When all must be over, on the clock of `time.monotonic`, and how many seconds each phase may take."""

    deadline: float
    connect: float
    read: float


def checked_client(
    tls: ssl.SSLContext, reach: Reach, timeouts: Timeouts, *, redirects: int, headers: Mapping[str, str]
) -> httpx.Client:
    """A client that follows so many redirects. No proxies: they would resolve names themselves."""
    transport = httpx.HTTPTransport(verify=tls, trust_env=False)
    network = CheckedNetwork(reach, timeouts.deadline)
    # Nothing is kept alive: servers close idle connections between two requests without a word.
    transport._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=network, max_keepalive_connections=0)
    return httpx.Client(
        transport=transport,
        follow_redirects=redirects > 0,
        max_redirects=redirects,
        trust_env=False,
        timeout=httpx.Timeout(timeouts.read, connect=timeouts.connect),
        headers=headers,
    )
