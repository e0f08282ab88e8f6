"""`summitry webhooks`: added, listed, resumed and deleted, and noted in the log of writes."""

import json
from datetime import UTC, datetime

import pytest

from app.cli import noting
from app.store.engine import writing
from app.store.models import Delivery, Webhook

URL = "https://desk.example/hooks"


def added(command, *more: str) -> str:
    """The id of a webhook of ann's."""
    command("migrate")
    command("keys", "create", "ann")
    made = command("webhooks", "add", URL, "--name", "ann", *more)
    assert made.code == 0, made.err
    webhook, secret = made.out.strip().split("\t")
    assert secret.startswith("whsec_")
    return webhook


def test_a_webhook_lives_and_is_noted(command, engine, monkeypatch):
    """It is listed without its secret, its attempts are told, it is resumed after it was stopped, and deleted."""
    monkeypatch.setattr(noting, "user", lambda: "desk")
    webhook = added(command, "--filter", "country=KOR", "--type", "created", "--after", "0")
    with writing(engine) as session:
        row = session.get_one(Webhook, webhook)
        now = row.stopped_at = datetime(2024, 1, 5, tzinfo=UTC)
        session.add(Delivery(webhook_id=webhook, event=3, at=now, seconds=0.5, status=500, error="status 500"))

    (listed,) = map(json.loads, command("webhooks", "list", "--json").out.splitlines())
    assert (listed["id"], listed["filter"], listed["types"]) == (webhook, "country=KOR", ["created"])
    assert "secret" not in listed
    attempts = command("webhooks", "deliveries", webhook).out
    assert attempts == "2024-01-05T00:00:00+00:00\t3\t500\t0.5\tstatus 500\n"
    assert command("webhooks", "resume", webhook).out.endswith("after event 0.\n")
    assert command("webhooks", "list").out.split("\t")[:3] == [webhook, "ann", URL]
    assert command("webhooks", "delete", webhook).code == 0
    assert command("webhooks", "list").err == "There are no webhooks.\n"

    noted = [line.split("\t")[1:5] for line in command("keys", "audit", "--name", "desk").out.splitlines()]
    words = (f"webhooks delete {webhook}", f"webhooks resume {webhook}", f"webhooks add {URL} --name ann")
    assert noted == [["desk", "", "COMMAND", said] for said in (*words, "keys create ann")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", URL, "--name", "bob"], "no valid key of 'bob'"),
        (["add", URL, "--name", "cat"], "is for reader"),
        (["add", "http://127.0.0.1/", "--name", "ann"], "127.0.0.1"),
        (["add", URL, "--name", "ann", "--type", "done"], "types"),
        (["add", URL, "--name", "ann", "--filter", "country=Atlantis"], "Atlantis"),
        (["add", "ftp://desk.example", "--name", "ann"], "url"),
        (["delete", "w0"], "no webhook 'w0'"),
        (["deliveries", "w0"], "no webhook 'w0'"),
    ],
)
def test_a_mistake_is_one_line_and_is_not_noted(command, arguments: list[str], words: str):
    """What was not done is in no log."""
    command("migrate")
    command("keys", "create", "ann")
    command("keys", "create", "cat", "--role", "reader")
    ran = command("webhooks", *arguments)

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert words in ran.err
    assert "webhooks" not in command("keys", "audit").out
