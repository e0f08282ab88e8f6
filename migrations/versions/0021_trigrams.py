"""an index of the trigrams of names on PostgreSQL, by which the beginning of any word of a name is found"""

import logging

from alembic import op
from sqlalchemy.exc import DBAPIError

from migrations import beside

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)
INDEX = "ix_person_names_trigrams"
# Few names are new: that they go into the index at once costs little, and no search has to look at a list beside it.
TRIGRAMS = f"{INDEX} ON person_names USING gin ((' ' || key) gin_trgm_ops) WITH (fastupdate = off)"


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as error:
        log.warning(
            "names are searched one by one, without an index: %s. An administrator can mend that at any time: "
            "CREATE EXTENSION pg_trgm; CREATE INDEX CONCURRENTLY %s",
            str(error.orig).splitlines()[0],
            TRIGRAMS,
        )
        return
    with beside.writers():
        # One that was being built when the program ended is there, and of no use.
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
        op.execute(f"CREATE INDEX CONCURRENTLY {TRIGRAMS}")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        with beside.writers():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
