"""Drafts become articles."""

from datetime import UTC, date, datetime

import pytest

from app.domain.articles import Dateline
from app.errors import ArticleRejectedError
from app.sources.assembly import finish
from app.sources.dates import Stamp
from app.sources.limits import Limits
from app.sources.protocol import Draft, ReadOptions
from tests.sources.documents import PROSE

TODAY = date(2026, 11, 23)
OPTIONS = ReadOptions(today=TODAY)
GIVEN = ReadOptions(published=date(2024, 5, 3), outlet="The Sylvania Post", language="fr", today=TODAY)
DATED = f"RIGA, May 2 (AP) - {PROSE}"


def a_draft(text=PROSE, **fields):
    """A draft with a text and nothing else."""
    return Draft(text, "here", **fields)


def test_options_fill_gaps():
    """Date, outlet and language where the input has none."""
    article = finish(a_draft(), GIVEN)

    assert (article.published, article.published_basis) == (date(2024, 5, 3), "option")
    assert (article.outlet, article.language) == ("The Sylvania Post", "fr")


def test_what_the_format_carried_goes_before_options_and_prose():
    """Metadata is the surest witness."""
    stamp = Stamp(date(2020, 1, 2), datetime(2020, 1, 1, 22, tzinfo=UTC))
    draft = a_draft(
        f"By Ann Poe\n\n{DATED}",
        published=stamp,
        outlet="Wire",
        language="en-GB",
        authors=("Jane Doe",),
        title="A  title\n",
    )
    article = finish(draft, GIVEN)

    assert (article.published, article.published_at) == (stamp.day, stamp.moment)
    assert article.published_basis == "metadata"
    assert (article.outlet, article.language, article.authors) == ("Wire", "en", ("Jane Doe",))
    assert article.title == "A title"


def test_the_agency_is_the_outlet_where_none_else_is_known():
    """By its full name; a reprint stays the reprinting paper's."""
    assert finish(a_draft(DATED), OPTIONS).outlet == "Associated Press"
    assert finish(a_draft(DATED), GIVEN).outlet == "The Sylvania Post"
    assert finish(a_draft(DATED), GIVEN).dateline == Dateline("RIGA", date(2024, 5, 2), "AP")


@pytest.mark.parametrize(
    ("text", "options", "published", "basis"),
    [
        (f"Sunday, January 6, 2019\n\n{PROSE}", GIVEN, date(2019, 1, 6), "stated"),
        (f"RIGA, May 2, 2019 (AP) - {PROSE}", GIVEN, date(2019, 5, 2), "dateline"),
        (DATED, GIVEN, date(2024, 5, 3), "option"),
        (DATED, OPTIONS, date(2024, 5, 2), "inferred"),
        ("RIGA, May 2 (AP) - The ministers met.", OPTIONS, None, None),
        (PROSE, OPTIONS, None, None),
    ],
)
def test_the_publication_date_says_how_it_is_known(text, options, published, basis):
    """What the text states goes before the option; a year is inferred last, and only with a weekday."""
    article = finish(a_draft(text), options)

    assert (article.published, article.published_basis) == (published, basis)
    assert article.published_at is None


def test_the_day_by_which_a_file_existed_bounds_the_inference():
    """2 May was a Thursday in 2024 and, before that, in 2019."""
    assert finish(a_draft(DATED, not_after=date(2023, 1, 1)), OPTIONS).published == date(2019, 5, 2)


def test_it_may_be_tomorrow_already_where_the_article_is_dated():
    """The bound is a day in UTC."""
    assert finish(a_draft(DATED, not_after=date(2024, 5, 1)), OPTIONS).published == date(2024, 5, 2)


def test_a_dateline_of_another_season_keeps_no_day():
    """Its year cannot be told."""
    article = finish(a_draft(DATED), ReadOptions(published=date(2024, 9, 1)))

    assert article.dateline == Dateline("RIGA", None, "AP")


def test_a_dateline_of_december_in_an_article_of_january_is_of_the_year_before():
    """The nearest year counts."""
    article = finish(a_draft(f"RIGA, Dec 31 (AP) - {PROSE}"), ReadOptions(published=date(2024, 1, 1)))

    assert article.dateline == Dateline("RIGA", date(2023, 12, 31), "AP")


@pytest.mark.parametrize(
    ("carried", "language"),
    [("en", "en"), ("EN_us", "en"), ("eng", "en"), ("French", "fr"), ("x-klingon", "de"), ("", "de"), (None, "de")],
)
def test_languages_become_two_letters(carried, language):
    """Unknown ones give way to the option."""
    assert finish(a_draft(language=carried), ReadOptions(language="de")).language == language


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "no text in it"),
        ("x" * 11, "a text of 11 characters, more than 10: split it by article"),
        ("a\x00b", "NUL or broken characters"),
        ("a\ud800b", "NUL or broken characters"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(text, reason):
    """Empty, too long, or of characters that PostgreSQL refuses."""
    with pytest.raises(ArticleRejectedError, match=reason):
        finish(a_draft(text), ReadOptions(limits=Limits(max_article_chars=10)))


def test_metadata_is_cleaned_of_control_characters():
    """A title with a line break or a NUL breaks feeds and databases."""
    article = finish(a_draft(title="Two\nlines\x00 \ud800here", authors=("Jane\tDoe", " ")), OPTIONS)

    assert (article.title, article.authors) == ("Two lines here", ("Jane Doe",))


def test_the_text_stays_as_it_was():
    """Evidence counts in it: credits and notices stay."""
    text = f"  {DATED}\r\n\r\nReporting by Jane Doe; Editing by Max Moe\n\nAdvertisement\n"

    assert finish(a_draft(text), OPTIONS).text == text
    assert finish(a_draft(text), OPTIONS).authors == ("Jane Doe",)
