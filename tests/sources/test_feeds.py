"""RSS and Atom feeds."""

from datetime import UTC, date, datetime

import pytest

from app.errors import ArticleRejectedError
from app.sources import feeds
from app.sources.dates import Stamp
from app.sources.protocol import Draft, Rejected
from tests.sources.documents import MORE, PROSE, a_feed, drafts, drafts_until_refused

ENTRY = (
    "<title>Ministers meet &amp;amp; agree</title><link>https://wire.example/riga</link><guid>riga-1</guid>"
    "<pubDate>Fri, 03 May 2024 01:15:00 +0300</pubDate><dc:creator>Jane Doe</dc:creator>"
    f"<description>In short.</description><content:encoded><![CDATA[<p>{PROSE}</p><script>x()</script><p>{MORE}</p>]]>"
    "</content:encoded>"
)
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Freedonia Wire</title><id>urn:x</id><updated>2024-05-03T00:00:00Z</updated>
<entry><title>Ministers meet</title><link href="https://wire.example/riga"/><id>urn:riga</id>
<published>2024-05-03T01:15:00+03:00</published><updated>2024-05-09T00:00:00Z</updated>
<author><name>Jane Doe</name></author><summary>{PROSE}</summary></entry></feed>"""


def test_an_rss_entry_gives_its_whole_content_and_metadata():
    """The content goes before the summary, as paragraphs without markup or scripts."""
    (draft,) = drafts(feeds, a_feed(ENTRY))

    assert draft == Draft(
        text=f"{PROSE}\n\n{MORE}",
        origin="here#1",
        title="Ministers meet & agree",
        outlet="Freedonia Wire",
        url="https://wire.example/riga",
        source_id="riga-1",
        published=Stamp(date(2024, 5, 3), datetime(2024, 5, 2, 22, 15, tzinfo=UTC)),
        language="en-us",
        authors=("Jane Doe",),
    )


def test_an_atom_entry_gives_the_same():
    """The day of publication counts, not that of the last change."""
    (draft,) = drafts(feeds, ATOM)

    assert (draft.title, draft.text, draft.authors) == ("Ministers meet", PROSE, ("Jane Doe",))
    assert draft.published == Stamp(date(2024, 5, 3), datetime(2024, 5, 2, 22, 15, tzinfo=UTC))


def test_an_entry_without_text_is_rejected_by_its_number():
    """The next one is read."""
    found = drafts(feeds, a_feed("<title>Ministers meet</title>", ENTRY))

    assert [one.origin for one in found] == ["here#1", "here#2"]
    assert isinstance(found[0], Rejected)
    assert found[0].reason == "no text: neither content nor summary"
    assert isinstance(found[1], Draft)


@pytest.mark.parametrize("published", ["", "<pubDate>soon</pubDate>"])
def test_an_entry_without_a_readable_date_is_kept(published):
    """Feeds are not written by the person who reads them."""
    (draft,) = drafts(feeds, a_feed(f"<title>x</title><description>{PROSE}</description>{published}"))

    assert draft.published is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_of_its_own_refuse_a_feed(charset):
    """Ten lines of them unfold to gigabytes; hidden in another encoding they are found as well."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    text = a_feed("<title>x</title><description>&l9;</description>", prolog=bomb).replace("UTF-8", charset)

    with pytest.raises(ArticleRejectedError, match="declares XML entities"):
        drafts(feeds, text.encode(charset))


def test_an_external_entity_is_refused_too():
    """No file of this machine enters an article."""
    bomb = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

    with pytest.raises(ArticleRejectedError, match="declares XML entities"):
        drafts(feeds, a_feed("<title>x</title><description>&x;</description>", prolog=bomb))


def test_a_document_type_without_entities_is_harmless():
    """Old RSS names one."""
    prolog = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'

    assert isinstance(drafts(feeds, a_feed(ENTRY, prolog=prolog))[0], Draft)


def test_nested_tags_in_an_entry_reject_it_and_no_other():
    """The text of the bomb is not guessed at."""
    bomb = f"<title>x</title><description>{'&lt;b&gt;' * 20_000}{PROSE}</description>"
    found = drafts(feeds, a_feed(bomb, ENTRY))

    assert [type(one) for one in found] == [Rejected, Draft]
    assert "nested more than 255 deep" in found[0].reason


@pytest.mark.parametrize("fault", ["", "& "])
def test_a_bomb_of_nested_elements_refuses_the_feed(fault):
    """Well-formed up to it or not."""
    with pytest.raises(ArticleRejectedError, match="nested more than 255 deep: not an ordinary feed"):
        drafts(feeds, a_feed(f"{fault}<title>x</title><description>{'<b>' * 100_000}</description>"))


def test_tags_in_comments_and_character_data_do_not_count_as_nested():
    """Content there is text to XML."""
    text = f"<title>x</title><description><![CDATA[{'<br>' * 300}{PROSE}]]></description><!-- {'<b>' * 300} -->"
    (draft,) = drafts(feeds, a_feed(text, prolog="<!-- " + "<b>" * 300 + "-->"))

    assert draft.text == PROSE


def test_a_feed_that_breaks_off_says_so_after_what_it_gave():
    """Entries behind the break would be missed silently."""
    found, reason = drafts_until_refused(feeds, a_feed(ENTRY, end=f"<item>{ENTRY[:-40]}"))

    assert reason == "the feed breaks off after entry 2: fetch it again"
    assert isinstance(found[0], Draft)


def test_small_faults_of_a_feed_are_mended():
    """A bare ampersand is everywhere."""
    (draft,) = drafts(feeds, a_feed(f"<title>A & B</title><description>{PROSE}</description>"))

    assert draft.title == "A & B"


@pytest.mark.parametrize(
    "text",
    ['<?xml version="1.0"?><urlset><url/></urlset>', '<?xml version="1.0"?>', "<rss", '<?xml version="1.0"?><a><b>'],
)
def test_xml_that_is_no_feed_is_refused(text):
    """Site maps for example."""
    with pytest.raises(ArticleRejectedError, match=r"XML, but no RSS or Atom feed|breaks off after entry 0"):
        drafts(feeds, text)


def test_bytes_that_do_not_fit_the_declared_encoding_are_refused():
    """The declaration of the document counts."""
    with pytest.raises(ArticleRejectedError, match="invalid UTF-8"):
        drafts(feeds, a_feed("<title>Z\xfcrich</title>").encode("latin-1"))


def test_another_declared_encoding_is_read():
    """Old feeds are in Latin-1."""
    text = a_feed(f"<title>Zürich</title><description>{PROSE}</description>").replace("UTF-8", "ISO-8859-1")
    (draft,) = drafts(feeds, text.encode("latin-1"))

    assert draft.title == "Zürich"
