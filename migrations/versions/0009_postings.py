"""meetings under each thing that can be asked for, in the order of their days"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FAR = sa.text("reach > 0")
DAYS = {
    "sqlite": "julianday(last_day) - julianday(start_earliest)",
    "postgresql": "last_day - start_earliest",
}
FILL = """
INSERT INTO postings (facet, value, start, meeting_id, last, reach, kind, status, level)
SELECT
  facet, value, coalesce(start_earliest, {undated}), id, coalesce(last_day, {undated}),
  CASE WHEN {days} > 366 THEN 2 WHEN {days} > 31 THEN 1 ELSE 0 END, kind, status, level
FROM meetings JOIN (
  SELECT 'meeting' AS facet, '' AS value, id AS meeting_id FROM meetings
  UNION ALL SELECT 'series', series, id FROM meetings
  UNION ALL SELECT DISTINCT 'country', country, meeting_id FROM participants
  UNION ALL SELECT DISTINCT 'person', person_id, meeting_id FROM participants
  UNION ALL SELECT DISTINCT 'organisation', organisation_id, meeting_id FROM participants
  UNION ALL SELECT DISTINCT 'dyad', one.country || '-' || other.country, one.meeting_id
    FROM participants AS one
    JOIN participants AS other ON other.meeting_id = one.meeting_id AND other.country > one.country
  UNION ALL SELECT 'topic', topic, meeting_id FROM meeting_topics
  UNION ALL SELECT DISTINCT 'outlet', outlet_id, meeting_id
    FROM sources JOIN articles ON articles.id = sources.article_id WHERE meeting_id IS NOT NULL
) AS listed ON listed.meeting_id = meetings.id
WHERE value IS NOT NULL AND merged_into IS NULL AND retracted_at IS NULL
ORDER BY 1, 2, 3, 4
"""


def upgrade() -> None:
    op.create_table(
        "postings",
        sa.Column("facet", columns.Words, nullable=False),
        sa.Column("value", columns.Words, nullable=False),
        sa.Column("start", columns.Day, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("last", columns.Day, nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("kind", columns.Words, nullable=False),
        sa.Column("status", columns.Words, nullable=False),
        sa.Column("level", columns.Words, nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", "start", "meeting_id", name=op.f("pk_postings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    dialect = op.get_bind().dialect.name
    undated = "'9999-12-31'" if dialect == "sqlite" else "DATE '9999-12-31'"
    op.execute(FILL.format(days=DAYS[dialect], undated=undated))
    far = ["facet", "value", "reach", "start", "meeting_id", "last"]
    op.create_index("ix_postings_far", "postings", far, sqlite_where=FAR, postgresql_where=FAR)


def downgrade() -> None:
    op.drop_index("ix_postings_far", "postings")
    op.drop_table("postings")
