"""full text of the record, folded keys of places, series and organisations, and what lists are sorted and counted by

Each database keeps its own index of the words in `meeting_texts`: an FTS5 table on SQLite, by triggers, and a column
with a GIN index on PostgreSQL.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from app.store import columns
from app.store.folding import key_of
from app.store.texts import text_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MEETINGS = ("meetings", "meeting_states")
ADDED = ("last_day", "city_key", "series_key", "party_count")
INDEXES = (
    ("ix_meetings_last_day_id", ["last_day", "id"]),
    ("ix_meetings_city_key_start_earliest", ["city_key", "start_earliest"]),
    ("ix_meetings_latitude_longitude", ["latitude", "longitude"]),
    ("ix_meetings_series_key_start_earliest", ["series_key", "start_earliest"]),
    ("ix_meetings_independent_source_count_id", ["independent_source_count", "id"]),
    ("ix_meetings_confidence_id", ["confidence", "id"]),
)
BATCH = 500
COLUMNS_OF_WORDS = ("meeting_id", "title", "names", "evidence")
TEXTS = sa.table("meeting_texts", *map(sa.column, COLUMNS_OF_WORDS))
SQLITE_WORDS = (
    # The words are folded already: whatever is no blank belongs to one.
    "CREATE VIRTUAL TABLE meeting_words USING fts5(title, names, evidence, content='meeting_texts', "
    "content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER meeting_texts_added AFTER INSERT ON meeting_texts BEGIN "
    "INSERT INTO meeting_words (rowid, title, names, evidence) "
    "VALUES (new.id, new.title, new.names, new.evidence); END",
    "CREATE TRIGGER meeting_texts_removed AFTER DELETE ON meeting_texts BEGIN "
    "INSERT INTO meeting_words (meeting_words, rowid, title, names, evidence) "
    "VALUES ('delete', old.id, old.title, old.names, old.evidence); END",
    "CREATE TRIGGER meeting_texts_changed AFTER UPDATE ON meeting_texts BEGIN "
    "INSERT INTO meeting_words (meeting_words, rowid, title, names, evidence) "
    "VALUES ('delete', old.id, old.title, old.names, old.evidence); "
    "INSERT INTO meeting_words (rowid, title, names, evidence) "
    "VALUES (new.id, new.title, new.names, new.evidence); END",
)


def vector(passages: str, weight: str) -> str:
    """The words of passages with their places. `to_tsvector` would part them otherwise ("1e5") than SQLite does."""
    words = f"unnest(string_to_array({passages}, ' ')) WITH ORDINALITY AS words (word, place)"
    found = f"SELECT string_agg(quote_literal(word) || ':' || place, ' ') FROM {words} WHERE word <> ''"  # noqa: S608 - constants
    return f"setweight(coalesce(({found}), '')::tsvector, '{weight}')"


# The mark between passages keeps a phrase from reaching over the end of a column as well.
COLUMNS = (vector("title || ' ¶'", "A"), vector("names || ' ¶'", "B"), vector("evidence", "C"))
POSTGRESQL_WORDS = (
    "CREATE FUNCTION words_of_meeting(title text, names text, evidence text) RETURNS tsvector LANGUAGE sql IMMUTABLE "
    f"PARALLEL SAFE AS $$ SELECT {' || '.join(COLUMNS)} $$",
    "ALTER TABLE meeting_texts ADD COLUMN words tsvector "
    "GENERATED ALWAYS AS (words_of_meeting(title, names, evidence)) STORED",
    "CREATE INDEX meeting_words ON meeting_texts USING gin (words)",
)


def upgrade() -> None:
    for table in MEETINGS:
        op.add_column(table, sa.Column("last_day", columns.Day, nullable=True))
        op.add_column(table, sa.Column("city_key", columns.Words, nullable=True))
        op.add_column(table, sa.Column("series_key", columns.Words, nullable=True))
        op.add_column(table, sa.Column("party_count", sa.Integer(), nullable=False, server_default="0"))
    for name, of in INDEXES:
        op.create_index(name, "meetings", of)
    for name in ("short_key", "name_key"):
        op.add_column("organisations", sa.Column(name, columns.Words, nullable=False, server_default=""))
        op.create_index(f"ix_organisations_{name}", "organisations", [name])
    op.create_table(
        "meeting_texts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("title", columns.Words, nullable=False),
        sa.Column("names", columns.Words, nullable=False),
        sa.Column("evidence", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_texts_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_texts")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_texts_meeting_id")),
        sqlite_strict=True,
    )
    for statement in SQLITE_WORDS if op.get_context().dialect.name == "sqlite" else POSTGRESQL_WORDS:
        op.execute(sa.text(statement.replace(":", r"\:")))
    if not op.get_context().as_sql:
        fill_columns(op.get_bind())
        fill_texts(op.get_bind())


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE meeting_words")
    op.drop_table("meeting_texts")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION words_of_meeting(text, text, text)")
    for name in ("short_key", "name_key"):
        op.drop_index(f"ix_organisations_{name}", "organisations")
        op.drop_column("organisations", name)
    for name, _ in INDEXES:
        op.drop_index(name, "meetings")
    for table in MEETINGS:
        for name in ADDED:
            op.drop_column(table, name)


def fill_columns(connection: sa.Connection) -> None:
    """What the new columns hold of records that were there before."""
    number = "numeric" if connection.dialect.name == "postgresql" else "real"
    for table, of_state in (("meetings", ""), ("meeting_states", " AND side.version = meeting_states.version")):
        sides = "participants" if table == "meetings" else "participant_states"
        connection.execute(
            sa.text(
                f"UPDATE {table} SET last_day = coalesce(end_latest, start_latest), "  # noqa: S608 - constants
                f"confidence = round(CAST(confidence AS {number}), 2), party_count = (SELECT count(*) "
                f"FROM {sides} side WHERE side.meeting_id = {table}.id AND side.person_id IS NULL{of_state})"
            )
        )
        for name in ("city", "series"):
            fold(connection, table, name, f"{name}_key")
    for name in ("short", "name"):
        fold(connection, "organisations", name, f"{name}_key")


def fold(connection: sa.Connection, table: str, of: str, into: str) -> None:
    """Fill a column with the folded values of another one."""
    row = sa.table(table, sa.column(of, columns.Words), sa.column(into, columns.Words))
    for written in connection.scalars(sa.select(row.c[of]).where(row.c[of].is_not(None)).distinct()).all():
        connection.execute(sa.update(row).where(row.c[of] == written).values({into: key_of(written)}))


def fill_texts(connection: sa.Connection) -> None:
    """The words of every meeting that stands, a batch at a time."""
    meetings = sa.table("meetings", *map(sa.column, ("id", "title", "document", "merged_into", "retracted_at")))
    stands = (meetings.c.merged_into.is_(None), meetings.c.retracted_at.is_(None))
    ids = connection.scalars(sa.select(meetings.c.id).where(*stands).order_by(meetings.c.id)).all()
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        rows = connection.execute(sa.select(meetings).where(meetings.c.id.in_(batch)).order_by(meetings.c.id)).all()
        told = told_of(connection, batch)
        texts = (text_of(row, told[row.id]) for row in rows)
        connection.execute(sa.insert(TEXTS), [{name: text[name] for name in COLUMNS_OF_WORDS} for text in texts])


def told_of(connection: sa.Connection, batch: list[str]) -> dict[str, list[sa.Row]]:
    """What the sources of some meetings say."""
    candidate = sa.column("candidate", columns.Json)
    sources = sa.table("sources", *map(sa.column, ("id", "meeting_id", "article_id", "quote")), candidate)
    articles = sa.table("articles", sa.column("id"), sa.column("title"))
    found = defaultdict(list)
    query = (
        sa.select(sources.c.meeting_id, sources.c.quote, sources.c.candidate, articles.c.title)
        .join_from(sources, articles, articles.c.id == sources.c.article_id)
        .where(sources.c.meeting_id.in_(batch))
        .order_by(sources.c.id)
    )
    for row in connection.execute(query):
        found[row.meeting_id].append(row)
    return found
