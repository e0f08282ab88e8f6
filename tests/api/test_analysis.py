"""Statistics and the network over HTTP: their shapes, what is refused, and questions about a past moment."""

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.api.analysis import NetworkParameters, StatisticsParameters
from app.api.schemas.analysis import NodeLink, StatisticsTable
from app.queries.dimensions import DIMENSIONS
from app.queries.network import COLUMNS
from tests.api.asking import asked_again

SHAPES = [
    *((f"/v1/statistics?group_by={name}", StatisticsTable) for name in DIMENSIONS),
    ("/v1/statistics?group_by=dyad,year&zeros=true&among=KOR,JPN,CHN", StatisticsTable),
    *((f"/v1/network?nodes={name}", NodeLink) for name in COLUMNS),
]


@pytest.fixture
def url(database_url: str) -> str:
    """On both databases."""
    return database_url


@pytest.mark.parametrize(("address", "shape"), SHAPES)
def test_what_is_served_has_the_documented_shape(client: TestClient, address: str, shape: type[BaseModel]) -> None:
    """No field more, none less; and each answer has a tag that saves the next one."""
    answer = client.get(address)
    shape.model_validate_json(answer.content)
    assert (answer.status_code, asked_again(client, address).status_code) == (200, 304)


@pytest.mark.parametrize("parameters", [StatisticsParameters, NetworkParameters])
def test_every_documented_example_is_accepted(
    parameters: type[StatisticsParameters] | type[NetworkParameters],
) -> None:
    """What the docs page offers to try works."""
    for entry in parameters.documentation()["parameters"]:
        example = {entry["name"]: str(entry["schema"]["examples"][0])}
        parameters.model_validate({"group_by": "year", **example} if parameters is StatisticsParameters else example)


def test_a_filter_narrows_what_is_counted(client: TestClient) -> None:
    """The same filters as those of the list, and as many meetings as it lists."""
    for query in ("", "country=KOR", "level=minister", "datetime=2023", "topic=trade"):
        listed = client.get(f"/v1/meetings?{query}").json()["meta"]["count"]
        groups = client.get(f"/v1/statistics?group_by=kind&{query}").json()["data"]
        assert sum(group["meetings"] for group in groups) == listed > 0


def test_a_past_moment_is_counted_as_it_was(client: TestClient) -> None:
    """Before anything was known there is nothing to count."""
    then = "2023-10-01T12:00:00Z"
    for address in ("/v1/statistics?group_by=dyad", "/v1/network?min_meetings=1"):
        here = client.get(address).json()
        assert client.get(f"{address}&as_of={then}").json() == here
        before = client.get(f"{address}&as_of=2020").json()
        assert before.get("data", before.get("nodes")) == []


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/v1/statistics", "group_by"),
        ("/v1/statistics?group_by=century", "group_by"),
        ("/v1/statistics?group_by=year,month,level", "group_by"),
        ("/v1/statistics?group_by=year&among=Atlantis", "among"),
        ("/v1/statistics?group_by=year&zeros=yes", "zeros"),
        ("/v1/statistics?group_by=year&sort=year", "sort"),
        ("/v1/statistics?group_by=year&limit=100001", "limit"),
        ("/v1/statistics?group_by=month&zeros=true&datetime=0001/9999", "zeros"),
        ("/v1/statistics?group_by=year&country=Atlantis", "country"),
        ("/v1/network?nodes=outlet", "nodes"),
        ("/v1/network?top=201", "top"),
        ("/v1/network?among=KOR,", "among"),
        ("/v1/network?cursor=a", "cursor"),
    ],
)
def test_a_parameter_that_means_nothing_is_refused_by_name(client: TestClient, address: str, parameter: str) -> None:
    """400, and the document says which."""
    answer = client.get(address)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)
