"""Fetching over HTTP, from a real server on this machine."""

import socket
from dataclasses import replace

import pytest

from app.domain.articles import Article
from app.errors import SourceUnavailableError
from app.sources import addresses
from app.sources.addresses import PUBLIC, Reach
from app.sources.catalogue import read
from app.sources.fetch import FetchSettings, HttpFetcher
from app.sources.protocol import ReadOptions, Rejected
from tests.sources.documents import PROSE
from tests.sources.web import FEED

HERE = FetchSettings(reach=Reach(everywhere=True), timeout=5, attempts=2, max_bytes=50_000)
BRIEF = replace(HERE, timeout=0.3, attempts=1)


class ValidatorsInMemory(dict[str, tuple[str | None, str | None]]):
    """What the store keeps, in a dictionary."""

    def put(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep them."""
        self[url] = (etag, last_modified)


class Sleeper(list[float]):
    """Notes how long it should have slept."""

    def __call__(self, seconds: float) -> None:
        """Do not."""
        self.append(seconds)


def a_fetcher(settings=HERE, validators=None, sleep=None):
    """A fetcher that may read this machine and does not sleep."""
    return HttpFetcher(settings, validators, Sleeper() if sleep is None else sleep)


def refusal(url, settings=HERE, sleep=None):
    """The line that says why an address could not be fetched, without the address."""
    with pytest.raises(SourceUnavailableError) as raised:
        a_fetcher(settings, sleep=sleep).fetch(url)
    text = str(raised.value)
    assert "\n" not in text
    assert text.startswith(f"{url}: ")
    return text.removeprefix(f"{url}: ")


def test_an_answer_brings_body_and_type(site):
    """The media type and character set are told apart."""
    answer = a_fetcher().fetch(f"{site.address}/feed")

    assert (answer.body, answer.media_type, answer.charset) == (FEED, "application/rss+xml", "utf-8")


def test_a_packed_answer_is_unpacked(site):
    """Servers pack what they send."""
    assert a_fetcher().fetch(f"{site.address}/packed").body == FEED


def test_the_fetcher_says_who_it_is(site):
    """Site owners can see who reads them."""
    a_fetcher(replace(HERE, user_agent="Summitry/1 (desk@post.example)")).fetch(f"{site.address}/feed")

    assert site.seen[0].headers["User-Agent"] == "Summitry/1 (desk@post.example)"
    assert FetchSettings().user_agent.startswith("Summitry/")


def test_a_redirect_is_followed_and_its_end_named(site):
    """Relative addresses are counted from there."""
    assert a_fetcher().fetch(f"{site.address}/moved").url == f"{site.address}/feed"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "answered 404 Not Found"),
        ("/broken", "answered 500 Internal Server Error"),
        ("/odd", "answered 599"),
        ("/no-content", "answered 204 No Content"),
        ("/loop", "redirects more than 5 times (a loop?)"),
        ("/to-file", "not a complete http or https address"),
        ("/large", "larger than 50,000 bytes (the limit is a setting)"),
        ("/bomb", "larger than 50,000 bytes (the limit is a setting)"),
        ("/double", "sends the content encoding 'gzip, gzip', which was not asked for"),
        ("/brotli", "sends the content encoding 'br', which was not asked for"),
    ],
)
def test_what_is_no_good_answer_is_said_in_one_line(site, path, reason):
    """And is not asked for again."""
    assert refusal(f"{site.address}{path}") == reason
    assert sum(1 for one in site.seen if one.path == path) == (6 if path == "/loop" else 1)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to-nonsense", "no proper answer (Invalid URL in location header"),
        ("/busy", "answered 503 Service Unavailable"),
        ("/silent", "no proper answer ("),
        ("/noise", "no proper answer ("),
        ("/cut", "no proper answer ("),
    ],
)
def test_what_may_be_gone_in_a_moment_is_tried_again(site, path, reason):
    """As often as the settings say."""
    sleep = Sleeper()

    assert refusal(f"{site.address}{path}", sleep=sleep).startswith(reason)
    assert len(site.seen) == 2
    assert len(sleep) == 1


def test_the_second_try_counts_and_the_servers_word_on_when(site):
    """Retry-After is obeyed."""
    sleep = Sleeper()

    assert a_fetcher(sleep=sleep).fetch(f"{site.address}/busy-once").body == FEED
    assert sleep == [7.0]


@pytest.mark.parametrize("path", ["/busy-long", "/busy-date"])
def test_a_server_that_asks_for_a_long_wait_is_left_alone(site, path):
    """Another run can come back."""
    sleep = Sleeper()

    assert refusal(f"{site.address}{path}", sleep=sleep).startswith(
        "answered 429 Too Many Requests and asks to come back in"
    )
    assert sleep == []


@pytest.mark.parametrize("path", ["/drips", "/drips-headers"])
def test_a_server_that_drips_is_left_at_the_deadline(site, path):
    """Each byte comes in time, the whole does not."""
    assert refusal(f"{site.address}{path}", BRIEF) == "no complete answer in time"


def test_a_packing_that_is_none_is_refused(site):
    """The header promised gzip."""
    assert refusal(f"{site.address}/not-packed").startswith("the body cannot be unpacked")


def test_a_port_where_nobody_listens_is_no_connection():
    """The reason is the operating system's."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/"

        assert refusal(address) == "no connection ([Errno 111] Connection refused)"


def test_a_name_that_nobody_knows_is_no_connection():
    """The reserved top level `.invalid` never resolves."""
    assert refusal("http://news.invalid/") == "no connection (the host name news.invalid does not resolve)"


def test_plain_http_behind_https_is_no_connection(site):
    """TLS is checked."""
    assert refusal(site.address.replace("http:", "https:")).startswith("no connection (")


@pytest.mark.parametrize(
    "url", ["ftp://x.example/a", "file:///etc/hostname", "gopher://x.example/", "http://", "http://x.example:what/"]
)
def test_other_schemes_and_half_addresses_are_refused(url):
    """Only the web is read."""
    assert refusal(url) == "not a complete http or https address"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "169.254.169.254", "10.0.0.1"])
