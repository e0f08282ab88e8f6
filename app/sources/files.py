"""Files and folders: a path in, the regular files below it, their names for people and their likely number out."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from app.sources.protocol import Rejected

_LINE_SUFFIXES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv"})
_FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf", ".ics"})
_BLOCK = 1 << 20
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]|BEGIN:VEVENT\b")


def shown_path(path: Path) -> str:
    """A path as it may stand in one line of UTF-8: undecodable bytes and control characters escaped."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def suffix_of(name: str) -> str:
    """The ending that tells the format, in lower case: ".jsonl" for "a.JSONL.gz"."""
    return Path(name.lower().removesuffix(".gz")).suffix


def why_not(error: OSError | ValueError) -> str:
    """The reason of a failure of the file system."""
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; False, too, for paths that the file system refuses to look at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def walk(directory: Path) -> Iterator[Path | Rejected]:
    """The regular files below a directory in the order of names, and a rejection for what cannot be looked into.

    Hidden files and folders are passed over; folders behind symbolic links too, so that no circle is walked.
    """
    failures: list[OSError] = []
    for folder, subfolders, names in os.walk(directory, onerror=failures.append):
        yield from _drained(failures)
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for path in (Path(folder, name) for name in sorted(names) if not name.startswith(".")):
            yield path if _is_regular(path) else Rejected(shown_path(path), "not a regular file: skipped")
    yield from _drained(failures)


def count_items(path: Path) -> int | None:
    """About how many articles lie under a path, from names and cheap looks inside; None where it cannot be told."""
    total = 0
    for found in walk(path) if is_folder(path) else [path]:
        number = _count_file(found) if isinstance(found, Path) else 1
        if number is None:
            return None
        total += number
    return total


def _drained(failures: list[OSError]) -> Iterator[Rejected]:
    """The failures so far as rejections; the list is empty afterwards."""
    while failures:
        error = failures.pop(0)
        yield Rejected(shown_path(Path(error.filename)), why_not(error))


def _is_regular(path: Path) -> bool:
    """Whether a path leads to a regular file; to read a pipe or a device that lies in a folder could hang."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _count_file(path: Path) -> int | None:
    """Lines of JSON Lines and tables, entries of feeds, events of calendars, else one; None for archives."""
    suffix = suffix_of(path.name)
    packed = path.name.lower().endswith(".gz")
    if suffix == ".warc" or (packed and suffix in _LINE_SUFFIXES | _FEED_SUFFIXES):
        return None
    try:
        if suffix in _LINE_SUFFIXES:
            with path.open("rb") as stream:
                return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))
        if suffix in _FEED_SUFFIXES:
            with path.open("rb") as stream:
                return len(_ENTRY.findall(stream.read(10 * _BLOCK))) or 1
    except OSError:
        return 1
    return 1
