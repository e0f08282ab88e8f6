"""Query parameters of questions beyond lists in, checked models out; and answers as JSON."""

from typing import Literal

import orjson
from pydantic import Field

from app.api.formats import TabularFormat
from app.api.parameters import MeetingFilters, Whole, text
from app.exports.formats import Listing
from app.queries import counting, network
from app.queries.counting import DEFAULT_GROUPS, MOST_GROUPS, Counting
from app.queries.dimensions import DIMENSIONS
from app.queries.network import DEFAULT_NODES, MOST_NODES, Linking, Network
from app.queries.statistics import Table

PERIODS = (
    "A meeting counts in the period in which its first day lies. Where that day is unknown, or known so coarsely that "
    "it can lie in several periods, the meeting counts under null."
)
AMONG = "States by code or name, parted by commas; all others are left out"


class StatisticsParameters(TabularFormat, MeetingFilters):
    """What can be counted, of which meetings."""

    listing = Listing.STATISTICS
    group_by: str = Field(
        description=f"One dimension, or two parted by a comma, of {', '.join(f'`{name}`' for name in DIMENSIONS)}. "
        "`place` is the state in which it takes place. A meeting counts once in each of its states, pairs of states "
        f"(dyads), people, organisations, outlets and topics, and nowhere where it has none. {PERIODS}",
        examples=["dyad,year"],
        pattern=r"^[a-z]+(,[a-z]+)?$",
    )
    among: str | None = text(
        f"{AMONG} of `country` and `dyad`. Where `country` says whose meetings are counted, this says in which groups.",
        "KOR,JPN,CHN",
    )
    zeros: Literal["true", "false"] = Field(
        default="false",
        description="`true` gives groups without meetings, too, so that a panel comes out whole: all periods of "
        "`datetime` and of the meetings found; all states or dyads of `among`; every level, kind and status that the "
        f"filter lets through; of anything else what has a meeting. At most {MOST_GROUPS:,} groups.",
        examples=["true"],
    )
    sort: Literal["group", "-group", "meetings", "-meetings"] | None = Field(
        default=None,
        description="Order: by the values of the groups, null last, or by the number of meetings. Without it, by value "
        "where a period or `zeros` is asked for, and otherwise the largest first.",
        examples=["-meetings"],
    )
    limit: Whole = Field(
        default=DEFAULT_GROUPS,
        ge=1,
        le=MOST_GROUPS,
        description="Most groups; `meta.truncated` says whether there are more.",
        examples=[1000],
    )

    def question(self) -> Counting:
        """What is asked for. Raises InvalidFilterError."""
        return counting.counting(self.model_dump())


class NetworkParameters(MeetingFilters):
    """Whose network, by which meetings."""

    nodes: Literal["country", "person", "organisation"] = Field(
        default="country", description="Who the nodes are.", examples=["country"]
    )
    among: str | None = text(f"{AMONG}. Of a network of states alone.", "KOR,JPN,CHN")
    top: Whole = Field(
        default=DEFAULT_NODES,
        ge=1,
        le=MOST_NODES,
        description="Most nodes: those with the most meetings. `meta.truncated` says whether there are more.",
        examples=[50],
    )
    min_meetings: Whole = Field(default=1, ge=1, le=1_000_000, description="Fewest meetings of an edge.", examples=[2])

    def question(self) -> Linking:
        """What is asked for. Raises InvalidFilterError."""
        return network.linking(self.model_dump())


def table(asked: Counting, found: Table) -> bytes:
    """The groups, and about them."""
    meta = {
        "group_by": asked.group_by,
        "groups": found.count,
        "truncated": found.count > len(found.groups),
        "limit": asked.limit,
        "zeros": asked.zeros,
        "sort": asked.order,
        "periods": PERIODS if any(dimension.period for dimension in asked.dimensions) else None,
    }
    return orjson.dumps({"data": found.groups, "meta": meta})


def node_link(asked: Linking, found: Network) -> bytes:
    """The network in the form that `networkx.node_link_graph` and d3 read."""
    meta = {
        "nodes": asked.of,
        "count": found.all_nodes,
        "truncated": found.all_nodes > len(found.nodes),
        "top": asked.top,
        "min_meetings": asked.min_meetings,
    }
    return orjson.dumps(
        {"directed": False, "multigraph": False, "nodes": found.nodes, "edges": found.edges, "meta": meta}
    )
