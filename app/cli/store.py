"""`summitry migrate` and `summitry version`: the state of the store and of the program."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from app.cli import parts
from app.cli.console import say
from app.config import load_settings


def migrate() -> None:
    """Create the store, or bring an older one up to date; does nothing to one that is.

    The store is the database that SUMMITRY_DATABASE_URL names; a SQLite file and its folder are made where they are
    missing.
    """
    engine = parts.ready_store(load_settings())
    say(f"The store {engine.url.render_as_string()} is up to date.")
    engine.dispose()


def version() -> None:
    """Print the version."""
    try:
        say(f"summitry {installed('summitry')}")
    except PackageNotFoundError:
        say("summitry, not installed: run from its source")
