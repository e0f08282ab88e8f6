"""One endpoint over HTTP: what is asked, what counts as an answer, what is tried again, and what never leaks."""

import logging
import time

import pytest

from app.chat.answers import schema
from app.chat.client import ATTEMPTS, Budget, BudgetSpentError, ChatClient, Endpoint, NoAnswerError
from app.chat.prompt import messages
from tests.chat.standin import KEY, Model, a_claim, an_answer, drips, refuses, says, sleeps, the_article

GOOD = an_answer(a_claim())


class Waits(list[float]):
    """Notes the seconds that would be slept."""

    def __call__(self, seconds: float) -> None:
        """Note them."""
        self.append(seconds)


def ask(model: Model, *, budget: int = 100, waits: Waits | None = None, **endpoint: object) -> str:
    """One question about the article."""
    given = {"url": model.address, "model": "m", "key": KEY, "timeout": 5.0} | endpoint
    client = ChatClient(Endpoint(**given), Budget(budget), Waits() if waits is None else waits)  # type: ignore[arg-type]
    return client.ask(messages(the_article()), schema())


def test_the_model_is_asked_for_an_object_of_the_schema(model):
    """With the key in its header, the article as data, and the parameters of the settings."""
    assert ask(model, parameters={"temperature": 0, "model": "other"}) == GOOD

    ((path, headers, body),) = model.seen
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert (body["model"], body["temperature"]) == ("m", 0)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert the_article().text not in body["messages"][0]["content"]


def test_every_object_of_the_schema_is_closed_and_whole():
    """As endpoints that hold a model to a schema demand."""
    parts = [schema(), *schema()["$defs"].values()]
    objects = [part for part in parts if part["type"] == "object"]

    assert len(objects) >= 6
    assert all(o["additionalProperties"] is False and o["required"] == list(o["properties"]) for o in objects)
    assert "default" not in str(objects)


def test_without_a_key_none_is_sent(model):
    """A model on one's own machine wants none."""
    ask(model, key=None)

    assert "Authorization" not in model.seen[0][1]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(model, status):
    """After a growing pause."""
    waits = Waits()
    model.will(refuses(status), says(GOOD))

    assert ask(model, waits=waits) == GOOD
    assert len(waits) == 1


def test_the_server_says_how_long_to_wait(model):
    """Retry-After, in seconds."""
    waits = Waits()
    model.will(refuses(429, Retry_After="7"), says(GOOD))

    assert ask(model, waits=waits) == GOOD
    assert waits == [7.0]


def test_a_long_wait_is_not_waited(model):
    """The article is read in another way meanwhile."""
    model.will(refuses(429, Retry_After="3600"))

    with pytest.raises(NoAnswerError, match="429"):
        ask(model)
    assert len(model.seen) == 1


@pytest.mark.parametrize(("reply", "times"), [(refuses(500), ATTEMPTS), (refuses(401), 1), (refuses(404), 1)])
def test_an_endpoint_that_refuses_gives_no_answer(model, reply, times):
    """What will not pass is asked once."""
    model.will(reply)

    with pytest.raises(NoAnswerError):
        ask(model)
    assert len(model.seen) == times


@pytest.mark.parametrize("reply", [sleeps, drips])
def test_a_slow_answer_is_none(model, reply):
    """Whether nothing comes or a little at a time."""
    model.will(reply)
    started = time.monotonic()

    with pytest.raises(NoAnswerError, match="in time"):
        ask(model, timeout=0.2)
    assert time.monotonic() - started < 5


def test_where_nobody_listens_there_is_no_answer(model):
    """The reason is one line."""
    with pytest.raises(NoAnswerError, match=r"no proper answer \(ConnectError\)"):
        ask(model, url="http://127.0.0.1:1/v1")


@pytest.mark.parametrize("reply", [says(None), says(GOOD, "length"), lambda desk: desk.answer(200, b"[[[")])
def test_a_completion_without_words_is_an_empty_answer(model, reply):
    """A refusal, an answer that was cut off, and what is no completion at all."""
    model.will(reply)

    assert ask(model) == ""


def test_redirects_are_not_followed(model):
    """The key goes nowhere else."""
    model.will(refuses(307, Location="http://127.0.0.1:1/"))

    with pytest.raises(NoAnswerError, match="307"):
        ask(model)


def test_every_request_counts_against_the_budget(model):
    """Attempts that fail cost too."""
    model.will(refuses(500))

    with pytest.raises(BudgetSpentError):
        ask(model, budget=2)
    assert len(model.seen) == 2


def test_the_key_shows_nowhere(model, caplog):
    """Neither in errors, nor in the log of any library, nor where the endpoint is printed."""
    caplog.set_level(logging.DEBUG)
    model.will(refuses(401))

    with pytest.raises(NoAnswerError) as caught:
        ask(model)

    assert KEY not in caplog.text
    assert KEY not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert KEY not in repr(Endpoint("http://x", "m", KEY))
