"""A session in, how large its store is out: from what the databases keep of themselves, without counting a row."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.store.models import Base, Meeting, StoredArticle, StoredDecision, StoredPerson

# Hardly a row of these is ever deleted, so that the number of the last one is that of all.
MEASURED: tuple[type[Base], ...] = (StoredArticle, Meeting, StoredPerson, StoredDecision)
LIVE_ROWS = text("SELECT n_live_tup FROM pg_stat_user_tables WHERE relid = to_regclass(:name)")


def about_rows(session: Session) -> dict[str, int]:
    """About how many rows each large table has: rows of SQLite are numbered, PostgreSQL keeps estimates."""
    return {model.__tablename__: _rows(session, model.__tablename__) for model in MEASURED}


def size_in_bytes(session: Session) -> int:
    """What the store takes on the disk, with its indexes."""
    if session.get_bind().dialect.name == "sqlite":
        found = session.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
    else:
        found = session.scalar(select(func.pg_database_size(func.current_database())))
    return int(found or 0)


def _rows(session: Session, table: str) -> int:
    if session.get_bind().dialect.name == "sqlite":
        return int(session.scalar(text(f"SELECT max(rowid) FROM {table}")) or 0)  # noqa: S608 - the name of a table
    return int(session.scalar(LIVE_ROWS, {"name": table}) or 0)
