"""Webhooks are told every event of their filter, in order, signed, whatever fails; nothing leads where it must not."""

import base64
import hashlib
import hmac
import logging
from datetime import timedelta
from itertools import cycle

import pytest
from sqlalchemy import Engine, func, select

from app.domain.access import Access
from app.sources.addresses import PUBLIC, Reach
from app.store import deliveries, webhooks
from app.store.engine import reading, writing
from app.store.keys import create_key, revoke_key
from app.store.models import Delivery, StoredDecision, Webhook
from app.store.record import Reading, record_article
from app.store.webhooks import Wish
from app.webhooks.delivery import LONGEST_PAUSE, MOST_FAILURES, Deliverer, pause
from app.webhooks.posting import Post
from tests.builders import NOON, a_candidate, an_article
from tests.webhooks.receiver import receiving

HERE = Reach(hosts=frozenset({"127.0.0.1"}))


class Desk:
    """A store in which things happen, and who tells of them, with a clock that a test turns."""

    def __init__(self, engine: Engine, reach: Reach = HERE) -> None:
        self.engine = engine
        self.now = NOON
        self.deliverer = self.another(reach)
        with writing(engine) as session:
            create_key(session, "ann", Access.EDITOR, NOON)

    def another(self, reach: Reach = HERE) -> Deliverer:
        """Another process that tells."""
        return Deliverer(self.engine, Post(reach, 5, "Summitry/1"), clock=lambda: self.now)

    def happens(self, *parties: str, times: int = 1) -> None:
        """Meetings become known."""
        for _ in range(times):
            with writing(self.engine) as session:
                day = f"20{10 + self.events():02d}-05-01"
                record_article(session, Reading(an_article(), [a_candidate(*parties, start=day)], "x-1"), self.now)

    def events(self) -> int:
        """How many meetings became known."""
        with reading(self.engine) as session:
            return session.scalar(select(func.count()).select_from(StoredDecision)) or 0

    def add(self, url: str, after: int | None = 0, types: tuple[str, ...] = (), **asked: str) -> Webhook:
        """A webhook of ann's."""
        with writing(self.engine) as session:
            made = webhooks.add(session, Wish(url, asked, types, after), "ann", self.now)
            session.expunge(made)
        return made

    def turn(self, seconds: float = 0, deliverer: Deliverer | None = None) -> None:
        """What is due after some seconds is told."""
        self.now += timedelta(seconds=seconds)
        for told in (deliverer or self.deliverer).turn():
            told.result()

    def webhook(self, made: Webhook) -> Webhook:
        """It as it is now."""
        with reading(self.engine) as session:
            found = session.get_one(Webhook, made.id)
            session.expunge(found)
        return found

    def log(self) -> list[Delivery]:
        """All attempts."""
        with reading(self.engine) as session:
            found = list(session.scalars(select(Delivery).order_by(Delivery.id)))
            session.expunge_all()
        return found


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A desk on each database."""
    return Desk(engine)


def test_every_event_arrives_in_order_though_half_the_answers_fail(desk: Desk) -> None:
    """Each again under the same id until it is taken, after a pause that grows; a restart loses nothing."""
    answers = cycle([500, 204, 204, 503, 503, 204])
    with receiving(lambda: next(answers)) as receiver:
        made = desk.add(receiver.url)
        desk.happens("SWE", "NOR", times=6)
        for _ in range(8):
            desk.turn(3, desk.another())

        assert receiver.taken == [1, 2, 3, 4, 5, 6]
    ids = {one.event: one.headers["webhook-id"] for one in receiver.received}
    assert all(one.headers["webhook-id"] == ids[one.event] for one in receiver.received)
    assert ids[1] == f"{made.id}-1"
    assert [(one.event, one.status) for one in desk.log()] == [(one.event, one.status) for one in receiver.received]
    now = desk.webhook(made)
    assert (now.position, now.failures, now.error) == (6, 0, None)


def test_a_message_is_signed_as_standard_webhooks_has_it(desk: Desk) -> None:
    """HMAC-SHA256 over id, moment and body, under the secret that was shown."""
    with receiving() as receiver:
        made = desk.add(receiver.url)
        desk.happens("SWE", "NOR")
        desk.turn()

    (told,) = receiver.received
    key = base64.b64decode(made.secret.removeprefix("whsec_"))
    content = f"{told.headers['webhook-id']}.{told.headers['webhook-timestamp']}.".encode() + told.body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert told.headers["webhook-signature"] == f"v1,{signature}"
    assert int(told.headers["webhook-timestamp"]) == int(NOON.timestamp())
    assert told.headers["content-type"] == "application/json"


def test_only_what_is_asked_for_is_told(desk: Desk) -> None:
    """Of a filter and of types; what came before counts where it is asked for."""
    desk.happens("SWE", "NOR")
    with receiving() as all_of_it, receiving() as of_one, receiving() as merges:
        desk.add(all_of_it.url)
        desk.add(of_one.url, after=None, country="FIN")
        other = desk.add(merges.url, types=("merged",))
        desk.happens("FIN", "NOR", times=2)
        desk.turn()

        assert (all_of_it.taken, of_one.taken, merges.taken) == ([1, 2, 3], [2, 3], [])
    assert desk.webhook(other).position == 3


def test_who_fails_for_long_is_stopped_and_goes_on_where_it_was(desk: Desk) -> None:
    """So many failures in a row, asked less and less often; another webhook is told meanwhile."""
    status = 500
    with receiving(lambda: status) as failing, receiving() as good:
        made = desk.add(failing.url)
        desk.add(good.url)
        desk.happens("SWE", "NOR")
        for _ in range(MOST_FAILURES + 5):
            desk.turn(LONGEST_PAUSE * 2)
        stopped = desk.webhook(made)
        assert len(failing.received) == MOST_FAILURES == stopped.failures
        assert stopped.stopped_at is not None
        assert (stopped.error, stopped.position) == ("answered 500", 0)
        assert good.taken == [1]

        status = 204
        with writing(desk.engine) as session:
            webhooks.resume(session, made.id, "ann", desk.now)
        desk.turn()
        assert failing.taken == [1]


def test_who_is_gone_is_stopped_at_once_and_who_asks_for_time_gets_it(desk: Desk) -> None:
    """By 410, and by Retry-After."""
    with receiving(lambda: 410) as gone, receiving(lambda: 429, **{"Retry-After": "600"}) as busy:
        made, other = desk.add(gone.url), desk.add(busy.url)
        desk.happens("SWE", "NOR")
        for _ in range(3):
            desk.turn(200)

        assert (len(gone.received), len(busy.received)) == (1, 1)
    assert desk.webhook(made).stopped_at is not None
    assert desk.webhook(other).stopped_at is None
    assert pause(4, None) < pause(8, None) < pause(30, None) <= LONGEST_PAUSE * 1.1


def test_two_processes_tell_nothing_twice(desk: Desk) -> None:
    """Both find it due; the second one's hold of what the first one has ends only with the lease."""
    with receiving() as receiver:
        made = desk.add(receiver.url)
        desk.happens("SWE", "NOR", times=20)
        others = [desk.another() for _ in range(3)]
        begun = [told for deliverer in others for told in deliverer.turn()]
        for told in begun:
            told.result()
        assert receiver.taken == list(range(1, 21))

        desk.happens("SWE", "NOR")
        with writing(desk.engine) as session:
            claimed = deliveries.claim(session, made.id, desk.now, desk.now + timedelta(minutes=2))
        desk.turn()
        assert claimed is not None
        assert len(receiver.taken) == 20
        desk.turn(121)
        assert receiver.taken[-1] == 21
        with writing(desk.engine) as session:
            assert not deliveries.note_good(session, claimed, deliveries.Attempt(21, desk.now, 0.1, 204))


