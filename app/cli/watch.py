"""`summitry watch`: feeds of a file and of the store in, their new articles in the store out, until it is stopped."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import following
from app.cli.console import say
from app.config import load_settings
from app.ingest.interruption import watched
from app.logs import log_to_stderr

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="A TOML file with a table [[feed]] for each feed: url, and if need be outlet, every_minutes (30), and "
        "pages = true to read the pages that its entries link to. Without a file, those of the last one are followed; "
        "those that were added over HTTP always are.",
        exists=True,
        dir_okay=False,
    ),
]
Once = Annotated[bool, typer.Option("--once", help="Ask every feed that is due now, and end.")]


def watch(file: File = None, once: Once = False) -> None:
    """Follow feeds: read and record what is new, and tell webhooks of it, until Ctrl-C.

    Each feed has its rhythm; one that fails is asked less and less often, and no other one waits for it. Servers are
    asked as their robots.txt allows, one request at a time with a pause between. `/v1/feeds` tells how each one does.
    """
    settings = load_settings()
    log_to_stderr(settings)
    with watched() as interruption, following.telling(settings):
        watcher = following.watcher(settings, file, interruption)
        try:
            if once:
                say(f"feeds asked: {watcher.turn()}")
            else:
                watcher.watch()
        except KeyboardInterrupt:
            say("Stopped.")
