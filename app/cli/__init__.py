"""The `summitry` command: arguments in, the parts of the program put together and called, words and exit codes out.

Exit codes: 0 all went well; 1 something failed, and a line on standard error says what; 2 the arguments are wrong;
130 interrupted.
"""

import sys
from collections.abc import Sequence

import typer

from app.cli import (
    archive,
    doctor,
    evaluate,
    evaluate_resolution,
    export,
    extract,
    failures,
    forget,
    ingest,
    keys,
    meetings,
    queue,
    reprocess,
    reviews,
    serve,
    store,
    train,
    watch,
    webhooks,
)
from app.cli.console import complain
from app.errors import SummitryError

app = typer.Typer(
    name="summitry",
    help="The record of who met whom: diplomatic meetings read from news articles, served over HTTP.",
    epilog="Settings are environment variables (SUMMITRY_...) or keys of summitry.toml; the README lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(store.migrate)
app.command()(ingest.ingest)
app.command()(queue.enqueue)
app.command()(queue.worker)
app.command()(queue.progress)
app.command()(watch.watch)
app.command()(reprocess.reprocess)
app.command()(forget.forget)
app.add_typer(failures.app, name="failures")
app.add_typer(keys.app, name="keys")
app.add_typer(meetings.app, name="meetings")
app.add_typer(reviews.app, name="reviews")
app.add_typer(webhooks.app, name="webhooks")
app.command()(archive.backup)
app.command()(archive.restore)
app.command()(archive.copy)
app.command()(archive.verify)
app.command()(export.export)
app.command()(extract.extract)
app.command()(evaluate.evaluate)
app.command()(evaluate_resolution.evaluate_resolution)
app.command()(train.train)
app.command()(serve.serve)
app.command()(serve.demo)
app.command()(doctor.doctor)
app.command()(store.version)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with `arguments` (those of the process by default) and exit; an expected error is one line."""
    try:
        app(args=list(arguments) if arguments is not None else None, prog_name="summitry")
    except SummitryError as error:
        complain(f"summitry: {error}")
        sys.exit(ingest.FAILED)
    except KeyboardInterrupt:
        sys.exit(ingest.INTERRUPTED)
