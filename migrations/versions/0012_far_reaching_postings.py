"""what may last long is listed once more by itself, in place of an index that SQLite does not use"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FAR = sa.text("reach > 0")
AGAIN = """
INSERT INTO postings (facet, value, start, meeting_id, last, reach, kind, status, level, grain)
SELECT facet || '+' || reach, value, start, meeting_id, last, reach, kind, status, level, grain
FROM postings WHERE reach > 0 ORDER BY 1, 2, 3, 4
"""


def upgrade() -> None:
    op.drop_index("ix_postings_far", "postings")
    op.execute(AGAIN)


def downgrade() -> None:
    op.execute("DELETE FROM postings WHERE facet LIKE '%+_'")
    far = ["facet", "value", "reach", "start", "meeting_id", "last"]
    op.create_index("ix_postings_far", "postings", far, sqlite_where=FAR, postgresql_where=FAR)
