"""an index of the new records that resembled another one, which people look at"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ALIKE = sa.text("action = 'create' AND score > 0")


def upgrade() -> None:
    op.create_index("ix_decisions_alike", "decisions", ["score"], sqlite_where=ALIKE, postgresql_where=ALIKE)


def downgrade() -> None:
    op.drop_index("ix_decisions_alike", "decisions")
