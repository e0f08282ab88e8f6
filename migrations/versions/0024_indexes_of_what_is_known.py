"""indexes of places, series and sides without the rows that have none; none of a day that no question asks for"""

from contextlib import AbstractContextManager, nullcontext

from alembic import op

from migrations import beside

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SIDES = ("country", "organisation_id", "person_id")
INDEXES = (
    *(("meetings", name, "start_earliest") for name in ("place_country", "city_key", "series_key")),
    ("meetings", "latitude", "longitude"),
    *((table, name, "meeting_id") for table in ("participants", "participant_states") for name in SIDES),
)
UNUSED = ("meetings", "start_latest", "id")


def upgrade() -> None:
    with _beside_writers():
        for table, first, second in INDEXES:
            _replace(table, first, second, f" WHERE {first} IS NOT NULL")
        concurrently = "CONCURRENTLY " if _is_postgresql() else ""
        op.execute(f"DROP INDEX {concurrently}IF EXISTS {_name(*UNUSED)}")


def downgrade() -> None:
    with _beside_writers():
        for table, first, second in (*INDEXES, UNUSED):
            _replace(table, first, second, "")


def _replace(table: str, first: str, second: str, where: str) -> None:
    """The new index is there before the old one goes: those who read meanwhile need one."""
    name = _name(table, first, second)
    if not _is_postgresql():
        op.execute(f"DROP INDEX IF EXISTS {name}")
        op.execute(f"CREATE INDEX {name} ON {table} ({first}, {second}){where}")
        return
    new = f"{name}_new"
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {new}")
    op.execute(f"CREATE INDEX CONCURRENTLY {new} ON {table} ({first}, {second}){where}")
    op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
    op.execute(f"ALTER INDEX {new} RENAME TO {name}")


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _beside_writers() -> AbstractContextManager[None]:
    return beside.writers() if _is_postgresql() else nullcontext()


def _name(table: str, first: str, second: str) -> str:
    return f"ix_{table}_{first}_{second}"
