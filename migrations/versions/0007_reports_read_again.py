"""a decision for reports that a newer extractor reads otherwise

Going back is possible only while no report was read again: the older schema has no word for it.
"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ACTIONS = "'create', 'confirm', 'merge', 'split', 'correct', 'retract', 'undo'"
WITH_REREAD = "'create', 'confirm', 'merge', 'split', 'correct', 'retract', 'reread', 'undo'"


def upgrade() -> None:
    with op.batch_alter_table("decisions", copy_from=decisions(ACTIONS)) as table:
        table.drop_constraint(op.f("ck_decisions_action"), type_="check")
        table.create_check_constraint(op.f("ck_decisions_action"), f"action IN ({WITH_REREAD})")
        table.create_index(op.f("ix_decisions_source_id"), ["source_id"])


def downgrade() -> None:
    with op.batch_alter_table("decisions", copy_from=decisions(WITH_REREAD, by_source=True)) as table:
        table.drop_index(op.f("ix_decisions_source_id"))
        table.drop_constraint(op.f("ck_decisions_action"), type_="check")
        table.create_check_constraint(op.f("ck_decisions_action"), f"action IN ({ACTIONS})")


def decisions(actions: str, *, by_source: bool = False) -> sa.Table:
    """The table that changes, as it is before: SQLite copies it."""
    table = sa.Table(
        "decisions",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", columns.Words, nullable=False),
        sa.Column("actor", columns.Words, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("source_id", columns.Words, nullable=True),
        sa.Column("score", columns.Real, nullable=True),
        sa.Column("reasons", columns.Json, nullable=False),
        sa.Column("changes", columns.Json, nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"action IN ({actions})", name=op.f("ck_decisions_action")),
        sa.CheckConstraint("(undoes IS NULL) = (action <> 'undo')", name=op.f("ck_decisions_undoes")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_decisions_source_id")),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name=op.f("fk_decisions_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.Index(op.f("ix_decisions_at_id"), "at", "id"),
        sa.Index(op.f("ix_decisions_meeting_id_id"), "meeting_id", "id"),
        sa.Index(op.f("ix_decisions_undoes"), "undoes"),
        sqlite_strict=True,
    )
    alike = sa.text("action = 'create' AND score > 0")
    sa.Index("ix_decisions_alike", table.c.score, sqlite_where=alike, postgresql_where=alike)
    if by_source:
        sa.Index(op.f("ix_decisions_source_id"), table.c.source_id)
    return table
