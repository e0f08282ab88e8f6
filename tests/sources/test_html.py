"""HTML pages."""

from datetime import UTC, date, datetime

import pytest

from app.errors import ArticleRejectedError
from app.sources import html
from app.sources.dates import Stamp
from tests.sources.documents import MORE, PROSE, SMALL, a_page, drafts

LINKED_DATA = """<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "Ministers meet in Riga",
 "datePublished": "2024-05-03T01:15:00+03:00", "dateModified": "2024-05-09T09:00:00Z",
 "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "John Roe"}],
 "publisher": {"@type": "Organization", "name": "Freedonia Wire"}}]}
</script>"""


def test_a_page_gives_its_article_without_what_stands_around():
    """No navigation, no footer, and the headline only as title."""
    (draft,) = drafts(html, a_page(PROSE, MORE))

    assert draft.title == "Ministers meet in Riga"
    assert draft.text == f"{PROSE}\n\n{MORE}"
    assert draft.language == "en-GB"


def test_meta_elements_give_author_date_site_and_address():
    """The moment of publication keeps its offset."""
    head = (
        '<meta property="og:site_name" content="Freedonia Wire"><meta name="author" content="Jane Doe">'
        '<meta property="article:published_time" content="2024-05-03T01:15:00+03:00">'
        '<link rel="canonical" href="https://wire.example/riga">'
    )
    (draft,) = drafts(html, a_page(head=head))

    assert (draft.outlet, draft.authors, draft.url) == ("Freedonia Wire", ("Jane Doe",), "https://wire.example/riga")
    assert draft.published == Stamp(date(2024, 5, 3), datetime(2024, 5, 2, 22, 15, tzinfo=UTC))


def test_linked_data_gives_the_same_and_not_the_day_of_a_change():
    """Newspapers of today write JSON-LD."""
    (draft,) = drafts(html, a_page(head=LINKED_DATA))

    assert (draft.outlet, draft.authors) == ("Freedonia Wire", ("Jane Doe", "John Roe"))
    assert draft.published == Stamp(date(2024, 5, 3), datetime(2024, 5, 2, 22, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, '"x"', "[[[]]]", '{"datePublished": 5}', '{"datePublished": "soon"}']
)
def test_broken_linked_data_is_passed_over(script):
    """The page counts without it."""
    (draft,) = drafts(html, a_page(head=f'<script type="application/ld+json">{script}</script>'))

    assert draft.published is None


def test_a_date_in_the_prose_is_not_taken_for_the_publication():
    """Pages without a stated date have none."""
    (draft,) = drafts(html, a_page(PROSE, "They last met on 3 March 2019."))

    assert draft.published is None


def test_an_address_stands_in_for_outlet_and_url():
    """A page that names no site is known by its host."""
    (draft,) = drafts(html, a_page(), address="https://www.wire.example/riga")

    assert (draft.outlet, draft.url) == ("wire.example", "https://www.wire.example/riga")


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (a_page("Gespräche in Zürich. " + PROSE).encode(), None),
        (a_page("Gespräche in Zürich. " + PROSE, head='<meta charset="windows-1252">').encode("cp1252"), None),
        (a_page("Gespräche in Zürich. " + PROSE, head='<meta charset="utf-8">').encode("cp1252"), "iso-8859-1"),
        (a_page("Gespräche in Zürich. " + PROSE).encode("utf-16"), None),
        (a_page("Gespräche in Zürich. " + PROSE, head='<meta charset="punycode">').encode(), None),
    ],
)
def test_the_character_set_is_found(data, charset):
    """By mark, carrier, declaration, and then as UTF-8."""
    (draft,) = drafts(html, data, charset=charset)

    assert draft.text.startswith("Gespräche in Zürich.")


@pytest.mark.parametrize("tag", ["div", "b", "x-box"])
def test_a_bomb_of_nested_tags_is_refused(tag):
    """libxml2 would drop what stands inside without a word."""
    with pytest.raises(ArticleRejectedError, match="nested more than 255 deep"):
        drafts(html, f"<html><body>{f'<{tag}>' * 100_000}{PROSE}</body></html>")


def test_a_page_of_very_many_elements_is_refused():
    """Reading time grows with their number."""
    with pytest.raises(ArticleRejectedError, match="elements on one page, more than 300"):
        drafts(html, "<html><body>" + "<i>x</i>" * 400, SMALL)


def test_a_page_that_is_too_large_is_refused():
    """No article page has so many bytes."""
    with pytest.raises(ArticleRejectedError, match="larger than 20,000 bytes"):
        drafts(html, a_page("x" * 20_000), SMALL)


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>x()</script></body></html>", "<p></p>", "<!-- -->"]
)
def test_a_page_without_article_is_refused(page):
    """Nothing to read is said plainly."""
    with pytest.raises(ArticleRejectedError, match=r"no article text found on the page|no HTML"):
        drafts(html, page)


def test_bytes_of_no_character_set_are_refused():
    """What no decoder reads is no page."""
    with pytest.raises(ArticleRejectedError, match="character set"):
        drafts(html, b"<html><body>" + bytes(range(128, 256)) * 5 + b"\x81\xff\xfe" * 50)


@pytest.mark.parametrize(
    "head",
    ["<!DOCTYPE html><html>", "<!-- saved -->\n<html>", "<div>x", '<?xml version="1.0"?><html xmlns="x">', "<P>x"],
)
def test_a_page_is_known_by_its_beginning(head):
    """Whatever the file is called."""
    assert html.recognises(head)
