"""The OpenAPI document and the docs page: everything described, nothing from another server, nothing else served."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.api import pages
from app.api.catalogue import (
    ArticleParameters,
    CountryParameters,
    DeletedParameters,
    OrganisationParameters,
    PersonParameters,
)
from app.api.documentation import VERSION
from app.api.parameters import Parameters
from app.api.schemas.articles import ArticleWithReports
from app.api.schemas.evidence import MeetingWithSources
from app.api.schemas.meetings import Meeting
from app.api.schemas.parties import Organisation
from app.api.schemas.portraits import CountryWithPartners, PersonWithItinerary
from app.api.shaping import MeetingParameters


@pytest.fixture
def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document."""
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation with its method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_route_is_described(document: dict[str, Any]) -> None:
    """A summary, a description, a tag that is described too, and a name that a client can be generated from."""
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        assert all(tags[tag] for tag in operation["tags"]), name
        assert re.fullmatch("[a-z_]+", operation["operationId"]), name


def test_every_parameter_has_a_description_and_an_example(document: dict[str, Any]) -> None:
    """In the query and in the path."""
    found = [
        (name, parameter) for name, operation in operations(document) for parameter in operation.get("parameters", [])
    ]
    assert len(found) > 25
    for name, parameter in found:
        assert parameter["description"].endswith("."), (name, parameter["name"])
        assert parameter["schema"]["examples"], (name, parameter["name"])


def shapes_of(field: dict[str, Any], shapes: dict[str, Any]) -> list[dict[str, Any]]:
    """The shapes that a field refers to, by itself, as an alternative, or in a list."""
    members = field.get("items", {})
    options = [field, *field.get("anyOf", []), members, *members.get("anyOf", [])]
    return [shapes[option["$ref"].rsplit("/", 1)[1]] for option in options if "$ref" in option]


def test_every_field_has_a_description_and_an_example(document: dict[str, Any]) -> None:
    """In requests, answers and problems."""
    shapes = document["components"]["schemas"]
    fields = [
        (f"{shape}.{name}", field)
        for shape, body in shapes.items()
        for name, field in body.get("properties", {}).items()
    ]
    assert len(fields) > 100
    for name, field in fields:
        referred = shapes_of(field, shapes)
        # A field's description is left out of the document where it is the same as that of its shape.
        described = field.get("description") or referred[0]["description"]
        assert described.endswith("."), name
        assert field.get("examples") or any(shape["type"] == "object" for shape in referred), name


def test_every_shape_is_described(document: dict[str, Any]) -> None:
    """Vocabularies, too."""
    for name, shape in document["components"]["schemas"].items():
        assert shape.get("description"), name


def test_every_error_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    """And every route tells of the two that it cannot exclude."""
    for name, operation in operations(document):
        assert {"500", "503"} <= set(operation["responses"]) or name.endswith("/live"), name
        for status, response in operation["responses"].items():
            assert response["description"], (name, status)
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], (name, status)


def test_the_document_names_version_and_licence(document: dict[str, Any]) -> None:
    """The same version as the package."""
    package = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert document["info"]["version"] == VERSION == package["version"]
    assert document["info"]["license"]["identifier"] == package["license"]


@pytest.mark.parametrize(
    "parameters",
    [
        MeetingParameters,
        PersonParameters,
        CountryParameters,
        OrganisationParameters,
        ArticleParameters,
        DeletedParameters,
    ],
)
def test_every_documented_example_of_a_filter_is_accepted(parameters: type[Parameters]) -> None:
    """What the docs page offers to try works. (Cursors belong to a question and cannot be given as examples.)"""
    for entry in parameters.documentation()["parameters"]:
        if entry["name"] != "cursor":
            parameters.model_validate({entry["name"]: str(entry["schema"]["examples"][0])}).filter()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/meetings", pages.MeetingPage),
        ("/v1/people", pages.PersonPage),
        ("/v1/countries", pages.CountryPage),
        ("/v1/organisations", pages.OrganisationPage),
        ("/v1/articles", pages.ArticlePage),
        ("/v1/meetings/deleted", pages.TombstonePage),
    ],
)
def test_what_is_served_has_the_documented_shape(client: TestClient, path: str, shape: type[BaseModel]) -> None:
    """Answers are written without the models, so they are compared here: no field more, none less."""
    shape.model_validate_json(client.get(path).content)


def test_a_list_that_is_not_shaped_has_whole_meetings(client: TestClient) -> None:
    """Nothing is missing, and nothing more is there."""
    for record in client.get("/v1/meetings").json()["data"]:
        Meeting.model_validate_json(json.dumps(record))


@pytest.mark.parametrize(
    "shaped",
    [
        "select=title,start.date",
        "include=sources,contested,life_cycle",
        "select=id&include=sources",
        "facet=year,outlet",
    ],
)
def test_a_shaped_list_has_the_documented_shape(client: TestClient, shaped: str) -> None:
    """With fewer fields, more parts, and counts."""
    pages.MeetingPage.model_validate_json(client.get(f"/v1/meetings?{shaped}").content)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/v1/meetings", MeetingWithSources),
        ("/v1/people", PersonWithItinerary),
        ("/v1/countries", CountryWithPartners),
        ("/v1/organisations", Organisation),
        ("/v1/articles", ArticleWithReports),
    ],
)
def test_each_record_has_the_documented_shape(client: TestClient, path: str, shape: type[BaseModel]) -> None:
    """Likewise for single records."""
    for record in client.get(path).json()["data"]:
        shape.model_validate_json(client.get(record["url"]).content)


def test_a_history_has_the_documented_shape(client: TestClient) -> None:
    """With the comparison that led to each decision."""
    for record in client.get("/v1/meetings").json()["data"]:
        pages.HistoryPage.model_validate_json(client.get(f"{record['url']}/history").content)


def test_the_parts_of_a_record_have_the_documented_shape(client: TestClient) -> None:
    """The itinerary of a person and the evidence of a meeting."""
    for record in client.get("/v1/people").json()["data"]:
        pages.ItineraryPage.model_validate_json(client.get(f"{record['url']}/itinerary").content)
    for record in client.get("/v1/meetings").json()["data"]:
        pages.EvidencePage.model_validate_json(client.get(f"{record['url']}/evidence").content)


def test_the_docs_page_needs_no_other_server(client: TestClient) -> None:
    """Every file that the page names is served here, and its policy forbids all others."""
    page = client.get("/docs")
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) >= 5
    for address in named:
        assert client.get(f"/{address}").status_code == 200, address
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert "//" not in page.text + client.get("/docs/start.js").text
