"""`summitry doctor`: settings in, what is well and what is not out, each with what to do."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import output, say
from app.cli.ingest import FAILED
from app.config import load_settings
from app.errors import ConfigurationError

if TYPE_CHECKING:
    from app.cli.checks import Finding

COLOURS = {"well": "green", "warning": "yellow", "ill": "red", "skipped": "dim"}


def doctor(
    *,
    only: Annotated[
        list[str] | None, typer.Option("--check", metavar="NAME", help="Only this check; may be given again.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check settings, model, disk, database, clock, feeds, queue and keys, and say what to do; changes nothing.

    The exit code is 1 where something is ill: the program cannot do its work so. Warnings alone leave it at 0.
    """
    found = []
    for finding in _findings(only or []):
        found.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        say(json.dumps([asdict(finding) for finding in found], indent=2))
    if any(finding.verdict == "ill" or (strict and finding.verdict == "warning") for finding in found):
        raise typer.Exit(FAILED)


def _findings(only: list[str]) -> "Iterator[Finding]":
    from app.cli.checks import CHECKS, Finding, Verdict, examine  # noqa: PLC0415 - imports the database's libraries

    unknown = [name for name in only if name not in CHECKS]
    if unknown:
        raise typer.BadParameter(f"--check: {unknown[0]} is none of {', '.join(CHECKS)}")
    try:
        settings = load_settings()
    except ConfigurationError as error:
        yield Finding("configuration", Verdict.ILL, str(error), "correct it; nothing else can be looked at before that")
        return
    yield from examine(settings, only)


def _show(finding: "Finding") -> None:
    colour = COLOURS[finding.verdict]
    output.print(f"[{colour}]{finding.verdict:8}[/] {finding.check:15}", end="")
    output.print(finding.found, markup=False, highlight=False, soft_wrap=True)
    if finding.advice:
        output.print(f"{'':24}do: {finding.advice}", markup=False, highlight=False, soft_wrap=True)
