"""How a new migration writes the project's own column types: a type in, its name in `app.store.columns` out."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from app.store import columns

NAMES = {"Words": columns.Words, "Day": columns.Day, "Json": columns.Json, "Real": columns.Real}


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """`columns.Words` and so on for the project's types, False (Alembic's own way) for everything else."""
    if kind != "type":
        return False
    if isinstance(item, columns.Moment):
        name = "Moment()"
    else:
        name = next((name for name, known in NAMES.items() if repr(known) == repr(item)), "")
    if not name:
        return False
    context.imports.add("from app.store import columns")
    return f"columns.{name}"
