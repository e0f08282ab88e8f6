"""What each filter understands, and what it refuses with a reason; on both databases where one is asked."""

import orjson
import pytest
from sqlalchemy.orm import Session

from app.domain.geography import Box, Circle, great_circle_km
from app.errors import InvalidFilterError
from app.queries import filters, meetings, names
from app.queries.geography import parse_box, parse_circle
from app.queries.paging import Window
from tests.queries.records import Records


def found(session: Session, **asked: object) -> list[str]:
    """The ids of the meetings that a question finds, the earliest first."""
    page = meetings.page(session, filters.meetings(asked), Window(100, "start"))
    return [orjson.loads(record)["id"] for record in page.records]


def test_what_holds_of_all_is_not_asked() -> None:
    """So that a question with it is answered as fast as one without it."""
    everything = {"min_sources": 0, "min_confidence": 0, "parties_min": 0}

    assert filters.meetings({"country": "FRA", **everything}) == filters.meetings({"country": "FRA"})
    assert filters.meetings({"country": "FRA", **everything}).given.keys() == {"country"}


def test_membership_counts_on_the_day_of_the_meeting(session: Session, records: Records) -> None:
    """The United Kingdom was a member until the end of January 2020; of undated meetings today's members count."""
    before = records.meeting("GBR", "USA", start="2020-01-31")
    perhaps = records.meeting("GBR", "JPN", start="2020")
    records.meeting("GBR", "KOR", start="2020-02-01")
    records.meeting("GBR", "CHN", start=None)
    today = records.meeting("FRA", "CHN", start=None)

    assert sorted(found(session, member_of="EU")) == sorted([before, perhaps, today])
    assert found(session, member_of="European Union,NATO", country="USA") == [before]


def test_membership_is_narrowed_by_role(session: Session, records: Records) -> None:
    """A member hosts."""
    hosts = records.meeting("FRA", "USA", host="FRA")
    records.meeting("FRA", "USA", host="USA")

    assert found(session, member_of="EU", role="host") == [hosts]


def test_names_with_accents_are_found_without_and_the_other_way_round(session: Session, records: Records) -> None:
    """Also where the database lowers ASCII letters alone."""
    organisation = records.organisation("Élan", "Élan Öffentlich")
    meeting = records.meeting(
        "BRA", organisation, records.person("Łukasz Žižek", "POL"), city="São Paulo", series="Øresund Talks"
    )
    for asked in (
        {"place": "sao paulo"}, {"place": "SÃO PAULO"}, {"organisation": "elan"}, {"organisation": "ÉLAN OFFENTLICH"},
        {"person": "zizek lukasz"}, {"person": "ŽIŽEK"}, {"series": "oresund talks"}, {"series": "ØRESUND-TALKS"},
    ):  # fmt: skip
        assert found(session, **asked) == [meeting], asked


@pytest.mark.parametrize(
    "series",
    [
        "China-Japan-South Korea trilateral summit",
        "the China-Japan-South Korea summits",
        "china-japan-south-korea-summit",
        "Korea-Japan-China trilateral summit",
    ],
)
def test_a_series_is_found_by_any_of_its_names(session: Session, records: Records, series: str) -> None:
    """Under whichever of them it is stored."""
    usual = records.meeting("CHN", "JPN", "KOR", series="China-Japan-South Korea trilateral summit", start="2019")
    other = records.meeting("CHN", "JPN", "KOR", series="China-Japan-South Korea summit", start="2024")
    records.meeting("CHN", "JPN", "KOR", series="six-party talks")

    assert found(session, series=series) == [usual, other]


def test_a_series_is_found_by_its_members_and_level(session: Session, records: Records) -> None:
    """Of a meeting that names no series: exactly these states, at that level, and not by call."""
    summit = records.meeting("CHN", "JPN", "KOR", level="leader")
    records.meeting("CHN", "JPN", "KOR", level="minister")
    records.meeting("CHN", "JPN", "KOR", level="leader", kind="call")
    records.meeting("CHN", "JPN", "KOR", "USA", level="leader")
    records.meeting("CHN", "JPN", level="leader")
    other = records.meeting("CHN", "JPN", "KOR", level="leader", series="ASEAN Plus Three summit")

    assert found(session, series="China-Japan-South Korea summits") == [summit]
    assert other in found(session, series="!China-Japan-South Korea summits")
    assert summit not in found(session, series="!China-Japan-South Korea summits")


@pytest.mark.parametrize(
    ("term", "code"),
    [("KR", "KOR"), ("kor", "KOR"), ("South Korean", "KOR"), ("Côte d'Ivoire", "CIV"), ("french", "FRA")],
)
def test_a_country_is_understood_by_code_name_and_demonym(term: str, code: str) -> None:
    """In any case."""
    assert names.country(term) == code


@pytest.mark.parametrize(("term", "key"), [("TRADE", "trade"), ("trade and tariffs", "trade"), ("Chess", "chess")])
def test_a_topic_is_understood_by_key_and_label(term: str, key: str) -> None:
    """One that is not known is taken as typed."""
    assert names.topic(term) == key


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"member_of": "Hamas"}, "member_of"),
        ({"member_of": "France"}, "member_of"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "1,2,3,x"}, "bbox"),
        ({"bbox": "0,50,10,40"}, "bbox"),
        ({"bbox": "0,-91,10,40"}, "bbox"),
        ({"bbox": "-181,0,10,40"}, "bbox"),
        ({"bbox": "nan,0,10,40"}, "bbox"),
        ({"near": "91,0,10"}, "near"),
        ({"near": "0,181,10"}, "near"),
        ({"near": "0,0,0"}, "near"),
        ({"near": "0,0,30000"}, "near"),
        ({"near": "0,0"}, "near"),
        ({"parties_min": 3, "parties_max": 2}, "parties_max"),
        ({"series": "a,b"}, "series"),
    ],
)
def test_what_means_nothing_is_refused(given: dict[str, object], parameter: str) -> None:
    """The parameter is named."""
    with pytest.raises(InvalidFilterError) as refused:
        filters.meetings(given)
    assert refused.value.parameter == parameter


def test_boxes_and_circles_are_read() -> None:
    """In the order of GeoJSON, and of maps."""
    assert parse_box("124,33.5,132,39") == Box(124, 33.5, 132, 39)
    assert parse_circle("37.57,126.98,50") == Circle(37.57, 126.98, 50)


def test_distances_are_those_of_an_atlas() -> None:
    """Seoul to Tokyo is 1,160 km or so, a quarter of a meridian 10,008 km."""
    assert great_circle_km(37.57, 126.98, 35.68, 139.69) == pytest.approx(1157, abs=5)
    assert great_circle_km(0, 20, 90, 20) == pytest.approx(10_007.6, abs=1)


@pytest.mark.parametrize("point", [(37.57, 126.98), (0.0, 179.5), (-45.0, -179.9), (89.0, 10.0), (-89.5, 0.0)])
@pytest.mark.parametrize("km", [1, 300, 5_000, 20_000])
def test_the_box_around_a_circle_holds_it(point: tuple[float, float], km: float) -> None:
    """Also over the antimeridian and a pole: no point of a net of degrees that lies in the circle is outside."""
    box = Circle(*point, km).box
    for latitude in range(-90, 91, 3):
        for longitude in range(-180, 180, 3):
            if great_circle_km(*point, latitude, longitude) <= km:
                assert box.south <= latitude <= box.north
                east, west = longitude <= box.east, longitude >= box.west
                assert (west and east) if box.west <= box.east else (west or east)
