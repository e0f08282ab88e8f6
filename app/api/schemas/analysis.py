"""The shapes of statistics and networks, for the documentation alone."""

from datetime import date as day
from typing import Literal

from pydantic import Field

from app.api.schemas.shape import Shape


class StatisticsGroup(Shape):
    """The number of meetings of one group; it has the fields of the dimensions that were asked for alone."""

    country: str = Field(default="", description="Alpha-3 code of a state that takes part.", examples=["KOR"])
    dyad: str = Field(
        default="",
        description="Two states that take part, by code, in the order of the alphabet.",
        examples=["JPN-KOR"],
    )
    year: int | None = Field(default=None, description="Year of the first day.", examples=[2023])
    quarter: str | None = Field(default=None, description="Quarter of the first day.", examples=["2023-Q3"])
    month: str | None = Field(default=None, description="Month of the first day.", examples=["2023-09"])
    level: str = Field(default="", description="Rank.", examples=["leader"])
    kind: str = Field(default="", description="Form.", examples=["meeting"])
    status: str = Field(default="", description="State.", examples=["held"])
    place: str | None = Field(
        default=None, description="Alpha-3 code of the state in which it takes place.", examples=["KOR"]
    )
    city: str | None = Field(default=None, description="City in which it takes place.", examples=["Seoul"])
    person: str = Field(default="", description="Id of a person who takes part.", examples=["p3f1c9d20b7a4e8865d12"])
    name: str = Field(default="", description="Usual name of that person.", examples=["Chung Byung-won"])
    organisation: str = Field(default="", description="Short name of an organisation that takes part.", examples=["EU"])
    outlet: str = Field(default="", description="Who reported it.", examples=["Example Times"])
    topic: str = Field(default="", description="What it is about.", examples=["trade"])
    meetings: int = Field(ge=0, description="Number of meetings.", examples=[12])


class StatisticsMeta(Shape):
    """About the groups."""

    group_by: list[str] = Field(description="The dimensions.", examples=[["dyad", "year"]])
    groups: int = Field(ge=0, description="Number of all groups.", examples=[105])
    truncated: bool = Field(description="Whether some are left out.", examples=[False])
    limit: int = Field(description="Most groups in this answer.", examples=[1000])
    zeros: bool = Field(description="Whether groups without meetings are there.", examples=[True])
    sort: Literal["group", "-group", "meetings", "-meetings"] = Field(description="The order.", examples=["group"])
    periods: str | None = Field(
        description="How meetings count whose first day is not known exactly; null where no period is asked for.",
        examples=["A meeting counts in the period in which its first day lies."],
    )


class StatisticsTable(Shape):
    """Numbers of meetings by group."""

    data: list[StatisticsGroup] = Field(description="The groups.")
    meta: StatisticsMeta = Field(description="About the groups.")


class Node(Shape):
    """A state, a person or an organisation."""

    id: str = Field(
        description="Alpha-3 code of a state, id of a person, short name of an organisation.", examples=["KOR"]
    )
    name: str = Field(description="Usual name.", examples=["South Korea"])
    latitude: float | None = Field(default=None, description="Of a state, WGS 84 degrees north.", examples=[36.5])
    longitude: float | None = Field(default=None, description="Of a state, WGS 84 degrees east.", examples=[127.8])
    country: str | None = Field(default=None, description="Of a person: the state represented.", examples=["KOR"])
    organisation: str | None = Field(
        default=None, description="Of a person: the organisation represented.", examples=["EU"]
    )
    meetings: int = Field(ge=1, description="Meetings in which it takes part.", examples=[12])


class Levels(Shape):
    """Numbers of meetings by rank."""

    leader: int = Field(ge=0, description="Of leaders.", examples=[1])
    minister: int = Field(ge=0, description="Of ministers.", examples=[3])
    official: int = Field(ge=0, description="Of officials.", examples=[5])
    unknown: int = Field(ge=0, description="Of unknown rank.", examples=[0])


class Edge(Shape):
    """Two who meet."""

    source: str = Field(description="The one, by `id`.", examples=["JPN"])
    target: str = Field(description="The other, by `id`.", examples=["KOR"])
    weight: int = Field(ge=1, description="Meetings in which both take part.", examples=[9])
    levels: Levels = Field(description="The same by rank.")
    first: day | None = Field(
        description="First day of the earliest of them; null without dates.", examples=["2019-12-24"]
    )
    last: day | None = Field(
        description="First day of the latest of them; null without dates.", examples=["2024-05-27"]
    )


class NetworkMeta(Shape):
    """About the network."""

    nodes: Literal["country", "person", "organisation"] = Field(description="Who they are.", examples=["country"])
    count: int = Field(ge=0, description="Number of all nodes.", examples=[64])
    truncated: bool = Field(description="Whether some are left out, and with them their edges.", examples=[True])
    top: int = Field(description="Most nodes in this answer.", examples=[50])
    min_meetings: int = Field(description="Fewest meetings of an edge.", examples=[1])


class NodeLink(Shape):
    """A network in node-link form."""

    directed: Literal[False] = Field(description="Meeting has no direction.", examples=[False])
    multigraph: Literal[False] = Field(description="Two nodes have one edge at most.", examples=[False])
    nodes: list[Node] = Field(description="Those who meet, the most frequent first.")
    edges: list[Edge] = Field(description="Each two of them who meet, the most frequent first.")
    meta: NetworkMeta = Field(description="About the network.")
