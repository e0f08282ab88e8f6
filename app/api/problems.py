"""The problem document's shape and the sentences that document every error status."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Reason(BaseModel):
    """One thing that is wrong with the request."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="The query parameter, or the field of the body.", examples=["country"])
    reason: str = Field(description="What is wrong with it.", examples=["'Atlantis' is no country that is known here"])


class Tombstone(BaseModel):
    """What is left of a record that does not stand any more."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="The record's id.", examples=["m202309-4e5f60718293a1b2"])
    title: str = Field(description="Its title.", examples=["China and Japan: meeting in Seoul, 26 September 2023"])
    deleted: Literal["retracted", "merged"] = Field(
        description="Taken back, or merged into another record.", examples=["retracted"]
    )
    at: datetime = Field(description="Since when, UTC.", examples=["2024-01-05T12:00:00Z"])
    merged_into: str | None = Field(description="The record that took over.", examples=[None])
    decision: int | None = Field(description="The decision that did it.", examples=[42])
    actor: str | None = Field(description="Who decided; `summitry` is the program.", examples=["summitry"])
    reason: str | None = Field(description="Why, in the words of that person.", examples=["A rehearsal, no meeting."])


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
    decisions: list[int] = Field(
        default=[], description="Decisions that are in the way, where one cannot be taken back.", examples=[[42]]
    )
    tombstone: Tombstone | None = Field(default=None, description="What is left of a record that was retracted.")
    target: str = Field(
        default="",
        description="Id of the record that answers now, after a merge.",
        examples=["m202309-4e5f60718293a1b2"],
    )


SENTENCES = {
    308: "The record was merged into another one, whose address is in `Location`.",
    400: "A query parameter is unknown, given twice, or means nothing; `parameter` names it.",
    401: "The request has no key that is valid here.",
    403: "The key's role does not allow this.",
    404: "There is no such record.",
    406: "None of the accepted formats can be had here; `detail` names those that can.",
    410: "The record was retracted; `tombstone` says when and why.",
    409: "The record does not stand any more, or other decisions are in the way; `decisions` names them.",
    413: "The body is too long.",
    422: "The body is not as described; `parameter` names the field.",
    429: "More was asked for than is answered in a minute; `Retry-After` says how many seconds are left of it.",
    500: "Something went wrong in the server.",
    501: "This server has not installed what this format needs.",
    503: "The store, or what else the request needs, cannot be used at the moment.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documentation of these error statuses, and of those that every route can give."""
    return {
        status: {
            "description": SENTENCES[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, 401, 429, 500, 503})
    }
