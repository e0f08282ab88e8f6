"""`summitry keys`: made, listed and revoked."""

from datetime import UTC, datetime

from app.store.engine import reading
from app.store.keys import holder_of


def test_a_key_is_made_and_shown_once(command, engine):
    """The key alone on standard output, for other programs; what to do with it on standard error."""
    command("migrate")

    made = command("keys", "create", "ann", "--role", "admin")

    assert (made.code, made.out.count("\n")) == (0, 1)
    assert "not shown again" in made.err
    with reading(engine) as session:
        assert holder_of(session, made.out.strip(), datetime.now(UTC)).name == "ann"
    listed = command("keys", "list").out
    assert listed.startswith("ann\tadmin\t")
    assert made.out.strip() not in listed


def test_a_revoked_key_is_listed_as_such(command):
    """With the day on which it was."""
    command("migrate")
    command("keys", "create", "ann", "--days", "30")

    assert command("keys", "revoke", "ann").code == 0
    assert all(command("keys", "list").out.strip().split("\t"))


def test_no_keys_is_said(command):
    """An empty list would look like a fault."""
    command("migrate")

    ran = command("keys", "list")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("There are no keys")


def test_a_mistake_is_one_line(command):
    """A name that is taken, one that nobody has, and a store that is not there."""
    assert command("keys", "list").code == 1
    command("migrate")
    command("keys", "create", "ann")

    for arguments in (("create", "ann"), ("revoke", "bob")):
        ran = command("keys", *arguments)
        assert (ran.code, ran.err.count("\n")) == (1, 1)
