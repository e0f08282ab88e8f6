"""API keys: made once, known again, worthless once revoked; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.domain.access import Access
from app.errors import InvalidDecisionError, NotFoundError, UnknownKeyError
from app.store.keys import Holder, create_key, holder_again, holder_of, keys, revoke_key
from tests.builders import NOON


def test_a_key_tells_its_holder_and_role(session: Session) -> None:
    """And another key another one."""
    ann, bob = create_key(session, "ann", Access.EDITOR, NOON), create_key(session, "bob", Access.READER, NOON)

    assert holder_of(session, ann, NOON) == Holder("ann", Access.EDITOR, ann.split("_")[1])
    assert holder_of(session, bob, NOON) == Holder("bob", Access.READER, bob.split("_")[1])


def test_the_secret_is_not_in_the_store(session: Session) -> None:
    """Neither as it is nor hashed without salt: two keys have nothing in common."""
    secrets = [create_key(session, name, Access.ADMIN, NOON).split("_", 2)[2] for name in ("ann", "bob")]

    rows = keys(session)

    assert not any(secret in str(vars(row)) for row in rows for secret in secrets)
    assert len({row.salt for row in rows}) == len({row.digest for row in rows}) == 2


@pytest.mark.parametrize(
    "form",
    [
        "",
        "nonsense",
        "smy_{id}_{short}",
        "smy_{id}_{secret}x",
        "xyz_{id}_{secret}",
        "smy_{id}_",
        "smy_000000000000_{secret}",
        "smy_\0_x",
        "smy_{id}_{secret}é\udcff",
    ],
)
def test_anything_else_is_no_key(session: Session, form: str) -> None:
    """Whatever it looks like."""
    _, number, secret = create_key(session, "ann", Access.EDITOR, NOON).split("_", 2)

    with pytest.raises(UnknownKeyError):
        holder_of(session, form.format(id=number, secret=secret, short=secret[:-1]), NOON)


def test_a_revoked_key_is_worthless(session: Session) -> None:
    """It stays on the list, and its name is not given again."""
    key = create_key(session, "ann", Access.EDITOR, NOON)
    revoke_key(session, "ann", NOON)

    with pytest.raises(UnknownKeyError):
        holder_of(session, key, NOON)
    with pytest.raises(NotFoundError):
        revoke_key(session, "ann", NOON)
    with pytest.raises(InvalidDecisionError, match="already"):
        create_key(session, "ann", Access.EDITOR, NOON)
    assert [(row.name, row.revoked_at) for row in keys(session)] == [("ann", NOON)]


def test_a_key_expires(session: Session) -> None:
    """It is good until the moment it was made for, also where it was known before."""
    key = create_key(session, "ann", Access.EDITOR, NOON, expires_at=NOON + timedelta(days=1))
    holder = holder_of(session, key, NOON + timedelta(hours=23))

    with pytest.raises(UnknownKeyError):
        holder_of(session, key, NOON + timedelta(days=1))
    with pytest.raises(UnknownKeyError):
        holder_again(session, holder.key_id, NOON + timedelta(days=1))


@pytest.mark.parametrize("name", ["", "summitry", " ann", "a\tb", "x" * 101])
def test_some_names_are_not_given(session: Session, name: str) -> None:
    """The program's own above all."""
    with pytest.raises(InvalidDecisionError):
        create_key(session, name, Access.EDITOR, NOON)


def test_each_role_includes_those_before_it() -> None:
    """An admin may do what an editor may."""
    assert [[one.includes(other) for other in Access] for one in Access] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
