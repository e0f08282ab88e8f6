"""The language of full text, and its answers on both databases: what it finds, in which order, what it refuses."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import orjson
import pytest
from sqlalchemy.orm import Session

from app.errors import InvalidFilterError
from app.queries import filters, meetings
from app.queries.paging import Window
from app.queries.words import Search, Term, parse_search
from tests.queries.records import Records

Collected = Callable[[], AbstractContextManager[list[str]]]


def found(session: Session, q: str, sort: str = "start") -> list[str]:
    """The ids of the meetings that a question finds."""
    page = meetings.page(session, filters.meetings({"q": q}), Window(100, sort))
    return [orjson.loads(record)["id"] for record in page.records]


def test_words_phrases_beginnings_and_negations_are_read():
    """Folded, each once; what is written with a hyphen is a phrase."""
    assert parse_search('Élysée "Six-Party  Talks" six-party nucl* -Iran -"sanctions list" élysée') == Search(
        wanted=(
            Term(("elysee",)),
            Term(("six", "party", "talks")),
            Term(("six", "party")),
            Term(("nucl",), prefix=True),
        ),
        unwanted=(Term(("iran",)), Term(("sanctions", "list"))),
    )


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ('"open', "a quotation mark is not closed"),
        ("-iran", "no word to look for"),
        ("   ", "no word to look for"),
        ("trade &", "'&' has no letters and no digits"),
        ("a*", "at least 2 letters"),
        ("tra*de", "does not stand at the end of a word"),
        ("*trade", "does not stand at the end of a word"),
        ("trade OR tariffs", "there is no OR"),
        ("trade NOT tariffs", "write -word"),
        (" ".join(f"w{number}" for number in range(31)), "at most 30"),
    ],
)
def test_a_bad_question_is_refused_with_the_reason(q: str, reason: str):
    """The parameter is named as well."""
    with pytest.raises(InvalidFilterError, match=reason.replace("*", r"\*")) as refused:
        parse_search(q)
    assert refused.value.parameter == "q"


def test_what_the_databases_take_for_syntax_is_text(session: Session, records: Records):
    """Quotes, colons, brackets and operators of either database do no harm."""
    meeting = records.meeting("KOR", "JPN")
    records.text(meeting, title=["near title or not"], names=["Dr. No"], evidence=["a:b (c) {d} ^e + f ! g | h <-> i"])

    for q in ("title:near", "(c)", "{d}", "^e", '"a:b"', "near", '"or not"', "<->i", "g+f'", "dr", "NO\\", "'no'"):
        expected = [] if q in ("title:near", "g+f'") else [meeting]
        assert found(session, q) == expected, q


def test_a_phrase_lies_within_one_passage(session: Session, records: Records):
    """Not over the end of a name or of a column."""
    meeting = records.meeting("KOR", "JPN")
    records.text(meeting, title=["talks in Seoul"], names=["South Korea", "Park Jin"], evidence=["met twice"])

    assert found(session, '"south korea"') == [meeting]
    assert found(session, '"korea park"') == found(session, '"seoul south"') == found(session, '"jin met"') == []


def test_the_best_fit_comes_first(session: Session, records: Records):
    """A word in the title counts more than one in a name, and that more than one in the evidence."""
    ids = [records.meeting("KOR", "JPN") for _ in range(4)]
    filler = ["some other words of the same length"]
    records.text(ids[0], title=filler, names=filler, evidence=["a summit was held of this length"])
    records.text(ids[1], title=["a summit was held of this length"], names=filler, evidence=filler)
    records.text(ids[2], title=filler, names=filler, evidence=filler)
    records.text(ids[3], title=filler, names=["a summit was held of this length"], evidence=filler)

    assert found(session, "summit", "relevance") == [ids[1], ids[3], ids[0]]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_walk_by_relevance_sees_every_meeting_once(session: Session, records: Records, limit: int):
    """Many fit equally well."""
    for number in range(7):
        records.text(records.meeting("KOR", "JPN"), title=["summit"], evidence=["summit"] if number % 3 else [])
    asked = filters.meetings({"q": "summit"})
    walked, cursor = [], None
    while True:
        page = meetings.page(session, asked, Window(limit, "relevance", cursor))
        walked += [orjson.loads(record)["id"] for record in page.records]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert walked == found(session, "summit", "relevance")
    assert len(set(walked)) == 7


@pytest.mark.parametrize("sort", ["start", "-start", "relevance"])
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_walk_through_what_is_found_sees_every_meeting_once(
    session: Session, records: Records, sort: str, limit: int
):
    """Undated ones last, whichever come first of the others; equal days and missing days on the border of two pages."""
    for start in (None, "2023-09-26", "2023-09-26", "2022", None, "2023-09-26", None):
        records.text(records.meeting("KOR", "JPN", start=start), title=["summit"])
    whole = found(session, "summit", sort)
    walked, cursor = [], None
    while True:
        page = meetings.page(session, filters.meetings({"q": "summit"}), Window(limit, sort, cursor))
        walked += [orjson.loads(record)["id"] for record in page.records]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert walked == whole
    assert len(set(whole)) == 7


def test_the_first_page_is_found_without_sorting(session: Session, records: Records, statements: Collected):
    """SQLite reads the index of words from its end, and stops after a page, however many meetings are found."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL's index of words has no order")
    records.text(records.meeting("KOR", "JPN"), title=["summit"])

    def sorts(sort: str) -> bool:
        with statements() as sent:
            found(session, "summit -trade", sort)
        values = ("summit",) * sent[0].count("?")
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[0]}", values)
        return any("TEMP B-TREE" in row.detail for row in plan)

    assert not sorts("-start")
    assert not sorts("start")
    assert sorts("-end")


def test_relevance_needs_words(session: Session):
    """Without a question there is nothing to fit."""
    with pytest.raises(InvalidFilterError) as refused:
        meetings.page(session, filters.meetings({}), Window(10, "relevance"))
    assert refused.value.parameter == "sort"


def test_the_words_of_the_past_are_not_kept():
    """A clear refusal, rather than an answer from what is known now."""
    with pytest.raises(InvalidFilterError, match="leave out q or as_of") as refused:
        filters.meetings({"q": "summit", "as_of": "2023-10-01"})
    assert refused.value.parameter == "q"
