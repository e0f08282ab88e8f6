"""The links of the OpenAPI document lead from answers to what they name."""

from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.links import CARRIED


def test_every_link_of_a_list_leads_to_what_the_list_names(app: FastAPI, client: TestClient) -> None:
    """The first record of each list is asked for, with all that hangs on it."""
    document = app.openapi()
    paths = {one["operationId"]: path for path, of in document["paths"].items() for one in of.values()}
    followed = set()
    # What takes a key is walked along in the tests of the contract.
    open_to_all = [name for name in CARRIED if "security" not in document["paths"][paths[name]].get("get", {})]
    for source in (name for name in open_to_all if name.startswith("list_")):
        found = client.get(paths[source]).json()["data"]
        links = document["paths"][paths[source]]["get"]["responses"]["200"]["links"]
        for taker, link in links.items() if found else ():
            if "get" in document["paths"][paths[taker]]:
                ((name, expression),) = link["parameters"].items()
                address = paths[taker].replace(f"{{{name}}}", str(named(found[0], expression)))
                assert client.get(address).status_code == 200, address
                followed.add((source, taker))

    assert {taker for _, taker in followed} >= {
        "get_meeting",
        "get_history",
        "get_itinerary",
        "get_country",
        "get_article",
    }


def named(record: dict[str, Any], expression: str) -> object:
    """What a runtime expression names in the first record of a list."""
    return record[expression.removeprefix("$response.body#/data/0/")]


def test_only_operations_that_there_are_carry_links(app: FastAPI) -> None:
    """A route that gets another name would lose its links in silence."""
    operations = {one["operationId"] for path in app.openapi()["paths"].values() for one in path.values()}

    assert set(CARRIED) <= operations
