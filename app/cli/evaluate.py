"""`summitry evaluate`: articles with known meetings in, scores out."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from app.cli import measuring, parts
from app.cli.console import complain_of, errors, output
from app.config import load_settings
from app.errors import ConfigurationError
from app.extraction.protocol import tally_of
from app.logs import log_to_stderr

# Columns of the tables where the output is no terminal.
WIDTH = 120

Gold = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        help="Folder of annotated articles: JSON files with id, title, published, text and meetings.",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]
Errors = Annotated[bool, typer.Option("--errors", help="Also print every miss, every wrong field, what was too much.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")]
Predictions = Annotated[
    Path | None,
    typer.Option(
        help="Score this output of `summitry extract` instead of reading the articles.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
Compare = Annotated[
    Path | None,
    typer.Option(
        help="Earlier output of --json, to show beside the figures.", exists=True, dir_okay=False, show_default=False
    ),
]


def evaluate(
    folder: Gold,
    show_errors: Errors = False,
    as_json: AsJson = False,
    predictions: Predictions = None,
    compare: Compare = None,
) -> None:
    """Read articles whose meetings are known, and print how many are found and how many are right.

    Try `summitry evaluate seeds`: the articles there carry their meetings.
    """
    settings = load_settings()
    log_to_stderr(settings)
    with Progress(console=errors, disable=not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        predicted = predictions or parts.extractor(settings)
        report = measuring.evaluation(folder, predicted, lambda done, of: _move(bar, task, done, of))
    if not isinstance(predicted, Path):
        complain_of(tally_of(predicted))
    if as_json:
        typer.echo(json.dumps(report.as_json(), indent=1))
        return
    width = output.width if output.is_terminal else WIDTH
    typer.echo(measuring.tables(report, width=width, errors=show_errors))
    if compare:
        typer.echo(measuring.comparison(report, _earlier(compare), width=width))


def _move(bar: Progress, task: TaskID, done: int, of: int) -> None:
    bar.update(task, completed=done, total=of)


def _earlier(file: Path) -> dict[str, object]:
    """The figures of an earlier run. Raises ConfigurationError where the file holds none."""
    try:
        figures: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigurationError(f"{file} holds no figures: make it with `summitry evaluate --json`") from error
    return figures
