"""What can be asked of the server.

Made from the OpenAPI document by `python -m tests.client.shapes`.
"""

from typing import Literal, TypedDict


class MeetingFilters(TypedDict, total=False):
    """List meetings."""

    select: str
    include: str
    country: str
    member_of: str
    person: str
    organisation: str
    role: str
    kind: str
    status: str
    level: str
    place: str
    bbox: str
    near: str
    series: str
    topic: str
    q: str
    datetime: str
    published: str
    updated_since: str
    outlet: str
    min_sources: int
    min_confidence: float
    parties_min: int
    parties_max: int
    sort: Literal[
        "-start",
        "start",
        "-end",
        "end",
        "-updated",
        "updated",
        "relevance",
        "-sources",
        "sources",
        "-confidence",
        "confidence",
    ]
    as_of: str
    limit: int


class DeletedFilters(TypedDict, total=False):
    """List deleted meetings."""

    since: str
    as_of: str
    limit: int


class PersonFilters(TypedDict, total=False):
    """List people."""

    name: str
    country: str
    organisation: str
    sort: Literal["name", "-name"]
    as_of: str
    limit: int


class ItineraryFilters(TypedDict, total=False):
    """Get a person's itinerary."""

    country: str
    member_of: str
    person: str
    organisation: str
    role: str
    kind: str
    status: str
    level: str
    place: str
    bbox: str
    near: str
    series: str
    topic: str
    q: str
    datetime: str
    published: str
    updated_since: str
    outlet: str
    min_sources: int
    min_confidence: float
    parties_min: int
    parties_max: int
    sort: Literal[
        "-start",
        "start",
        "-end",
        "end",
        "-updated",
        "updated",
        "relevance",
        "-sources",
        "sources",
        "-confidence",
        "confidence",
    ]
    as_of: str
    limit: int


class CountryFilters(TypedDict, total=False):
    """List countries."""

    name: str
    min_meetings: int
    as_of: str


class OrganisationFilters(TypedDict, total=False):
    """List organisations."""

    name: str
    sort: Literal["short", "-short"]
    as_of: str
    limit: int


class ArticleFilters(TypedDict, total=False):
    """List articles."""

    outlet: str
    published: str
    copies: bool
    sort: Literal["-published", "published"]
    as_of: str
    limit: int


class StatisticsFilters(TypedDict, total=False):
    """Count meetings."""

    country: str
    member_of: str
    person: str
    organisation: str
    role: str
    kind: str
    status: str
    level: str
    place: str
    bbox: str
    near: str
    series: str
    topic: str
    q: str
    datetime: str
    published: str
    updated_since: str
    outlet: str
    min_sources: int
    min_confidence: float
    parties_min: int
    parties_max: int
    among: str
    zeros: bool
    sort: Literal["group", "-group", "meetings", "-meetings"]
    as_of: str
    limit: int


class NetworkFilters(TypedDict, total=False):
    """Get the network of those who meet."""

    country: str
    member_of: str
    person: str
    organisation: str
    role: str
    kind: str
    status: str
    level: str
    place: str
    bbox: str
    near: str
    series: str
    topic: str
    q: str
    datetime: str
    published: str
    updated_since: str
    outlet: str
    min_sources: int
    min_confidence: float
    parties_min: int
    parties_max: int
    nodes: Literal["country", "person", "organisation"]
    among: str
    top: int
    min_meetings: int
    as_of: str
