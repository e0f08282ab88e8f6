"""What is told of countries and organisations; on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import countries, organisations
from app.queries.filters import CountryFilter, OrganisationFilter
from app.queries.paging import Window
from tests.queries.records import NOON, Records

Collected = Callable[[], AbstractContextManager[list[str]]]


def listed(session: Session, asked: CountryFilter) -> dict[str, dict[str, Any]]:
    """The countries that a question finds, by code."""
    return {country["code"]: country for country in map(orjson.loads, countries.page(session, asked).records)}


def test_every_country_is_listed_with_its_meetings(session: Session, records: Records, statements: Collected) -> None:
    """People who represent a country do not count it again; what no longer stands does not count."""
    kept = records.meeting("KOR", "JPN", records.person("Chung Byung-won", "KOR"))
    records.meeting("KOR", "USA", retracted_at=NOON)
    records.meeting("KOR", "USA", merged_into=kept)
    with statements() as sent:
        found = listed(session, CountryFilter())
    assert {code: country["meetings"]["count"] for code, country in found.items() if country["meetings"]["count"]} == {
        "KOR": 1,
        "JPN": 1,
    }
    assert len(found) > 190
    assert found["KOR"]["alpha2"] == "KR"
    assert len(sent) == 1


@pytest.mark.parametrize("name", ["korea", "KOREA", "Kor"])
def test_countries_are_found_by_a_part_of_a_name(session: Session, name: str) -> None:
    """Both Koreas, in order of their names."""
    assert {"KOR", "PRK"} <= set(listed(session, CountryFilter(name)))


def test_countries_without_meetings_can_be_left_out(session: Session, records: Records) -> None:
    """`min_meetings=1` lists those of which the store knows something."""
    records.meeting("KOR", "JPN")
    assert set(listed(session, CountryFilter(min_meetings=1))) == {"KOR", "JPN"}


@pytest.mark.parametrize("written", ["KOR", "kr", "South Korea", "Republic of Korea"])
def test_one_country_answers_to_its_codes_and_names(session: Session, records: Records, written: str) -> None:
    """The record is the same under each."""
    records.meeting("KOR", "JPN")
    country = orjson.loads(countries.one(session, written, NOON))
    assert (country["code"], country["meetings"]) == ("KOR", {"count": 1, "url": "/v1/meetings?country=KOR"})


def test_a_country_without_meetings_is_a_country(session: Session) -> None:
    """Its count is zero."""
    assert orjson.loads(countries.one(session, "ISL", NOON))["meetings"]["count"] == 0


def test_an_unknown_country_is_not_found(session: Session) -> None:
    """Unlike in a filter, the address names the record."""
    with pytest.raises(NotFoundError):
        countries.one(session, "Atlantis", NOON)


def test_organisations_are_found_by_a_part_of_a_name(session: Session, records: Records) -> None:
    """Short and full names, in any case; `%` is only a character."""
    records.organisation("EU", "European Union")
    records.organisation("AU", "African Union")
    shorts = [
        orjson.loads(record)["short"]
        for name in ("union", "EUR", "%")
        for record in organisations.page(session, OrganisationFilter(name), Window()).records
    ]
    assert shorts == ["AU", "EU", "EU"]


def test_one_organisation_answers_to_its_id_and_names(session: Session, records: Records) -> None:
    """The record is the same under each."""
    union = records.organisation("EU", "European Union")
    records.meeting("FRA", union)
    for written in (union, "EU", "eu", "european union"):
        found = orjson.loads(organisations.one(session, written))
        assert (found["id"], found["meetings"]["count"]) == (union, 1)


@pytest.mark.parametrize("key", ["NATO", "o" + "0" * 20, "", "\0"])
def test_an_organisation_that_is_not_in_the_store_is_not_found(session: Session, key: str) -> None:
    """Even where it is known what it is."""
    with pytest.raises(NotFoundError):
        organisations.one(session, key)
