"""Byte streams: a stream in, the same stream unpacked or with its beginning put back out."""

import gzip
import io
from typing import Any, BinaryIO, cast

_GZIP_MAGIC = b"\x1f\x8b"
_BUFFER = 1 << 16


class _Joined(io.RawIOBase):
    """A few bytes that were read already, then the rest of their stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the head while it lasts."""
        if not self._head:
            data = self._stream.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        count = min(len(buffer), len(self._head))
        buffer[:count] = self._head[:count]
        self._head = self._head[count:]
        return count


def joined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream of `head` and then of what is left in `stream`; it need not be seekable."""
    return cast("BinaryIO", io.BufferedReader(_Joined(head, stream), _BUFFER))


def beginning(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first `size` bytes (fewer at the end), and a stream that still has them."""
    head = stream.read(size)
    return head, joined(head, stream)


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream without its gzip packing, of one or many members; the same bytes where it has none.

    Reading it raises EOFError where the packing breaks off and gzip.BadGzipFile or zlib.error where it is damaged.
    """
    head, whole = beginning(stream, len(_GZIP_MAGIC))
    if head != _GZIP_MAGIC:
        return whole
    return cast("BinaryIO", io.BufferedReader(gzip.GzipFile(fileobj=whole), _BUFFER))
