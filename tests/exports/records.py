"""What a test cares about in, a rendered record out."""

from typing import Any

import orjson
from pydantic import BaseModel

from app.api.media import example_of
from app.api.schemas.articles import Article
from app.api.schemas.meetings import Meeting
from app.exports.about import About

ABOUT = About("Summitry: meetings", "/v1/meetings?country=KOR&limit=2", "https://summitry.example")


def a_record(shape: type[BaseModel], **fields: Any) -> bytes:
    """A record with these fields, and the documented examples in all others."""
    return orjson.dumps(example_of(shape) | fields)


def a_meeting(**fields: Any) -> bytes:
    """A meeting."""
    return a_record(Meeting, **fields)


def an_article(**fields: Any) -> bytes:
    """An article."""
    return a_record(Article, **fields)


def a_day(earliest: str, latest: str | None = None, precision: str = "day") -> dict[str, str | None]:
    """A date as records have it."""
    last = latest or earliest
    date = earliest if earliest == last else None
    return {"date": date, "earliest": earliest, "latest": last, "precision": precision, "basis": "stated"}


def a_side(code: str, role: str = "participant", *names: str) -> dict[str, Any]:
    """A side as records have it: a state by a code of three letters, an organisation otherwise."""
    people = [{"id": None, "name": name, "title": "Minister", "role": role} for name in names]
    state = code if len(code) == 3 else None
    return {"country": state, "organisation": None if state else code, "role": role, "people": people}


def a_place(country: str, **fields: Any) -> dict[str, Any]:
    """A place as records have it."""
    nowhere = dict.fromkeys(("venue", "city", "latitude", "longitude"))
    return {**nowhere, "country": country, "precision": "country", **fields}
