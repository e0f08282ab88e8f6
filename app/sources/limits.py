"""Bounds on what one input may cost: a stream in, its bytes or a one-line refusal out."""

from dataclasses import dataclass
from typing import BinaryIO

from app.errors import ArticleRejectedError

# libxml2 reads HTML to this depth. It is many times that of any real page.
MAX_DEPTH = 255


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may hold before it is refused.

    `max_article_chars`: code points of one article (the longest real ones, transcripts, have about 200,000).
    `max_document_bytes`: one JSON document or one line of JSON Lines; larger archives go in many lines.
    `max_page_bytes`: one HTML page or one feed. `max_page_elements`: tags of one page; reading a page of 30,000
    elements takes 3 to 10 seconds.
    """

    max_article_chars: int = 1_000_000
    max_document_bytes: int = 64_000_000
    max_page_bytes: int = 10_000_000
    max_page_elements: int = 30_000


def read_bounded(stream: BinaryIO, limit: int, advice: str = "split it, or raise the limit") -> bytes:
    """Everything that is left in `stream`. Raises ArticleRejectedError where that is more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ArticleRejectedError(f"larger than {limit:,} bytes: {advice}")
    return data
