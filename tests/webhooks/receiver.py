"""Somebody who is told of events, on this machine: answers in, what came to them out."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson


@dataclass
class Received:
    """One message as it came, whatever was answered."""

    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def event(self) -> int:
        """The number of its event."""
        number: int = orjson.loads(self.body)["event"]
        return number


@dataclass
class Receiver:
    """Answers each message with the next status of `statuses`, and the last of them from then on."""

    statuses: Callable[[], int]
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    url: str = ""

    @property
    def taken(self) -> list[int]:
        """The events that were taken, in the order in which they were."""
        return [one.event for one in self.received if one.status == 204]

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers for it."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.statuses()
                receiver.received.append(Received({k.lower(): v for k, v in self.headers.items()}, body, status))
                self.send_response(status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

        return Handler


@contextmanager
def receiving(statuses: Callable[[], int] = lambda: 204, **headers: str) -> Iterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver(statuses, headers)
    with ThreadingHTTPServer(("127.0.0.1", 0), receiver.handler()) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
        yield receiver
        server.shutdown()
