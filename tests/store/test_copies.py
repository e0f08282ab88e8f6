"""Copies: the same words, a syndicated report, another version of a page; and texts that only look alike."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.store.articles import load_article, store_article
from app.store.copies import Copy, find_original
from app.store.models import ArticleShingle, StoredArticle
from app.store.turns import wait_for_turn
from tests.builders import NOON, an_article

PARAGRAPH = (
    "The foreign ministers of Freedonia and Sylvania met in the old town hall on Tuesday to settle who owns the bridge "
    "over the border river, officials of both sides said. It was the first time in nine years that the two neighbours "
    "had talked at this level. {0} They agreed to send surveyors, to open the customs house on weekdays, and to meet "
    "again before the harvest. A joint statement is expected later in the week, a spokesman told reporters in the yard."
)
REPORT = PARAGRAPH.format("Nobody was willing to say how the talks went.")


def stored(session: Session, article: Article, now: datetime = NOON, **what: Any) -> Article:
    """An article that is in the store."""
    wait_for_turn(session, [(article, ())])
    store_article(session, article, now, **what)
    return article


def kind_of(copy: Copy | None) -> str | None:
    """How the article copies, None where it does not."""
    return copy.kind.value if copy else None


def test_the_same_words_elsewhere_are_an_exact_copy(session: Session):
    """Case, spacing and punctuation make no other text."""
    original = stored(session, an_article(REPORT, outlet="Agency"))

    copy = find_original(session, an_article(REPORT.upper().replace(",", ""), outlet="Gazette"))

    assert copy is not None
    assert (copy.original_id, kind_of(copy), copy.likeness) == (original.id, "exact", 1.0)


def test_a_report_with_an_editor_s_changes_is_syndicated(session: Session):
    """Another outlet's first line and a few other words do not make it another report."""
    original = stored(session, an_article(REPORT, outlet="Agency"))
    changed = "From our correspondent in the capital. " + REPORT.replace("nine years", "almost a decade")

    copy = find_original(session, an_article(changed, outlet="Gazette", title="Talks on the bridge"))

    assert copy is not None
    assert (copy.original_id, kind_of(copy)) == (original.id, "syndicated")


def test_a_report_cut_short_is_syndicated(session: Session):
    """Half of the text is a copy as well."""
    stored(session, an_article(REPORT, outlet="Agency", title=None))

    copy = find_original(session, an_article(REPORT[: len(REPORT) * 6 // 10], outlet="Gazette", title=None))

    assert kind_of(copy) == "syndicated"


def test_an_updated_page_is_a_version(session: Session):
    """The same address with more text is the same article later on."""
    page = an_article(REPORT, url="https://example.org/1", outlet=None)
    stored(session, page)
    updated = replace(page, text=REPORT + " By the evening the statement was out, and it named the bridge twice.")

    assert kind_of(find_original(session, updated)) == "version"


def test_an_update_by_the_same_outlet_is_a_version(session: Session):
    """Agencies send the story again under a new number."""
    stored(session, an_article(REPORT, outlet="Agency"))
    again = PARAGRAPH.format("Both sides called the talks useful, and the weather fine for the time of the year.")

    assert kind_of(find_original(session, an_article(again, outlet="AGENCY"))) == "version"


def test_another_report_of_the_same_event_is_no_copy(session: Session):
    """Own words about the same facts are an independent source."""
    stored(session, an_article(REPORT, outlet="Agency"))
    own = (
        "Sylvania's top diplomat crossed the river on Tuesday for talks with her Freedonian colleague, the first since "
        "the quarrel over the bridge began nine years ago. Surveyors will now be sent to the site, and the customs "
        "house is to open on weekdays. The two want to see each other again before the harvest is in."
    )

    assert find_original(session, an_article(own, outlet="Gazette")) is None


def test_short_texts_are_copies_by_the_same_words_only(session: Session):
    """One sentence of set phrases is like many others."""
    stored(session, an_article("The president of Freedonia met with the president of Sylvania today.", title=None))

    other = an_article("The president of Freedonia met with the president of Osterlich today.", title=None)

    assert find_original(session, other) is None


def test_a_copy_of_a_copy_points_at_the_original(session: Session):
    """All copies of a text hang on one article."""
    original = stored(session, an_article(REPORT, outlet="Agency", title=None))
    stored(session, an_article(REPORT + " More in our next issue.", outlet="Gazette", title=None))

    copy = find_original(
        session, an_article(REPORT + " More in our next issue, on page two.", outlet="Post", title=None)
    )

    assert copy is not None
    assert copy.original_id == original.id


def test_the_earliest_of_equal_originals_is_taken(session: Session):
    """Which of two stored texts came first decides, not their ids."""
    first = an_article(REPORT, outlet="Agency")
    stored(session, first)
    stored(session, an_article(REPORT, outlet="Gazette"), NOON + timedelta(hours=1))

    copy = find_original(session, an_article(REPORT, outlet="Post"))

    assert copy is not None
    assert copy.original_id == first.id


def test_an_exact_copy_keeps_no_marks_of_its_own(session: Session):
    """A text that a thousand outlets print takes the place of one."""
    original = stored(session, an_article(REPORT, outlet="Agency"))
    stored(session, an_article(REPORT, outlet="Gazette"))

    assert set(session.scalars(select(ArticleShingle.article_id))) == {original.id}


def test_an_article_comes_back_as_it_was_read(session: Session):
    """Every field of it is kept."""
    article = an_article(authors=("A. Reporter",), url="https://example.org/2", source_id="x-1")
    stored(session, article)

    loaded = load_article(session, session.get_one(StoredArticle, article.id))

    assert loaded == article
    assert loaded.id == article.id
