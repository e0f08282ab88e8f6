"""`summitry train`: annotated articles in, the judge of what the rules propose out, as a file."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from app.cli import measuring
from app.cli.console import errors
from app.config import load_settings

Folders = Annotated[
    list[Path],
    typer.Argument(
        metavar="DIR...",
        help="Folders of annotated articles, as `summitry evaluate` takes them.",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the file here; by default to the program's own place.")]


def train(folders: Folders, out: Out = None) -> None:
    """Learn from annotated articles which readings to report and how sure they are; print the scores.

    The scores are those of articles held out in turn. Needs scikit-learn: pip install "summitry[training]".
    """
    with Progress(console=errors, disable=not errors.is_terminal, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        record = measuring.training(load_settings(), folders, lambda _: bar.advance(task))
    target = out or measuring.judgement_file()
    target.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    typer.echo(json.dumps({**record["cross_validation"], "threshold": record["threshold"]}, indent=1))
    errors.print(f"written: {target}", highlight=False)
