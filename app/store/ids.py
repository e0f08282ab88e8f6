"""What a record is in, its id out: the same record has the same id in every store."""

from hashlib import sha256

# What stands behind the letter and the month of an id.
BREAK = 7
NO_MONTH = "000000"


def make_id(prefix: str, *parts: str) -> str:
    """`prefix` and 20 hexadecimal digits that depend on `parts` and their order alone."""
    return prefix + _digits(parts)[:20]


def dated_id(prefix: str, parent_id: str, *parts: str) -> str:
    """`prefix`, the month in the id of what the record comes from, and 16 digits that depend on all of these.

    What belongs to the articles of one month lies together in every table and index that goes by ids.
    """
    return f"{prefix}{month_of(parent_id)}-{_digits((parent_id, *parts))[:16]}"


def month_of(record_id: str) -> str:
    """The month in an id, such as `202309`; NO_MONTH where it has none."""
    return record_id[1:BREAK] if record_id[BREAK : BREAK + 1] == "-" else NO_MONTH


def outlet_id(key: str) -> str:
    """The id of an outlet by its folded name."""
    return make_id("l", key)


def organisation_id(short: str) -> str:
    """The id of an organisation by its usual short name."""
    return make_id("o", short)


def source_id(article_id: str, ordinal: int) -> str:
    """The id of an article's account of its meeting number `ordinal`."""
    return dated_id("s", article_id, str(ordinal))


def meeting_id(article_id: str, ordinal: int) -> str:
    """The id of a meeting by the account that first reported it."""
    return dated_id("m", article_id, str(ordinal))


def _digits(parts: tuple[str, ...]) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
