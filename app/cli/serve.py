"""`summitry serve` and `summitry demo`: a host and a port in, the API answering there out."""

import errno
import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from app.cli import parts
from app.cli.console import say
from app.cli.ingest import leave, run_and_report
from app.cli.options import Given
from app.config import Settings, load_settings
from app.errors import ConfigurationError
from app.logs import log_to_stderr

Host = Annotated[str | None, typer.Option(help="Address to listen on, instead of SUMMITRY_HOST.", show_default=False)]
Port = Annotated[
    int | None,
    typer.Option(help="Port to listen on, instead of SUMMITRY_PORT; 0 takes any free one.", show_default=False),
]
Seeds = Annotated[
    Path | None, typer.Option(help="Folder of articles to fill the store from, instead of those that come along.")
]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Whether to serve the store afterwards.")]

# What a connect to "any address" uses on this machine.
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked for, not listened on
# A query of three countries at once shows best what the store is for.
EXAMPLE = "/v1/meetings?country=KOR,JPN,CHN"


def serve(host: Host = None, port: Port = None) -> None:
    """Bring the store up to date and serve it over HTTP until Ctrl-C."""
    settings = load_settings(host=host, port=port)
    log_to_stderr(settings)
    door = open_door(settings)
    parts.ready_store(settings).dispose()
    answer(settings, door)


def demo(host: Host = None, port: Port = None, seeds: Seeds = None, go_on: Serve = True) -> None:
    """Fill a store from the articles that come with Summitry, and serve it; the second time takes seconds."""
    settings = load_settings(host=host, port=port)
    # The port is taken first: nobody waits for the store only to hear that the port is in use.
    door = open_door(settings) if go_on else None
    report = run_and_report(settings, [str(seeds or parts.seeds())], Given())
    if report.interrupted or door is None:
        leave(report)
    if door is not None:
        answer(settings, door)


def open_door(settings: Settings) -> socket.socket:
    """A socket that listens. Raises ConfigurationError, saying what to do, where that port or address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise ConfigurationError(_why_closed(settings, error)) from error


def answer(settings: Settings, door: socket.socket) -> None:
    """Print the addresses and answer requests until stopped."""
    server = parts.server(settings)
    base = address_of(door)
    say(f"Explore  {base}/\nAPI      {base}/v1/meetings\nDocs     {base}/docs\nExample  {base}{EXAMPLE}")
    say("Stop it with Ctrl-C.")
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one ends it: the server has finished its requests by then.
        server.run(sockets=[door])


def address_of(door: socket.socket) -> str:
    """The address of a listening socket as one types it into a browser on this machine."""
    host, port = door.getsockname()[:2]
    host = ANY_ADDRESS.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _why_closed(settings: Settings, error: OSError) -> str:
    where = f"port {settings.port} on {settings.host}"
    if error.errno == errno.EADDRINUSE:
        free = settings.port + 1 if settings.port < 65535 else 0
        return f"{where} is in use by another program: choose another port, for example --port {free}"
    if error.errno == errno.EACCES:
        return f"{where} is not open to this user: choose a port from 1024 up, for example --port 8000"
    return f"cannot listen on {where}: {error.strerror or error}: set --host and --port, or SUMMITRY_HOST"
