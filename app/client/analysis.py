"""What the server says of numbers and networks, and of what went wrong.

Made from the OpenAPI document by `python -m tests.client.shapes`.
"""

from typing import Literal, NotRequired, TypedDict

from app.client.meetings import Tombstone
from app.client.parties import Levels


class StatisticsGroup(TypedDict):
    """The number of meetings of one group; it has the fields of the dimensions that were asked for alone."""

    country: NotRequired[str]
    dyad: NotRequired[str]
    year: NotRequired[int | None]
    quarter: NotRequired[str | None]
    month: NotRequired[str | None]
    level: NotRequired[str]
    kind: NotRequired[str]
    status: NotRequired[str]
    place: NotRequired[str | None]
    city: NotRequired[str | None]
    person: NotRequired[str]
    name: NotRequired[str]
    organisation: NotRequired[str]
    outlet: NotRequired[str]
    topic: NotRequired[str]
    meetings: int


class StatisticsMeta(TypedDict):
    """About the groups."""

    group_by: list[str]
    groups: int
    truncated: bool
    limit: int
    zeros: bool
    sort: Literal["group", "-group", "meetings", "-meetings"]
    periods: str | None


class StatisticsTable(TypedDict):
    """Numbers of meetings by group."""

    data: list[StatisticsGroup]
    meta: StatisticsMeta


class Node(TypedDict):
    """A state, a person or an organisation."""

    id: str
    name: str
    latitude: NotRequired[float | None]
    longitude: NotRequired[float | None]
    country: NotRequired[str | None]
    organisation: NotRequired[str | None]
    meetings: int


class Edge(TypedDict):
    """Two who meet."""

    source: str
    target: str
    weight: int
    levels: Levels
    first: str | None
    last: str | None


class NetworkMeta(TypedDict):
    """About the network."""

    nodes: Literal["country", "person", "organisation"]
    count: int
    truncated: bool
    top: int
    min_meetings: int


class NodeLink(TypedDict):
    """A network in node-link form."""

    directed: Literal[False]
    multigraph: Literal[False]
    nodes: list[Node]
    edges: list[Edge]
    meta: NetworkMeta


class Reason(TypedDict):
    """One thing that is wrong with the request."""

    parameter: str
    reason: str


class Problem(TypedDict):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None
    parameter: NotRequired[str]
    errors: NotRequired[list[Reason]]
    decisions: NotRequired[list[int]]
    tombstone: NotRequired[Tombstone | None]
    target: NotRequired[str]
