"""indexes of decisions without those that no question asks for"""

from contextlib import AbstractContextManager, nullcontext

from alembic import op

from migrations import beside

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# The columns of an index, and which rows stand in it; before and after.
INDEXES = (
    ("source_id", "", " WHERE action NOT IN ('create', 'confirm')"),
    ("undoes", "", " WHERE undoes IS NOT NULL"),
)


def upgrade() -> None:
    with _beside_writers():
        for column, _, rows in INDEXES:
            _replace(column, rows)
        op.execute(f"DROP INDEX {_concurrently()}IF EXISTS ix_decisions_meeting_id_id")


def downgrade() -> None:
    with _beside_writers():
        for column, rows, _ in INDEXES:
            _replace(column, rows)
        op.execute(
            f"CREATE INDEX {_concurrently()}IF NOT EXISTS ix_decisions_meeting_id_id ON decisions (meeting_id, id)"
        )


def _replace(column: str, rows: str) -> None:
    """The new index is there before the old one goes, except in SQLite, where nobody reads meanwhile."""
    name, new = f"ix_decisions_{column}", f"ix_decisions_{column}_new"
    if not _is_postgresql():
        op.execute(f"DROP INDEX IF EXISTS {name}")
        op.execute(f"CREATE INDEX {name} ON decisions ({column}){rows}")
        return
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {new}")
    op.execute(f"CREATE INDEX CONCURRENTLY {new} ON decisions ({column}){rows}")
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute(f"ALTER INDEX {new} RENAME TO {name}")


def _concurrently() -> str:
    return "CONCURRENTLY " if _is_postgresql() else ""


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _beside_writers() -> AbstractContextManager[None]:
    return beside.writers() if _is_postgresql() else nullcontext()
