"""how much of each article's text is kept"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# Both databases add such a column without writing the table anew, which holds all texts.
COLUMN = """ALTER TABLE articles ADD COLUMN kept TEXT{collation} DEFAULT 'all' NOT NULL
CONSTRAINT ck_articles_kept CHECK (kept IN ('all', 'evidence', 'none'))"""


def upgrade() -> None:
    collation = ' COLLATE "C"' if op.get_context().dialect.name == "postgresql" else ""
    op.execute(COLUMN.format(collation=collation))


def downgrade() -> None:
    op.execute("ALTER TABLE articles DROP COLUMN kept")
