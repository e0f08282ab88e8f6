"""How Alembic reaches the database: over a connection that the program hands in, or at the configured URL."""

from alembic import context
from sqlalchemy import Connection

from app.config import load_settings
from app.store.engine import make_engine
from app.store.models import Base
from app.store.schema import is_in_models, make_folder, migrating
from migrations.rendering import render_item


def run(connection: Connection | None) -> None:
    """Run the migrations on `connection`; None prints their SQL instead (`--sql`)."""
    context.configure(
        connection=connection,
        dialect_name=None if connection else make_engine(load_settings().database_url).dialect.name,
        target_metadata=Base.metadata,
        render_item=render_item,
        include_object=is_in_models,
        # SQLite cannot alter most things in place: Alembic copies the table there.
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
elif context.is_offline_mode():
    run(None)
else:
    engine = make_engine(load_settings().database_url)
    make_folder(engine)
    with migrating(engine) as own:
        run(own)
