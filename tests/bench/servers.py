"""A store in, web servers over it out, each a process: Summitry with one worker, a bare route, and Datasette."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

QUIET = "warning"
PATIENCE_SECONDS = 300.0
SQL_MILLISECONDS = 60_000
# A server that has used less processor time than this between two looks at it does nothing.
IDLE_SECONDS, LOOK_SECONDS = 0.02, 0.3


class Server(NamedTuple):
    """A server that runs: where it answers, and the number of its process."""

    address: str
    pid: int


@contextmanager
def summitry(database_url: str, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """This project's API over a store, with `more` settings."""
    port = _free_port()
    settings = {"SUMMITRY_DATABASE_URL": database_url, "SUMMITRY_PORT": str(port), "SUMMITRY_LOG_LEVEL": QUIET}
    settings |= more or {}
    code = "import sys; from app.cli import main; sys.argv = ['summitry', 'serve']; main()"
    with _running([sys.executable, "-c", code], port, "/health/live", settings) as server:
        yield server


@contextmanager
def bare(size: int) -> Iterator[Server]:
    """A FastAPI route that returns so many bytes, the same for every path."""
    port = _free_port()
    with _running([sys.executable, "-m", "tests.bench.servers", str(size), str(port)], port, "/") as server:
        yield server


@contextmanager
def datasette(store: Path) -> Iterator[Server]:
    """Datasette over a store, which it may take for unchanging."""
    port = _free_port()
    limit = ["--setting", "sql_time_limit_ms", str(SQL_MILLISECONDS)]
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(store), "--port", str(port), *limit]
    with _running(command, port, "/-/versions.json") as server:
        yield server


def rest(server: Server) -> None:
    """Wait until a server has done what it was asked for last, whoever has stopped to wait for it."""
    deadline, used = time.monotonic() + PATIENCE_SECONDS, -1.0
    while time.monotonic() < deadline and (now := _processor_seconds(server.pid)) - used > IDLE_SECONDS:
        used = now
        time.sleep(LOOK_SECONDS)


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _running(
    command: Sequence[str], port: int, path: str, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, env=os.environ | (settings or {}), stdout=subprocess.DEVNULL)
    try:
        _wait(process, address + path)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the server at {url} did not start; what it said stands above")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _serve_bare(size: int, port: int) -> None:
    app, body = FastAPI(), b"x" * size

    @app.get("/{path:path}")
    async def constant() -> Response:
        return Response(body, media_type="application/json")

    uvicorn.run(app, port=port, log_level=QUIET)


if __name__ == "__main__":
    _serve_bare(*map(int, sys.argv[1:3]))
