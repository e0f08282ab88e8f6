"""What a record is in, its id out: the same record has the same id in every store."""

from hashlib import sha256


def make_id(prefix: str, *parts: str) -> str:
    """`prefix` and 20 hexadecimal digits that depend on `parts` and their order alone."""
    return prefix + sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def outlet_id(key: str) -> str:
    """The id of an outlet by its folded name."""
    return make_id("l", key)


def organisation_id(short: str) -> str:
    """The id of an organisation by its usual short name."""
    return make_id("o", short)


def source_id(article_id: str, ordinal: int) -> str:
    """The id of an article's account of its meeting number `ordinal`."""
    return make_id("s", article_id, str(ordinal))


def meeting_id(article_id: str, ordinal: int) -> str:
    """The id of a meeting by the account that first reported it."""
    return make_id("m", article_id, str(ordinal))
