"""Characters: the bytes of a document in, its text or a one-line refusal out."""

import codecs
import re

from trafilatura.utils import detect_encoding

from app.errors import ArticleRejectedError

# Longer marks first: UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Character sets that documents declare. Python knows codecs beside these that are no character sets or take
# quadratic time ("punycode", "unicode_escape"), so a declared name must be one of them.
_CHARSET = re.compile("utf-(?:8|16|32)|iso8859|cp(?:125|437|850|866|874|932|949)|koi8|mac|gb|big5|shift_jis|euc|tis")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
# One stray control character in 200 is a blemish; more of them are no text.
_CONTROL_SHARE = 0.005


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of a file, by its byte order mark, its declared character set, or else as UTF-8.

    Raises ArticleRejectedError, naming the first byte that does not fit.
    """
    charset = _by_mark(data) or _known(declared) or "utf-8"
    try:
        return data.decode(charset).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        byte, at = error.object[error.start], error.start
        advice = "convert it to UTF-8 first (for example with iconv)"
        raise ArticleRejectedError(
            f"invalid {charset.upper()} (byte 0x{byte:02x} at offset {at:,}): {advice}"
        ) from None


def decode_xml(data: bytes, declared: str | None = None) -> str:
    """Text of an XML document; its own declaration counts where the carrier says nothing. Raises as `decode` does."""
    found = _XML.match(data[:512])
    return decode(data, declared or (found[1].decode() if found else None))


def decode_page(data: bytes, declared: str | None = None) -> str:
    """Text of an HTML page: by mark, carrier and declaration, then as UTF-8, then by what the bytes look like.

    Raises ArticleRejectedError where none of them fits.
    """
    found = _META.search(data[:4096]) or _XML.match(data[:512])
    tried = (_by_mark(data), _known(declared), _known(found[1].decode()) if found else None, "utf-8")
    for charset in (*filter(None, tried), *detect_encoding(data[:100_000])):
        try:
            return data.decode(charset).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    raise ArticleRejectedError("in no character set that could be recognised: declare it in a <meta charset>")


def loosely(head: bytes) -> str:
    """The beginning of a document, well enough decoded to recognise its format; without mark and leading space."""
    return head.decode(_by_mark(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n\f\v")


def is_binary(head: str) -> bool:
    """Whether what `loosely` made is no text at all."""
    return "\x00" in head or len(_CONTROL.findall(head)) > len(head) * _CONTROL_SHARE


def _by_mark(data: bytes) -> str | None:
    """The character set that a byte order mark gives."""
    return next((charset for mark, charset in _MARKS if data.startswith(mark)), None)


def _known(declared: str | None) -> str | None:
    """A declared character set under Python's name; None where it is unknown."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return None
    # By the HTML standard pages that say ASCII or Latin-1 mean Windows-1252.
    if name in {"ascii", "iso8859-1"}:
        return "cp1252"
    return name if _CHARSET.match(name) else None
