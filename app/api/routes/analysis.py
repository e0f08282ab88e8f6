"""`/v1/statistics` and `/v1/network`: numbers of meetings, and who meets whom."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.api import analysis, responses
from app.api.analysis import NetworkParameters, StatisticsParameters
from app.api.deps import ask
from app.api.documentation import answer
from app.api.schemas.analysis import NodeLink, StatisticsTable
from app.exports.formats import Format
from app.queries import network, statistics

router = APIRouter(tags=["Analysis"])


@router.get("/statistics", summary="Count meetings", **answer(StatisticsTable, StatisticsParameters))
async def get_statistics(request: Request) -> Response:
    """Numbers of meetings by one or two dimensions, such as dyad and year, of all that meet every filter given.

    With `zeros=true` and `among` it is a whole panel: every pair of these states in every year.
    """
    parameters = StatisticsParameters.of(request)
    asked, choice = parameters.question(), parameters.choice(request)
    found = await ask(request, statistics.counted, asked)
    if choice.format is Format.JSON:
        return await responses.one(request, analysis.table(asked, found), choice)
    return await responses.groups(request, found.groups, replace(choice, fields=asked.fields))


@router.get("/network", summary="Get the network of those who meet", **answer(NodeLink, NetworkParameters))
async def get_network(request: Request) -> Response:
    """States, people or organisations, and how often each two of them meet, by all meetings that meet every filter.

    The answer is in node-link form: `networkx.node_link_graph(answer, edges="edges")` and d3 read it as it is.
    """
    asked = NetworkParameters.of(request).question()
    return responses.record(analysis.node_link(asked, await ask(request, network.network, asked)))
