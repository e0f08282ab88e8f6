"""`summitry keys`: who may decide over HTTP; made, listed and revoked."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from app.cli import keyring
from app.cli.console import complain, output, say
from app.config import load_settings
from app.domain.access import Access

if TYPE_CHECKING:
    from app.store.models import ApiKey

app = typer.Typer(help="Keys of those who may decide over HTTP: make, list and revoke them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Whose key it is; decisions are recorded under this name.")]
Role = Annotated[
    Access, typer.Option(help="reader: no decisions; editor: all but retracting a record; admin: all of them.")
]
Days = Annotated[int | None, typer.Option(min=1, max=36_500, help="Days after which it is worthless; without, never.")]
Most = Annotated[int, typer.Option(min=1, max=100_000, help="Most of them, the latest first.")]
Whose = Annotated[
    str | None, typer.Option("--name", help="Of this holder of a key, or user, alone.", show_default=False)
]

ONCE = "Keep it: it is not shown again. Send it with each request as `Authorization: Bearer KEY`."


@app.command()
def create(name: Name, role: Role = Access.EDITOR, days: Days = None) -> None:
    """Make a key and print it, once."""
    with keyring.deciding(load_settings(), "keys", "create", name) as session:
        key = keyring.create_key(session, name, role, days)
    say(key)
    complain(ONCE)


@app.command("list")
def show() -> None:
    """List the holders of keys with their roles; the keys themselves are not stored."""
    found = keyring.keys(load_settings())
    if not found:
        complain("There are no keys: nobody may decide over HTTP.")
    elif output.is_terminal:
        table = Table("name", "role", "made", "expires", "revoked")
        for key in found:
            table.add_row(*_cells(key))
        output.print(table)
    else:
        for key in found:
            say("\t".join(_cells(key)))


@app.command()
def revoke(name: Name) -> None:
    """Make somebody's key worthless from now on; what was decided with it stays."""
    with keyring.deciding(load_settings(), "keys", "revoke", name) as session:
        keyring.revoke_key(session, name)
    say(f"The key of {name} is revoked.")


@app.command()
def audit(most: Most = 100, name: Whose = None) -> None:
    """List who wrote what: over HTTP with a key, from where, and what came of it; or by a command, as which user."""
    for entry in keyring.audited(load_settings(), most, name):
        cells = (entry.holder, entry.address, entry.method, entry.path, str(entry.status), entry.request_id)
        say("\t".join((entry.at.isoformat(timespec="seconds"), *cells)))


def _cells(key: "ApiKey") -> tuple[str, ...]:
    days = (f"{day:%Y-%m-%d}" if day else "" for day in (key.created_at, key.expires_at, key.revoked_at))
    return key.name, key.role, *days
