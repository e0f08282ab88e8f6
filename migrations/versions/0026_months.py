"""texts, accounts and claims by themselves, which PostgreSQL parts by the month in their ids

They are most of a store. What is looked for by anything but its id, or referred to, stays in whole tables.
"""

import sqlalchemy as sa
from alembic import op

from app.store import columns
from app.store.schema import LOCK_TIMEOUT
from migrations import beside

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CLAIMED = ("seq", "field", "value", "span_start", "span_end", "quote", "rule", "confidence")
# The new table, the key by which it is parted, the table that its columns come from with the key there, and these.
TAKEN = (
    ("article_texts", "article_id", "articles", "id", ("text",)),
    ("source_accounts", "source_id", "sources", "id", ("quote", "candidate", "people")),
)
NEW_CLAIMS = ("claims_parted", "source_id", "claims", "source_id", CLAIMED)
# Each month of which there is an article or a source, in all three tables; in a transaction of its own where `{end}` is
# COMMIT, since many months at once take more locks than a server has. Undated ids stand before all months; those that
# older versions gave have no month, and stand wherever they fall.
PARTS = """
DO $$ DECLARE
    marks text[] := ARRAY(SELECT year || lpad(month::text, 2, '0') || '-' FROM generate_series(1900, 2099) AS year,
        generate_series(1, 12) AS month ORDER BY year, month) || '210001-'::text;
    place int;
    parted record;
BEGIN
    FOR place IN
        SELECT width_bucket(head COLLATE "C", marks) FROM (
            SELECT substr(id, 2, 7) FROM articles UNION SELECT substr(id, 2, 7) FROM sources
        ) AS heads (head)
        UNION VALUES (0), (array_length(marks, 1))
    LOOP
        FOR parted IN SELECT * FROM (VALUES
            ('article_texts', 'article_texts', 'a'), ('source_accounts', 'source_accounts', 's'),
            ('claims', 'claims_parted', 's')
        ) AS t (name, whole, letter)
        LOOP
            EXECUTE format(
                'CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                parted.name || '_' || coalesce(left(marks[place], 6), '000000'),
                parted.whole,
                coalesce(quote_literal(parted.letter || marks[place]), 'MINVALUE'),
                coalesce(quote_literal(parted.letter || marks[place + 1]), 'MAXVALUE')
            );
        END LOOP;
        {end}
    END LOOP;
END $$"""
# What is written while rows are copied is noted, and copied once more at the end.
NOTES = """
CREATE TABLE IF NOT EXISTS moved_again (name text, id text);
CREATE OR REPLACE FUNCTION note_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_TABLE_NAME = 'claims' THEN
        INSERT INTO moved_again VALUES (TG_TABLE_NAME, coalesce(NEW.source_id, OLD.source_id));
    ELSE
        INSERT INTO moved_again VALUES (TG_TABLE_NAME, coalesce(NEW.id, OLD.id));
    END IF;
    RETURN NULL;
END $$"""
# Whoever waited for one of these while he holds another would in time wait in a circle with somebody who writes.
ALONE = """
DO $$ BEGIN
    FOR attempt IN 1 .. 50 LOOP
        BEGIN
            SET LOCAL lock_timeout = '200ms';
            LOCK TABLE articles, sources, claims IN ACCESS EXCLUSIVE MODE;
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(0.1);
        END;
    END LOOP;
    RAISE lock_not_available USING MESSAGE = 'articles, sources and claims are in use: migrate again';
END $$"""
# Month by month: all at once takes more locks than a server has.
DROPPED = """
DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = '{table}'::regclass LOOP
        EXECUTE format('DROP TABLE %s', part);
        COMMIT;
    END LOOP;
END $$"""
BATCH = 10_000


def upgrade() -> None:
    if not _is_postgresql():
        _make_texts()
        _make_accounts()
        for table, key, whole, own, taken in TAKEN:
            op.execute(f"INSERT INTO {table} ({key}, {_names(taken)}) SELECT {own}, {_names(taken)} FROM {whole}")  # noqa: S608 - constants
        _drop_taken()
        return
    with beside.writers():
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        _make_texts()
        _make_accounts()
        _make_claims("claims_parted", "RANGE (source_id)")
        op.execute(NOTES)
        for move in (*TAKEN, NEW_CLAIMS):
            op.execute(
                f"CREATE OR REPLACE TRIGGER note_move AFTER INSERT OR DELETE OR UPDATE ON {move[2]} "
                "FOR EACH ROW EXECUTE FUNCTION note_move()"
            )
        op.execute(PARTS.format(end="COMMIT;"))
        for move in (*TAKEN, NEW_CLAIMS):
            op.execute(_in_batches(*move))
    op.execute(ALONE)
    op.execute(PARTS.format(end=""))
    for table, key, whole, own, taken in (*TAKEN, NEW_CLAIMS):
        again = f"IN (SELECT id FROM moved_again WHERE name = '{whole}')"  # noqa: S608 - constants
        op.execute(f"DELETE FROM {table} WHERE {key} {again}")  # noqa: S608 - constants
        rows = f"SELECT {own}, {_names(taken)} FROM {whole} WHERE {own} {again}"  # noqa: S608 - constants
        op.execute(f"INSERT INTO {table} ({key}, {_names(taken)}) {rows}")
        op.execute(f"DROP TRIGGER note_move ON {whole}")
    op.execute("DROP FUNCTION note_move")
    op.execute("DROP TABLE moved_again")
    op.execute("DROP TABLE claims")
    op.execute("ALTER TABLE claims_parted RENAME TO claims")
    op.execute("ALTER TABLE claims RENAME CONSTRAINT pk_claims_parted TO pk_claims")
    _drop_taken()


