"""`summitry enqueue`, `worker` and `progress`: work for any number of machines in, how far they are with it out."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live
from rich.table import Table

from app.cli import parts
from app.cli.console import errors, output, say
from app.cli.display import progress_on
from app.cli.options import Given, Language, Outlet, Published
from app.config import load_settings
from app.logs import log_to_stderr

if TYPE_CHECKING:
    from app.queries.runs import Progress

# How often the display of the progress is drawn anew.
SECONDS = 1.0


def enqueue(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH|URL...", help="Files, folders, http(s) addresses.", show_default=False),
    ] = None,
    listed: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="A file that names more of them, one a line.", exists=True),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = "en",
) -> None:
    """Put articles into the queue, in chunks of about a thousand, for `summitry worker` to take; needs PostgreSQL.

    Every worker must see paths under the same names. What is in the store already costs next to nothing.
    """
    lines = listed.read_text(encoding="utf-8").splitlines() if listed else []
    named = [*(sources or []), *(line.strip() for line in lines if line.strip())]
    if not named:
        raise typer.BadParameter("name a path or an address, or a file of them with --list")
    number = parts.queue(load_settings()).put(named, Given.of(published, outlet, language))
    say(f"{number:,} chunks wait for `summitry worker`.")


def worker(
    processes: Annotated[int, typer.Option(min=1, max=256, help="Processes that read; one more writes.")] = 1,
    until_empty: Annotated[bool, typer.Option("--until-empty", help="End when no chunk waits.")] = False,
) -> None:
    """Take chunks from the queue and record what they hold, until Ctrl-C; any number of workers on any machines.

    Ctrl-C ends it after the article in hand, and gives the rest of the chunk back. The chunks of a worker that dies
    go to others half a minute later.
    """
    settings = load_settings()
    log_to_stderr(settings)
    with progress_on(errors, None) as progress:
        parts.queue(settings).work(progress, processes, until_empty=until_empty)


def progress(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, once.")] = False) -> None:
    """Show how far all runs are, how fast together, and what the queue has left; ends when the queue is empty."""
    queue = parts.queue(load_settings())
    far = queue.progress()
    if as_json:
        say(json.dumps(asdict(far), indent=2))
        return
    with Live(_table(far), console=output, auto_refresh=False) as live:
        while far.queue and not far.queue.is_empty:
            time.sleep(SECONDS)
            far = queue.progress()
            live.update(_table(far), refresh=True)


def _table(far: "Progress") -> Table:
    queue, counts, rate = far.queue, far.articles, far.articles_per_second
    waiting = (
        {
            "workers": f"{queue.workers:,}",
            "chunks waiting": f"{queue.waiting:,}",
            "chunks under way": f"{queue.under_way:,}",
            "chunks done": f"{queue.done:,}",
            "chunks failed": f"{queue.failed:,}",
            "articles left, about": f"{queue.articles_left:,}",
            "minutes left, about": f"{queue.articles_left / rate / 60:.0f}" if rate else "-",
        }
        if queue
        else {}
    )
    runs = {
        "runs going on": f"{far.runs_going:,}",
        "articles a second": f"{rate:.1f}",
        "articles read in all": f"{counts.read:,}",
        "stored": f"{counts.stored:,}",
        "failed": f"{counts.failed:,}",
        "meetings new": f"{counts.meetings_created:,}",
    }
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in (waiting | runs).items():
        table.add_row(name, value)
    return table
