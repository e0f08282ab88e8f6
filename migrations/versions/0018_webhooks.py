"""webhooks, and every attempt to tell them something"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("holder", columns.Words, nullable=False),
        sa.Column("url", columns.Words, nullable=False),
        sa.Column("filter", columns.Json, nullable=False),
        sa.Column("types", columns.Json, nullable=False),
        sa.Column("secret", columns.Words, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", columns.Moment(), nullable=False),
        sa.Column("stopped_at", columns.Moment(), nullable=True),
        sa.Column("error", columns.Words, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sqlite_strict=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("webhook_id", columns.Words, nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", columns.Words, nullable=True),
        sa.Column("seconds", columns.Real, nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_deliveries_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_deliveries_webhook_id_id"), "deliveries", ["webhook_id", "id"])
    op.create_index(op.f("ix_deliveries_at"), "deliveries", ["at"])


def downgrade() -> None:
    op.drop_table("deliveries")
    op.drop_table("webhooks")
