"""Which articles answer which question, and what is told of one; on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import articles, filters
from app.queries.paging import Window
from tests.queries.records import NOON, Records

Collected = Callable[[], AbstractContextManager[list[str]]]


def found(session: Session, sort: str = "", **asked: Any) -> list[str]:
    """The ids of the articles that a question finds, in order."""
    page = articles.page(session, filters.articles(asked), Window(limit=100, sort=sort))
    assert page.count.value == len(page.records)
    return [orjson.loads(record)["id"] for record in page.records]


def test_articles_of_an_outlet(session: Session, records: Records) -> None:
    """An article without an outlet is not of the excluded one."""
    planet, star, nobody = (records.article(outlet) for outlet in ("Daily Planet", "Morning Star", None))
    assert found(session, outlet="DAILY PLANET") == [planet]
    assert sorted(found(session, outlet="daily planet|morning star")) == [planet, star]
    assert sorted(found(session, outlet="!Daily Planet")) == [star, nobody]


def test_articles_of_some_days(session: Session, records: Records) -> None:
    """An undated article is of none, and comes last."""
    early, undated, late = (records.article(published=day) for day in ("2023-09-26", None, "2023-10-01"))
    assert found(session, published="2023-09") == [early]
    assert found(session) == [late, early, undated]
    assert found(session, sort="published") == [early, late, undated]


def test_copies_can_be_left_out(session: Session, records: Records) -> None:
    """The text is listed once."""
    first = records.article()
    records.article(copy_of=first, copy_kind="syndicated")
    assert found(session, copies=False) == [first]
    assert len(found(session, copies=True)) == 2


def test_a_page_costs_three_statements_at_most(session: Session, records: Records, statements: Collected) -> None:
    """Outlets and numbers of meetings are read with the articles."""
    meeting = records.meeting("KOR", "JPN")
    for _ in range(10):
        records.source(meeting, records.article())
    with statements() as sent:
        page = articles.page(session, filters.articles({}), Window())
    assert {orjson.loads(record)["meeting_count"] for record in page.records} == {1}
    assert len(sent) == 3


def test_one_article_has_its_text_and_its_reports(session: Session, records: Records, statements: Collected) -> None:
    """Spans count characters in `content`; meetings that no longer stand are left out."""
    article = records.article(title="Talks", text="Ministers met. They will meet again.", url="https://news.example/1")
    second, first = records.meeting("KOR", "JPN"), records.meeting("KOR", "CHN")
    records.source(second, article, ordinal=1)
    records.source(first, article, ordinal=0)
    records.source(records.meeting("KOR", "USA", retracted_at=NOON), article, ordinal=2)
    with statements() as sent:
        record = orjson.loads(articles.one(session, article))
    assert record["content"] == "Talks\n\nMinisters met. They will meet again."
    assert [report["meeting"]["id"] for report in record["sources"]] == [first, second]
    assert (record["meeting_count"], record["link"]) == (2, "https://news.example/1")
    assert len(sent) == 3


@pytest.mark.parametrize("article_id", ["a" + "0" * 20, "a0", "", "\0", "m" + "0" * 20])
def test_an_unknown_article_is_not_found(session: Session, article_id: str) -> None:
    """An id that could be one, or what never could."""
    with pytest.raises(NotFoundError):
        articles.one(session, article_id)
