"""words of meetings in the order of their days, so that the first page of what is found needs no sorting"""

import sqlalchemy as sa
from alembic import op

from app.store import columns
from app.store.texts import place_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BATCH = 5_000


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE meeting_texts ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE IF EXISTS meeting_texts_id_seq")
        op.execute("ALTER TABLE meeting_texts ALTER COLUMN id TYPE bigint")
    if not op.get_context().as_sql:
        number(op.get_bind())


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "UPDATE meeting_texts SET id = numbered.id FROM (SELECT meeting_id, row_number() OVER () AS id "
            "FROM meeting_texts) numbered WHERE numbered.meeting_id = meeting_texts.meeting_id"
        )
        op.execute("ALTER TABLE meeting_texts ALTER COLUMN id TYPE integer")
        op.execute("CREATE SEQUENCE meeting_texts_id_seq OWNED BY meeting_texts.id")
        op.execute("SELECT setval('meeting_texts_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM meeting_texts))")
        op.execute("ALTER TABLE meeting_texts ALTER COLUMN id SET DEFAULT nextval('meeting_texts_id_seq')")


def number(connection: sa.Connection) -> None:
    """Give the words of each meeting its place."""
    texts = sa.table("meeting_texts", sa.column("id", sa.BigInteger()), sa.column("meeting_id"))
    meetings = sa.table("meetings", sa.column("id"), sa.column("start_earliest", columns.Day))
    query = sa.select(meetings.c.id, meetings.c.start_earliest).join_from(
        texts, meetings, meetings.c.id == texts.c.meeting_id
    )
    taken: set[int] = set()
    rows = []
    for meeting_id, start in connection.execute(query).all():
        rows.append({"meeting": meeting_id, "place": free(place_of(meeting_id, start), taken)})
    statement = sa.update(texts).where(texts.c.meeting_id == sa.bindparam("meeting")).values(id=sa.bindparam("place"))
    for first in range(0, len(rows), BATCH):
        connection.execute(statement, rows[first : first + BATCH])


def free(place: int, taken: set[int]) -> int:
    """The place, or the next one that no other meeting has."""
    while place in taken:
        place += 1
    taken.add(place)
    return place
