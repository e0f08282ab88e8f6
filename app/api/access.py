"""The key of a request in, its holder out; requests without one that allows what they ask for are refused."""

import base64
import hashlib
import hmac
import secrets
from binascii import Error as NotBase64
from datetime import UTC, datetime
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app.api.deps import answer
from app.domain.access import Access
from app.errors import NotAllowedError, UnknownKeyError
from app.sources.addresses import AddressRefusedError, refuse_private
from app.store.keys import Holder, holder_again, holder_of

BEARER = HTTPBearer(
    scheme_name="key", description="A key that `summitry keys create` made: `Bearer smy_...`.", auto_error=False
)
# Each check takes 16 MB and a processor for some 40 ms: no crowd of wrong keys shall take more.
MOST_CHECKS = 2
MOST_KNOWN = 1_000
# Where the scope of a request has the holder of its key, once that is known.
HOLDER = "summitry.holder"
MISSING = "This needs a key: send `Authorization: Bearer KEY`. Whoever runs the server has them."


class Doorkeeper:
    """Checks keys, a few at a time; a key that was right is known again without much ado, until it is worthless."""

    def __init__(self) -> None:
        self._places = CapacityLimiter(MOST_CHECKS)
        self._salt = secrets.token_bytes(16)
        self._known: dict[bytes, str] = {}

    async def holder(self, request: Request, key: str) -> Holder:
        """Whose key it is. Raises UnknownKeyError."""
        now = datetime.now(UTC)
        mark = hmac.digest(self._salt, key.encode(errors="replace"), hashlib.sha256)
        known = self._known.get(mark)
        if known is not None:
            return await to_thread.run_sync(
                answer, request.app.state.engine, lambda session: holder_again(session, known, now)
            )
        holder = await to_thread.run_sync(
            answer, request.app.state.engine, lambda session: holder_of(session, key, now), limiter=self._places
        )
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[mark] = holder.key_id
        return holder


class Allowed:
    """A dependency of routes: the holder of the request's key, which allows what `access` does."""

    def __init__(self, access: Access) -> None:
        self.access = access

    async def __call__(
        self, request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
    ) -> Holder:
        """Raises UnknownKeyError without a key that is known, NotAllowedError where its role does not suffice."""
        if given is None:
            raise UnknownKeyError(MISSING)
        holder = await identify(request, given.credentials)
        require(holder, self.access)
        return holder


async def identify(request: Request, key: str) -> Holder:
    """Whose key it is, noted in the scope of the request. Raises UnknownKeyError."""
    known: Holder | None = request.scope.get(HOLDER)
    if known is None:
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        known = request.scope[HOLDER] = await doorkeeper.holder(request, key)
    return known


def key_in(authorization: str) -> str | None:
    """The key in a header: `Bearer KEY`, or `Basic` with it as the password, as feed readers and browsers send it."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2]
    except (NotBase64, UnicodeDecodeError):
        return None


def require(holder: Holder, access: Access) -> None:
    """Raises NotAllowedError where a key does not allow what `access` does."""
    if not holder.role.includes(access):
        raise NotAllowedError(f"The key of {holder.name} is for {holder.role}; this needs {access}.")


def require_public(request: Request, url: str) -> None:
    """Raises NotAllowedError for the address of a host that this server does not ask; names are looked up later."""
    try:
        refuse_private(url, request.app.state.reach)
    except AddressRefusedError as error:
        raise NotAllowedError(str(error)) from error


Reader = Annotated[Holder, Depends(Allowed(Access.READER))]
Editor = Annotated[Holder, Depends(Allowed(Access.EDITOR))]
Admin = Annotated[Holder, Depends(Allowed(Access.ADMIN))]
