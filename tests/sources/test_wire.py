"""What the prose of a report says about itself."""

from datetime import date

import pytest

from app.sources.wire import describe, prose_end, split_title

BODY = "RIGA, May 2 (Reuters) - The foreign ministers of Freedonia and Sylvania met in Riga on Thursday."
CREDITS = "Reporting by Jane Doe in Riga; Editing by Max Moe"
NOTICES = "Our Standards: The Freedonia Principles.\n\nAdvertisement\n\nSign up for our letter"


def test_a_headline_above_a_blank_line_is_the_title():
    """The rest of the text begins after the blank line."""
    assert split_title(f"Ministers meet in Riga\n\n{BODY}") == ("Ministers meet in Riga", BODY)


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\n\nThey parted.",
        "Ministers met in Riga.\n\nThey parted.",
        "“Ministers met in Riga.”\n\nThey parted.",
        "Following is the text:\n\nThey met.",
        f"Ministers meet in Riga\n{BODY}",
        "By Jane Doe\n\nThey met.",
        "Sunday, January 6, 2019\n\nThey met.",
        "x" * 200 + "\n\nThey met.",
        "Ministers meet in Riga\n\n",
        "Ministers meet in Riga",
    ],
)
def test_what_does_not_read_like_a_headline_stays_in_the_text(text):
    """Sentences, datelines, bylines, dates and very long lines are no titles."""
    assert split_title(text) == (None, text)


def test_a_headline_may_ask():
    """A question mark ends headlines too."""
    assert split_title("Will they meet?\n\nThey did.")[0] == "Will they meet?"


def test_byline_date_and_dateline_stand_before_the_prose():
    """All three are read, in any order."""
    said = describe(f"By Ann Poe\nPublished May 3, 2024 9:12 AM EDT\n\n{BODY}\n\n{CREDITS}")

    assert said.authors == ("Ann Poe", "Jane Doe")
    assert said.stated == date(2024, 5, 3)
    assert said.dateline is not None
    assert said.dateline.tag == "Reuters"


@pytest.mark.parametrize(
    "line",
    ["Sunday, January 6, 2019", "Date: 6 January 2019", "Updated: January 6, 2019 at 10:15", "Jan. 6, 2019, 9.12 pm"],
)
def test_a_line_that_is_a_full_date_states_the_day(line):
    """Wiki news and ministries open with it."""
    assert describe(f"{line}\n\nThe ministers met.").stated == date(2019, 1, 6)


@pytest.mark.parametrize("line", ["January 6", "On January 6, 2019 they met", "The 2019 summit"])
def test_a_date_within_other_words_states_nothing(line):
    """Only a line of its own is the article's date."""
    assert describe(f"{line}\n\nThe ministers met.").stated is None


def test_a_dateline_below_the_first_paragraph_is_not_the_articles():
    """A digest quotes other reports further down."""
    lead = (
        "The foreign ministers of Freedonia and Sylvania met, agencies reported after the end of the talks on Friday."
    )

    assert describe(f"{lead}\n\n{BODY}").dateline is None


def test_the_prose_ends_where_credits_and_notices_begin():
    """The offset counts in the text, which stays whole."""
    text = f"{BODY}\n\n{CREDITS}\n\n{NOTICES}\n"

    assert text[: prose_end(text)] == f"{BODY}\n\n"
    assert describe(text).authors == ("Jane Doe",)


@pytest.mark.parametrize("text", [BODY, "", "Advertisement\n\nSign up now", "End"])
def test_a_text_without_credits_or_of_nothing_else_is_all_prose(text):
    """Nothing is cut where nothing would be left."""
    assert prose_end(text) == len(text)


def test_long_last_paragraphs_are_prose_whatever_they_begin_with():
    """Boilerplate is short."""
    text = BODY + "\n\nRead more as praise: " + "the ministers spoke well of each other and " * 10

    assert prose_end(text) == len(text)
