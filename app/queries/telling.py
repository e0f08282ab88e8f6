"""Sources as they are now in, as they told of their meetings at an earlier moment, out."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session, selectinload

from app.queries.paging import AnyRow
from app.store.accounts import StoredAccount, earlier_accounts
from app.store.models import Source

# What each of many sources tells is read in one more statement, which names them: PostgreSQL looks into their months.
WITH_ACCOUNT = selectinload(Source.account)

_COLUMNS = [column.name for column in Source.__table__.columns]


def earlier(session: Session, source_ids: Sequence[str], as_of: datetime | None) -> dict[str, StoredAccount]:
    """The accounts that were written over since the moment, by source. One statement for a moment, none for now."""
    return earlier_accounts(session, source_ids, as_of) if as_of is not None and source_ids else {}


def as_told(row: AnyRow, account: StoredAccount | None) -> Any:
    """A row with a `Source`, which has the account instead of its present one, where there is another."""
    if account is None:
        return row
    then = {name: getattr(row.Source, name) for name in _COLUMNS} | account.columns
    then["account"] = SimpleNamespace(**account.body)
    return SimpleNamespace(**dict(row._mapping) | {"Source": SimpleNamespace(**then)})
