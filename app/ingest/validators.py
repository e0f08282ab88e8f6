"""The validators of conditional requests, between the fetcher that uses them and the store that keeps them."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.store.engine import reading
from app.store.runs import Validators, remember_fetch, validators_of


class KeptValidators:
    """What servers gave with their last good answers, read from the store; new ones wait for `write`.

    The fetcher hears that an answer was taken when its last article has been handed out. Only the job knows when that
    article is stored: a validator written before would make a run that is killed in between lose the article.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: dict[str, Validators] = {}

    def get(self, url: str) -> tuple[str | None, str | None] | None:
        """ETag and Last-Modified of the last answer that was stored whole; None where there was none."""
        with reading(self._engine) as session:
            kept = validators_of(session, url)
        return (kept.etag, kept.last_modified) if kept else None

    def put(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Note them for the next `write`."""
        self._waiting[url] = Validators(etag, last_modified)

    def write(self, session: Session, now: datetime) -> None:
        """Keep those that wait: every article handed out so far has been dealt with."""
        for url, validators in self._waiting.items():
            remember_fetch(session, url, validators, now)
        self._waiting.clear()
