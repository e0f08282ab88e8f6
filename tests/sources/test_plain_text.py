"""Plain text files."""

import pytest

from app.errors import ArticleRejectedError
from app.sources import plain_text
from tests.sources.documents import PROSE, SMALL, drafts


def test_a_text_keeps_its_words_and_gives_its_headline():
    """Only the headline moves; the rest stays as the file had it."""
    (draft,) = drafts(plain_text, f"Ministers meet\n\n{PROSE}\n\nEditing by Max Moe\n")

    assert draft.title == "Ministers meet"
    assert draft.text == f"{PROSE}\n\nEditing by Max Moe"


def test_line_ends_of_other_systems_are_read_as_line_ends():
    """Text files are read as every editor reads them."""
    (draft,) = drafts(plain_text, f"Ministers meet\r\n\r\n{PROSE}\r\n")

    assert (draft.title, draft.text) == ("Ministers meet", PROSE)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(charset):
    """Editors on Windows write them."""
    (draft,) = drafts(plain_text, "Zürich – Gespräche".encode(charset))

    assert draft.text == "Zürich – Gespräche"


def test_invalid_utf8_is_refused_with_the_place_and_the_remedy():
    """No character is guessed."""
    with pytest.raises(ArticleRejectedError, match=r"invalid UTF-8 \(byte 0xfc at offset 1\): convert it"):
        drafts(plain_text, b"Z\xfcrich")


def test_a_charset_that_the_carrier_declares_is_believed():
    """A server may say that it sends Latin-1."""
    (draft,) = drafts(plain_text, b"Z\xfcrich \x96 talks", charset="iso-8859-1")

    assert draft.text == "Zürich – talks"


def test_a_text_that_is_too_long_is_refused_before_it_is_read_whole():
    """The limit bounds memory too."""
    with pytest.raises(ArticleRejectedError, match="more than 1,000 characters"):
        drafts(plain_text, b"x" * 10_000_000, SMALL)
