"""The validators of conditional requests, between the fetcher that uses them and the store that keeps them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.store.engine import reading
from app.store.runs import Validators, remember_fetch, validators_of


class KeptValidators:
    """What servers gave with their last good answers, read from the store; new ones wait until they are taken.

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
        """Note them until somebody takes them."""
        self._waiting[url] = Validators(etag, last_modified)

    def take(self) -> Mapping[str, Validators]:
        """Those that wait: of addresses whose articles have all been handed out."""
        taken, self._waiting = self._waiting, {}
        return taken

    def write(self, session: Session, taken: Mapping[str, Validators], now: datetime) -> None:
        """Keep them: every article that was handed out when they were taken has been dealt with."""
        for url, validators in taken.items():
            remember_fetch(session, url, validators, now)
