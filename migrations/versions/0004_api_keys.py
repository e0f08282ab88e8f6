"""keys of those who may decide over HTTP"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("role", columns.Words, nullable=False),
        sa.Column("salt", columns.Words, nullable=False),
        sa.Column("digest", columns.Words, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("revoked_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("role IN ('reader', 'editor', 'admin')", name=op.f("ck_api_keys_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("name", name=op.f("uq_api_keys_name")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("api_keys")
