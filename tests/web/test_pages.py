"""Pages as a browser without scripts gets them: what they say, where they lead, and that nothing foreign is in them."""

import base64
import hashlib
import re
import zlib
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import anyio
import orjson
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from app.config import Settings
from app.domain.meetings import Status
from app.main import create_app
from tests.api.conftest import Store
from tests.api.keys import headers
from tests.builders import a_candidate, an_article, some_evidence

HOSTILE = 'Ministers met. <script>alert(1)</script> <img src=x onerror=alert(2)> </div> "quoted" & {{ 7 * 7 }}'

# A choice beside the list: its address, what it is called, and its number of meetings.
CHOICE = re.compile(
    r'<li><a href="([^"]*)"[^>]*>(?:<span class="flag"[^>]*>[^<]*</span>)?'
    r'<span class="label[^"]*">([^<]*)</span><span class="n">([^<]*)</span>'
)


# What stands in the text of a page, and not in a file.
WITHIN = {name: re.compile(f"<{name}>(.*?)</{name}>", re.DOTALL) for name in ("script", "style")}


def hashed(text: str) -> str:
    """As a policy names what stands in the text of a page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text that readers see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self.cdata_elem is None:
            self.text += data


def records(browser: TestClient, query: str = "") -> list[dict[str, Any]]:
    """Meetings as the API gives them."""
    found: list[dict[str, Any]] = browser.get(f"/v1/meetings{query}").json()["data"]
    return found


@pytest.fixture
def addresses(browser: TestClient) -> list[str]:
    """A page of every kind."""
    meeting, article = records(browser)[0]["id"], browser.get("/v1/articles").json()["data"][0]["id"]
    person = browser.get("/v1/people").json()["data"][0]["id"]
    records_of = [f"/meetings/{meeting}", f"/articles/{article}", f"/people/{person}", "/countries/KOR"]
    return [
        "/",
        "/?country=KOR,JPN",
        "/tables",
        "/countries",
        "/people",
        "/calendar",
        "/try",
        "/?status=x",
        *records_of,
    ]


def test_a_page_has_nothing_of_other_servers_and_no_script_but_its_own_in_its_text(browser, addresses):
    """Its policy forbids both, so that neither may be there."""
    for address in addresses:
        page = browser.get(address)
        elements = Elements(page.text)
        parts = [a for tag, a in elements.found if tag in ("script", "link", "img") and a.get("rel") != "alternate"]
        loaded = [part.get("src") or part.get("href") for part in parts]

        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert all(one and one.startswith(("/static/", "/views")) for one in filter(None, loaded)), address
        assert [a for _, a in elements.found if "style" in a or any(name.startswith("on") for name in a)] == []
        (script,), (sheet,) = WITHIN["script"].findall(page.text), WITHIN["style"].findall(page.text)
        assert f"script-src 'self' {hashed(script)};" in policy
        assert f"style-src {hashed(sheet)};" in policy


def test_every_link_to_this_server_leads_somewhere(browser, addresses):
    """From every kind of page."""
    seen = set()
    for address in addresses:
        for tag, attributes in Elements(browser.get(address).text).found:
            link = attributes.get("href") or ""
            if tag == "a" and link.startswith("/") and not link.startswith("/docs"):
                seen.add(link.partition("#")[0])

    assert len(seen) > 20
    assert {link: browser.get(link).status_code for link in seen if browser.get(link).status_code >= 400} == {}


def test_every_file_is_served_for_good_under_the_hash_of_all(browser):
    """And under an older hash for now only."""
    page = Elements(browser.get("/").text)
    (icon,) = [a["href"] for tag, a in page.found if tag == "link" and a["rel"] == "icon"]

    assert "immutable" in browser.get(icon).headers["cache-control"]
    assert browser.get(re.sub("/[0-9a-f]+/", "/0/", icon)).headers["cache-control"] == "no-store"
    assert browser.get(icon + "x").status_code == 404
    plain = browser.get(icon, headers={"Accept-Encoding": "identity"})
    assert plain.text == browser.get(icon, headers={"Accept-Encoding": "gzip, br"}).text
    assert "content-encoding" not in plain.headers


def test_the_list_shows_what_the_api_gives(browser):
    """The same meetings in the same order, for the same parameters."""
    for query in ("", "?country=KOR", "?status=proposed", "?level=official&sort=start"):
        links = [a.get("href") or "" for tag, a in Elements(browser.get(f"/{query}").text).found if tag == "a"]
        shown = [link.removeprefix("/meetings/") for link in links if link.startswith("/meetings/")]

        assert shown == [one["id"] for one in records(browser, query)]


def test_the_list_is_on_its_way_before_anything_is_counted(app, monkeypatch):
    """As the compressor passes it on, since a browser shows what it has."""
    sent = bytearray()
    before: list[str] = []

    async def counts(*_: object) -> str:
        before.append(zlib.decompressobj(wbits=31).decompress(sent).decode())
        return ""

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    async def receive() -> Message:
        return {"type": "http.request"}

    monkeypatch.setattr("app.web.routes.meetings._facets", counts)
    asked = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1"}
    where = {"method": "GET", "scheme": "http", "path": "/", "query_string": b"", "server": ("testserver", 80)}
    anyio.run(app, asked | where | {"headers": [(b"accept-encoding", b"gzip")]}, receive, send)

    assert [page.count('class="card') > 0 for page in before] == [True]


def test_a_card_is_drawn_anew_when_its_record_changes(browser, store: Store, monkeypatch) -> None:
    """Until then it is shown again as it is, without a look at the reports behind it."""
    planned = a_candidate("NOR", "SWE", status=Status.SCHEDULED)
    store.record(an_article("Norway and Sweden will meet.", published=date(2023, 9, 20)), planned)
    address = "/?country=NOR"
    before = browser.get(address).text
    with monkeypatch.context() as patch:
        patch.delattr("app.queries.lives.steps_of")
        again = browser.get(address).text
    held = an_article("Norway and Sweden met.", published=date(2023, 9, 27))
    store.record(held, replace(planned, status=Status.HELD))
    after = browser.get(address).text

    assert before == again
    assert 'class="card is-scheduled"' in before
    assert re.findall(r'<li class="is-(\w+)"><span>', after) == ["scheduled", "held"]


def test_a_form_is_led_to_the_address_that_one_shares(browser):
    """Empty fields are left out, two countries are asked for together, two days make an interval."""
    sent = browser.get("/?country=KOR&country=Japan&person=&place=&from=2023-09&until=")

    assert sent.status_code == 303
    assert sent.headers["location"] == "/?country=KOR,Japan&datetime=2023-09/.."
    assert browser.get(sent.headers["location"]).status_code == 200


def test_what_is_asked_for_can_be_taken_back_one_by_one(browser):
    """Each chip leads to the same question without it."""
    page = Elements(browser.get("/?country=KOR,JPN&status=held").text)
    chips = [a["href"] for tag, a in page.found if a.get("class") == "chip"]

    assert chips == ["/?country=KOR&status=held", "/?country=JPN&status=held", "/?country=KOR,JPN"]


def test_people_are_chosen_by_name_and_what_is_chosen_stays_in_sight(browser, monkeypatch):
    """A choice leads to the meetings of that person; what is chosen is shown, however few meetings it has."""
    [person] = [one for one in browser.get("/v1/people").json()["data"] if one["name"] == "Chung Byung-won"]
    choose = f"/?person={person['id']}"

    assert (choose, "Chung Byung-won", str(len(records(browser, choose[1:])))) in CHOICE.findall(browser.get("/").text)
    assert ("/", "Chung Byung-won", "1") in CHOICE.findall(browser.get(choose).text)

    monkeypatch.setattr("app.web.facets.MOST", 1)
    states = {"France", "India", "Japan", "United States"}
    shown = [label for _, label, _ in CHOICE.findall(browser.get("/?country=USA").text) if label in states]

    assert shown == ["France", "United States"]


def test_the_next_page_goes_on_where_the_first_ends(browser):
    """By links alone, to the end."""
    shown, address = [], "/?limit=2"
    while address:
        page = Elements(browser.get(address).text)
        shown += [a["href"] for tag, a in page.found if tag == "a" and str(a.get("href")).startswith("/meetings/")]
        address = next((a["href"] for tag, a in page.found if a.get("rel") == "next"), "")

    assert shown == [f"/meetings/{one['id']}" for one in records(browser)]


def test_values_lead_to_their_words_in_the_text_of_the_article(browser):
    """A link to the first of them, and marks on all of them."""
    (record,) = records(browser, "?level=official")
    page = Elements(browser.get(f"/meetings/{record['id']}").text)
    keys = {a["data-key"] for _, a in page.found if "data-key" in a}
    marked = {key for _, a in page.found for key in (a.get("data-w") or "").split()}
    ids = {a["id"] for _, a in page.found if "id" in a}

    assert keys == {"start", "party-KOR"}
    assert marked == keys
    assert {f"w-{key}" for key in keys} <= ids


def test_hostile_text_is_shown_as_text(browser, store: Store):
    """Whatever an article holds, in its text, its title or the name of its outlet."""
    words = some_evidence("start", HOSTILE.index("<script>"), HOSTILE.index("<img") + 30)
    article = an_article(HOSTILE, title="<b>Bold</b>", outlet="<i>Gazette</i>", url="javascript:alert(3)")
    done = store.record(article, a_candidate("KOR", "JPN", start="2023-09-20", evidence=(words,)))
    for address in (f"/meetings/{done.created[0]}", f"/articles/{done.article_id}"):
        page = Elements(browser.get(address).text)

        assert HOSTILE in page.text
        assert "<b>Bold</b>" in page.text
        assert not {"i", "img"} & {tag for tag, _ in page.found}
        assert len([tag for tag, a in page.found if tag == "script" and not a.get("src")]) == 1, "the page's own alone"
        assert not [a for _, a in page.found if "javascript:" in (a.get("href") or "")]


def test_an_empty_store_says_how_to_fill_it(sqlite_url):
    """Rather than showing an empty list."""
    page = TestClient(create_app(Settings(database_url=sqlite_url))).get("/")

    assert page.status_code == 200
    assert "summitry ingest" in page.text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/meetings/m202309-4e5f60718293a1b2", 404, "There is no meeting"),
        ("/meetings/none", 404, "an id looks otherwise"),
        ("/?country=Wakanda", 400, "is no country"),
        ("/?cuontry=KOR", 400, "did you mean"),
        ("/articles/a202309-4e5f60718293a1b2", 404, "There is no article"),
        ("/nothing/here", 404, "There is nothing at /nothing/here"),
    ],
)
def test_an_error_is_a_page_that_says_what_to_do(browser, address, status, said):
    """With the status that the API gives, and a way back."""
    page = browser.get(address)

    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert said in Elements(page.text).text
    assert 'href="/"' in page.text


def test_a_meeting_that_was_merged_leads_to_the_other(browser, store: Store):
    """With the same query."""
    one, other = (record["id"] for record in records(browser)[:2])
    store.change(one, merged_into=other)
    answer = browser.get(f"/meetings/{one}")

    assert (answer.status_code, answer.headers["location"]) == (308, f"/meetings/{other}")


def test_a_citation_names_the_record_and_its_address(browser):
    """For BibTeX and for reference managers."""
    record = records(browser)[0]
    (item,) = orjson.loads(browser.get(f"/meetings/{record['id']}/citation.json").content)
    entry = browser.get(f"/meetings/{record['id']}/citation.bib").text

    assert item["title"] == record["title"]
    assert item["URL"] == f"http://testserver/meetings/{record['id']}"
    assert entry.startswith(f"@misc{{summitry-{record['id']},")
    assert entry.count("{") == entry.count("}")


def test_a_pasted_text_is_read_and_not_stored(browser):
    """The meetings and the text with its marks come back, and the store is as it was."""
    before = len(records(browser))
    sent = "title=&text=South+Korea+and+Japan+met+in+Seoul.&published=2023-09-26&outlet="
    page = browser.post("/try", content=sent)
    elements = Elements(page.text)

    assert page.status_code == 200
    assert [a["data-key"] for _, a in elements.found if "data-key" in a] == ["m1"]
    assert [a["data-w"] for _, a in elements.found if "data-w" in a]
    assert len(records(browser)) == before


def test_storing_takes_a_key(browser):
    """Without one, or with a wrong one, nothing is stored, and the page says why."""
    before = len(records(browser))
    for key in ("", "smy_wrong"):
        page = browser.post("/try", content=f"text=South+Korea+and+Japan+met.&store=yes&key={key}")

        assert page.status_code == 401
        assert "key" in Elements(page.text).text
    assert len(records(browser)) == before


def test_a_text_is_stored_for_who_holds_a_key(browser, store: Store):
    """Its page shows what was read, and the list has one meeting more."""
    before = len(records(browser))
    key = headers(store)["Authorization"].removeprefix("Bearer ")
    sent = {"text": "South Korea and Japan met in Seoul.", "published": "2021-03-04", "store": "yes", "key": key}
    stored = browser.post("/try", content=urlencode(sent))
    page = browser.get(stored.headers["location"])

    assert stored.status_code == 303
    assert sent["text"] in Elements(page.text).text
    assert len(records(browser)) == before + 1


def test_views_are_tables_for_who_has_no_scripts(browser):
    """The search leads to them; they have a row for each dated meeting, place, pair and state."""
    for query in ("", "?country=KOR"):
        page = Elements(browser.get(f"/{query}").text)
        (link,) = [a["href"] for tag, a in page.found if str(a.get("href")).startswith("/tables")]
        told, tables = browser.get(f"/views{query}").json(), browser.get(link)
        shown = [len(told["timeline"]["marks"]), len(told["map"]["places"]), len(told["network"]["edges"])]

        assert tables.text.count("<tr>") == sum(shown) + len(told["matrix"]["countries"]) + 4
        assert min(shown) > 0


def test_programs_are_told_in_a_document_where_there_is_nothing(browser):
    """As is whoever looks for a part of the API."""
    program = browser.get("/nothing/here", headers={"Accept": "*/*"})

    assert program.headers["content-type"] == "application/problem+json"
    assert browser.get("/v1/nothing").headers["content-type"] == "application/problem+json"


def test_a_store_that_is_away_is_told_of_and_can_be_tried_again(tmp_path):
    """By a page with the status that the API gives, and the number by which the log has it."""
    away = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.db"))
    page = TestClient(away, headers={"Accept": "text/html"}).get("/?status=held")

    assert page.status_code == 503
    assert 'href="/?status=held">Try again' in page.text
    assert page.headers["x-request-id"] in page.text
