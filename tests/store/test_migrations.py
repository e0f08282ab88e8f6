"""An older store in, the same record at this version out: what the migrations make of rows that are there already."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from itertools import count
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from app.domain.meetings import Place
from app.store.engine import make_engine, reading, writing
from app.store.models import (
    ArticleText,
    Claim,
    DecisionMeeting,
    Meeting,
    MeetingText,
    PersonName,
    Posting,
    Source,
    StoredArticle,
    StoredDecision,
    StoredOrganisation,
    StoredPerson,
)
from app.store.schema import alembic_config, check_schema, migrate, migrating
from app.store.verification import verify
from tests.builders import NOON, a_candidate, a_person, a_state, an_article, an_organisation
from tests.store.ledgers import Ledger


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a store back to an earlier schema."""
    with migrating(engine) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def rows(session: Session, table: Any, *leave_out: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    columns = [column for column in table.__table__.columns if column.name not in leave_out]
    found = [dict(row) for row in session.execute(select(*columns)).mappings()]
    return sorted(found, key=str)


def test_a_store_that_is_up_to_date_is_left_alone(engine: Engine) -> None:
    """A server starts while others write, however large the store is: it waits for nobody, and searches nothing."""
    with writing(engine):
        migrate(engine)


def test_a_store_of_the_first_schema_is_brought_up_to_date(engine: Engine) -> None:
    """Every row is there with what the writer itself would have written, and decisions can be taken back."""
    tables = (Meeting, Source, StoredDecision, DecisionMeeting, PersonName, StoredOrganisation, Posting)
    with writing(engine) as session:
        ledger = Ledger(session)
        union = a_candidate(parties=(a_state("FRA"), an_organisation("EU")), people=(a_person("Rufus Firefly", "FRA"),))
        ledger.record(union)
        ledger.meeting("USA", "MEX")
        ledger.meeting("USA", "MEX")
        ledger.meeting("SWE", "NOR", place=Place(city="Malmö", country="SWE"), series="Øresund talks")
        before = {table: rows(session, table) for table in tables}
        words = rows(session, MeetingText, "id")

    downgrade(engine, "0001")
    migrate(engine)

    check_schema(engine)
    with writing(engine) as session:
        assert {table: rows(session, table) for table in tables} == before
        assert rows(session, MeetingText, "id") == words
        ledger = Ledger(session)
        ledger.now = ledger.now.replace(year=2024)
        ledger.undo(3)
        assert session.scalars(select(Meeting.source_count)).all() == [1, 1, 1]


def test_undone_decisions_are_lost_with_the_schema_that_has_them(engine: Engine) -> None:
    """The first schema knows neither undos nor accounts without a meeting."""
    with writing(engine) as session:
        ledger = Ledger(session)
        ledger.meeting("USA", "MEX")
        ledger.undo(ledger.last)

    downgrade(engine, "0001")
    migrate(engine)

    with writing(engine) as session:
        assert session.scalars(select(StoredDecision.action)).all() == ["create"]
        assert session.scalars(select(Source.id)).all() == []


def test_references_are_checked_after_a_migration(sqlite_url: str, engine: Engine) -> None:
    """SQLite looks away while tables are copied, and watches again afterwards."""
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(DecisionMeeting(meeting_id="m1", decision_id=1, version=1))


def test_an_index_is_built_while_others_write(postgres_url: str) -> None:
    """The index of names waits for a writer who is at it, no other writer waits for the index, nor two who migrate.

    The name that was being written is in the index as well.
    """
    engine = make_engine(postgres_url)
    downgrade(engine, "0020")
    with ThreadPoolExecutor() as others:
        with writing(engine) as slow:
            slow.add(StoredPerson(id="p1", name="Rufus Firefly", created_at=NOON))
            slow.flush()
            slow.add(PersonName(person_id="p1", name="Rufus Firefly", key="rufus firefly", created_at=NOON))
            slow.flush()
            migrations = [others.submit(migrate, engine) for _ in range(2)]
            while not _is_building(engine):
                assert not any(one.done() for one in migrations)
                time.sleep(0.02)
            with writing(engine) as quick:
                quick.execute(text("SET LOCAL lock_timeout = '2s'"))
                quick.execute(text("UPDATE person_names SET key = key"))
        for one in migrations:
            one.result()
    check_schema(engine)
    with reading(engine) as session:
        session.execute(text("SET LOCAL enable_seqscan = off"))
        valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_person_names_trigrams'::regclass"
        assert session.scalar(text(valid))
        found = session.scalars(text("SELECT key FROM person_names WHERE ' ' || key LIKE '% firef%'")).all()
        assert len(found) == 1
    engine.dispose()


def test_texts_are_parted_by_month_while_others_write(postgres_url: str) -> None:
    """What an older version changes meanwhile is there afterwards; it writes until the columns go."""
    engine = make_engine(postgres_url)
    with writing(engine) as session:
        ledger = Ledger(session)
        for year in range(1995, 2020):
            ledger.record(a_candidate(), article=an_article(f"Of {year}.", published=date(year, 9, 1)))
    downgrade(engine, "0025")
    wrote: dict[str, str] = {}
    claimed: dict[str, str] = {}

    def older_version() -> int:
        """Changes a text, a claim and adds an article, again and again; how often while rows were moved."""
        meanwhile = 0
        with suppress(ProgrammingError):
            for number in count():
                with writing(engine) as session:
                    article, source = session.execute(text(ANY_REPORT), {"at": number % 25}).one()
                    new, words = f"a19{50 + number % 45}05-{number:016}", f"Changed {number} times."
                    session.execute(text(ADDED), {"old": article, "new": new, "words": words})
                    for table, key, one in (("articles", "text", article), ("claims", "quote", source)):
                        where = "id" if table == "articles" else "source_id"
                        changed = f"UPDATE {table} SET {key} = :words WHERE {where} = :one"
                        session.execute(text(changed), {"words": words, "one": one})
                    moving = session.scalar(text("SELECT to_regclass('moved_again') IS NOT NULL"))
                wrote.update({article: words, new: words})
                claimed[source] = words
                meanwhile += bool(moving)
        return meanwhile

    with ThreadPoolExecutor() as others:
        writer = others.submit(older_version)
        migrate(engine)
        assert writer.result() > 0
    check_schema(engine)
    with reading(engine) as session:
        texts = {row.article_id: row.text for row in session.scalars(select(ArticleText))}
        assert {one: texts[one] for one in wrote} == wrote
        assert len(texts) == session.scalar(select(func.count()).select_from(StoredArticle))
        quotes = {row.source_id: row.quote for row in session.scalars(select(Claim))}
        assert {one: quotes[one] for one in claimed} == claimed
    assert [fault for finding in verify(engine) for fault in finding.faults if "article" in fault] == []
    engine.dispose()


ANY_REPORT = "SELECT article_id, id FROM sources ORDER BY id LIMIT 1 OFFSET :at"
ADDED = """
    INSERT INTO articles (id, text, language, authors, origin, fingerprint, ingested_at)
    SELECT :new, :words, language, authors, origin, :new, ingested_at FROM articles WHERE id = :old
"""


def _is_building(engine: Engine) -> bool:
    """Whether an index waits for those who write."""
    with reading(engine) as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_stat_progress_create_index WHERE lockers_total > 0")))
