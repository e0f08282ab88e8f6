"""Where a fetch may go."""

import socket
import time

import httpcore
import pytest

from app.sources.addresses import (
    PUBLIC,
    AddressRefusedError,
    CheckedNetwork,
    Reach,
    is_public,
    refuse_private,
    resolve,
    shown_address,
)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_public_internet_are_public(address):
    """In either version, and one inside the other."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a9fe:a9fe",
        "2001:db8::1",
    ],
)
def test_addresses_of_machines_and_networks_of_ones_own_are_not(address):
    """Loopback, private, shared, link-local, metadata, reserved, multicast, and IPv4 inside IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "::1"])
def test_no_way_of_writing_leads_to_this_machine(host):
    """The resolver's answer is what counts."""
    with pytest.raises(AddressRefusedError, match="no public address"):
        resolve(host, 80, PUBLIC)
    assert resolve(host, 80, Reach(hosts=frozenset({host})))


def test_numbers_are_refused_before_they_are_connected_to():
    """A name is looked up only when it is connected to."""
    for host in ("127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[fe80::1", "169.254.169.254"):
        with pytest.raises(AddressRefusedError):
            refuse_private(f"http://{host}/hook", PUBLIC)
    refuse_private("https://internal.example/hook", PUBLIC)
    refuse_private("http://10.0.0.7/hook", Reach(hosts=frozenset({"10.0.0.7"})))


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch):
    """A name server could offer both and wait for the second try."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(AddressRefusedError, match=r"two\.example is 10\.0\.0\.1"):
        resolve("two.example", 80, PUBLIC)


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(monkeypatch):
    """A second answer of the name server, to another address, is never asked for."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    connected = []

    def getaddrinfo(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(self, host, port, **_):
        connected.append(host)
        raise httpcore.ConnectError("not today")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectError):
        CheckedNetwork(PUBLIC, time.monotonic() + 5).connect_tcp("rebind.example", 80)

    assert connected == ["93.184.216.34"]


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch):
    """Many hosts have an IPv6 address that leads nowhere."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "93.184.216.35")]
    connected = []

    def connect(self, host, port, **_):
        connected.append(host)
        raise httpcore.ConnectTimeout("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(httpcore.ConnectTimeout):
        CheckedNetwork(PUBLIC, time.monotonic() + 5).connect_tcp("two.example", 80)

    assert connected == ["93.184.216.34", "93.184.216.35"]


def test_nothing_is_connected_to_after_the_deadline():
    """The time of a fetch includes its connections."""
    with pytest.raises(httpcore.ConnectTimeout):
        CheckedNetwork(Reach(everywhere=True), time.monotonic() - 1).connect_tcp("127.0.0.1", 80)


def test_unix_sockets_are_no_sources():
    """They lead into this machine."""
    with pytest.raises(httpcore.UnsupportedProtocol):
        CheckedNetwork(Reach(everywhere=True), time.monotonic() + 5).connect_unix_socket("/run/x")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://jane:secret@x.example:8443/a?b=c", "https://x.example:8443/a?b=c"),
        ("https://x.example/a", "https://x.example/a"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_passwords_are_not_shown(url, shown):
    """Messages and the store go to other people."""
    assert shown_address(url) == shown
