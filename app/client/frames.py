"""Records in, a pandas table out."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


def to_dataframe(records: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    """One row a record; a field within a field has a column of its own, such as `start.date`. Needs pandas."""
    try:
        import pandas  # noqa: PLC0415 - an extra, which a client that prints has no need of
    except ImportError as error:
        raise ImportError("tables need pandas: pip install 'summitry[pandas]'") from error
    return pandas.json_normalize([dict(record) for record in records])
