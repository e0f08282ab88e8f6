"""feeds that are watched, and how each one does"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", columns.Words, nullable=False),
        sa.Column("outlet", columns.Words, nullable=True),
        sa.Column("next_at", columns.Moment(), nullable=False),
        sa.Column("last_tried_at", columns.Moment(), nullable=True),
        sa.Column("last_success_at", columns.Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("error", columns.Words, nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_feeds_next_at"), "feeds", ["next_at"])


def downgrade() -> None:
    op.drop_table("feeds")
