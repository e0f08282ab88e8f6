"""the finest period in which the first day of each listed meeting lies"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

POSTINGS = sa.table("postings", sa.column("meeting_id"), sa.column("grain"))
MEETINGS = sa.table(
    "meetings", sa.column("id"), sa.column("start_earliest", columns.Day), sa.column("start_latest", columns.Day)
)


def upgrade() -> None:
    op.add_column("postings", sa.Column("grain", sa.Integer(), nullable=False, server_default="0"))
    first, last = months(MEETINGS.c.start_earliest), months(MEETINGS.c.start_latest)
    grain = sa.case((first == last, 3), (first // 3 == last // 3, 2), (first // 12 == last // 12, 1), else_=0)
    of_meeting = sa.select(grain).where(MEETINGS.c.id == POSTINGS.c.meeting_id).scalar_subquery()
    op.execute(sa.update(POSTINGS).values(grain=of_meeting))


def downgrade() -> None:
    op.drop_column("postings", "grain")


def months(day: sa.ColumnElement[object]) -> sa.ColumnElement[int]:
    year, month = (sa.cast(sa.extract(part, day), sa.Integer()) for part in ("year", "month"))
    return year * 12 + month - 1
