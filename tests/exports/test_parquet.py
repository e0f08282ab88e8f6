"""Parquet: what is written is read back with its types, and a missing library is told of."""

import io
import sys
from datetime import UTC, date, datetime

import pyarrow
import pyarrow.parquet
import pytest

from app.errors import NotInstalledError
from app.exports import parquet
from app.exports.columns import MEETINGS, PARTICIPANTS
from tests.exports.records import a_meeting, a_side


def read(*batches: list[bytes], table=MEETINGS) -> pyarrow.Table:
    """The file, as the library reads it."""
    return pyarrow.parquet.read_table(io.BytesIO(b"".join(parquet.write(table, batches))))


def test_every_column_has_its_type():
    """Days are days, moments have a zone, several values are lists, and what is unknown is null."""
    first, second = read([a_meeting(series=None)], [a_meeting(start=None, place=None, topics=[])]).to_pylist()

    assert first["start_earliest"] == date(2023, 9, 26)
    assert first["updated_at"] == datetime(2024, 1, 5, 12, tzinfo=UTC)
    assert first["countries"] == ["CHN", "JPN", "KOR"]
    assert (first["confidence"], first["source_count"], first["series"]) == (0.82, 2, None)
    assert (second["start_earliest"], second["latitude"], second["topics"]) == (None, None, [])


def test_moments_with_and_without_fractions_stand_in_one_column():
    """A record that changed at a whole second is written without a fraction."""
    moments = ["2024-01-05T12:00:00Z", "2024-01-05T12:00:00.250000Z"]
    found = read([a_meeting(updated_at=moment) for moment in moments])["updated_at"].to_pylist()

    assert found == [datetime.fromisoformat(moment) for moment in moments]


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch):
    """So that no more than a group is ever held; each piece is sent before the next is made."""
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 4)
    batches = [[a_meeting(participants=[a_side("KOR"), a_side("JPN")])] * 2] * 3
    pieces = list(parquet.write(PARTICIPANTS, batches))
    file = pyarrow.parquet.ParquetFile(io.BytesIO(b"".join(pieces)))

    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [4, 4, 4]
    assert len(pieces) == 4


def test_no_rows_are_a_file_with_columns():
    """Whoever reads it finds the columns that he looks for."""
    empty = read()

    assert empty.num_rows == 0
    assert empty.column_names == [column.name for column in MEETINGS.columns]
    assert empty.schema.field("city").metadata[b"description"] == b"city"


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    """And that CSV is there in any case."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(NotInstalledError, match=r"summitry\[parquet\].*CSV"):
        next(parquet.write(MEETINGS, []))
