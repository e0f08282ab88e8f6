"""The two streams that a person sees: results on standard output, everything else on standard error."""

from collections.abc import Mapping

import typer
from rich.console import Console

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
