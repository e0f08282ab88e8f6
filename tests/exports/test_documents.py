"""JSON, JSON lines and GeoJSON: the records as they are."""

import orjson
from geojson_pydantic import FeatureCollection

from app.exports import documents
from app.exports.about import About
from tests.exports.records import ABOUT, a_meeting, a_place

BATCHES = ([a_meeting(title="One")], [], [a_meeting(title="Two"), a_meeting(title="Three")])
RECORDS = [orjson.loads(record) for batch in BATCHES for record in batch]


def test_json_is_one_object_of_all_batches():
    """With further members after the records, where there are any."""
    plain = orjson.loads(b"".join(documents.write_json(BATCHES, ABOUT)))
    page = orjson.loads(b"".join(documents.write_json(BATCHES, About("", "/", members={"meta": {"count": 3}}))))

    assert plain == {"data": RECORDS}
    assert page == {"data": RECORDS, "meta": {"count": 3}}
    assert orjson.loads(b"".join(documents.write_json([], ABOUT))) == {"data": []}


def test_each_json_line_is_a_record():
    """And every line ends."""
    text = b"".join(documents.write_ndjson(BATCHES, ABOUT))

    assert [orjson.loads(line) for line in text.splitlines()] == RECORDS
    assert text.endswith(b"\n")


def test_geojson_keeps_to_its_rules():
    """A point lies at longitude and latitude; a meeting of unknown place has no geometry, and is there all the same."""
    seoul = a_place("KOR", latitude=37.5, longitude=127.0)
    batch = [a_meeting(place=place) for place in (seoul, a_place("KOR"), None)]
    text = b"".join(documents.write_geojson([batch], ABOUT))
    found = FeatureCollection.model_validate_json(text)

    assert [feature.geometry and feature.geometry.coordinates for feature in found.features] == [
        (127.0, 37.5),
        None,
        None,
    ]
    assert [feature.properties for feature in found.features] == [orjson.loads(record) for record in batch]
    assert {feature.id for feature in found.features} == {RECORDS[0]["id"]}


def test_an_empty_list_is_an_empty_collection():
    """Not an error."""
    assert FeatureCollection.model_validate_json(b"".join(documents.write_geojson([], ABOUT))).features == []