def test_a_webhook_leads_neither_into_this_machine_nor_on_to_elsewhere(engine: Engine) -> None:
    """Private and metadata addresses are not connected to, and a redirect is no good answer."""
    desk = Desk(engine, PUBLIC)
    with receiving() as receiver, receiving(lambda: 302, Location="http://169.254.169.254/") as moved:
        for url in (receiver.url, receiver.url.replace("127.0.0.1", "localhost"), "http://169.254.169.254/latest"):
            desk.add(url)
        desk.happens("SWE", "NOR")
        desk.turn()
        assert receiver.received == []
        assert ["no public address" in str(one.error) for one in desk.log()] == [True] * 3

        made = desk.add(moved.url)
        desk.turn(deliverer=desk.another())
        assert desk.webhook(made).error == "answered 302"
        assert len(moved.received) == 1


def test_without_a_valid_key_nobody_is_told(desk: Desk) -> None:
    """Who may not read any more hears nothing, in whatever way."""
    with receiving() as receiver:
        desk.add(receiver.url)
        desk.happens("SWE", "NOR")
        with writing(desk.engine) as session:
            revoke_key(session, "ann", desk.now)
        desk.turn()

        assert receiver.received == []


def test_neither_secret_nor_address_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Addresses of webhooks are often secrets themselves."""
    caplog.set_level(logging.DEBUG)
    with receiving(lambda: 500) as receiver:
        made = desk.add(f"{receiver.url}/t0ken")
        dead = desk.add("http://127.0.0.1:1/t0ken")
        desk.happens("SWE", "NOR")
        desk.turn()

    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("app"))
    assert made.id in ours
    assert "t0ken" not in ours + str(desk.webhook(dead).error)
    assert made.secret.removeprefix("whsec_") not in caplog.text
