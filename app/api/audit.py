"""ASGI middleware: requests with a key that are to write in, the same noted in the store's log of them out."""

import logging
from collections.abc import Awaitable
from datetime import UTC, datetime

from anyio import to_thread
from sqlalchemy import Engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import HOLDER
from app.errors import StoreUnavailableError
from app.store.engine import writing
from app.store.keys import Holder
from app.store.models import AuditEntry

log = logging.getLogger(__name__)

READING = {"GET", "HEAD", "OPTIONS"}
LONGEST = 300


class Audit:
    """Stands where the holder of the key is known, or will be: inside what checks keys."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self.app = app
        self._engine = engine

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in READING:
            return self.app(scope, receive, send)
        return self._noted(scope, receive, send)

    async def _noted(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            holder: Holder | None = scope.get(HOLDER)
            if holder is not None:
                await to_thread.run_sync(self._write, _entry(scope, holder, status))

    def _write(self, entry: AuditEntry) -> None:
        try:
            with writing(self._engine, unseen=True) as session:
                session.add(entry)
        except StoreUnavailableError:
            log.exception("what %s wrote could not be noted: %s %s", entry.holder, entry.method, entry.path)


def _entry(scope: Scope, holder: Holder, status: int) -> AuditEntry:
    return AuditEntry(
        at=datetime.now(UTC),
        holder=holder.name,
        address=scope["client"][0] if scope.get("client") else "",
        method=scope["method"],
        path=scope["path"][:LONGEST],
        status=status,
        request_id=scope["request_id"],
    )
