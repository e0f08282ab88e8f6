"""an index of the merged records that leaves out all others, which it held as one long row of nulls"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME = "ix_meetings_merged_into"
MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.drop_index(NAME, "meetings")
    op.create_index(NAME, "meetings", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED)


def downgrade() -> None:
    op.drop_index(NAME, "meetings")
    op.create_index(NAME, "meetings", ["merged_into"])
