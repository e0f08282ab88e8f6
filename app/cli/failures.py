"""`summitry failures`: the inputs that could not be taken; listed, or read again."""

import re
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli import parts
from app.cli.console import complain, output, say
from app.cli.ingest import leave, run_and_report
from app.cli.options import Given, Language, Mapping, Outlet, Published
from app.config import load_settings

if TYPE_CHECKING:
    from app.store.models import IngestFailure

app = typer.Typer(help="Inputs that could not be taken: list them, or read them again.", no_args_is_help=True)

RunNumber = Annotated[int | None, typer.Option("--run", help="Only those of this run.", show_default=False)]
FailureNumber = Annotated[int | None, typer.Option("--id", help="Only this one.", show_default=False)]

NONE_OPEN = "There are no open failures."
# What standard input held is gone.
GONE = "standard input"
_RECORD_OF_ADDRESS = re.compile(r"(https?://.+)#\d+")


@app.command("list")
def show(run: RunNumber = None) -> None:
    """List the inputs that could not be taken and were not taken since."""
    found = parts.failures(load_settings(), run)
    if not found:
        complain(NONE_OPEN)
    elif output.is_terminal:
        output.print(_table(found))
    else:
        for failure in found:
            say("\t".join((str(failure.id), str(failure.run_id), failure.stage, failure.origin, failure.reason)))


@app.command()
def retry(
    run: RunNumber = None,
    number: FailureNumber = None,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = "en",
    mapping: Mapping = None,
) -> None:
    """Read the failed inputs again, from where they were read the first time."""
    settings = load_settings()
    found = [failure for failure in parts.failures(settings, run) if number in (None, failure.id)]
    for lost in (failure for failure in found if failure.origin == GONE):
        complain(f"failure {lost.id}: standard input cannot be read again; pass its text to `summitry ingest` anew")
    sources = list(dict.fromkeys(_source(failure.origin) for failure in found if failure.origin != GONE))
    if not sources:
        complain(NONE_OPEN)
        return
    leave(run_and_report(settings, sources, Given.of(published, outlet, language, mapping), again=True))


def _source(origin: str) -> str:
    """Where to read an origin: one item of a feed comes with its whole feed."""
    record = _RECORD_OF_ADDRESS.fullmatch(origin)
    return record[1] if record else origin


def _table(found: "list[IngestFailure]") -> Table:
    table = Table("id", "run", "when", "stage", "input", "reason")
    for failure in found:
        cells = (failure.id, failure.run_id, f"{failure.at:%Y-%m-%d %H:%M}", failure.stage)
        table.add_row(*map(str, cells), failure.origin, failure.reason)
    return table
