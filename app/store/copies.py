"""An article in, the one that it copies out: the same words, a syndicated report, another version of a page or row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.domain.articles import Article, Kept
from app.resolution.names import plain
from app.resolution.wording import Wording, wording_of
from app.store.ids import make_id
from app.store.models import ArticleShingle, ArticleText, CopyKind, Outlet, StoredArticle
from app.store.retention import content_of
from app.store.upsert import table_of

# The shared part of the shorter text above which an article is a copy. Readouts of one office about different meetings
# share up to 0.48 by their set phrases (measured over 460 of them); a copy cut or extended by its editor keeps more.
COPIED = 0.7
# Another state of the same page, or of a story of the same outlet, may be rewritten further.
REVISED = 0.6
# Texts that share most bands are measured; the rest of a long list shares set phrases only.
MEASURED = 10

ARTICLES, OUTLETS, SHINGLES = table_of(StoredArticle), table_of(Outlet), table_of(ArticleShingle)
TEXTS = table_of(ArticleText)
# PostgreSQL looks into the months of these ids alone.
TEXTS_OF = select(TEXTS).where(TEXTS.c.article_id.in_(bindparam("ids", expanding=True)))
# A stored article with what tells how it may be copied.
STORED = select(*(ARTICLES.c[name] for name in ("id", "url", "title", "kept", "copy_of", "ingested_at")))
WITH_OUTLET = (
    STORED.add_columns(OUTLETS.c.key.label("outlet"))
    .outerjoin(OUTLETS, OUTLETS.c.id == ARTICLES.c.outlet_id)
    .where(ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
)
EARLIEST = (ARTICLES.c.copy_of.is_not(None), ARTICLES.c.ingested_at, ARTICLES.c.id)
OTHERS = ARTICLES.c.id != bindparam("own")
SAME_WORDS = (
    select(ARTICLES.c.id, ARTICLES.c.copy_of)
    .where(ARTICLES.c.fingerprint == bindparam("fingerprint"), OTHERS)
    .order_by(*EARLIEST)
    .limit(1)
)
SAME_PAGE = (
    select(ARTICLES.c.id)
    .where(ARTICLES.c.url == bindparam("url"), OTHERS)
    .order_by(ARTICLES.c.ingested_at.desc())
    .limit(MEASURED)
)
BANDS: BindParameter[Any] = bindparam("bands", expanding=True)
NEAR = (
    select(SHINGLES.c.article_id)
    .where(SHINGLES.c.band.in_(BANDS), SHINGLES.c.article_id != bindparam("own"))
    .group_by(SHINGLES.c.article_id)
    .order_by(func.count().desc(), SHINGLES.c.article_id)
    .limit(MEASURED)
)
# Which of some signs the store has at all: of most articles it has none.
SIGNS: BindParameter[Any] = bindparam("signs", expanding=True)
SIGNED = (ARTICLES.c.fingerprint, ARTICLES.c.url, SHINGLES.c.band)
HELD = tuple(select(column).where(column.in_(SIGNS)).distinct() for column in SIGNED)
BANDS_OF = select(SHINGLES.c.band).where(SHINGLES.c.article_id == bindparam("other"))
EDITIONS: Select[Any] = (
    STORED.join(SHINGLES, SHINGLES.c.article_id == ARTICLES.c.id)
    .where(SHINGLES.c.band.in_(BANDS), OTHERS)
    .order_by(*EARLIEST)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Copy:
    """The original (never itself a copy) and how alike the copy is: `likeness` from 0 to 1."""

    original_id: str
    kind: CopyKind
    likeness: float


class Originals:
    """Finds what articles copy, and asks the store only where it may have something like them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked: set[str] = set()
        self._held: set[str] = set()
        self._waiting: set[str] = set()

    def read_ahead(self, articles: Iterable[Article]) -> None:
        """Ask for the signs of some articles at once."""
        signs = [_signs(article) for article in articles]
        for place, statement in enumerate(HELD):
            wanted = sorted({sign for kinds in signs for sign in kinds[place]})
            self._asked.update(wanted)
            if wanted:
                self._held.update(self._session.scalars(statement, {SIGNS.key: wanted}))

    def add(self, article: Article) -> None:
        """An article that waits to be written; what copies it is to be found."""
        self._waiting.update(*_signs(article))

    def written(self) -> None:
        """What waited is in the store now."""
        self._held |= self._waiting
        self._waiting.clear()

    def may_wait(self, article: Article) -> bool:
        """Whether what an article copies may wait to be written."""
        return not self._waiting.isdisjoint(chain(*_signs(article)))

    def may_have(self, article: Article) -> bool:
        """Whether the store may have what an article copies."""
        own = set(chain(*_signs(article)))
        return not own <= self._asked or not own.isdisjoint(self._held)


