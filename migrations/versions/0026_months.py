"""texts, accounts and claims by themselves, which PostgreSQL parts by the month in their ids

They are most of a store. What is looked for by anything but its id, or referred to, stays in whole tables.
"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CLAIMED = "source_id, seq, field, value, span_start, span_end, quote, rule, confidence"
# The new table, the key by which it is parted, the table that it takes columns from, and these.
TAKEN = (
    ("article_texts", "article_id", "articles", ("text",)),
    ("source_accounts", "source_id", "sources", ("quote", "candidate", "people")),
)
# Each month of which there is an article or a source, in all three tables. Undated ids stand before all months; those
# that older versions gave have no month, and stand wherever they fall.
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
        FOR parted IN
            SELECT * FROM (VALUES ('article_texts', 'a'), ('source_accounts', 's'), ('claims', 's')) AS t (name, letter)
        LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)',
                parted.name || '_' || coalesce(left(marks[place], 6), '000000'),
                parted.name,
                coalesce(quote_literal(parted.letter || marks[place]), 'MINVALUE'),
                coalesce(quote_literal(parted.letter || marks[place + 1]), 'MAXVALUE')
            );
        END LOOP;
    END LOOP;
END $$"""


def upgrade() -> None:
    if _is_postgresql():
        # Who reads goes on until the columns go, at the end.
        op.execute("LOCK TABLE articles, sources, claims IN SHARE ROW EXCLUSIVE MODE")
        op.execute("ALTER TABLE claims RENAME TO claims_whole")
        for name in ("pk_claims", "fk_claims_source_id", "ck_claims_confidence", "ck_claims_span"):
            op.execute(f"ALTER TABLE claims_whole RENAME CONSTRAINT {name} TO {name}_whole")
    _make_texts()
    _make_accounts()
    if _is_postgresql():
        _make_claims(parted=True)
        op.execute(PARTS)
        op.execute(f"INSERT INTO claims ({CLAIMED}) SELECT {CLAIMED} FROM claims_whole")  # noqa: S608 - constants
        op.execute("DROP TABLE claims_whole")
    for table, key, whole, taken in TAKEN:
        names = ", ".join(taken)
        op.execute(f"INSERT INTO {table} ({key}, {names}) SELECT id, {names} FROM {whole}")  # noqa: S608 - constants
        for name in taken:
            op.execute(f"ALTER TABLE {whole} DROP COLUMN {name}")


def downgrade() -> None:
    for table, key, whole, taken in TAKEN:
        for name in taken:
            kind = "jsonb" if _is_postgresql() and name in ("candidate", "people") else "TEXT"
            collation = ' COLLATE "C"' if _is_postgresql() and kind == "TEXT" else ""
            # SQLite adds no column without a value that must have one.
            default = "" if kind == "jsonb" else " DEFAULT ''"
            null = "" if kind == "jsonb" else " NOT NULL"
            op.execute(f"ALTER TABLE {whole} ADD COLUMN {name} {kind}{collation}{default}{null}")
            found = f"SELECT {name} FROM {table} WHERE {key} = {whole}.id"  # noqa: S608 - constants
            op.execute(f"UPDATE {whole} SET {name} = ({found})")  # noqa: S608 - constants
            if kind == "jsonb":
                op.execute(f"ALTER TABLE {whole} ALTER COLUMN {name} SET NOT NULL")
        op.execute(f"DROP TABLE {table}")
    if _is_postgresql():
        op.execute("ALTER TABLE claims RENAME TO claims_parted")
        for name in ("pk_claims", "fk_claims_source_id", "ck_claims_confidence", "ck_claims_span"):
            op.execute(f"ALTER TABLE claims_parted RENAME CONSTRAINT {name} TO {name}_parted")
        _make_claims(parted=False)
        op.execute(f"INSERT INTO claims ({CLAIMED}) SELECT {CLAIMED} FROM claims_parted")  # noqa: S608 - constants
        op.execute("DROP TABLE claims_parted")


def _make_texts() -> None:
    op.create_table(
        "article_texts",
        sa.Column("article_id", columns.Words, nullable=False),
        sa.Column("text", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_texts_article_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_texts")),
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
        sqlite_strict=True,
        postgresql_partition_by="RANGE (source_id)",
    )


def _make_claims(*, parted: bool) -> None:
    """The table that PostgreSQL has in place of the one before."""
    op.create_table(
        "claims",
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
        sa.PrimaryKeyConstraint("source_id", "seq", name=op.f("pk_claims")),
        postgresql_partition_by="RANGE (source_id)" if parted else None,
    )


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
