"""A fetcher in, one that asks as robots.txt and good manners have it out: what is forbidden is not asked for."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from app.errors import SourceUnavailableError
from app.sources.addresses import shown_address
from app.sources.protocol import Fetched, Fetcher

# Between two requests to one host, unless its robots.txt asks for more, within reason.
PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
# RFC 9309: rules are not used for longer than a day, and a server that cannot say them allows nothing.
RULES_SECONDS = 86_400.0
MISTAKEN = range(400, 500)


class Manners:
    """What is known of the hosts that are asked: when last, and what they allow. Shared by fetchers and threads."""

    def __init__(
        self, user_agent: str, pause: float = PAUSE_SECONDS, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.agent = user_agent.partition("/")[0]
        self.hosts: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self.rules: dict[str, tuple[float, RobotFileParser]] = {}
        self._pause = pause
        self._sleep = sleep
        self._asked: dict[str, float] = {}

    def wait(self, host: str, wanted: float) -> None:
        """Wait until a host may be asked again, `wanted` seconds after the last time if it says so."""
        pause = max(self._pause, min(wanted, LONGEST_PAUSE_SECONDS))
        left = self._asked[host] + pause - time.monotonic() if host in self._asked else 0
        if left > 0:
            self._sleep(left)

    def note(self, host: str) -> None:
        """A host was asked just now."""
        self._asked[host] = time.monotonic()


class PoliteFetcher:
    """Fetches with manners: requests to one host wait for each other."""

    def __init__(self, fetcher: Fetcher, manners: Manners) -> None:
        self._fetcher = fetcher
        self._manners = manners

    def fetch(self, url: str) -> Fetched | None:
        """The present answer; None where it has not changed. Raises SourceUnavailableError, if forbidden as well."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        with self._manners.hosts[host]:
            rules = self._rules_of(host)
            if not rules.can_fetch(self._manners.agent, url):
                raise SourceUnavailableError(f"{shown_address(url)}: robots.txt of that server forbids it")
            return self._ask(host, url, float(rules.crawl_delay(self._manners.agent) or 0))

    def keep(self, url: str, answer: Fetched) -> None:
        """Remember that the answer was taken whole."""
        self._fetcher.keep(url, answer)

    def _ask(self, host: str, url: str, wanted: float = 0) -> Fetched | None:
        self._manners.wait(host, wanted)
        try:
            return self._fetcher.fetch(url)
        finally:
            self._manners.note(host)

    def _rules_of(self, host: str) -> RobotFileParser:
        """What the host allows. Raises SourceUnavailableError where it cannot say so."""
        known = self._manners.rules.get(host)
        if known and known[0] > time.monotonic() - RULES_SECONDS:
            return known[1]
        rules = RobotFileParser()
        try:
            answer = self._ask(host, f"{host}/robots.txt")
            rules.parse(answer.body.decode("utf-8", "replace").splitlines() if answer else [])
        except SourceUnavailableError as error:
            if error.status not in MISTAKEN:
                raise
            rules.parse([])
        self._manners.rules[host] = time.monotonic(), rules
        return rules
