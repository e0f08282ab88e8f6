"""keys that expire, what was written with them, and how much each client asked for"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("api_keys", sa.Column("expires_at", columns.Moment(), nullable=True))
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("holder", columns.Words, nullable=False),
        sa.Column("address", columns.Words, nullable=False),
        sa.Column("method", columns.Words, nullable=False),
        sa.Column("path", columns.Words, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("request_id", columns.Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_table(
        "allowances",
        sa.Column("client", columns.Words, nullable=False),
        sa.Column("window", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("client", "window", name=op.f("pk_allowances")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("allowances")
    op.drop_table("audit")
    op.drop_column("api_keys", "expires_at")
