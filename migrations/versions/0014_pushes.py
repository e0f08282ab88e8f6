"""answers to articles that were sent over HTTP, by idempotency key"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pushes",
        sa.Column("holder", columns.Words, nullable=False),
        sa.Column("key", columns.Words, nullable=False),
        sa.Column("digest", columns.Words, nullable=False),
        sa.Column("answer", columns.Json, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("holder", "key", name=op.f("pk_pushes")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pushes_at"), "pushes", ["at"])


def downgrade() -> None:
    op.drop_table("pushes")
