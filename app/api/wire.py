"""An application in, how the web server is to talk to its clients out: bounded in connections, headers and time."""

import asyncio
import fcntl
import sys
import termios
from contextlib import suppress
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The head of a request is a packet or two.
HEAD_SECONDS = 10.0
# Whoever takes nothing of what was sent for so long is gone; the system itself would wait for days.
TAKE_SECONDS = 60.0
# Each holds some 50 kB; beyond that the server answers 503.
MOST_CONNECTIONS = 1_000
# What is being answered when the server is stopped gets so long; streams of events end at once.
GRACE_SECONDS = 20
# Proxies keep a connection for a minute: where the server lets go first, what they send at that moment is lost.
KEPT_SECONDS = 65


# In the head of an answer that says how long its body is, the body comes at once; of others, nobody knows when.
HEAD, LENGTH = b"HTTP/", b"\r\ncontent-length: "


class Joining:
    """A connection that sends the head of an answer with the beginning of its body, in one packet where there is room.

    The two come one after the other, and each way to the system costs the server as much as to find a record.
    """

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._held = b""

    def __getattr__(self, name: str) -> Any:
        """All else is as the connection has it; what was asked for once is at hand."""
        found = getattr(self._transport, name)
        setattr(self, name, found)
        return found

    def write(self, data: bytes) -> None:
        """Send data, a head with the beginning of its body."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines((held, data))
        elif data.startswith(HEAD) and LENGTH in data:
            self._held = data
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Send what is left, and close."""
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Send what is left."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)


class PromptProtocol(HttpToolsProtocol):
    """HTTP whose client has to send the head of a request, and take the answer, in time; uvicorn waits for ever."""

    _is_in_head = False
    _head_timer: asyncio.TimerHandle | None = None
    _take_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        self._joining = Joining(transport)
        super().connection_made(self._joining)  # type: ignore[arg-type]
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nothing to wait for any more."""
        self._head_is_there()
        self._has_taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; on a connection that was kept, the wait begins where that is not the whole of a head."""
        super().data_received(data)
        if self._is_in_head and self._head_timer is None:
            self._await_head()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self._is_in_head = True
        if not self.flow.write_paused:
            self._has_taken()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._is_in_head = False
        self._head_is_there()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """The client takes less than is sent."""
        self._await_taking()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has taken most of what was sent."""
        self._has_taken()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """The answer is sent as far as the program goes, and may wait here still."""
        self._joining.flush()
        self._await_taking()
        super().on_response_complete()

    def _await_taking(self) -> None:
        if self._take_timer is None and not self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._take_timer = self.loop.call_later(TAKE_SECONDS, self._look_again, self._left())

    def _has_taken(self) -> None:
        if self._take_timer is not None:
            self._take_timer.cancel()
            self._take_timer = None

    def _look_again(self, left: int) -> None:
        """Let a client go that took nothing since there was so much left for it."""
        self._take_timer = None
        if self._left() < left:
            self._await_taking()
        else:
            self.transport.abort()

    def _left(self) -> int:
        """Bytes that the client has not confirmed: those that wait here, and those that the system holds for it."""
        held = bytes(4)
        # Not every system tells.
        with suppress(OSError):
            held = fcntl.ioctl(self.transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, held)
        return self.transport.get_write_buffer_size() + int.from_bytes(held, sys.byteorder)

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _head_is_there(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


def web_server(application: FastAPI) -> uvicorn.Server:
    """A web server that has not been started; the application can see when it is told to stop."""
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            http=PromptProtocol,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=KEPT_SECONDS,
            # Each request is logged with its id: see `app.api.observation`.
            access_log=False,
            log_config=None,
            server_header=False,
        )
    )
    application.state.is_stopping = lambda: server.should_exit
    return server
