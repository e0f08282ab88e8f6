"""What an article tells of in, its turn out: writers that may write of the same meeting at once wait for each other.

SQLite has one writer at a time. On PostgreSQL a transaction would not see the record that another one is about to make,
and make it again. So each takes, before it looks, a lock for everything by which reports of one occasion find each
other, and for the marks of its wording, by which copies are found; all at once and in one order, so that no two wait
for each other in a circle. The locks end with the transaction.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.resolution.blocking import whos_of
from app.resolution.places import located
from app.store.copies import marks_of
from app.store.months import enter_months

LOCK = text("SELECT count(pg_advisory_xact_lock(number)) FROM unnest(CAST(:numbers AS bigint[])) AS number")


def wait_for_turn(session: Session, told: Iterable[tuple[Article, Sequence[MeetingCandidate]]]) -> None:
    """Return when no other writer is busy with a copy of these articles, or with a meeting that they may tell of.

    The months of the articles are open then.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    named: set[str] = set()
    every = list(told)
    enter_months(session.connection(), (article.id for article, _ in every))
    for article, candidates in every:
        named |= {article.fingerprint, *marks_of(article), *whos_of(located(candidate) for candidate in candidates)}
    session.execute(LOCK, {"numbers": sorted(_number(name) for name in named)})


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
