"""`summitry ingest`: paths and addresses in, a filled store and a report out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from app.cli import parts
from app.cli.console import complain, errors, output
from app.cli.display import progress_on, report_table
from app.cli.options import Given, Language, Mapping, Outlet, Published, Sources, Workers
from app.config import Settings, load_settings
from app.ingest.interruption import watched
from app.logs import log_to_stderr

if TYPE_CHECKING:
    from app.ingest.report import Report

FAILED = 1
INTERRUPTED = 130


def ingest(
    sources: Sources,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = "en",
    mapping: Mapping = None,
    workers: Workers = 1,
) -> None:
    """Read articles and record the meetings that they report.

    What is in the store already is passed over, so the same command goes on where an interrupted one stopped. An input
    that cannot be taken is named on standard error and kept for `summitry failures`; the exit code is then 1.
    """
    leave(run_and_report(load_settings(), sources, Given.of(published, outlet, language, mapping), workers=workers))


def run_and_report(
    settings: Settings, sources: Sequence[str], given: Given, *, again: bool = False, workers: int = 1
) -> "Report":
    """Run the job with a display that suits the terminal, and print its report.

    `again` asks servers even for what has not changed. Raises StoreUnavailableError.
    """
    log_to_stderr(settings)
    options = parts.read_options(settings, given)
    with watched() as interruption, progress_on(errors, parts.number_of(sources)) as progress:
        surroundings = parts.surroundings(settings, given, progress, interruption, conditional=not again)
        with parts.crew(settings, given, workers) as crew:
            report = parts.ingest(replace(surroundings, crew=crew), sources, options)
    surroundings.engine.dispose()
    output.print(report_table(report))
    return report


def leave(report: "Report") -> None:
    """End the command as the report demands: raises typer.Exit where the run was interrupted or something failed."""
    if report.interrupted:
        complain("Interrupted. Nothing is lost: the same command goes on from here.")
        raise typer.Exit(INTERRUPTED)
    if report.counts.failed:
        complain("Some inputs failed: `summitry failures list` shows them, `summitry failures retry` reads them again.")
        raise typer.Exit(FAILED)
