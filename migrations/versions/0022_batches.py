"""articles that were sent to be read later"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batches",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("holder", columns.Words, nullable=False),
        sa.Column("articles", columns.Json, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", columns.Json, nullable=False),
        sa.Column("failed", columns.Json, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("next_at", columns.Moment(), nullable=False),
        sa.Column("finished_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_batches_finished_at_next_at"), "batches", ["finished_at", "next_at"])


def downgrade() -> None:
    op.drop_table("batches")
