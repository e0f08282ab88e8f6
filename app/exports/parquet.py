"""Tables in, Parquet out, with the right type in every column; needs the extra `parquet`."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from app.errors import NotInstalledError
from app.exports.records import Batch
from app.exports.tables import Cell, Table

# A group of rows has to be held until it is whole; larger ones are read faster.
ROWS_A_GROUP = 20_000


def write(table: Table, batches: Iterable[Batch]) -> Iterator[bytes]:
    """The file, a piece for each group of rows. Raises NotInstalledError."""
    pyarrow, parquet = _libraries()
    types = _types(pyarrow)
    schema = pyarrow.schema(
        [
            pyarrow.field(column.name, types[column.cell], metadata={"description": column.description})
            for column in table.columns
        ]
    )
    outbox = Outbox()
    with parquet.ParquetWriter(outbox, schema, compression="zstd") as writer:
        for rows in _groups(table, batches):
            values = zip(schema, zip(*rows, strict=True), strict=True)
            arrays = [_array(pyarrow, list(column), field.type) for field, column in values]
            writer.write_batch(pyarrow.record_batch(arrays, schema=schema))
            yield outbox.take()
    yield outbox.take()


def _groups(table: Table, batches: Iterable[Batch]) -> Iterator[list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    for batch in batches:
        rows += zip(*table.values(batch), strict=True)
        if len(rows) >= ROWS_A_GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


def _array(pyarrow: Any, values: list[Any], wanted: Any) -> Any:
    """Days and moments arrive as text, which Arrow reads faster than Python does."""
    if pyarrow.types.is_temporal(wanted):
        return pyarrow.array(values, pyarrow.string()).cast(wanted)
    return pyarrow.array(values, wanted)


def _types(pyarrow: Any) -> dict[Cell, Any]:
    return {
        Cell.CODE: pyarrow.string(),
        Cell.TEXT: pyarrow.string(),
        Cell.CODES: pyarrow.list_(pyarrow.string()),
        Cell.TEXTS: pyarrow.list_(pyarrow.string()),
        Cell.INTEGER: pyarrow.int64(),
        Cell.NUMBER: pyarrow.float64(),
        Cell.DAY: pyarrow.date32(),
        Cell.MOMENT: pyarrow.timestamp("us", "UTC"),
    }


def _libraries() -> tuple[Any, Any]:
    """Arrow is large and slow to import; whoever never asks for it need not have it."""
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise NotInstalledError(
            "Parquet files need pyarrow, which is not installed here: pip install 'summitry[parquet]'. "
            "CSV has the same columns."
        ) from None
    return pyarrow, pyarrow.parquet


class Outbox(io.RawIOBase):
    """A file that is written to and emptied in turn."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
