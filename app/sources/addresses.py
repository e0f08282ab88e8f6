"""Where a fetch may go: host names in, checked addresses and connections to exactly them out."""

import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpcore

from app.errors import SourceUnavailableError

# Public in form only: protocol assignments (RFC 6890; older Pythons call most of them global), among them Oracle's
# metadata service, and the metadata service of Azure.
_NOT_PUBLIC = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("168.63.129.16/32"))
# Addresses through which IPv6 networks reach IPv4 ones (NAT64, RFC 6052 and RFC 8215).
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(SourceUnavailableError):
    """The host is not on the public internet; the text names the host and its address."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which hosts may be connected to beside those on the public internet: every one, or some by their names."""

    everywhere: bool = False
    hosts: frozenset[str] = frozenset()

    def permits(self, host: str) -> bool:
        """Whether a host may have a private address."""
        return self.everywhere or host.lower() in self.hosts


PUBLIC = Reach()


def shown_address(url: str) -> str:
    """An address as it may stand in messages and in the store: without user name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host)) if host != parts.netloc else url


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, and so does any IPv4 address that it carries."""
    return all(
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in network for network in _NOT_PUBLIC)
        for ip in _destinations(ipaddress.ip_address(address.partition("%")[0]))
    )


def _destinations(ip: IpAddress) -> Iterable[IpAddress]:
    """Where packets to an address end: itself, or the IPv4 addresses that an IPv6 address carries."""
    if isinstance(ip, ipaddress.IPv4Address):
        return (ip,)
    if any(ip in network for network in _NAT64):
        return (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF),)
    return (ip.ipv4_mapped,) if ip.ipv4_mapped else filter(None, (ip, ip.sixtofour, *(ip.teredo or ())))


def resolve(host: str, port: int, reach: Reach) -> list[str]:
    """The addresses of a host.

    Raises AddressRefusedError where one of them is not public, httpcore.ConnectError where there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the host name {host} does not resolve") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not reach.permits(host) and not is_public(address):
            message = f"{host} is {address}, no public address (the setting private_hosts permits it)"
            raise AddressRefusedError(message)
    return addresses


def refuse_private(url: str, reach: Reach) -> None:
    """Raise AddressRefusedError where a URL has a private address in place of a name, in any way of writing it.

    Names are not looked up: what they lead to counts when it is connected to.
    """
    try:
        host = urlsplit(url).hostname or ""
        socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    except ValueError as error:
        raise AddressRefusedError(f"{url!r} is no address: {error}") from error
    resolve(host, 0, reach)


class CheckedNetwork(httpcore.NetworkBackend):
    """Opens the connections of one fetch, each to an address that was checked, until a deadline.

    The check happens where the connection is made, so it holds for every redirect, and the name is not resolved a
    second time: an answer of the name server that changes in between gains nothing. TLS still checks the host's name.
    """

    def __init__(self, reach: Reach, deadline: float) -> None:
        self._reach = reach
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore passes it
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers. Raises as `resolve` and httpcore do."""
        addresses = resolve(host, port, self._reach)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port, timeout, socket_options)

    def _connect(
        self, address: str, port: int, timeout: float | None, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.NetworkStream:
        """A connection to one address, with the time that is left."""
        left = _time_left(self._deadline, timeout, httpcore.ConnectTimeout)
        stream = self._network.connect_tcp(address, port, timeout=left, socket_options=options)
        return _TimedStream(stream, self._deadline)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never: nothing on this machine is a source."""
        raise httpcore.UnsupportedProtocol("Unix sockets are not read")

    def sleep(self, seconds: float) -> None:
        """As httpcore asks for."""
        self._network.sleep(seconds)


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As the connection does, with the time that is left."""
        return self._stream.read(max_bytes, _time_left(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As the connection does, with the time that is left."""
        self._stream.write(buffer, _time_left(self._deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        left = _time_left(self._deadline, timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the connection."""
        return self._stream.get_extra_info(info)


def _time_left(deadline: float, timeout: float | None, error: type[Exception]) -> float:
    """Seconds until the deadline, at most `timeout`. Raises `error` where none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise error("the time is up")
    return left if timeout is None else min(left, timeout)
