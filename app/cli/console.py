"""The two streams that a person sees: results on standard output, everything else on standard error."""

import logging
from collections.abc import Mapping

import typer
from rich.console import Console

from app.config import Settings

output = Console()
errors = Console(stderr=True)


def say(line: str) -> None:
    """Print a line as it is."""
    typer.echo(line)


def complain(line: str) -> None:
    """Print a line on standard error as it is."""
    typer.echo(line, err=True)


def complain_of(counts: Mapping[str, int]) -> None:
    """Print counts on standard error, one a line."""
    for name, number in counts.items():
        complain(f"{name}: {number:,}")


def log_to_stderr(settings: Settings) -> None:
    """Send Summitry's own log to standard error from the level that the settings name, and others' warnings."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("app").setLevel(settings.log_level.upper())
