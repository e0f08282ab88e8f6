"""`summitry evaluate-resolution`: articles whose meetings are grouped in, how well resolution groups them out."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from app.cli import measuring
from app.cli.console import errors, output
from app.cli.evaluate import WIDTH
from app.config import load_settings

Grouped = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A JSON list of annotated articles; meetings with an equal `cluster` are the same one.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")]
Errors = Annotated[bool, typer.Option("--errors", help="Also print every pair put together or left apart wrongly.")]
Shuffle = Annotated[
    int | None,
    typer.Option(
        metavar="SEED", help="Take the articles in a random order, not by publication date.", show_default=False
    ),
]


def evaluate_resolution(
    file: Grouped, as_json: AsJson = False, show_errors: Errors = False, shuffle: Shuffle = None
) -> None:
    """Group the reports of known meetings, and print how well the groups agree with the annotated ones.

    Twice: `gold` groups the annotated meetings, which measures resolution alone; `own` groups what Summitry reads in
    the same articles. There, each annotated meeting stands for the reading that `summitry evaluate` pairs with it.
    Annotated meetings without one (`missed`) and readings without one (`spurious`) are in no pair and in neither
    figure; the spurious ones are in the store all the same and may draw others to them.
    """
    with Progress(console=errors, disable=not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        found = measuring.groupings(
            load_settings(), file, shuffle, lambda done, of: bar.update(task, completed=done, total=of)
        )
    if as_json:
        typer.echo(json.dumps({way: grouping.as_json() for way, grouping in found.items()}, indent=1))
        return
    width = output.width if output.is_terminal else WIDTH
    typer.echo(measuring.grouping_tables(found, width=width, errors=show_errors))
