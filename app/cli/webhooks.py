"""`summitry webhooks`: who is told of what happens to the record, and how that goes; whoever has the store sees all.

Everything of the store and the API is imported when it is asked for, as in `app.cli.parts`.
"""

# ruff: noqa: PLC0415 - imports inside functions, for the reason above

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import keyring, parts
from app.cli.console import complain, say
from app.config import load_settings
from app.errors import ConfigurationError

if TYPE_CHECKING:
    from app.api.webhooks import WantedWebhook

app = typer.Typer(help="Addresses that are told of events: add, list, delete, resume them.", no_args_is_help=True)

Url = Annotated[str, typer.Argument(metavar="URL", help="Where events are posted to.", show_default=False)]
Id = Annotated[str, typer.Argument(metavar="WEBHOOK", help="A webhook's id.", show_default=False)]
Name = Annotated[
    str, typer.Option(help="Whose it is: the holder of an editor's key, without which it is told nothing.")
]
Filter = Annotated[
    str, typer.Option("--filter", metavar="QUERY", help="Of which meetings, as in the address of a list.")
]
Types = Annotated[list[str] | None, typer.Option("--type", help="Of which events; all. May be given several times.")]
After = Annotated[int | None, typer.Option(help="The event after which it begins; without, from now on.")]
Whose = Annotated[str | None, typer.Option("--name", help="Of this holder alone.", show_default=False)]
Most = Annotated[int, typer.Option("--limit", min=1, max=500, help="Most attempts to list.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
OF_ONE = ("id", "holder", "url", "filter", "position", "failures", "stopped_at", "error")
OF_ATTEMPT = ("at", "event", "status", "seconds", "error")


@app.command()
def add(url: Url, name: Name, query: Filter = "", types: Types = None, after: After = None) -> None:
    """Have events posted to an address, and print the webhook's id and its secret, once."""
    from app.api.access import require
    from app.domain.access import Access
    from app.sources.addresses import refuse_private
    from app.store import webhooks
    from app.store.keys import holder_named

    settings, now = load_settings(), datetime.now(UTC)
    wish = _wanted(url, query, types or [], after).wish()
    refuse_private(url, parts.reach(settings))
    with keyring.deciding(settings, "webhooks", "add", url, "--name", name) as session:
        require(holder_named(session, name, now), Access.EDITOR)
        made = webhooks.add(session, wish, name, now)
        said = f"{made.id}\t{made.secret}"
    say(said)
    complain("Keep the secret: it is not shown again. It signs every message as Standard Webhooks has it.")


@app.command("list")
def show(name: Whose = None, as_json: Json = False) -> None:
    """List webhooks and how each does, the earliest first."""
    from app.api.webhooks import shown
    from app.store import webhooks

    with keyring.looking(load_settings()) as session:
        found = list(map(shown, webhooks.webhooks(session, name)))
    if not found:
        complain("There are no webhooks.")
    _print(found, None if as_json else OF_ONE)


@app.command()
def delete(webhook: Id) -> None:
    """Tell it nothing any more, and forget what it was told."""
    from app.store import webhooks

    with keyring.deciding(load_settings(), "webhooks", "delete", webhook) as session:
        webhooks.remove(session, webhook, None)
    say(f"Webhook {webhook} is deleted.")


@app.command()
def resume(webhook: Id) -> None:
    """Try again at once, from the first event on that was not taken, whether it was stopped or waits."""
    from app.store import webhooks

    with keyring.deciding(load_settings(), "webhooks", "resume", webhook) as session:
        position = webhooks.resume(session, webhook, None, datetime.now(UTC)).position
    say(f"Webhook {webhook} is told again what came after event {position}.")


@app.command()
def deliveries(webhook: Id, most: Most = 25, as_json: Json = False) -> None:
    """List the last attempts to tell a webhook something, the latest first, of the last thirty days."""
    from app.api.webhooks import told
    from app.store import webhooks

    with keyring.looking(load_settings()) as session:
        found = list(map(told, webhooks.deliveries(session, webhook, None, most)))
    _print(found, None if as_json else OF_ATTEMPT)


def _wanted(url: str, query: str, types: Sequence[str], after: int | None) -> "WantedWebhook":
    """What is wanted, as the API takes it. Raises ConfigurationError, naming what is wrong."""
    from pydantic import ValidationError

    from app.api.webhooks import WantedWebhook

    try:
        return WantedWebhook.model_validate({"url": url, "filter": query, "types": types, "after": after})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigurationError(f"{first['loc'][0]}: {first['msg']}") from error


def _print(found: Sequence[dict[str, Any]], columns: Sequence[str] | None) -> None:
    """Records as JSON, or some of their columns parted by tabs."""
    for one in found:
        if columns is None:
            say(json.dumps(one, default=lambda moment: moment.isoformat(timespec="seconds")))
        else:
            say("\t".join(_cell(one[name]) for name in columns))


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)
