"""marks with days: meetings are found by who and by the days on which they can be"""

from collections import defaultdict
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# As the marks were when this was written: how many days each class may span.
SPANS = (("days", 31), ("season", 125), ("year", 500))
ANY = "ever"


def upgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT key, meeting_id FROM meeting_blocks")).all()
    kinds = {row.id: row.kind for row in connection.execute(sa.text("SELECT id, kind FROM meetings"))}
    _drop()
    op.create_table(
        "meeting_blocks",
        sa.Column("key", columns.Words, nullable=False),
        sa.Column("earliest", columns.Day, nullable=False),
        sa.Column("latest", columns.Day, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_blocks_meeting_id")),
        sa.PrimaryKeyConstraint("key", "earliest", "latest", "meeting_id", name=op.f("pk_meeting_blocks")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_meeting_blocks_meeting_id"), "meeting_blocks", ["meeting_id"], unique=False)
    marks = _marks([(row.key, row.meeting_id) for row in rows], kinds)
    if marks:
        table = sa.table(
            "meeting_blocks",
            sa.column("key", columns.Words),
            sa.column("earliest", columns.Day),
            sa.column("latest", columns.Day),
            sa.column("meeting_id", columns.Words),
        )
        connection.execute(sa.insert(table), marks)


def downgrade() -> None:
    _drop()
    op.create_table(
        "meeting_blocks",
        sa.Column("key", columns.Words, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_blocks_meeting_id")),
        sa.PrimaryKeyConstraint("key", "meeting_id", name=op.f("pk_meeting_blocks")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_meeting_blocks_meeting_id"), "meeting_blocks", ["meeting_id"], unique=False)


def _drop() -> None:
    op.drop_index(op.f("ix_meeting_blocks_meeting_id"), table_name="meeting_blocks")
    op.drop_table("meeting_blocks")


def _marks(rows: list[tuple[str, str]], kinds: dict[str, str]) -> list[dict[str, object]]:
    """One mark for each meeting and pair, over all the months that its old keys named."""
    months: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, meeting_id in rows:
        who, _, month = key.rpartition("|")
        # Gatherings were found by a party or a city alone; their next writing gives them marks of their own.
        if "+" in who:
            months[meeting_id][who].add(month)
    found = []
    for meeting_id, pairs in months.items():
        kind = kinds[meeting_id]
        of_two = ("call" if kind == "call" else "two",) if len(pairs) == 1 else ()
        of_many = ("many",) if kind == "conference" or len(pairs) > 1 else ()
        for pair, when in pairs.items():
            found += [_mark(f"{sort}:{pair}", meeting_id, when) for sort in (*of_two, *of_many)]
    return found


def _mark(who: str, meeting_id: str, months: set[str]) -> dict[str, object]:
    if "any" in months:
        earliest, latest, span = date.min, date.max, ANY
    else:
        earliest = date.fromisoformat(f"{min(months)}-01")
        last = date.fromisoformat(f"{max(months)}-01")
        # The day before the first of the next month; the calendar's last month has no next one.
        after = date(last.year + last.month // 12, last.month % 12 + 1, 1) if last < date(9999, 12, 1) else date.max
        latest = after - timedelta(days=1) if after < date.max else after
        days = (latest - earliest).days + 1
        span = next((name for name, most in SPANS if days <= most), ANY)
    return {"key": f"{who}|{span}", "earliest": earliest, "latest": latest, "meeting_id": meeting_id}
