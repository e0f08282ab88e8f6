"""A client and a window of time in, how many more of its requests a server process may answer out."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.store.models import Allowance
from app.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class Window:
    """One client in one window, numbered from 1970, of which `most` requests are answered in all."""

    client: str
    number: int
    most: int


def take(session: Session, window: Window, wanted: int) -> tuple[int, int]:
    """Hand out up to `wanted` of what is left, say how many are left after that, and forget windows that are over."""
    insert_missing(session, Allowance, [{"client": window.client, "window": window.number, "taken": 0}])
    here = (Allowance.client == window.client) & (Allowance.window == window.number)
    counted = update(Allowance).where(here).values(taken=Allowance.taken + wanted).returning(Allowance.taken)
    before = session.execute(counted).scalar_one() - wanted
    session.execute(delete(Allowance).where(Allowance.client == window.client, Allowance.window < window.number))
    return max(0, min(wanted, window.most - before)), max(0, window.most - before - wanted)