def test_private_addresses_are_refused_unless_a_setting_allows_them(site, host):
    """No request is sent."""
    port = site.address.rpartition(":")[2]

    assert "no public address (the setting private_hosts permits it)" in refusal(
        f"http://{host}:{port}/feed", FetchSettings(attempts=1)
    )
    assert site.seen == []


def test_a_redirect_to_a_private_address_is_refused(site, monkeypatch):
    """The check is made for every connection, not for the first address alone."""
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")

    reason = refusal(f"{site.address}/to-neighbour", replace(HERE, reach=PUBLIC))

    assert reason.startswith("127.0.0.2 is 127.0.0.2, no public address")
    assert [one.path for one in site.seen] == ["/to-neighbour"]


def test_passwords_do_not_stand_in_messages(site):
    """Messages are stored and printed."""
    with pytest.raises(SourceUnavailableError) as raised:
        a_fetcher().fetch(f"{site.address}/gone".replace("//", "//jane:secret@"))

    assert str(raised.value) == f"{site.address}/gone: answered 404 Not Found"


def test_an_answer_that_was_taken_whole_is_asked_for_conditionally(site):
    """The second time there is nothing to do."""
    fetcher = a_fetcher(validators=ValidatorsInMemory())
    first = list(read(f"{site.address}/conditional", ReadOptions(), fetcher))
    second = list(read(f"{site.address}/conditional", ReadOptions(), fetcher))

    assert [type(one) for one in first] == [Article]
    assert second == []


def test_an_answer_of_which_not_all_was_taken_is_asked_for_again(site):
    """An interrupted run loses nothing."""
    validators = ValidatorsInMemory()
    fetcher = a_fetcher(validators=validators)
    interrupted = read(f"{site.address}/conditional", ReadOptions(), fetcher)
    next(interrupted)
    interrupted.close()

    assert validators == {}
    assert len(list(read(f"{site.address}/conditional", ReadOptions(), fetcher))) == 1


def test_an_answer_without_validators_keeps_none(site):
    """There is nothing to ask with."""
    validators = ValidatorsInMemory()
    list(read(f"{site.address}/feed", ReadOptions(), a_fetcher(validators=validators)))

    assert validators == {}


def test_a_feed_is_read_over_http(site):
    """From address to article."""
    (article,) = read(f"{site.address}/feed", ReadOptions(), a_fetcher())

    assert (article.text, article.outlet, article.language) == (PROSE, "Freedonia Wire", "en")
    assert article.origin == f"{site.address}/feed#1"


@pytest.mark.parametrize("path", ["/gone", "/broken", "/loop", "/silent", "/empty"])
def test_an_address_without_an_answer_is_one_rejection(site, path):
    """The line names the address once."""
    (found,) = read(f"{site.address}{path}", ReadOptions(), a_fetcher())

    assert isinstance(found, Rejected)
    assert str(found).count(site.address) == 1
