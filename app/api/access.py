"""The key of a request in, its holder out; requests without one that allows what they ask for are refused."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from app.api.deps import answer
from app.domain.access import Access
from app.errors import NotAllowedError, UnknownKeyError
from app.store.keys import Holder, holder_of

BEARER = HTTPBearer(
    scheme_name="key", description="A key that `summitry keys create` made: `Bearer smy_...`.", auto_error=False
)
# Each check takes 16 MB and a processor for some 40 ms: no crowd of wrong keys shall take more.
MOST_CHECKS = 2


class Doorkeeper:
    """Checks keys, a few at a time."""

    def __init__(self) -> None:
        self._places = CapacityLimiter(MOST_CHECKS)

    async def holder(self, request: Request, key: str) -> Holder:
        """Whose key it is. Raises UnknownKeyError."""
        return await to_thread.run_sync(
            answer, request.app.state.engine, lambda session: holder_of(session, key), limiter=self._places
        )


class Allowed:
    """A dependency of routes: the holder of the request's key, which allows what `access` does."""

    def __init__(self, access: Access) -> None:
        self.access = access

    async def __call__(
        self, request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
    ) -> Holder:
        """Raises UnknownKeyError without a key that is known, NotAllowedError where its role does not suffice."""
        if given is None:
            raise UnknownKeyError(
                "This needs a key: send `Authorization: Bearer KEY`. Whoever runs the server has them."
            )
        doorkeeper: Doorkeeper = request.app.state.doorkeeper
        holder = await doorkeeper.holder(request, given.credentials)
        require(holder, self.access)
        return holder


def require(holder: Holder, access: Access) -> None:
    """Raises NotAllowedError where a key does not allow what `access` does."""
    if not holder.role.includes(access):
        raise NotAllowedError(f"The key of {holder.name} is for {holder.role}; this needs {access}.")


Editor = Annotated[Holder, Depends(Allowed(Access.EDITOR))]
Admin = Annotated[Holder, Depends(Allowed(Access.ADMIN))]
