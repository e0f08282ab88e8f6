"""A holder's name in, an API key out that is shown once; a key from a request in, its holder and role out."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Access
from app.errors import InvalidDecisionError, NotFoundError, UnknownKeyError
from app.store.ledger import PROGRAM
from app.store.models import ApiKey

PREFIX = "smy"
SECRET_BYTES = 32
# 16 MB and some 40 ms for each check. The secret is random, so that guessing is hopeless at any cost.
COST = {"n": 2**14, "r": 8, "p": 1}
NAME = re.compile(r"[^\W_][\w .@-]{0,99}")
WRONG = "This key is not valid here."
NOBODY = ApiKey(salt="00", digest="00" * 32)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose key it is, what it allows, and its number, which is no secret."""

    name: str
    role: Access
    key_id: str


def create_key(session: Session, name: str, role: Access, now: datetime, expires_at: datetime | None = None) -> str:
    """Make a key and return it: it cannot be had again. Raises InvalidDecisionError for a name that cannot be given."""
    if not NAME.fullmatch(name) or name == PROGRAM:
        raise InvalidDecisionError(f"{name!r} cannot be a name: write letters, digits, spaces and . @ - _", "name")
    if session.scalar(select(ApiKey.id).where(ApiKey.name == name)) is not None:
        raise InvalidDecisionError(f"there was a key of {name!r} already: a name is given once, choose another", "name")
    number, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(SECRET_BYTES), secrets.token_hex(16)
    row = ApiKey(
        id=number,
        name=name,
        role=role.value,
        salt=salt,
        digest=_digest(secret, salt),
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
    )
    session.add(row)
    session.flush()
    return f"{PREFIX}_{number}_{secret}"


def keys(session: Session) -> Sequence[ApiKey]:
    """All keys by their holders' names, those that were revoked among them."""
    return session.scalars(select(ApiKey).order_by(ApiKey.name)).all()


def revoke_key(session: Session, name: str, now: datetime) -> None:
    """Make a key worthless from now on. Raises NotFoundError where nobody of that name has one."""
    row = session.scalar(select(ApiKey).where(ApiKey.name == name, ApiKey.revoked_at.is_(None)))
    if row is None:
        raise NotFoundError(f"there is no key of {name!r}")
    row.revoked_at = now


def holder_of(session: Session, key: str, now: datetime) -> Holder:
    """Whose key it is. Raises UnknownKeyError for one that is none, is wrong, has expired or was revoked.

    A key that is not in the store takes as long as a wrong one.
    """
    prefix, _, rest = key.partition("_")
    number, _, secret = rest.partition("_")
    found = session.scalar(select(ApiKey).where(ApiKey.id == number)) if number.isalnum() else None
    row = found or NOBODY
    is_right = hmac.compare_digest(_digest(secret, row.salt), row.digest)
    if not is_right or found is None or prefix != PREFIX:
        raise UnknownKeyError(WRONG)
    return _valid(found, now)


def holder_again(session: Session, key_id: str, now: datetime) -> Holder:
    """Who holds a key that was found right before. Raises UnknownKeyError where it is worthless by now."""
    found = session.get(ApiKey, key_id)
    if found is None:
        raise UnknownKeyError(WRONG)
    return _valid(found, now)


def holder_named(session: Session, name: str, now: datetime) -> Holder:
    """Who has a valid key under a name. Raises NotFoundError where nobody has."""
    found = session.scalar(select(ApiKey).where(ApiKey.name == name))
    if found is None or not _is_valid(found, now):
        raise NotFoundError(f"there is no valid key of {name!r}")
    return Holder(found.name, Access(found.role), found.id)


def mark(session: Session, key_id: str, address: str) -> str:
    """What proves that the holder of a key opened an address to whoever has it."""
    return _mark(session.get_one(ApiKey, key_id), address)


def holder_of_mark(session: Session, key_id: str, address: str, given: str, now: datetime) -> Holder:
    """Who opened an address, by its mark, as a reader. Raises UnknownKeyError where nobody did, or may any more."""
    found = session.get(ApiKey, key_id) if key_id.isalnum() else None
    is_right = hmac.compare_digest(_mark(found or NOBODY, address).encode(), given.encode())
    if not is_right or found is None:
        raise UnknownKeyError(WRONG)
    return replace(_valid(found, now), role=Access.READER)


def _mark(row: ApiKey, address: str) -> str:
    made = hmac.digest(bytes.fromhex(row.digest), address.encode(errors="replace"), hashlib.sha256)
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def _is_valid(row: ApiKey, now: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > now)


def _valid(row: ApiKey, now: datetime) -> Holder:
    if not _is_valid(row, now):
        raise UnknownKeyError(WRONG)
    return Holder(row.name, Access(row.role), row.id)


def _digest(secret: str, salt: str) -> str:
    return hashlib.scrypt(secret.encode(errors="replace"), salt=bytes.fromhex(salt), dklen=32, **COST).hex()
