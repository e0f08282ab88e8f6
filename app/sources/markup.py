"""HTML: markup in, a bounded element tree or paragraphs of text out."""

import re
from collections.abc import Iterator

from lxml import etree, html  # type: ignore[import-untyped]

from app.errors import ArticleRejectedError
from app.sources.limits import MAX_DEPTH, Limits

_BLOCK = re.compile(
    "address|article|aside|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav"
    "|ol|p|pre|section|table|td|th|tr|ul"
)
# Comments and character data, in which no tag is one, or a tag.
_OPAQUE = {"<!--": "-->", "<![CDATA[": "]]>"}
_XML_PIECE = re.compile(r"<!--|<!\[CDATA\[|<(?P<closing>/?)(?P<name>[A-Za-z_])[^<>]*>")
_UNSEEN = re.compile("head|iframe|noscript|object|script|style|svg|template|title")


def parse_page(markup: str, limits: Limits) -> html.HtmlElement:
    """The tree of a page or fragment.

    Raises ArticleRejectedError where it is empty, nested more than 255 deep, or has too many elements.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise ArticleRejectedError("no HTML that can be read") from None
    # libxml2 stops at its depth limit without an exception; what follows would be lost silently.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ArticleRejectedError(f"tags nested more than {MAX_DEPTH} deep: not an article page")
    count = sum(1 for _ in tree.iter())
    if count > limits.max_page_elements:
        raise ArticleRejectedError(f"{count:,} elements on one page, more than {limits.max_page_elements:,}")
    return tree


def nests_deeper(markup: str, limit: int) -> bool:
    """Whether tags of XML stand more than `limit` deep in each other, in time linear in the length."""
    depth, at = 0, 0
    while match := _XML_PIECE.search(markup, at):
        end = _OPAQUE.get(match[0])
        at = markup.find(end, match.end()) + len(end) if end else match.end()
        if end and at < match.end():
            return False
        if match["name"] and not match[0].endswith("/>"):
            depth += -1 if match["closing"] else 1
        if depth > limit:
            return True
    return False


def text_of(markup: str, limits: Limits) -> str:
    """The paragraphs of a fragment of HTML, apart by blank lines; text without markup comes back as it is."""
    if not re.search(r"<\w|</|&\w+;|&#", markup):
        return markup.strip()
    paragraphs = "".join(_pieces(parse_page(f"<div>{markup}</div>", limits))).split("\x00")
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


def _pieces(tree: html.HtmlElement) -> Iterator[str]:
    """The strings that a reader sees, with NUL at the edges of blocks."""
    unseen = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if _UNSEEN.fullmatch(tag):
            unseen += 1 if event == "start" else -1
        if _BLOCK.fullmatch(tag):
            yield "\x00"
        words = node.text if event == "start" else node.tail
        if words and not unseen:
            yield words.replace("\x00", " ")
