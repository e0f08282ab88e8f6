"""The schema: migrations make what the models say, and a store that is not at this version is refused."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from app.errors import StoreUnavailableError
from app.store.engine import make_engine
from app.store.models import Base
from app.store.schema import check_schema, is_in_models, migrate


def test_a_migrated_schema_equals_the_models(engine: Engine):
    """Alembic's comparison finds nothing that only the models or only the migrations have."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_in_models})

        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_schema_has_every_constraint_of_the_models(engine: Engine):
    """Alembic compares no check constraints, so the names are compared here."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            made = " ".join(connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'table'")))
        else:
            made = " ".join(connection.scalars(text("SELECT conname FROM pg_constraint")))

    wanted = {str(c.name) for table in Base.metadata.tables.values() for c in table.constraints if c.name}
    assert {name for name in wanted if name not in made} == set()


def test_a_migrated_store_passes_the_check(engine: Engine):
    """A fresh store is at this version."""
    check_schema(engine)


def test_migrating_twice_changes_nothing(engine: Engine):
    """A second call finds everything done."""
    migrate(engine)

    check_schema(engine)


def test_a_store_without_tables_is_refused_with_what_to_do(tmp_path: Path):
    """The error names the command that makes the tables."""
    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")

    with pytest.raises(StoreUnavailableError, match="summitry migrate"):
        check_schema(engine)


def test_a_store_of_another_version_is_refused(engine: Engine):
    """A revision that this version does not know is an error, not a guess."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))

    with pytest.raises(StoreUnavailableError, match="schema ffff"):
        check_schema(engine)


def test_migrating_makes_the_folder_of_the_file(tmp_path: Path):
    """A new store may lie in a folder that does not exist yet."""
    engine = make_engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.db'}")

    migrate(engine)

    check_schema(engine)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path):
    """A file of something else is named, and left as it is."""
    path = tmp_path / "store.db"
    path.write_text("this is a letter, not a database; " * 100)

    with pytest.raises(StoreUnavailableError, match="store"):
        migrate(make_engine(f"sqlite:///{path}"))
    assert path.read_text().startswith("this is a letter")


def test_tables_are_strict_on_sqlite(sqlite_url: str):
    """A word in a number's column is refused by SQLite itself."""
    with make_engine(sqlite_url).connect() as connection:
        made = connection.scalars(
            text("SELECT sql FROM sqlite_master WHERE type='table' AND name <> 'alembic_version'")
        )

        assert [sql for sql in made if "STRICT" not in sql and "meeting_words" not in sql] == []
