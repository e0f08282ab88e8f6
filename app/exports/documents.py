"""Rendered records in; JSON, JSON lines and GeoJSON out, with the records as they are."""

from collections.abc import Iterable, Iterator

import orjson
from msgspec import Struct
from msgspec.json import Decoder

from app.exports.about import About
from app.exports.records import Batch, Place


class Located(Struct, gc=False):
    """What GeoJSON has to know of a meeting."""

    id: str
    place: Place | None


LOCATED = Decoder(Located)


def write_json(batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """One object, with the records in `data`."""
    yield b'{"data":['
    yield from _parted(batches)
    yield b"]" + _rest(about)


def write_ndjson(batches: Iterable[Batch], _about: About) -> Iterator[bytes]:
    """One record a line."""
    for batch in batches:
        if batch:
            yield b"\n".join(batch) + b"\n"


def write_geojson(batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """A collection with one feature a meeting (RFC 7946); one of unknown place has no geometry."""
    yield b'{"type":"FeatureCollection","features":['
    yield from _parted([_feature(record) for record in batch] for batch in batches)
    yield b"]" + _rest(about)


def _feature(record: bytes) -> bytes:
    meeting = LOCATED.decode(record)
    place = meeting.place or Place()
    geometry = None
    if place.latitude is not None and place.longitude is not None:
        geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    head = orjson.dumps({"type": "Feature", "id": meeting.id, "geometry": geometry})
    return head[:-1] + b',"properties":' + record + b"}"


def _parted(batches: Iterable[Batch]) -> Iterator[bytes]:
    """The members of an array."""
    comma = b""
    for batch in batches:
        if batch:
            yield comma + b",".join(batch)
            comma = b","


def _rest(about: About) -> bytes:
    """The members after the records, and the end."""
    return b"," + orjson.dumps(about.members)[1:] if about.members else b"}"
