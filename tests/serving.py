"""An application in, its address on this machine out: for tests that need real connections."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from app.api.wire import web_server


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The base address of an application that answers on a free port."""
    door = socket.create_server(("127.0.0.1", 0))
    server = web_server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{door.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
