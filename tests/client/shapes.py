"""The OpenAPI document in, the typed records and filters of the client out: `python -m tests.client.shapes`."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.config import Settings
from app.main import create_app

FOLDER = Path(__file__).parents[2] / "app" / "client"
# Which shapes each module begins with; what these refer to stands in the first module that needs it.
MODULES = {
    "meetings": ("ListedMeeting", "MeetingWithSources", "Tombstone", "FieldEvidence", "Decision"),
    "parties": (
        "Person",
        "PersonWithItinerary",
        "CountryRecord",
        "CountryWithPartners",
        "Organisation",
        "Article",
        "ArticleWithReports",
    ),
    "analysis": ("StatisticsTable", "NodeLink", "Problem"),
}
TITLES = {
    "meetings": "What the server says of meetings, their evidence and their history",
    "parties": "What the server says of people, states, organisations and articles",
    "analysis": "What the server says of numbers and networks, and of what went wrong",
}
FILTERS = {
    "MeetingFilters": "list_meetings", "DeletedFilters": "list_deleted_meetings", "PersonFilters": "list_people",
    "ItineraryFilters": "get_itinerary", "CountryFilters": "list_countries",
    "OrganisationFilters": "list_organisations", "ArticleFilters": "list_articles",
    "StatisticsFilters": "get_statistics", "NetworkFilters": "get_network",
}  # fmt: skip
# What a method of the client has a parameter for, or settles by itself.
SETTLED = {"cursor", "format", "rows", "facet", "group_by"}
WORDS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "Any"}
HEAD = '"""{title}.\n\nMade from the OpenAPI document by `python -m tests.client.shapes`.\n"""\n\n'


def modules() -> dict[str, str]:
    """The text of each module that is made."""
    document = create_app(Settings()).openapi()
    shapes = document["components"]["schemas"]
    placed: dict[str, str] = {}
    made = {}
    for module, roots in MODULES.items():
        own = [name for name in _reached(shapes, roots) if name not in placed]
        used = {name for one in own for name in _references(shapes[one])} & placed.keys()
        body = "\n\n".join(_shape(name, shapes[name]) for name in own)
        made[module] = _formatted(HEAD.format(title=TITLES[module]) + _imports(used, placed, body) + body)
        placed |= dict.fromkeys(own, module)
    made["filters"] = _formatted(_filters(document))
    return made


def _imports(used: Iterable[str], placed: dict[str, str], body: str) -> str:
    typing = [name for name in ("Any", "Literal", "NotRequired", "TypedDict") if name in body]
    lines = [f"from typing import {', '.join(typing)}\n"]
    for module in MODULES:
        if names := sorted(name for name in used if placed[name] == module):
            lines.append(f"from app.client.{module} import {', '.join(names)}")
    return "\n".join(lines) + "\n\n"


def _reached(shapes: dict[str, Any], roots: Iterable[str]) -> list[str]:
    """The shapes and all that they refer to, what is referred to first."""
    found: list[str] = []

    def visit(name: str) -> None:
        if name not in found:
            for other in _references(shapes[name]):
                visit(other)
            found.append(name)

    for root in roots:
        visit(root)
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rsplit("/", 1)[1]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _shape(name: str, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"{name} = Literal[{', '.join(map(repr, schema['enum']))}]"
    required = schema.get("required", [])
    fields = [
        f"    {field}: {_type(one) if field in required else f'NotRequired[{_type(one)}]'}"
        for field, one in schema["properties"].items()
    ]
    summary = schema["description"].split("\n\n")[0]
    return f'class {name}(TypedDict):\n    """{summary}"""\n\n' + "\n".join(fields) + "\n"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema.get('enum', [schema.get('const')])))}]"
    if schema.get("type") == "array":
        return f"list[{_type(schema['items'])}]"
    return WORDS.get(schema.get("type", ""), "Any")


def _filters(document: dict[str, Any]) -> str:
    operations = {one["operationId"]: one for path in document["paths"].values() for one in path.values()}
    title = "What can be asked of the server"
    parts = [HEAD.format(title=title), "from typing import Literal, TypedDict\n"]
    for name, operation in FILTERS.items():
        fields = [
            f"    {one['name']}: {_parameter(one['schema'])}"
            for one in operations[operation]["parameters"]
            if one["in"] == "query" and one["name"] not in SETTLED
        ]
        summary = operations[operation]["summary"]
        parts.append(f'\n\nclass {name}(TypedDict, total=False):\n    """{summary}."""\n\n' + "\n".join(fields) + "\n")
    return "".join(parts)


def _parameter(schema: dict[str, Any]) -> str:
    return "bool" if schema.get("enum") == ["true", "false"] else _type(schema)


def _formatted(text: str) -> str:
    for command in (("check", "--select", "I", "--fix"), ("format",)):
        given = [sys.executable, "-m", "ruff", *command, "-q", "--stdin-filename", str(FOLDER / "made.py"), "-"]
        text = subprocess.run(given, input=text, capture_output=True, text=True, check=True).stdout
    return text


if __name__ == "__main__":
    for name, text in modules().items():
        (FOLDER / f"{name}.py").write_text(text, encoding="utf-8")
