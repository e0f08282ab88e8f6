"""Which stored articles somebody wants to have read again in, those that an older extractor read out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from app.ingest.extraction import Readers
from app.rows.layouts import layout_of
from app.store.articles import readings_of
from app.store.engine import reading


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stored articles to read again: those published since a day, one; with `all` also what is up to date."""

    since: date | None = None
    article: str | None = None
    all: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """The articles that are to be read again, and how many are left alone.

    `left` are rows whose columns nothing explains, `gone` articles whose whole text is not kept.
    """

    ids: tuple[str, ...]
    left: int = 0
    gone: int = 0


def select_stale(engine: Engine, readers: Readers, selection: Selection) -> Stale:
    """What a run with this selection has to read. Raises NotFoundError for an article that is not in the store."""
    with reading(engine) as session:
        found = readings_of(session, selection.since, selection.article)
    ids, left, gone = [], 0, 0
    for article_id, extractor, is_whole in found:
        version = readers.version_of(layout_of(extractor))
        if version is None:
            left += 1
        elif selection.all or version != extractor:
            gone += not is_whole
            ids += [article_id] if is_whole else []
    return Stale(tuple(ids), left, gone)
