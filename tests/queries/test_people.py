"""Who is found under which name, and what is told of a person; on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import filters, people
from app.queries.paging import Window
from app.store.engine import make_engine
from app.store.models import PersonName, StoredPerson
from tests.builders import a_person
from tests.queries.records import NOON, Records
from tests.store.ledgers import Ledger

Collected = Callable[[], AbstractContextManager[list[str]]]


def found(session: Session, **asked: Any) -> list[str]:
    """The usual names of the people that a question finds, in order."""
    page = people.page(session, filters.people(asked), Window(100))
    assert page.count.value == len(page.records)
    return [orjson.loads(record)["name"] for record in page.records]


@pytest.mark.parametrize("written", ["chung", "byung", "CHUNG BYUNG", "Byung-won Chung", "  chung ", "Cheng"])
def test_the_beginning_of_each_word_is_enough(session: Session, records: Records, written: str) -> None:
    """A name can be looked up while it is typed."""
    records.person("Chung Byung-won", "KOR", "Cheng Byung-won")
    records.person("Nong Rong", "CHN")
    assert found(session, name=written) == ["Chung Byung-won"]


@pytest.mark.parametrize("written", ["won chu", "hung", "chung rong", "%", "!!"])
def test_the_middle_of_a_word_and_the_words_of_two_people_find_nobody(
    session: Session, records: Records, written: str
) -> None:
    """Every word must begin a word of one written form."""
    records.person("Chung Byung-won", "KOR")
    records.person("Nong Rong", "CHN")
    assert found(session, name=written) == []


def test_people_come_by_name_and_can_be_walked(session: Session, records: Records) -> None:
    """Two people of one name are told apart by id."""
    for name in ("Nong Rong", "Chung Byung-won", "Chung Byung-won"):
        records.person(name)
    first = people.page(session, filters.people({}), Window(2))
    second = people.page(session, filters.people({}), Window(2, cursor=first.next_cursor))
    names = [orjson.loads(record)["name"] for record in (*first.records, *second.records)]
    assert names == ["Chung Byung-won", "Chung Byung-won", "Nong Rong"]
    assert second.next_cursor is None


def test_people_of_a_country_or_an_organisation(session: Session, records: Records) -> None:
    """Somebody without a country is not of any country, and so not of the excluded one."""
    union = records.organisation("EU", "European Union")
    records.person("Josep Borrell", None, organisation=union)
    records.person("Nong Rong", "CHN")
    assert found(session, country="China") == ["Nong Rong"]
    assert found(session, country="!CHN") == ["Josep Borrell"]
    assert found(session, organisation="european union") == ["Josep Borrell"]
    assert found(session, organisation="!EU") == ["Nong Rong"]


def test_a_page_costs_three_statements(session: Session, records: Records, statements: Collected) -> None:
    """Names and counts of all people on the page are read at once."""
    for number in range(10):
        records.meeting("FRA", "DEU", records.person(f"Person {chr(97 + number)}b", "FRA"))
    with statements() as sent:
        page = people.page(session, filters.people({}), Window())
    assert {orjson.loads(record)["meetings"]["count"] for record in page.records} == {1}
    assert len(sent) == 3


def test_one_person_has_all_names_and_offices(session: Session, records: Records, statements: Collected) -> None:
    """Meetings that no longer stand are not counted."""
    rufus = records.person("Rufus Firefly", "FRA", "R. Firefly")
    kept = records.meeting("FRA", "DEU", rufus, start="2023-09-26")
    records.meeting("FRA", "DEU", rufus, start="2024-05")
    records.meeting("FRA", "DEU", rufus, merged_into=kept)
    records.meeting("FRA", "DEU", rufus, retracted_at=NOON)
    with statements() as sent:
        person = orjson.loads(people.one(session, rufus))
    assert person["names"] == ["R. Firefly", "Rufus Firefly"]
    assert person["meetings"] == {"count": 2, "url": f"/v1/meetings?person={rufus}"}
    assert person["offices"] == [{"title": "Minister", "meetings": 2, "first": "2023-09-26", "last": "2024-05-01"}]
    assert len(sent) == 4


@pytest.mark.parametrize("person_id", ["p" + "0" * 20, "p0", "", "\0", "Chung Byung-won"])
def test_an_unknown_person_is_not_found(session: Session, person_id: str) -> None:
    """An id that could be one, or what never could."""
    with pytest.raises(NotFoundError):
        people.one(session, person_id)


def test_the_offices_that_sources_show_have_their_days(session: Session) -> None:
    """One office in two spellings is one; a meeting that was retracted still shows who held it."""
    ledger = Ledger(session)
    for title, day in (("Foreign Minister", "2023-03-01"), ("foreign minister", "2023-09-26")):
        ledger.meeting("FRA", "DEU", start=day, people=(a_person("Rufus Firefly", "FRA", title=title),))
    last = ledger.meeting("FRA", "DEU", start="2024-05", people=(a_person("Rufus Firefly", "FRA", title="President"),))
    known = ledger.now
    ledger.retract(last)
    (rufus,) = session.scalars(select(StoredPerson.id))

    tenures = orjson.loads(people.one(session, rufus))["tenures"]

    assert [(one["office"], one["rank"], one["first"], one["last"]) for one in tenures] == [
        ("foreign minister", "minister", "2023-03-01", "2023-09-26"),
        ("president", "leader", "2024-05-01", "2024-05-01"),
    ]
    assert orjson.loads(people.one(session, rufus, known))["tenures"] is None


def test_postgresql_finds_the_beginnings_of_words_by_trigrams(postgres_url: str) -> None:
    """Among many names it looks at few, and not at each of them."""
    engine = make_engine(postgres_url)
    ids = [f"p{number:020x}" for number in range(3_000)]
    with Session(engine) as session:
        rows = [{"id": one, "name": one, "created_at": NOON} for one in ids]
        session.execute(insert(StoredPerson), rows)
        keys = [{"person_id": one, "name": one, "key": f"n{one} m{one[::-1]}", "created_at": NOON} for one in ids]
        session.execute(insert(PersonName), keys)
        session.execute(text("ANALYZE people, person_names"))
        asked = people._is_called("mfbb", None)
        statement = select(StoredPerson.id).where(asked).compile(engine, compile_kwargs={"literal_binds": True})

        plan = "\n".join(session.scalars(text(f"EXPLAIN {statement}")))

        assert "ix_person_names_trigrams" in plan
        assert found(session, name=f"m{ids[7][::-1]}") == [ids[7]]
    engine.dispose()
