"""the first tables"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fetches",
        sa.Column("url", columns.Words, nullable=False),
        sa.Column("etag", columns.Words, nullable=True),
        sa.Column("last_modified", columns.Words, nullable=True),
        sa.Column("fetched_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_fetches")),
        sqlite_strict=True,
    )
    op.create_table(
        "ingest_runs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("inputs", columns.Json, nullable=False),
        sa.Column("state", columns.Words, nullable=False),
        sa.Column("started_at", columns.Moment(), nullable=False),
        sa.Column("finished_at", columns.Moment(), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("meetings_created", sa.Integer(), nullable=False),
        sa.Column("meetings_confirmed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'finished', 'interrupted', 'failed')", name=op.f("ck_ingest_runs_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_runs")),
        sqlite_strict=True,
    )
    op.create_table(
        "meetings",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("title", columns.Words, nullable=False),
        sa.Column("kind", columns.Words, nullable=False),
        sa.Column("status", columns.Words, nullable=False),
        sa.Column("level", columns.Words, nullable=False),
        sa.Column("salience", columns.Words, nullable=False),
        sa.Column("start_earliest", columns.Day, nullable=True),
        sa.Column("start_latest", columns.Day, nullable=True),
        sa.Column("start_precision", columns.Words, nullable=True),
        sa.Column("start_basis", columns.Words, nullable=True),
        sa.Column("end_earliest", columns.Day, nullable=True),
        sa.Column("end_latest", columns.Day, nullable=True),
        sa.Column("end_precision", columns.Words, nullable=True),
        sa.Column("end_basis", columns.Words, nullable=True),
        sa.Column("venue", columns.Words, nullable=True),
        sa.Column("city", columns.Words, nullable=True),
        sa.Column("place_country", columns.Words, nullable=True),
        sa.Column("latitude", columns.Real, nullable=True),
        sa.Column("longitude", columns.Real, nullable=True),
        sa.Column("place_precision", columns.Words, nullable=True),
        sa.Column("series", columns.Words, nullable=True),
        sa.Column("confidence", columns.Real, nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.Column("independent_source_count", sa.Integer(), nullable=False),
        sa.Column("first_reported", columns.Day, nullable=True),
        sa.Column("last_reported", columns.Day, nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.Column("updated_at", columns.Moment(), nullable=False),
        sa.Column("merged_into", columns.Words, nullable=True),
        sa.Column("retracted_at", columns.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", columns.Words, nullable=False),
        sa.CheckConstraint(
            "end_basis IN ('stated', 'year_inferred', 'weekday', 'relative', 'narrative', 'duration', 'publication')",
            name=op.f("ck_meetings_end_basis"),
        ),
        sa.CheckConstraint(
            "end_precision IN ('day', 'week', 'month', 'quarter', 'year', 'period')",
            name=op.f("ck_meetings_end_precision"),
        ),
        sa.CheckConstraint("kind IN ('meeting', 'visit', 'call', 'conference')", name=op.f("ck_meetings_kind")),
        sa.CheckConstraint("level IN ('leader', 'minister', 'official', 'unknown')", name=op.f("ck_meetings_level")),
        sa.CheckConstraint(
            "place_precision IN ('venue', 'city', 'region', 'country')", name=op.f("ck_meetings_place_precision")
        ),
        sa.CheckConstraint("salience IN ('main', 'background')", name=op.f("ck_meetings_salience")),
        sa.CheckConstraint(
            "start_basis IN ('stated', 'year_inferred', 'weekday', 'relative', 'narrative', 'duration', 'publication')",
            name=op.f("ck_meetings_start_basis"),
        ),
        sa.CheckConstraint(
            "start_precision IN ('day', 'week', 'month', 'quarter', 'year', 'period')",
            name=op.f("ck_meetings_start_precision"),
        ),
        sa.CheckConstraint(
            "status IN ('held', 'ongoing', 'scheduled', 'proposed', 'postponed', 'cancelled')",
            name=op.f("ck_meetings_status"),
        ),
        sa.CheckConstraint("(end_earliest IS NULL) = (end_latest IS NULL)", name=op.f("ck_meetings_end_whole")),
        sa.CheckConstraint("(start_earliest IS NULL) = (start_latest IS NULL)", name=op.f("ck_meetings_start_whole")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_meetings_confidence")),
        sa.CheckConstraint("end_earliest <= end_latest", name=op.f("ck_meetings_end_order")),
        sa.CheckConstraint(
            "independent_source_count BETWEEN 0 AND source_count", name=op.f("ck_meetings_source_counts")
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_meetings_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_meetings_longitude")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_meetings_merged_into_another")),
        sa.CheckConstraint("start_earliest <= start_latest", name=op.f("ck_meetings_start_order")),
        sa.ForeignKeyConstraint(["merged_into"], ["meetings.id"], name=op.f("fk_meetings_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meetings_place_country_start_earliest"), ["place_country", "start_earliest"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_meetings_start_earliest_id"), ["start_earliest", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_start_latest_id"), ["start_latest", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_updated_at_id"), ["updated_at", "id"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("short", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("kind", columns.Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("short", name=op.f("uq_organisations_short")),
        sqlite_strict=True,
    )
    op.create_table(
        "outlets",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("key", columns.Words, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlets")),
        sa.UniqueConstraint("key", name=op.f("uq_outlets_key")),
        sqlite_strict=True,
    )
    op.create_table(
        "articles",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("outlet_id", columns.Words, nullable=True),
        sa.Column("source_id", columns.Words, nullable=True),
        sa.Column("url", columns.Words, nullable=True),
        sa.Column("title", columns.Words, nullable=True),
        sa.Column("text", columns.Words, nullable=False),
        sa.Column("language", columns.Words, nullable=False),
        sa.Column("published", columns.Day, nullable=True),
        sa.Column("published_at", columns.Moment(), nullable=True),
        sa.Column("authors", columns.Json, nullable=False),
        sa.Column("dateline", columns.Json, nullable=True),
        sa.Column("origin", columns.Words, nullable=False),
        sa.Column("fingerprint", columns.Words, nullable=False),
        sa.Column("copy_of", columns.Words, nullable=True),
        sa.Column("copy_kind", columns.Words, nullable=True),
        sa.Column("extractor", columns.Words, nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("ingested_at", columns.Moment(), nullable=False),
        sa.CheckConstraint("copy_kind IN ('exact', 'syndicated', 'version')", name=op.f("ck_articles_copy_kind")),
        sa.CheckConstraint("(copy_of IS NULL) = (copy_kind IS NULL)", name=op.f("ck_articles_copy_whole")),
        sa.CheckConstraint("copy_of <> id", name=op.f("ck_articles_copy_of_another")),
        sa.ForeignKeyConstraint(["copy_of"], ["articles.id"], name=op.f("fk_articles_copy_of")),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlets.id"], name=op.f("fk_articles_outlet_id")),
        sa.ForeignKeyConstraint(["run_id"], ["ingest_runs.id"], name=op.f("fk_articles_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_copy_of"), ["copy_of"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_ingested_at_id"), ["ingested_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_outlet_id"), ["outlet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_published_id"), ["published", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_url"), ["url"], unique=False)

    op.create_table(
        "ingest_failures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("origin", columns.Words, nullable=False),
        sa.Column("stage", columns.Words, nullable=False),
        sa.Column("reason", columns.Words, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("resolved_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["ingest_runs.id"], name=op.f("fk_ingest_failures_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_failures")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("ingest_failures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingest_failures_resolved_at"), ["resolved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ingest_failures_run_id"), ["run_id"], unique=False)

    op.create_table(
        "meeting_blocks",
        sa.Column("key", columns.Words, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_blocks_meeting_id")),
        sa.PrimaryKeyConstraint("key", "meeting_id", name=op.f("pk_meeting_blocks")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("meeting_blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_blocks_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_topics",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("topic", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_topics_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "topic", name=op.f("pk_meeting_topics")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("meeting_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_topics_topic_meeting_id"), ["topic", "meeting_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("country", columns.Words, nullable=True),
        sa.Column("organisation_id", columns.Words, nullable=True),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_country_name"), ["country", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_name_id"), ["name", "id"], unique=False)

    op.create_table(
        "article_shingles",
        sa.Column("band", columns.Words, nullable=False),
        sa.Column("article_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_shingles_article_id")),
        sa.PrimaryKeyConstraint("band", "article_id", name=op.f("pk_article_shingles")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participants",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("country", columns.Words, nullable=True),
        sa.Column("organisation_id", columns.Words, nullable=True),
        sa.Column("person_id", columns.Words, nullable=True),
        sa.Column("title", columns.Words, nullable=True),
        sa.Column("role", columns.Words, nullable=False),
        sa.CheckConstraint(
            "role IN ('host', 'guest', 'mediator', 'chair', 'participant')", name=op.f("ck_participants_role")
        ),
        sa.CheckConstraint(
            "country IS NOT NULL OR organisation_id IS NOT NULL OR person_id IS NOT NULL",
            name=op.f("ck_participants_somebody"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_participants_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participants_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_participants_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "seq", name=op.f("pk_participants")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participants_country_meeting_id"), ["country", "meeting_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_participants_organisation_id_meeting_id"), ["organisation_id", "meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participants_person_id_meeting_id"), ["person_id", "meeting_id"], unique=False
        )

    op.create_table(
        "person_names",
        sa.Column("person_id", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("key", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_names_person_id")),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_person_names")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("person_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_names_key_person_id"), ["key", "person_id"], unique=False)

    op.create_table(
        "sources",
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("article_id", columns.Words, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("status", columns.Words, nullable=False),
        sa.Column("salience", columns.Words, nullable=False),
        sa.Column("attribution", columns.Words, nullable=True),
        sa.Column("confidence", columns.Real, nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("quote", columns.Words, nullable=False),
        sa.Column("extractor", columns.Words, nullable=False),
        sa.Column("candidate", columns.Json, nullable=False),
        sa.Column("people", columns.Json, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=False),
        sa.CheckConstraint("salience IN ('main', 'background')", name=op.f("ck_sources_salience")),
        sa.CheckConstraint(
            "status IN ('held', 'ongoing', 'scheduled', 'proposed', 'postponed', 'cancelled')",
            name=op.f("ck_sources_status"),
        ),
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_sources_span")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_sources_confidence")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_sources_article_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_sources_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("article_id", "ordinal", name=op.f("uq_sources_article_id_ordinal")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_meeting_id"), ["meeting_id"], unique=False)

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
        sa.CheckConstraint("0 <= span_start AND span_start < span_end", name=op.f("ck_claims_span")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_claims_confidence")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_claims_source_id")),
        sa.PrimaryKeyConstraint("source_id", "seq", name=op.f("pk_claims")),
        sqlite_strict=True,
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", columns.Words, nullable=False),
        sa.Column("actor", columns.Words, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("source_id", columns.Words, nullable=True),
        sa.Column("score", columns.Real, nullable=True),
        sa.Column("reasons", columns.Json, nullable=False),
        sa.CheckConstraint(
            "action IN ('create', 'confirm', 'merge', 'split', 'correct', 'retract')", name=op.f("ck_decisions_action")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_decisions_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_at_id"), ["at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_meeting_id_id"), ["meeting_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_meeting_id_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_at_id"))

    op.drop_table("decisions")
    op.drop_table("claims")
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sources_meeting_id"))

    op.drop_table("sources")
    with op.batch_alter_table("person_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_names_key_person_id"))

    op.drop_table("person_names")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_person_id_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_participants_organisation_id_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_participants_country_meeting_id"))

    op.drop_table("participants")
    op.drop_table("article_shingles")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_name_id"))
        batch_op.drop_index(batch_op.f("ix_people_country_name"))

    op.drop_table("people")
    with op.batch_alter_table("meeting_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_topics_topic_meeting_id"))

    op.drop_table("meeting_topics")
    with op.batch_alter_table("meeting_blocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_blocks_meeting_id"))

    op.drop_table("meeting_blocks")
    with op.batch_alter_table("ingest_failures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ingest_failures_run_id"))
        batch_op.drop_index(batch_op.f("ix_ingest_failures_resolved_at"))

    op.drop_table("ingest_failures")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_url"))
        batch_op.drop_index(batch_op.f("ix_articles_published_id"))
        batch_op.drop_index(batch_op.f("ix_articles_outlet_id"))
        batch_op.drop_index(batch_op.f("ix_articles_ingested_at_id"))
        batch_op.drop_index(batch_op.f("ix_articles_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_articles_copy_of"))

    op.drop_table("articles")
    op.drop_table("outlets")
    op.drop_table("organisations")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_start_latest_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_start_earliest_id"))
        batch_op.drop_index(batch_op.f("ix_meetings_place_country_start_earliest"))
        batch_op.drop_index(batch_op.f("ix_meetings_merged_into"))

    op.drop_table("meetings")
    op.drop_table("ingest_runs")
    op.drop_table("fetches")
