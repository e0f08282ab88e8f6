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

ONCE = "Keep it: it is not shown again. Send it with each request as `Authorization: Bearer KEY`."


@app.command()
def create(name: Name, role: Role = Access.EDITOR) -> None:
    """Make a key and print it, once."""
    with keyring.deciding(load_settings()) as session:
        key = keyring.create_key(session, name, role)
    say(key)
    complain(ONCE)


@app.command("list")
def show() -> None:
    """List the holders of keys with their roles; the keys themselves are not stored."""
    found = keyring.keys(load_settings())
    if not found:
        complain("There are no keys: nobody may decide over HTTP.")
    elif output.is_terminal:
        table = Table("name", "role", "made", "revoked")
        for key in found:
            table.add_row(*_cells(key))
        output.print(table)
    else:
        for key in found:
            say("\t".join(_cells(key)))


@app.command()
def revoke(name: Name) -> None:
    """Make somebody's key worthless from now on; what was decided with it stays."""
    with keyring.deciding(load_settings()) as session:
        keyring.revoke_key(session, name)
    say(f"The key of {name} is revoked.")


def _cells(key: "ApiKey") -> tuple[str, ...]:
    revoked = f"{key.revoked_at:%Y-%m-%d}" if key.revoked_at else ""
    return key.name, key.role, f"{key.created_at:%Y-%m-%d}", revoked