def downgrade() -> None:
    for table, key, whole, _, taken in TAKEN:
        for name in taken:
            _give_back(table, key, whole, name)
    if not _is_postgresql():
        for table, *_ in TAKEN:
            op.execute(f"DROP TABLE {table}")
        return
    op.execute("ALTER TABLE claims RENAME TO claims_parted")
    op.execute("ALTER TABLE claims_parted RENAME CONSTRAINT pk_claims TO pk_claims_parted")
    _make_claims("claims", None)
    names = _names(("source_id", *CLAIMED))
    op.execute(f"INSERT INTO claims ({names}) SELECT {names} FROM claims_parted")  # noqa: S608 - constants
    op.execute("ALTER TABLE claims RENAME CONSTRAINT pk_claims_whole TO pk_claims")
    with beside.writers():
        for table in ("article_texts", "source_accounts", "claims_parted"):
            op.execute(DROPPED.format(table=table))
            op.execute(f"DROP TABLE {table}")


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(columns)


def _in_batches(table: str, key: str, whole: str, own: str, taken: tuple[str, ...]) -> str:
    """Copies rows some thousands at a time, in transactions of their own; none that is there, or will be at the end."""
    names = _names(taken)
    return f"""
        DO $$ DECLARE
            after text := '';
            until text;
        BEGIN LOOP
            SELECT max({own}) INTO until FROM (
                SELECT {own} FROM {whole} WHERE {own} > after ORDER BY {own} LIMIT {BATCH}
            ) AS batch;
            EXIT WHEN until IS NULL;
            INSERT INTO {table} ({key}, {names}) SELECT {own}, {names} FROM {whole}
            WHERE {own} > after AND {own} <= until AND {own} NOT IN (SELECT id FROM moved_again WHERE name = '{whole}')
            ON CONFLICT DO NOTHING;
            COMMIT;
            after := until;
        END LOOP; END $$"""  # noqa: S608 - constants


def _drop_taken() -> None:
    for _, _, whole, _, taken in TAKEN:
        for name in taken:
            op.execute(f"ALTER TABLE {whole} DROP COLUMN {name}")


def _give_back(table: str, key: str, whole: str, name: str) -> None:
    is_json = _is_postgresql() and name in ("candidate", "people")
    kind = "jsonb" if is_json else "TEXT"
    collation = ' COLLATE "C"' if _is_postgresql() and not is_json else ""
    # SQLite adds no column that must have a value without one.
    default = "" if is_json else " DEFAULT '' NOT NULL"
    op.execute(f"ALTER TABLE {whole} ADD COLUMN {name} {kind}{collation}{default}")
    found = f"SELECT {name} FROM {table} WHERE {key} = {whole}.id"  # noqa: S608 - constants
    op.execute(f"UPDATE {whole} SET {name} = ({found})")  # noqa: S608 - constants
    if is_json:
        op.execute(f"ALTER TABLE {whole} ALTER COLUMN {name} SET NOT NULL")


def _make_texts() -> None:
    op.create_table(
        "article_texts",
        sa.Column("article_id", columns.Words, nullable=False),
        sa.Column("text", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_texts_article_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_texts")),
        if_not_exists=True,
        sqlite_strict=True,
        postgresql_partition_by="RANGE (article_id)",
    )


def _make_accounts() -> None:
    op.create_table(
        "source_accounts",
        sa.Column("source_id", columns.Words, nullable=False),
        sa.Column("quote", columns.Words, nullable=False),
        sa.Column("candidate", columns.Json, nullable=False),
        sa.Column("people", columns.Json, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_accounts_source_id")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_accounts")),
        if_not_exists=True,
        sqlite_strict=True,
        postgresql_partition_by="RANGE (source_id)",
    )


def _make_claims(name: str, parted: str | None) -> None:
    """The table that PostgreSQL has in place of the one before, beside which it is made."""
    op.create_table(
        name,
        sa.Column("source_id", columns.Words, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("field", columns.Words, nullable=False),
        sa.Column("value", columns.Words, nullable=True),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("quote", columns.Words, nullable=False),
        sa.Column("rule", columns.Words, nullable=False),
        sa.Column("confidence", columns.Real, nullable=False),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_claims_confidence")),
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_claims_span")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_claims_source_id")),
        sa.PrimaryKeyConstraint("source_id", "seq", name=op.f(f"pk_{name}" if parted else "pk_claims_whole")),
        if_not_exists=True,
        **({"postgresql_partition_by": parted} if parted else {}),
    )


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
