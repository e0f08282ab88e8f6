"""What people send to be told of events, and what they are answered: bodies in, webhooks and their deliveries out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import Field

from app.api.decisions import A_NUMBER, Given
from app.api.parameters import MeetingConditions
from app.api.schemas.shape import Shape
from app.store.models import Delivery, Webhook
from app.store.webhooks import Wish

# A name or a number, perhaps a port, and printable characters: no user, no password, no line break.
TARGET = r"^https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[!-~]*)?$"
Kind = Literal["created", "updated", "status_changed", "merged", "retracted"]


class WantedWebhook(Given):
    """An address that wants to be told."""

    url: str = Field(
        pattern=TARGET,
        max_length=2000,
        description="Where events are posted to: on the public internet, unless the server allows its host.",
        examples=["https://desk.example/hooks/summitry"],
    )
    filter: str = Field(
        default="",
        max_length=4000,
        description="Of which meetings: filters as they stand in the address of a list; empty for all.",
        examples=["country=KOR|JPN&level=leader"],
    )
    types: list[Kind] = Field(
        default=[], max_length=5, description="Of which events; all where there are none.", examples=[["created"]]
    )
    after: Annotated[int, Field(ge=0, le=2**31 - 1), A_NUMBER] | None = Field(
        default=None,
        description="The number of the event after which it begins; null for what happens from now on.",
        examples=[None],
    )

    def wish(self) -> Wish:
        """What is to be told where. Raises InvalidFilterError for a filter that means nothing."""
        asked = MeetingConditions.written(self.filter)
        asked.filter()
        return Wish(self.url, asked.model_dump(exclude_unset=True), self.types, self.after)


class WebhookRecord(Shape):
    """A webhook, and how it does."""

    id: str = Field(description="Its id.", examples=["w0a1b2c3d4e5f60718293"])
    url: str = Field(description="Where events are posted to.", examples=["https://desk.example/hooks/summitry"])
    holder: str = Field(description="Whose key made it; without that key it is told nothing.", examples=["ann"])
    filter: str = Field(description="Of which meetings; empty for all.", examples=["country=KOR%7CJPN"])
    types: list[Kind] = Field(description="Of which events; all where there are none.", examples=[["created"]])
    meetings: str = Field(description="The meetings of its filter.", examples=["/v1/meetings?country=KOR%7CJPN"])
    created_at: datetime = Field(description="Since when, UTC.", examples=["2024-01-05T12:00:00Z"])
    position: int = Field(ge=0, description="The last event that it was told, or that is not for it.", examples=[42])
    failures: int = Field(ge=0, description="Failures in a row.", examples=[0])
    next_at: datetime = Field(description="When it may be told the next one, UTC.", examples=["2024-01-05T12:30:00Z"])
    stopped_at: datetime | None = Field(
        description="Since when it is told nothing, after too many failures; null where it is.", examples=[None]
    )
    error: str | None = Field(description="Why it failed last; null where it did not.", examples=[None])


class NewWebhook(WebhookRecord):
    """A webhook with what its messages are signed with."""

    secret: str = Field(
        description="Keep it: it is not shown again. It signs every message as Standard Webhooks has it.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )


class Webhooks(Shape):
    """Webhooks of a key's holder; for an admin all of them."""

    data: list[WebhookRecord] = Field(description="The earliest first.")


class Attempt(Shape):
    """An attempt to tell a webhook of an event."""

    event: int = Field(description="The number of the event, as in `/v1/events`.", examples=[43])
    message: str = Field(description="What its `webhook-id` was.", examples=["w0a1b2c3d4e5f60718293-43"])
    at: datetime = Field(description="When, UTC.", examples=["2024-01-05T12:00:00Z"])
    seconds: float = Field(ge=0, description="How long it took.", examples=[0.12])
    status: int | None = Field(description="The status of the answer; null where there was none.", examples=[204])
    error: str | None = Field(description="Why it has to be told again; null where it is not.", examples=[None])


class Attempts(Shape):
    """Attempts to tell a webhook something."""

    data: list[Attempt] = Field(description="The latest first; of the last thirty days.")


def shown(webhook: Webhook) -> dict[str, Any]:
    """A webhook as it is answered, without its secret."""
    query = urlencode(webhook.filter)
    given = {"filter": query, "meetings": f"/v1/meetings?{query}" if query else "/v1/meetings"}
    return {name: given[name] if name in given else getattr(webhook, name) for name in WebhookRecord.model_fields}


def told(delivery: Delivery) -> dict[str, Any]:
    """A delivery as it is answered."""
    message = f"{delivery.webhook_id}-{delivery.event}"
    return {name: message if name == "message" else getattr(delivery, name) for name in Attempt.model_fields}
