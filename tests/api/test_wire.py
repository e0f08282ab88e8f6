"""What goes over the wire, and when: heads of answers wait for their bodies, and for nothing else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, StreamingResponse

from tests.serving import served

# What a test waits for comes in some milliseconds, or not at all.
PATIENCE_SECONDS = 5.0
TOLD = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n"


@pytest.fixture
def line() -> Iterator[socket.socket]:
    """A connection to an application that answers what it was sent, at once or in parts."""
    app = FastAPI()

    @app.api_route("/echo", methods=["GET", "HEAD", "POST"])
    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body() or TOLD)

    @app.get("/parts")
    async def in_parts() -> StreamingResponse:
        async def parts() -> AsyncIterator[str]:
            # Longer than the test waits: the head has to be there before.
            await asyncio.sleep(PATIENCE_SECONDS + 1)
            yield "late"

        return StreamingResponse(parts())

    with served(app) as address:
        to = urlsplit(address)
        with socket.create_connection((to.hostname, to.port), timeout=PATIENCE_SECONDS) as connection:
            yield connection


def heard(line: socket.socket, until: bytes) -> bytes:
    """What comes, up to and with these bytes."""
    found = b""
    while until not in found:
        found += line.recv(65536)
    return found


def test_answers_to_requests_that_come_together_are_whole(line: socket.socket) -> None:
    """A body that looks like a head is one of them, and one answer has no body at all."""
    line.sendall(b"GET /echo HTTP/1.1\r\nHost: x\r\n\r\nHEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n")
    line.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nlast")

    assert heard(line, b"last").count(b"HTTP/1.1 200 OK\r\n") == 4


def test_the_head_of_an_answer_without_body_comes_at_once(line: socket.socket) -> None:
    """There is nothing that it could wait for."""
    line.sendall(b"HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n")

    assert b"content-length: " in heard(line, b"\r\n\r\n")


def test_a_client_that_waits_for_leave_to_send_gets_it(line: socket.socket) -> None:
    """That is a head, too, and nothing comes behind it."""
    line.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    assert heard(line, b"\r\n\r\n").startswith(b"HTTP/1.1 100 ")
    line.sendall(b"hello")

    assert b"HTTP/1.1 200 OK\r\n" in heard(line, b"hello")


def test_the_head_of_what_comes_in_parts_does_not_wait_for_them(line: socket.socket) -> None:
    """A client knows that its stream is open long before the first event."""
    line.sendall(b"GET /parts HTTP/1.1\r\nHost: x\r\n\r\n")

    assert heard(line, b"\r\n\r\n").startswith(b"HTTP/1.1 200 OK\r\n")
