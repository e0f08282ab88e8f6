"""`summitry backup`, `restore`, `copy`, `verify`: a store in, a checked copy of it, or what is wrong with it, out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli import parts
from app.cli.console import complain, output, say
from app.cli.ingest import FAILED
from app.config import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.cli.keeping import Keeper
    from app.store.sums import Sum

Url = Annotated[
    str, typer.Argument(metavar="URL", help="A database, as SUMMITRY_DATABASE_URL names one.", show_default=False)
]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.", show_default=False)],
) -> None:
    """Copy the whole store into one SQLite file, from either database, while others go on to write in it."""
    _report(_keeper().backup(file), f"Backed up to {file}")


def restore(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `summitry backup` wrote.", exists=True, dir_okay=False)
    ],
) -> None:
    """Fill an empty store, on either database, from a backup; one of an older version is brought up to date."""
    _report(_keeper().restore(file), f"Restored from {file}")


def copy(source: Url, target: Url) -> None:
    """Copy everything from one database into an empty one, and compare the rows of both by count and checksum."""
    _report(parts.keeper(source).copy_to(target), "Copied")


def verify(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check every rule that the store must keep: references, counts, decisions, documents and lists.

    Each fault is named on standard error, the first ten of a rule; the exit code is then 1.
    """
    found = _keeper().verify()
    if as_json:
        say(json.dumps([asdict(finding) for finding in found], indent=2))
    else:
        table = Table("rule", "looked at", "wrong")
        for finding in found:
            table.add_row(finding.rule, f"{finding.looked_at:,}", f"{finding.wrong:,}")
        output.print(table)
    for finding in found:
        for fault in finding.faults:
            complain(f"{finding.rule}: {fault}")
        if finding.wrong > len(finding.faults):
            complain(f"{finding.rule}: {finding.wrong - len(finding.faults):,} more")
    if any(finding.wrong for finding in found):
        raise typer.Exit(FAILED)


def _keeper() -> "Keeper":
    return parts.keeper(load_settings().database_url)


def _report(found: "Mapping[str, Sum]", done: str) -> None:
    table = Table("table", "rows", "checksum")
    for name, total in found.items():
        table.add_row(name, f"{total.rows:,}", total.hexadecimal)
    output.print(table)
    say(f"{done}: every row is there, with the same values.")
