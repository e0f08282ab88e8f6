"""offices of people: what sources show somebody in, from when to when, and marks by which a person is found

People of a store from before this revision are found by their full names until an article names them again.
"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_marks",
        sa.Column("mark", columns.Words, nullable=False),
        sa.Column("person_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_marks_person_id")),
        sa.PrimaryKeyConstraint("mark", "person_id", name=op.f("pk_person_marks")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "person_offices",
        sa.Column("person_id", columns.Words, nullable=False),
        sa.Column("office", columns.Words, nullable=False),
        sa.Column("rank", columns.Words, nullable=True),
        sa.Column("first", columns.Day, nullable=False),
        sa.Column("last", columns.Day, nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_person_offices_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_offices_person_id")),
        sa.PrimaryKeyConstraint("person_id", "office", name=op.f("pk_person_offices")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("person_offices")
    op.drop_table("person_marks")
