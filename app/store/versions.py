"""A connection in, a word out that no other state of the store has: equal words mean that nothing was written between.

PostgreSQL numbers its snapshots; a row that every writer raised would let one worker write at a time there. SQLite has
one writer anyway, and every transaction that wrote draws a number for the file's header, so that a file that was put
back from a copy does not come by the numbers that it had before.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

IN_SQLITE = "PRAGMA user_version"
IN_POSTGRESQL = """
SELECT md5(concat(pg_current_snapshot(), ' ', system_identifier, ' ', timeline_id))
FROM pg_control_system(), pg_control_checkpoint()
"""
# An option of transactions after which every answer is as it was before.
UNSEEN = "summitry_unseen"
# A replica that hears nothing from its primary has no process that receives.
SILENT_SINCE = """
SELECT CASE
    WHEN pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver)
    THEN coalesce(pg_last_xact_replay_timestamp(), pg_postmaster_start_time())
END
"""
BEFORE = "rows written before this transaction"


def version_of(connection: Connection) -> str:
    """The state that the connection's transaction sees. One statement."""
    statement = IN_SQLITE if connection.dialect.name == "sqlite" else IN_POSTGRESQL
    return str(connection.exec_driver_sql(statement).scalar_one())


def stale_since(connection: Connection) -> datetime | None:
    """The moment of the last change that a replica got, where its primary is away; else None."""
    if connection.dialect.name == "sqlite":
        return None
    found: datetime | None = connection.exec_driver_sql(SILENT_SINCE).scalar_one()
    return found


def begin(connection: Connection) -> None:
    """Note at the beginning of a transaction on SQLite how much its connection has written so far."""
    connection.info[BEFORE] = _driver(connection).total_changes


def renew(connection: Connection) -> None:
    """Draw another number at the end of a transaction on SQLite that wrote."""
    if connection.get_execution_options().get(UNSEEN):
        return
    driver = _driver(connection)
    if driver.total_changes != connection.info.get(BEFORE):
        driver.execute(f"PRAGMA user_version = {secrets.randbelow(2**31 - 1) + 1}")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
