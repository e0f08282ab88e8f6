"""An article in, the one that it copies out: the same words, a syndicated report, another version of a page or row."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.articles import Article, Kept
from app.resolution.names import plain
from app.resolution.wording import Wording, wording_of
from app.store.ids import make_id
from app.store.models import ArticleShingle, CopyKind, Outlet, StoredArticle
from app.store.retention import content_of
from app.store.upsert import insert_missing

# The shared part of the shorter text above which an article is a copy. Readouts of one office about different meetings
# share up to 0.48 by their set phrases (measured over 460 of them); a copy cut or extended by its editor keeps more.
COPIED = 0.7
# Another state of the same page, or of a story of the same outlet, may be rewritten further.
REVISED = 0.6
# Texts that share most bands are measured; the rest of a long list shares set phrases only.
MEASURED = 10


@dataclass(frozen=True, slots=True)
class Copy:
    """The original (never itself a copy) and how alike the copy is: `likeness` from 0 to 1."""

    original_id: str
    kind: CopyKind
    likeness: float


def find_original(session: Session, article: Article) -> Copy | None:
    """The stored article that `article` copies, None where its words are its own. The earliest of several."""
    same = session.execute(
        select(StoredArticle.id, StoredArticle.copy_of)
        .where(StoredArticle.fingerprint == article.fingerprint, StoredArticle.id != article.id)
        .order_by(StoredArticle.copy_of.is_not(None), StoredArticle.ingested_at, StoredArticle.id)
        .limit(1)
    ).first()
    if same is not None:
        return Copy(same.copy_of or same.id, CopyKind.EXACT, 1.0)
    if article.layout:
        return _find_edition(session, article)
    return _find_near(session, article, wording_of(article.content))


def remember_wording(session: Session, article: Article) -> None:
    """Keep the marks by which later copies of a stored article are found."""
    insert_missing(session, ArticleShingle, [{"band": band, "article_id": article.id} for band in marks_of(article)])


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
    other = session.scalar(
        select(StoredArticle)
        .join(ArticleShingle, ArticleShingle.article_id == StoredArticle.id)
        .where(ArticleShingle.band.in_(_row_marks(article)), StoredArticle.id != article.id)
        .order_by(StoredArticle.copy_of.is_not(None), StoredArticle.ingested_at, StoredArticle.id)
        .limit(1)
    )
    if other is None:
        return None
    likeness = wording_of(article.content).resemblance(wording_of(content_of(other.title, other.text)))
    return Copy(other.copy_of or other.id, CopyKind.VERSION, likeness)


def _find_near(session: Session, article: Article, wording: Wording) -> Copy | None:
    measured = []
    for other in _candidates(session, article, wording):
        likeness = _likeness(session, wording, other)
        kind = _kind(session, article, other)
        if likeness >= (REVISED if kind is CopyKind.VERSION else COPIED):
            measured.append((-likeness, other.ingested_at, other.id, Copy(other.copy_of or other.id, kind, likeness)))
    return min(measured)[3] if measured else None


def _candidates(session: Session, article: Article, wording: Wording) -> list[StoredArticle]:
    """Stored articles that share the most bands, and those of the same address."""
    if not wording.bands:
        return []
    shared = func.count()
    by_band = session.scalars(
        select(ArticleShingle.article_id)
        .where(ArticleShingle.band.in_(wording.bands), ArticleShingle.article_id != article.id)
        .group_by(ArticleShingle.article_id)
        .order_by(shared.desc(), ArticleShingle.article_id)
        .limit(MEASURED)
    )
    ids = set(by_band)
    if article.url:
        same_page = select(StoredArticle.id).where(StoredArticle.url == article.url, StoredArticle.id != article.id)
        ids |= set(session.scalars(same_page.order_by(StoredArticle.ingested_at.desc()).limit(MEASURED)))
    return list(session.scalars(select(StoredArticle).where(StoredArticle.id.in_(ids)))) if ids else []


def _kind(session: Session, article: Article, other: StoredArticle) -> CopyKind:
    if article.url and article.url == other.url:
        return CopyKind.VERSION
    outlet = session.get(Outlet, other.outlet_id) if other.outlet_id else None
    same_outlet = bool(outlet and article.outlet and outlet.key == plain(article.outlet))
    return CopyKind.VERSION if same_outlet else CopyKind.SYNDICATED


def _likeness(session: Session, wording: Wording, other: StoredArticle) -> float:
    """How much of the shorter text is in the other one; by their marks alone where the other text is not kept."""
    if other.kept == Kept.ALL.value:
        return wording.containment(wording_of(content_of(other.title, other.text)))
    bands = session.scalars(select(ArticleShingle.band).where(ArticleShingle.article_id == other.id))
    return wording.estimate(bands)
