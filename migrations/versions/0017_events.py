"""numbers of decisions in the order in which they could be seen"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_events_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_events_decision_id")),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO events (decision_id) SELECT id FROM decisions ORDER BY id")


def downgrade() -> None:
    op.drop_table("events")
