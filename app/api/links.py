"""An OpenAPI document in, the same out with links: which part of an answer names what another route is asked for.

Tools that walk an API follow them, and so do tests: from a list to its first record, from there to its history, from a
decision to taking it back.
"""

from collections.abc import Iterator
from typing import Any

# Where the answers to each operation carry the value of a path parameter (JSON pointers into the body).
CARRIED = {
    "list_meetings": {"meeting_id": "/data/0/id"},
    "list_deleted_meetings": {"meeting_id": "/data/0/id"},
    "get_meeting": {"meeting_id": "/id", "article_id": "/sources/0/article/id"},
    "get_history": {"number": "/data/0/decision"},
    "list_people": {"person_id": "/data/0/id"},
    "list_countries": {"code": "/data/0/code"},
    "list_organisations": {"key": "/data/0/id"},
    "list_articles": {"article_id": "/data/0/id"},
    "list_reviews": {"number": "/data/0/id"},
    "list_webhooks": {"webhook_id": "/data/0/id"},
}
# "number" is the decision's in both: the review of a pair, and taking a decision back.
DECIDED = {"number": "/decision", "meeting_id": "/meeting"}


def add_links(document: dict[str, Any]) -> None:
    """Add to every operation of the document the links to those that its answers lead to."""
    takers = list(_takers(document))
    for operation in (operation for path in document["paths"].values() for operation in path.values()):
        carried = CARRIED.get(operation["operationId"], DECIDED if _decides(operation) else {})
        links = {
            taker: {"operationId": taker, "parameters": {name: f"$response.body#{carried[name]}"}}
            for taker, name in takers
            if name in carried and taker != operation["operationId"]
        }
        if links:
            operation["responses"]["200"]["links"] = links


def _takers(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each operation that is asked for one thing in its path, with the name of that parameter."""
    for path in document["paths"].values():
        for operation in path.values():
            in_path = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
            if len(in_path) == 1:
                yield operation["operationId"], in_path[0]


def _decides(operation: dict[str, Any]) -> bool:
    """Whether the answer is a decision that was made."""
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return str(content.get("schema", {}).get("$ref")).endswith("/Decided")
