"""`summitry reprocess`: stored articles in, the record as the present extractor reads it and a list of changes out."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli import rereading
from app.cli.console import complain, errors, output, say
from app.cli.display import progress_on
from app.cli.ingest import FAILED, INTERRUPTED
from app.cli.options import Given, Mapping
from app.config import load_settings
from app.ingest.interruption import watched
from app.logs import log_to_stderr

if TYPE_CHECKING:
    from app.ingest.differences import RereadReport
    from app.store.runs import Counts

Since = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="DATE", help="Only articles published on this day or later.", show_default=False
    ),
]
OneArticle = Annotated[
    str | None, typer.Option("--article", metavar="ID", help="Only this article.", show_default=False)
]
Everything = Annotated[bool, typer.Option("--all", help="Also articles that this very extractor has read.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Print the same, and write nothing.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Also print every change, one a line.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def reprocess(  # noqa: PLR0913, PLR0917 - each parameter is an option of the command
    since: Since = None,
    article: OneArticle = None,
    everything: Everything = False,
    dry: Dry = False,
    verbose: Verbose = False,
    as_json: AsJson = False,
    mapping: Mapping = None,
) -> None:
    """Read stored articles again with the present extractor, and apply what it reads otherwise to the record.

    Taken are the articles that another version of the extractor read, so the same command goes on where an interrupted
    one stopped. Meetings keep their ids and what people decided of them; each change is a decision that can be taken
    back. Rows of tables are left alone without their mapping. A dry run works on a copy of the store, in the folder for
    temporary files.
    """
    settings = load_settings()
    log_to_stderr(settings)
    given = Given.of(None, None, "en", mapping)
    with watched() as interruption:
        selection = rereading.selection(since.date() if since else None, article, everything=everything)
        work, stale = rereading.rereading(settings, given, interruption, selection)
        with progress_on(errors, len(stale.ids), _in_words) as progress:
            report = rereading.reprocess(work, stale, progress, dry=dry)
    work.engine.dispose()
    if as_json:
        typer.echo(json.dumps(report.as_json(verbose=verbose), ensure_ascii=False, indent=1))
    else:
        if verbose:
            for line in rereading.change_lines(report):
                say(line)
        output.print(_table(report))
    if report.interrupted:
        complain("Interrupted. Nothing is lost: the same command goes on from here.")
        raise typer.Exit(INTERRUPTED)
    if report.counts.failed:
        complain("Some articles failed: they stay as they were, and the same command takes them again.")
        raise typer.Exit(FAILED)


def _in_words(counts: "Counts") -> str:
    articles = f"{counts.stored} changed, {counts.unchanged} unchanged, {counts.failed} failed"
    return f"{articles}, {counts.meetings_created} new meetings"


def _table(report: "RereadReport") -> Table:
    what = "Dry run" if report.run_id is None else f"Run {report.run_id}"
    table = Table(title=f"{what}: {report.state}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    counts = report.counts
    rows = {
        "articles read": counts.read,
        "changed": counts.stored,
        "unchanged": counts.unchanged,
        "failed": counts.failed,
        "rows left alone": report.stale.left,
        "texts not kept": report.stale.gone,
        **{f"reports {kind}": number for kind, number in report.kinds.items()},
        **{f"meetings {what}": number for what, number in report.meetings.items()},
        **{f"{name} {how}": n for name, ways in report.fields.items() for how, n in ways.items() if n},
    }
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    return table
