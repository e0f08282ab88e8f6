"""The problem document's shape and the sentences that document every error status."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Reason(BaseModel):
    """One thing that is wrong with the request."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="The query parameter, or the field of the body.", examples=["country"])
    reason: str = Field(description="What is wrong with it.", examples=["'Atlantis' is no country that is known here"])


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="Always `about:blank`: the status says what kind it is.", examples=["about:blank"])
    title: str = Field(description="The status in words.", examples=["Bad Request"])
    status: int = Field(ge=300, le=599, description="The HTTP status.", examples=[400])
    detail: str = Field(
        description="What happened, and what to do.", examples=["'Atlantis' is no country that is known here"]
    )
    request_id: str | None = Field(
        description="The same as in the `X-Request-ID` header; the server's log has it too.",
        examples=["5f0c6a1e9b7d4f0f8d0e1c2b3a495867"],
    )
    parameter: str = Field(
        default="", description="The first parameter or field that is wrong, where one is.", examples=["country"]
    )
    errors: list[Reason] = Field(default=[], description="All that is wrong, where parameters or fields are.")
    target: str = Field(
        default="", description="Id of the record that answers now, after a merge.", examples=["m0a1b2c3d4e5f60718293"]
    )


SENTENCES = {
    308: "The record was merged into another one, whose address is in `Location`.",
    400: "A query parameter is unknown, given twice, or means nothing; `parameter` names it.",
    404: "There is no such record.",
    410: "The record was retracted.",
    413: "The body is too long.",
    422: "The body is not as described; `parameter` names the field.",
    500: "Something went wrong in the server.",
    503: "The store, or what else the request needs, cannot be used at the moment.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of these error statuses, and of those that every route can give."""
    return {
        status: {
            "description": SENTENCES[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, 500, 503})
    }
