"""`summitry export`: a filter in, all that meets it out, as a file or on standard output."""

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.cli import parts
from app.cli.console import complain, errors
from app.config import load_settings
from app.errors import InvalidFilterError
from app.logs import log_to_stderr

# Each is an option, understood as the parameter of the same name of `GET /v1/exports/...`.
FILTERS = {
    "country": "States that take part, or that people represent: KOR|JPN for either, KOR,JPN for both, !USA for none.",
    "member_of": "Blocs of which a state that takes part is a member.",
    "person": "People who take part, by id or name.",
    "organisation": "Organisations that take part, or that people represent.",
    "role": "What those who are asked for do: host, guest, mediator, chair, participant.",
    "kind": "meeting, visit, call or conference.",
    "status": "held, ongoing, scheduled, proposed, postponed or cancelled.",
    "level": "leader, minister, official or unknown.",
    "parties_min": "Fewest parties.",
    "parties_max": "Most parties.",
    "datetime": "When: 2023-09-26, 2023-09, 2023, or an interval such as 2023-09-01/2023-09-30 or 2023-09/..",
    "place": "City or state in which it takes place.",
    "bbox": "Area: west,south,east,north in degrees.",
    "near": "Circle: latitude,longitude,kilometres.",
    "series": "Recurring format.",
    "topic": "What it is about.",
    "q": "Words in titles, names and quotes.",
    "published": "Day on which an article reported it, or was published.",
    "updated_since": "Records that changed at this moment or later.",
    "outlet": "Outlets that reported it.",
    "min_sources": "Fewest independent sources.",
    "min_confidence": "Least confidence.",
    "name": "Part of the name of a person or an organisation.",
    "copies": "false leaves out articles that repeat another one's text.",
    "since": "Deleted records that ceased to stand at this moment or later.",
    "as_of": "From what was known at this moment.",
    "sort": "Order, such as start, -start or -updated.",
}

Target = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        help="Where to write; standard output without it. It is there in whole or not at all.",
        dir_okay=False,
        show_default=False,
    ),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="json, ndjson, csv, geojson, ics, atom or parquet; without it, by the ending of FILE, or else ndjson.",
        show_default=False,
    ),
]
List = Annotated[str, typer.Option("--list", help="meetings, deleted, people, organisations or articles.")]
Rows = Annotated[
    str | None,
    typer.Option(
        help="What a row of csv and parquet is: meetings, participants, or dyads coded as events of CAMEO and PLOVER.",
        show_default=False,
    ),
]
Server = Annotated[str, typer.Option(help="Address of the server, for links in calendars and feeds.")]


def _taking_filters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for every filter, which it gets as keyword arguments."""
    own = [one for one in inspect.signature(command).parameters.values() if one.kind is not one.VAR_KEYWORD]
    options = {
        name: Annotated[str | None, typer.Option(help=words, show_default=False)] for name, words in FILTERS.items()
    }
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for name, option in options.items()
    ]
    command.__signature__ = inspect.Signature([*own, *more])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in (*own, *more)}
    return command


@_taking_filters
def export(
    file: Target = None,
    form: Form = None,
    listing: List = "meetings",
    rows: Rows = None,
    server: Server = "",
    **filters: str | None,
) -> None:
    """Write all records that meet every filter to a file, in the formats of the API.

    They are those of one moment, whatever is written to the store meanwhile, and take no more memory for being many.
    """
    settings = load_settings()
    log_to_stderr(settings)
    given = {name: value for name, value in filters.items() if value is not None}
    suffix = file.suffix.removeprefix(".") if file and not form else form
    try:
        with counted() as count, opened(file) as target:
            for piece in parts.exported(settings, listing, {**given, "format": suffix, "rows": rows}, server, count):
                target.write(piece)
    except InvalidFilterError as error:
        raise typer.BadParameter(str(error), param_hint=f"--{error.parameter.replace('_', '-')}") from error


@contextmanager
def opened(file: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is put in its place once it is whole."""
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with unfinished.open("xb") as target:
            yield target
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def counted() -> Iterator[Callable[[int], Any]]:
    """Counts records: while they come, on a terminal, and once they are there, on standard error in any case."""
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} records"), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda number: progress.advance(task, number)
    complain(f"{int(progress.tasks[0].completed):,} records")
