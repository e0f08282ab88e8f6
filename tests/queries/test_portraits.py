"""One state, one person, one meeting from all sides: partners and years, itinerary, evidence; on both databases."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.domain.meetings import Level, Role, Status
from app.errors import MovedError, NotFoundError
from app.queries import countries, filters, itineraries, people, proofs
from app.queries.filters import MeetingFilter
from app.queries.paging import Window
from tests.builders import SEOUL, a_person, an_article, some_evidence
from tests.queries.records import Records
from tests.queries.test_statistics import filled
from tests.store.ledgers import Ledger

NOW = datetime(2024, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def portrait(session: Session, code: str, as_of: datetime | None = None) -> dict[str, Any]:
    """A country from all sides."""
    found: dict[str, Any] = orjson.loads(countries.one(session, code, NOW, as_of))
    return found


def test_a_state_is_shown_with_those_whom_it_meets(session: Session, records: Records) -> None:
    """As often, at the levels and in the years that a plain reading counts."""
    known = [meeting for meeting in filled(records) if meeting.stands and "KOR" in meeting.countries]
    found = portrait(session, "KOR")

    partners = Counter(code for meeting in known for code in meeting.countries if code != "KOR")
    assert {one["country"]: one["meetings"] for one in found["partners"]} == partners
    for one in found["partners"]:
        shared = [meeting for meeting in known if one["country"] in meeting.countries]
        assert one["levels"] == {level.value: sum(meeting.level == level for meeting in shared) for level in Level}
    assert found["levels"] == {level.value: sum(meeting.level == level for meeting in known) for level in Level}
    years = Counter(meeting.period("%Y") for meeting in known)
    assert {one["year"]: one["meetings"] for one in found["years"]} == years
    assert sum(years.values()) == found["meetings"]["count"]


def test_a_state_without_meetings_has_nobody_to_show(session: Session) -> None:
    """But the same fields."""
    found = portrait(session, "ISL")
    assert [found[name] for name in ("partners", "years", "latest", "upcoming")] == [[], [], [], []]
    with pytest.raises(NotFoundError):
        portrait(session, "Atlantis")


def test_what_is_upcoming_is_seen_from_today(session: Session, records: Records) -> None:
    """Plans whose time is over are not, and what was held is the latest."""
    past = records.meeting("KOR", "JPN", start="2023-05-01", status="scheduled")
    held = records.meeting("KOR", "JPN", start="2024-02-01", status="held")
    today = records.meeting("KOR", "JPN", start="2024-03-01", status="proposed")
    next_week = records.meeting("KOR", "CHN", start="2024-03-08", status="scheduled")
    records.meeting("KOR", "CHN", start="2024-03-08", status="cancelled")

    def ids(name: str, as_of: datetime | None = None) -> list[str]:
        return [meeting["id"] for meeting in portrait(session, "KOR", as_of)[name]]

    assert ids("latest") == [held]
    assert ids("upcoming") == [today, next_week]
    assert past not in ids("upcoming")
    # All of these were written on 1 October 2023, and known from then on.
    assert ids("upcoming", datetime(2024, 3, 2, tzinfo=UTC)) == [next_week]


def test_an_itinerary_tells_place_role_and_office_of_each_meeting(ledger: Ledger) -> None:
    """The latest first, under any filter, as it was known at a moment."""
    minister = a_person("Rufus Firefly", "FRA", title="Foreign Minister", role=Role.HOST)
    president = a_person("Rufus Firefly", "FRA", title="President", role=Role.GUEST)
    first = ledger.meeting("FRA", "DEU", start="2023-01-09", people=(minister,), place=SEOUL)
    known = ledger.now
    second = ledger.meeting("FRA", "ITA", start="2023-09-20", people=(president,), status=Status.SCHEDULED)
    ledger.meeting("FRA", "USA", start="2023-09-25")
    (person,) = (orjson.loads(one) for one in people.page(ledger.session, filters.people({}), Window()).records)

    def stops(**asked: Any) -> list[tuple[Any, ...]]:
        page = itineraries.page(ledger.session, person["id"], filters.meetings(asked), Window())
        assert page.count.value == len(page.records)
        found = [orjson.loads(record) for record in page.records]
        return [
            (one["meeting"]["id"], one["place"] and one["place"]["city"], one["role"], one["title"]) for one in found
        ]

    latest, earliest = (second, None, "guest", "President"), (first, "Seoul", "host", "Foreign Minister")
    assert stops() == [latest, earliest]
    assert stops(country="DEU") == stops(as_of=known.isoformat()) == [earliest]
    assert stops(person="somebody else") == []
    told = orjson.loads(people.portrait(ledger.session, person["id"]))["itinerary"]
    assert [one["meeting"]["id"] for one in told] == [second, first]
    then = orjson.loads(people.portrait(ledger.session, person["id"], known))["itinerary"]
    assert [one["meeting"]["url"] for one in then] == [f"/v1/meetings/{first}?as_of=2023-10-01T13:00:00Z"]


@pytest.mark.parametrize("person_id", ["p0", f"p{0:020x}", "\0"])
def test_there_is_no_itinerary_of_nobody(session: Session, person_id: str) -> None:
    """An id that nobody has is not found, rather than an empty list."""
    with pytest.raises(NotFoundError):
        itineraries.page(session, person_id, MeetingFilter(), Window())


def test_evidence_is_told_field_by_field(ledger: Ledger) -> None:
    """What each source says, in its own words, beside the value of the record; one field alone where it is asked."""
    shown = tuple(some_evidence(field) for field in ("meeting", "party:FRA", "status"))
    planned = {"status": Status.SCHEDULED, "evidence": shown, "attribution": "an official"}
    meeting = ledger.meeting("FRA", "DEU", **planned, article=an_article(published="2023-09-20"))
    early = ledger.now
    ledger.meeting("FRA", "DEU", status=Status.HELD, evidence=(some_evidence("status", 3, 9, quote="isters"),))

    def fields(field: str | None = None, as_of: datetime | None = None) -> dict[str, Any]:
        page = proofs.page(ledger.session, meeting, field, as_of)
        found = [orjson.loads(record) for record in page.records]
        return {one["field"]: (one["value"], one["claims"]) for one in found}

    assert list(fields()) == ["meeting", "status", "party:FRA"]
    value, claims = fields("status")["status"]
    assert (value, [claim["value"] for claim in claims]) == ("held", ["scheduled", "held"])
    assert [claim["attribution"] for claim in claims] == ["an official", None]
    assert (claims[1]["quote"], claims[1]["span"], claims[1]["rule"]) == ("isters", {"start": 3, "end": 9}, "test")
    assert [claim["source"] for claim in claims] == ledger.sources(meeting)
    assert list(fields("party")) == list(fields("party:FRA")) == ["party:FRA"]
    assert fields("party:DEU") == fields("place") == {}
    value, claims = fields("status", early)["status"]
    assert (value, [claim["value"] for claim in claims]) == ("scheduled", ["scheduled"])


def test_evidence_of_a_merged_record_is_that_of_its_successor(ledger: Ledger) -> None:
    """So the address leads there."""
    kept, merged = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    ledger.merge(kept, merged)
    with pytest.raises(MovedError):
        proofs.page(ledger.session, merged)
