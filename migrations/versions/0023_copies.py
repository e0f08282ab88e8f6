"""an index of copies that leaves out all other articles, of whose nulls SQLite took the whole to be worthless"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NAME = "ix_articles_copy_of"
COPIES = sa.text("copy_of IS NOT NULL")


def upgrade() -> None:
    op.drop_index(NAME, "articles")
    op.create_index(NAME, "articles", ["copy_of"], sqlite_where=COPIES, postgresql_where=COPIES)


def downgrade() -> None:
    op.drop_index(NAME, "articles")
    op.create_index(NAME, "articles", ["copy_of"])
