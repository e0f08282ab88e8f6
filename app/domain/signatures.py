"""A secret, a message and a moment in, the headers that prove who sent it out: Standard Webhooks, symmetric."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

PREFIX = "whsec_"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Message:
    """What a webhook is told: `id` stays the same however often it is sent."""

    id: str
    body: bytes


def new_secret() -> str:
    """A random secret as both sides keep it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed(secret: str, message: Message, timestamp: int) -> dict[str, str]:
    """The headers of a message that is sent at a moment, in whole seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message.id}.{timestamp}.".encode() + message.body
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{signature}",
    }
