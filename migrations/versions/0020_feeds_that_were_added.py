"""how each feed is followed, and who added it"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("every_minutes", columns.Real, nullable=False, server_default="30"))
    op.add_column("feeds", sa.Column("pages", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("feeds", sa.Column("holder", columns.Words, nullable=True))


def downgrade() -> None:
    for name in ("every_minutes", "pages", "holder"):
        op.drop_column("feeds", name)
