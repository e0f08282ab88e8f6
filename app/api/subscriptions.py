"""The address of a feed or a calendar in, the same with a mark that opens it alone out; and such a mark checked.

Calendars and many feed readers can send no key. They can have an address that only whoever holds a key can make: its
mark is made of the address and of what the store keeps of that key, and is worth as long as the key is.
"""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

from pydantic import Field
from starlette.requests import Request
from starlette.types import Scope

from app.api.access import HOLDER
from app.api.decisions import Given
from app.api.deps import read
from app.api.schemas.shape import Shape
from app.errors import InvalidFilterError
from app.store.keys import Holder, holder_of_mark, mark

MARK = "access"
MARKED = f"{MARK}=".encode()
FEEDS = ("/v1/meetings", "/v1/articles")
FORMATS = ("atom", "ics")


class WantedSubscription(Given):
    """A feed or a calendar that is to be opened without a key."""

    url: str = Field(
        max_length=4000,
        pattern=r"^/v1/(meetings|articles)\?[!-~]*$",
        description="Its address on this server, with `format=atom` or `format=ics`.",
        examples=["/v1/meetings?country=KOR&format=ics"],
    )

    def address(self) -> str:
        """The address in the one way of writing that counts. Raises InvalidFilterError for what is no feed."""
        path, _, query = self.url.partition("?")
        asked = parse_qsl(query, keep_blank_values=True)
        if path not in FEEDS or dict(asked).get("format") not in FORMATS or MARK in dict(asked):
            raise InvalidFilterError("this is the address of no feed and no calendar: add format=atom or ics", "url")
        return f"{path}?{urlencode(asked)}"


class Subscription(Shape):
    """An address that can be subscribed to."""

    url: str = Field(
        description="The address; whoever has it reads this feed, until the key that made it expires or is revoked.",
        examples=["https://desk.example/v1/meetings?country=KOR&format=ics&access=0a1b2c3d4e5f.Zm9vYmFy"],
    )


async def opened(request: Request, wanted: WantedSubscription, holder: Holder) -> dict[str, str]:
    """The address with its mark. Raises InvalidFilterError for one that is no feed's."""
    address = wanted.address()
    made = await read(request, lambda session: mark(session, holder.key_id, address))
    return {"url": f"{str(request.base_url).rstrip('/')}{address}&{MARK}={holder.key_id}.{made}"}


def mark_in(scope: Scope) -> str | None:
    """The mark in the address of a request that reads."""
    query: bytes = scope["query_string"]
    if MARKED not in query or scope["method"] not in {"GET", "HEAD"}:
        return None
    return dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True)).get(MARK)


async def identify_by(request: Request, given: str) -> Holder:
    """Whose mark it is; taken out of the address, so that nothing else meets it. Raises UnknownKeyError."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != MARK]
    query = urlencode(asked)
    key_id, _, made = given.partition(".")
    address, now = f"{request.url.path}?{query}", datetime.now(UTC)
    holder = await read(request, lambda session: holder_of_mark(session, key_id, address, made, now))
    request.scope["query_string"] = query.encode()
    request.scope[HOLDER] = holder
    return holder
