"""A mapping file (TOML) in, the mapping or a one-line error that names the key and its line out."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from app.errors import ConfigurationError
from app.rows.mapping import Mapping

# No mapping that a person writes comes near.
LARGEST = 1_000_000

_TABLE = re.compile(r"^\s*(?P<list>\[)?\[\s*(?P<path>[^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*(?P<path>(?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_PART = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")

Path_ = tuple[str | int, ...]


def load_mapping(file: Path) -> Mapping:
    """The mapping of a file. Raises ConfigurationError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise ConfigurationError(f"{file}: larger than {LARGEST:,} bytes: no mapping")
    try:
        return read_mapping(data.decode("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file}: not UTF-8 (byte {error.start})") from error


@cache
def calendar_mapping() -> Mapping:
    """The mapping of calendars that comes with the program."""
    name = "calendar.toml"
    return read_mapping(files("app.rows").joinpath("data", name).read_text(encoding="utf-8"), name)


def read_mapping(text: str, origin: str) -> Mapping:
    """The mapping that a text holds. Raises ConfigurationError, naming `origin`, the line and the key."""
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{origin}: not TOML: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            reason = "there is no such key"
        path = first["loc"]
        where = f"{origin}, line {line_of(text, path)}" if path else origin
        raise ConfigurationError(f"{where}: {_shown(path)}{reason}") from None


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The number of the line that sets the key at a path, or else its nearest table; 1 where nothing does."""
    best, length = 1, 0
    for number, here in _keys(text):
        shared = 0
        while shared < min(len(here), len(path)) and here[shared] == path[shared]:
            shared += 1
        if shared > length and (shared == len(here) or shared == len(path)):
            best, length = number, shared
    return best


def _keys(text: str) -> list[tuple[int, Path_]]:
    """Every table and key of a document with its line; lists of tables count from 0."""
    found: list[tuple[int, Path_]] = []
    table: Path_ = ()
    items: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        head, key = _TABLE.match(line), _KEY.match(line)
        if head:
            table = _parts(head["path"])
            if head["list"]:
                items[head["path"]] = items.get(head["path"], -1) + 1
                table = (*table, items[head["path"]])
            found.append((number, table))
        elif key:
            found.append((number, (*table, *_parts(key["path"]))))
    return found


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(path))


def _shown(path: Sequence[str | int]) -> str:
    """A key as one writes it: `fields.start.format`, `people[0].name`."""
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}" if shown else part
    return f"{shown}: " if shown else ""
