"""The life of one summit, told by four articles and read by the rules: what was known when, and by which words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, select

from app.domain.articles import Article
from app.errors import NotFoundError
from app.extraction.reader import RuleReader
from app.queries import filters, history, meetings
from app.queries.paging import Window
from app.store import decisions, undoing
from app.store.engine import reading, writing
from app.store.ledger import Grounds
from app.store.models import Source
from app.store.record import Reading, record_article

STORY = (
    Article(
        title="South Korea hosts Japan and China",
        text="SEOUL, Sept 26 (Harbour Wire) - South Korea received senior diplomats from Japan and China for a "
        "three-way meeting on Tuesday.\n\nDuring the talks South Korea proposed to hold a summit of the leaders of "
        "South Korea, Japan and China in December, a Japanese broadcaster reported.",
        outlet="Harbour Wire",
        published=date(2023, 9, 26),
    ),
    Article(
        title="Three-way summit put off",
        text="The trilateral summit of South Korea, Japan and China that Seoul had proposed for December has been "
        "postponed, South Korean officials said on Monday.",
        outlet="Coastline Daily",
        published=date(2023, 12, 4),
    ),
    Article(
        title="A date for Seoul",
        text="SEOUL, May 23 (Lantern News Service) - The leaders of South Korea, Japan and China will hold a "
        "trilateral summit in Seoul on May 27, the South Korean presidential office announced on Thursday.",
        outlet="Lantern News Service",
        published=date(2024, 5, 23),
    ),
    Article(
        title="Three leaders in Seoul",
        text="SEOUL, May 27 (Harbour Wire) - South Korean President Yoon Suk Yeol, Chinese Premier Li Qiang and "
        "Japanese Prime Minister Fumio Kishida held a trilateral summit in Seoul on Monday.",
        outlet="Harbour Wire",
        published=date(2024, 5, 27),
    ),
)
LIFE = ["proposed", "postponed", "scheduled", "held"]
# When each article was read: at noon of the day on which it was published.
MOMENTS = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (one.published for one in STORY) if day]
ANN = Grounds("ann", "By the host's calendar.")
JUST = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def accounts() -> list[list[Any]]:
    """What the rules read in each article."""
    return list(RuleReader().extract_many(STORY))


@pytest.fixture
def told(engine: Engine, accounts: list[list[Any]]) -> Iterator[str]:
    """The story in a store, each article read at noon of its day; gives the id of the summit."""
    with writing(engine) as session:
        for article, candidates, moment in zip(STORY, accounts, MOMENTS, strict=True):
            record_article(session, Reading(article, candidates, "rules"), moment)
    with reading(engine) as session:
        yield session.scalars(select(Source.meeting_id).where(Source.status == "postponed")).one() or ""


def asked(engine: Engine, meeting_id: str, moment: datetime | None = None) -> dict[str, Any]:
    """The summit as it was known at a moment."""
    with reading(engine) as session:
        record: dict[str, Any] = orjson.loads(meetings.one(session, meeting_id, moment))
    return record


def listed(engine: Engine, moment: datetime, status: str) -> list[str]:
    """The meetings of leaders that were listed with a status at a moment."""
    question = filters.meetings({"as_of": moment.isoformat(), "status": status, "level": "leader"})
    with reading(engine) as session:
        return [orjson.loads(one)["id"] for one in meetings.page(session, question, Window()).records]


def test_the_life_of_the_summit_reads_right(engine: Engine, told: str) -> None:
    """Each step with the day it was given, who reported it, and in which words."""
    record = asked(engine, told)

    steps = record["life_cycle"]
    assert [step["status"] for step in steps] == LIFE
    assert [step["start"]["date"] for step in steps] == ["2023-12", "2023-12", "2024-05-27", "2024-05-27"]
    assert [step["reported"] for step in steps] == ["2023-09-26", "2023-12-04", "2024-05-23", "2024-05-27"]
    assert [step["source"] for step in steps] == [source["id"] for source in record["sources"]]
    assert all(step["quote"] in article.content for step, article in zip(steps, STORY, strict=True))
    assert (record["status"], record["start"]["date"]) == ("held", "2024-05-27")


def test_contradicting_claims_stand_side_by_side(engine: Engine, told: str) -> None:
    """With the sources of each, and the policy that chose."""
    contested = {entry["field"]: entry for entry in asked(engine, told)["contested"]}

    day, month = contested["start"]["claims"]
    assert (day["value"]["date"], day["chosen"], len(day["sources"])) == ("2024-05-27", True, 2)
    assert (month["value"]["date"], month["chosen"], len(month["sources"])) == ("2023-12", False, 2)
    assert "as it happened" in contested["start"]["policy"]
    assert contested["status"]["claims"][0]["value"] == "held"
    assert "place" not in contested


def test_between_any_two_articles_the_earlier_view_is_given(engine: Engine, told: str) -> None:
    """From the moment of one until just before the next, in lists and for the record itself."""
    with pytest.raises(NotFoundError):
        asked(engine, told, MOMENTS[0] - JUST)
    for number, (moment, status) in enumerate(zip(MOMENTS, LIFE, strict=True)):
        until = [*MOMENTS[1:], datetime(2030, 1, 1, tzinfo=UTC)][number] - JUST
        for at in (moment, until):
            record = asked(engine, told, at)
            assert (record["status"], len(record["sources"])) == (status, number + 1)
            assert [step["status"] for step in record["life_cycle"]] == LIFE[: number + 1]
            assert listed(engine, at, status) == [told]
            assert all(listed(engine, at, other) == [] for other in LIFE if other != status)


def test_the_history_has_every_step_with_its_words(engine: Engine, told: str) -> None:
    """What each article changed, on which comparison."""
    with reading(engine) as session:
        steps = [orjson.loads(step) for step in history.page(session, told).records]
        early = history.page(session, told, MOMENTS[1]).records

    assert [step["action"] for step in steps] == ["create", "confirm", "confirm", "confirm"]
    assert [step["at"] for step in steps] == [moment.isoformat().replace("+00:00", "Z") for moment in MOMENTS]
    changes = [{change["field"]: change for change in step["changes"]} for step in steps]
    assert [change["status"]["after"] for change in changes] == LIFE
    assert [change["status"]["before"] for change in changes] == [None, *LIFE[:-1]]
    assert changes[2]["start"]["before"]["date"] == "2023-12"
    quotes = [step["sources_added"][0]["quote"] for step in steps]
    assert all(quote in article.content for quote, article in zip(quotes, STORY, strict=True))
    assert {"dates", "shared parties"} <= {feature["name"] for feature in steps[1]["features"]}
    assert len(early) == 2


def test_a_person_has_the_last_word_until_it_is_taken_back(engine: Engine, told: str) -> None:
    """A correction is shown as such, stands above all articles, and leaves no trace in earlier moments."""
    corrected_at = MOMENTS[-1] + timedelta(days=1)
    with writing(engine) as session:
        said = {"status": "cancelled", "place": {"city": "Busan", "country": "KOR"}}
        decided = decisions.correct(session, told, said, ANN, corrected_at)
    record = asked(engine, told)
    assert (record["status"], record["place"]["city"]) == ("cancelled", "Busan")
    assert record["corrected"] == ["place", "status"]
    assert [step["status"] for step in record["life_cycle"]] == [*LIFE, "cancelled"]
    who = {"decision": decided.decision_id, "actor": "ann", "at": "2024-05-28T12:00:00Z", "note": ANN.note}
    assert record["life_cycle"][-1]["correction"] == who
    place = next(entry for entry in record["contested"] if entry["field"] == "place")
    assert place["correction"] == who
    assert [(claim["value"]["city"], claim["chosen"]) for claim in place["claims"]] == [
        ("Busan", True),
        ("Seoul", False),
    ]

    with writing(engine) as session:
        undoing.undo(session, decided.decision_id, ANN, corrected_at + timedelta(days=1))
    assert asked(engine, told)["status"] == "held"
    assert asked(engine, told, corrected_at)["status"] == "cancelled"
    assert asked(engine, told, MOMENTS[-1])["corrected"] == []