def _signs(article: Article) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """What an article has in common with its copies, as `SIGNED` has it."""
    return [article.fingerprint], [article.url] if article.url else [], marks_of(article)


def find_original(session: Session, article: Article) -> Copy | None:
    """The stored article that `article` copies, None where its words are its own. The earliest of several."""
    own = {"own": article.id}
    same = session.execute(SAME_WORDS, own | {"fingerprint": article.fingerprint}).first()
    if same is not None:
        return Copy(same.copy_of or same.id, CopyKind.EXACT, 1.0)
    if article.layout:
        return _find_edition(session, article)
    return _find_near(session, article, wording_of(article.content))


def marks_of(article: Article) -> tuple[str, ...]:
    """What an article shares with its copies: bands of its wording, or the mark of its row."""
    return _row_marks(article) if article.layout else tuple(wording_of(article.content).bands)


def _row_marks(article: Article) -> tuple[str, ...]:
    """The mark of a row, the same in every edition of its table; none where the table gives its rows no names.

    Rows of one table share most of their words, so that their wording tells nothing.
    """
    if article.layout is None or article.source_id is None:
        return ()
    return (make_id("row:", article.layout, plain(article.outlet or ""), article.source_id),)


def _find_edition(session: Session, article: Article) -> Copy | None:
    """An earlier edition of a row, of which the article is another version."""
    marks = _row_marks(article)
    other = session.execute(EDITIONS, {"own": article.id, "bands": marks}).first() if marks else None
    if other is None:
        return None
    text = _texts(session, [other.id])[other.id]
    likeness = wording_of(article.content).resemblance(wording_of(content_of(other.title, text)))
    return Copy(other.copy_of or other.id, CopyKind.VERSION, likeness)


def _find_near(session: Session, article: Article, wording: Wording) -> Copy | None:
    measured = []
    others = _candidates(session, article, wording)
    texts = _texts(session, [other.id for other in others if other.kept == Kept.ALL.value])
    for other in others:
        likeness = _likeness(session, wording, other, texts.get(other.id))
        kind = _kind(article, other)
        if likeness >= (REVISED if kind is CopyKind.VERSION else COPIED):
            measured.append((-likeness, other.ingested_at, other.id, Copy(other.copy_of or other.id, kind, likeness)))
    return min(measured)[3] if measured else None


def _candidates(session: Session, article: Article, wording: Wording) -> list[Row[Any]]:
    """Stored articles that share the most bands, and those of the same address."""
    if not wording.bands:
        return []
    own = {"own": article.id}
    ids = set(session.scalars(NEAR, own | {"bands": wording.bands}))
    if article.url:
        ids |= set(session.scalars(SAME_PAGE, own | {"url": article.url}))
    return list(session.execute(WITH_OUTLET, {"ids": sorted(ids)})) if ids else []


def _texts(session: Session, article_ids: Sequence[str]) -> dict[str, str]:
    return {row.article_id: row.text for row in session.execute(TEXTS_OF, {"ids": article_ids})} if article_ids else {}


def _kind(article: Article, other: Row[Any]) -> CopyKind:
    if article.url and article.url == other.url:
        return CopyKind.VERSION
    same_outlet = bool(other.outlet and article.outlet and other.outlet == plain(article.outlet))
    return CopyKind.VERSION if same_outlet else CopyKind.SYNDICATED


def _likeness(session: Session, wording: Wording, other: Row[Any], text: str | None) -> float:
    """How much of the shorter text is in the other one; by their marks alone where the other text is not kept."""
    if text is not None:
        return wording.containment(wording_of(content_of(other.title, text)))
    return wording.estimate(session.scalars(BANDS_OF, {"other": other.id}))
