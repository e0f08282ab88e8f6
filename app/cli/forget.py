"""`summitry forget`: the settings in, articles that are stored brought to them out."""

from typing import Annotated

import typer

from app.cli import parts
from app.cli.console import complain, say
from app.config import load_settings
from app.domain.articles import Kept
from app.errors import ConfigurationError
from app.logs import log_to_stderr

Dry = Annotated[bool, typer.Option("--dry-run", help="Say of how many articles, and take nothing.")]


def forget(dry: Dry = False) -> None:
    """Take from stored articles what SUMMITRY_ARTICLE_TEXTS does not keep; it cannot be brought back.

    What was read in them stays, with its places in the text; such articles are not read again by `summitry reprocess`.
    An interrupted run goes on where it stopped. Backups that were made before have the texts still.
    """
    from app.cli.noting import note  # noqa: PLC0415
    from app.store import retention  # noqa: PLC0415 - imports the database and its libraries
    from app.store.engine import reading, writing  # noqa: PLC0415

    settings = load_settings()
    log_to_stderr(settings)
    kept = settings.article_texts
    if kept is Kept.ALL:
        raise ConfigurationError("SUMMITRY_ARTICLE_TEXTS: all: nothing is to be taken; set it to evidence or none")
    engine = parts.ready_store(settings)
    with reading(engine) as session:
        number = retention.number_with_more(session, kept)
    if dry:
        say(f"{number:,} articles have more than {kept.value}.")
        return
    with writing(engine, unseen=True) as session:
        note(session, "forget", kept.value)
    done = 0
    for changed in retention.forget(engine, kept):
        done += changed
        complain(f"{done:,} of {number:,}")
    engine.dispose()
    say(f"{done:,} articles had more than {kept.value}, and have it no longer.")
