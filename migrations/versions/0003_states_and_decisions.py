"""decisions that can be undone, and every earlier state of the record

States before this revision were not kept: what was known at a moment before it is told of records that did not change
since.
"""

import sqlalchemy as sa
from alembic import op

from app.store import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GONE = sa.text("merged_into IS NOT NULL OR retracted_at IS NOT NULL")
ACTIONS = "'create', 'confirm', 'merge', 'split', 'correct', 'retract'"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("field", columns.Words, nullable=False),
        sa.Column("value", columns.Json, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_corrections_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "field", name=op.f("pk_corrections")),
        sqlite_strict=True,
    )
    op.create_table(
        "meeting_states",
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
        sa.Column("document", columns.Words, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=False),
        sa.CheckConstraint(
            "end_basis IN ('stated', 'year_inferred', 'weekday', 'relative', 'narrative', 'duration', 'publication')",
            name=op.f("ck_meeting_states_end_basis"),
        ),
        sa.CheckConstraint(
            "end_precision IN ('day', 'week', 'month', 'quarter', 'year', 'period')",
            name=op.f("ck_meeting_states_end_precision"),
        ),
        sa.CheckConstraint("kind IN ('meeting', 'visit', 'call', 'conference')", name=op.f("ck_meeting_states_kind")),
        sa.CheckConstraint(
            "level IN ('leader', 'minister', 'official', 'unknown')", name=op.f("ck_meeting_states_level")
        ),
        sa.CheckConstraint(
            "place_precision IN ('venue', 'city', 'region', 'country')", name=op.f("ck_meeting_states_place_precision")
        ),
        sa.CheckConstraint("salience IN ('main', 'background')", name=op.f("ck_meeting_states_salience")),
        sa.CheckConstraint(
            "start_basis IN ('stated', 'year_inferred', 'weekday', 'relative', 'narrative', 'duration', 'publication')",
            name=op.f("ck_meeting_states_start_basis"),
        ),
        sa.CheckConstraint(
            "start_precision IN ('day', 'week', 'month', 'quarter', 'year', 'period')",
            name=op.f("ck_meeting_states_start_precision"),
        ),
        sa.CheckConstraint(
            "status IN ('held', 'ongoing', 'scheduled', 'proposed', 'postponed', 'cancelled')",
            name=op.f("ck_meeting_states_status"),
        ),
        sa.CheckConstraint("(end_earliest IS NULL) = (end_latest IS NULL)", name=op.f("ck_meeting_states_end_whole")),
        sa.CheckConstraint(
            "(start_earliest IS NULL) = (start_latest IS NULL)", name=op.f("ck_meeting_states_start_whole")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_meeting_states_confidence")),
        sa.CheckConstraint("end_earliest <= end_latest", name=op.f("ck_meeting_states_end_order")),
        sa.CheckConstraint(
            "independent_source_count BETWEEN 0 AND source_count", name=op.f("ck_meeting_states_source_counts")
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_meeting_states_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_meeting_states_longitude")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_meeting_states_merged_into_another")),
        sa.CheckConstraint("start_earliest <= start_latest", name=op.f("ck_meeting_states_start_order")),
        sa.ForeignKeyConstraint(["id"], ["meetings.id"], name=op.f("fk_meeting_states_id")),
        sa.ForeignKeyConstraint(["merged_into"], ["meetings.id"], name=op.f("fk_meeting_states_merged_into")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_meeting_states")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("meeting_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_states_start_earliest_id"), ["start_earliest", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_states_until"), ["until"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_states_updated_at_id"), ["updated_at", "id"], unique=False)

    op.create_table(
        "meeting_topic_states",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_topic_states_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "version", "topic", name=op.f("pk_meeting_topic_states")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("meeting_topic_states", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_topic_states_topic_meeting_id"), ["topic", "meeting_id"], unique=False
        )

    op.create_table(
        "participant_states",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("country", columns.Words, nullable=True),
        sa.Column("organisation_id", columns.Words, nullable=True),
        sa.Column("person_id", columns.Words, nullable=True),
        sa.Column("title", columns.Words, nullable=True),
        sa.Column("role", columns.Words, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('host', 'guest', 'mediator', 'chair', 'participant')", name=op.f("ck_participant_states_role")
        ),
        sa.CheckConstraint(
            "country IS NOT NULL OR organisation_id IS NOT NULL OR person_id IS NOT NULL",
            name=op.f("ck_participant_states_somebody"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_participant_states_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participant_states_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_participant_states_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "version", "seq", name=op.f("pk_participant_states")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("participant_states", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participant_states_country_meeting_id"), ["country", "meeting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participant_states_organisation_id_meeting_id"),
            ["organisation_id", "meeting_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_participant_states_person_id_meeting_id"), ["person_id", "meeting_id"], unique=False
        )

    op.create_table(
        "source_states",
        sa.Column("source_id", columns.Words, nullable=False),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.Column("until", columns.Moment(), nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_source_states_meeting_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_states_source_id")),
        sa.PrimaryKeyConstraint("source_id", "since", name=op.f("pk_source_states")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("source_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_states_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "decision_meetings",
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_decision_meetings_decision_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decision_meetings_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "decision_id", name=op.f("pk_decision_meetings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("decision_meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_meetings_decision_id"), ["decision_id"], unique=False)

    op.create_index("ix_meetings_gone", "meetings", ["updated_at", "id"], sqlite_where=GONE, postgresql_where=GONE)
    op.add_column("decisions", sa.Column("changes", columns.Json, nullable=True))
    op.add_column("decisions", sa.Column("undoes", sa.Integer(), nullable=True))
    op.add_column("organisations", sa.Column("created_at", columns.Moment(), nullable=True))
    op.add_column("person_names", sa.Column("created_at", columns.Moment(), nullable=True))
    op.add_column("sources", sa.Column("since", columns.Moment(), nullable=True))
    fill()
    with op.batch_alter_table("decisions", copy_from=decisions(ACTIONS)) as table:
        table.alter_column("changes", existing_type=columns.Json, nullable=False)
        table.drop_constraint(op.f("ck_decisions_action"), type_="check")
        table.create_check_constraint(op.f("ck_decisions_action"), f"action IN ({ACTIONS}, 'undo')")
        table.create_check_constraint(op.f("ck_decisions_undoes"), "(undoes IS NULL) = (action <> 'undo')")
        table.create_foreign_key(op.f("fk_decisions_undoes"), "decisions", ["undoes"], ["id"])
        table.create_index(op.f("ix_decisions_undoes"), ["undoes"])
    with op.batch_alter_table("organisations", copy_from=organisations()) as table:
        table.alter_column("created_at", existing_type=columns.Moment(), nullable=False)
    with op.batch_alter_table("person_names", copy_from=person_names()) as table:
        table.alter_column("created_at", existing_type=columns.Moment(), nullable=False)
    with op.batch_alter_table("sources", copy_from=sources()) as table:
        table.alter_column("since", existing_type=columns.Moment(), nullable=False)
        table.alter_column("meeting_id", existing_type=columns.Words, nullable=True)


def downgrade() -> None:
    for statement in (
        "DELETE FROM decision_meetings WHERE decision_id IN (SELECT id FROM decisions WHERE action = 'undo')",
        "DELETE FROM decisions WHERE action = 'undo'",
        "UPDATE decisions SET source_id = NULL WHERE source_id IN (SELECT id FROM sources WHERE meeting_id IS NULL)",
        "DELETE FROM source_states",
        "DELETE FROM claims WHERE source_id IN (SELECT id FROM sources WHERE meeting_id IS NULL)",
        "DELETE FROM sources WHERE meeting_id IS NULL",
        """UPDATE meetings SET document = replace(document, ',"corrected":[],"updated_at":"', ',"updated_at":"')""",
    ):
        op.execute(statement)
    with op.batch_alter_table("sources", copy_from=sources(meeting_id_nullable=True)) as table:
        table.alter_column("meeting_id", existing_type=columns.Words, nullable=False)
        table.drop_column("since")
    with op.batch_alter_table("person_names", copy_from=person_names()) as table:
        table.drop_column("created_at")
    with op.batch_alter_table("organisations", copy_from=organisations()) as table:
        table.drop_column("created_at")
    op.drop_table("decision_meetings")
    with op.batch_alter_table("decisions", copy_from=decisions(f"{ACTIONS}, 'undo'", undoes=True)) as table:
        table.drop_index(op.f("ix_decisions_undoes"))
        table.drop_constraint(op.f("fk_decisions_undoes"), type_="foreignkey")
        table.drop_constraint(op.f("ck_decisions_undoes"), type_="check")
        table.drop_constraint(op.f("ck_decisions_action"), type_="check")
        table.create_check_constraint(op.f("ck_decisions_action"), f"action IN ({ACTIONS})")
        table.drop_column("undoes")
        table.drop_column("changes")
    op.drop_index("ix_meetings_gone", "meetings")
    for name in ("source_states", "participant_states", "meeting_topic_states", "meeting_states", "corrections"):
        op.drop_table(name)


def fill() -> None:
    """What the new columns and tables hold of records that were there before."""
    changes = """'[{"what": "source", "id": "' || source_id || '", "field": "meeting", "before": null, "after": "'
        || meeting_id || '"}' || CASE WHEN action = 'create' THEN ', {"what": "meeting", "id": "' || meeting_id
        || '", "field": "standing", "before": "absent", "after": "standing"}' ELSE '' END || ']'"""
    as_json = "AS jsonb" if op.get_context().dialect.name == "postgresql" else "AS TEXT"
    for statement in (
        f"UPDATE decisions SET changes = CAST(coalesce({changes}, '[]') {as_json})",  # noqa: S608 - constants
        """INSERT INTO decision_meetings (meeting_id, decision_id, version)
        SELECT meeting_id, id, row_number() OVER (PARTITION BY meeting_id ORDER BY id) FROM decisions""",
        "UPDATE sources SET since = created_at",
        """UPDATE person_names SET created_at =
        (SELECT people.created_at FROM people WHERE people.id = person_names.person_id)""",
        """UPDATE organisations SET created_at = coalesce(
        (SELECT min(meetings.created_at) FROM meetings JOIN participants ON participants.meeting_id = meetings.id
        WHERE participants.organisation_id = organisations.id),
        (SELECT min(people.created_at) FROM people WHERE people.organisation_id = organisations.id),
        (SELECT max(ingested_at) FROM articles))""",
        """UPDATE meetings SET document = replace(document, ',"updated_at":"', ',"corrected":[],"updated_at":"')""",
    ):
        op.execute(statement)


# The tables that change, as they are in between: SQLite copies them.


def decisions(actions: str, *, undoes: bool = False) -> sa.Table:
    table = sa.Table(
        "decisions",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("action", columns.Words, nullable=False),
        sa.Column("actor", columns.Words, nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=False),
        sa.Column("source_id", columns.Words, nullable=True),
        sa.Column("score", columns.Real, nullable=True),
        sa.Column("reasons", columns.Json, nullable=False),
        sa.Column("changes", columns.Json, nullable=undoes is False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"action IN ({actions})", name=op.f("ck_decisions_action")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_decisions_meeting_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_decisions_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.Index(op.f("ix_decisions_at_id"), "at", "id"),
        sa.Index(op.f("ix_decisions_meeting_id_id"), "meeting_id", "id"),
        sqlite_strict=True,
    )
    if undoes:
        table.append_constraint(
            sa.CheckConstraint("(undoes IS NULL) = (action <> 'undo')", name=op.f("ck_decisions_undoes"))
        )
        table.append_constraint(sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name=op.f("fk_decisions_undoes")))
        sa.Index(op.f("ix_decisions_undoes"), table.c.undoes)
    return table


def organisations() -> sa.Table:
    return sa.Table(
        "organisations",
        sa.MetaData(),
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("short", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("kind", columns.Words, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("short", name=op.f("uq_organisations_short")),
        sqlite_strict=True,
    )


def person_names() -> sa.Table:
    return sa.Table(
        "person_names",
        sa.MetaData(),
        sa.Column("person_id", columns.Words, nullable=False),
        sa.Column("name", columns.Words, nullable=False),
        sa.Column("key", columns.Words, nullable=False),
        sa.Column("created_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_names_person_id")),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_person_names")),
        sa.Index(op.f("ix_person_names_key_person_id"), "key", "person_id"),
        sqlite_strict=True,
    )


def sources(*, meeting_id_nullable: bool = False) -> sa.Table:
    return sa.Table(
        "sources",
        sa.MetaData(),
        sa.Column("id", columns.Words, nullable=False),
        sa.Column("meeting_id", columns.Words, nullable=meeting_id_nullable),
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
        sa.Column("since", columns.Moment(), nullable=True),
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
        sa.Index(op.f("ix_sources_meeting_id"), "meeting_id"),
        sqlite_strict=True,
    )
