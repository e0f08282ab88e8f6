"""The words of a command that writes in, the same in the store's log of writes out, with the user who gave it."""

import getpass
import os
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.store.audit import note_command


def note(session: Session, *words: str) -> None:
    """Note a command in the transaction in which it writes: what is taken back was not done."""
    note_command(session, user(), words, datetime.now(UTC))


def user() -> str:
    """Who runs this program, as the system names them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # Containers may run under a number that has no name.
        return f"user {os.getuid()}"
