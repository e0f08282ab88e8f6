"""Plain text: one file in, one draft out; a first line that reads like a headline becomes its title."""

from collections.abc import Iterator

from app.errors import ArticleRejectedError
from app.sources.encodings import decode
from app.sources.limits import Limits
from app.sources.protocol import Document, Draft, Rejected
from app.sources.wire import split_title

SUFFIXES = frozenset({".txt", ".text", ".md"})
MEDIA_TYPES = frozenset({"text/plain", "text/markdown"})

# No code point takes more bytes in UTF-8, UTF-16 or UTF-32.
_BYTES_A_CHAR = 4


def recognises(head: str) -> bool:  # noqa: ARG001 - any text will do; the registry asks this reader last
    """Whether content that begins so can be plain text: always."""
    return True


def read(document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
    """The article of a text file. Raises ArticleRejectedError for one that is no UTF-8 (or UTF-16 with a mark)."""
    data = document.stream.read(limits.max_article_chars * _BYTES_A_CHAR + 1)
    if len(data) > limits.max_article_chars * _BYTES_A_CHAR:
        raise ArticleRejectedError(f"a text of more than {limits.max_article_chars:,} characters: split it by article")
    text = decode(data, document.charset).replace("\r\n", "\n").replace("\r", "\n")
    title, body = split_title(text)
    yield Draft(body.strip(), document.origin, title, url=document.address, not_after=document.not_after)
