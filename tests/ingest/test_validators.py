"""Validators of conditional requests: kept when, and only when, all that an answer held is in the store."""

from app.ingest.interruption import Interruption
from app.ingest.validators import KeptValidators
from app.sources.protocol import Fetched
from app.store.engine import writing
from tests.builders import NOON
from tests.ingest.standins import Answers, run
from tests.ingest.test_job import FEED, Asking

ITEMS = "".join(
    f"<item><title>Talks {n}</title><description>Ministers of FRA and DEU met on 200{n}-03-02 to speak about "
    f"matter m{n}, as thing t{n} would have it, said host h{n}.</description></item>"
    for n in range(3)
)
RSS = f'<rss version="2.0"><channel><title>Wire</title>{ITEMS}</channel></rss>'.encode()


class Keeping(Answers):
    """A fetcher that hands validators on, as the real one does."""

    def __init__(self, validators: KeptValidators) -> None:
        super().__init__({FEED: RSS})
        self.validators = validators

    def keep(self, url: str, answer: Fetched) -> None:
        """Hand on."""
        self.validators.put(url, answer.etag, answer.last_modified)


def test_validators_are_kept_when_all_articles_are_stored(engine):
    """The next request can ask for what is new."""
    validators = KeptValidators(engine)

    report = run(engine, FEED, fetcher=Keeping(validators), validators=validators)

    assert report.counts.stored == 3
    assert validators.get(FEED) == ('"1"', None)


def test_validators_are_not_kept_when_the_run_stops_before_the_last_article(engine):
    """Else the server would say "nothing new" to the next run, and the rest would be lost."""
    validators, interruption = KeptValidators(engine), Interruption()
    surroundings = {
        "fetcher": Keeping(validators),
        "validators": validators,
        "interruption": interruption,
        "extractor": lambda: Asking(2, interruption),
    }

    report = run(engine, FEED, **surroundings)

    assert report.counts.stored == 2
    assert KeptValidators(engine).get(FEED) is None


def test_nothing_is_known_of_an_address_that_was_never_asked(engine):
    """The first request is unconditional."""
    assert KeptValidators(engine).get(FEED) is None


def test_validators_wait_until_they_are_written(engine):
    """To note is not yet to keep; what was written does not wait any longer."""
    validators = KeptValidators(engine)
    validators.put(FEED, None, "Mon, 01 Jan 2024 00:00:00 GMT")
    assert KeptValidators(engine).get(FEED) is None

    with writing(engine) as session:
        validators.write(session, validators.take(), NOON)

    assert validators.get(FEED) == (None, "Mon, 01 Jan 2024 00:00:00 GMT")
    assert validators.take() == {}
