"""Paths and addresses in, pieces of work of about so many articles out, each small enough to be done again."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.sources import catalogue, warc
from app.sources.files import is_folder, suffix_of, walk
from app.sources.streams import unpacked

SIZE = 1_000
LINES = frozenset({".jsonl", ".ndjson"})
RECORDS = re.compile(r"(?P<whole>.+)#(?P<first>\d+)-(?P<last>\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one worker takes at a time: paths, addresses or records of a file (`FILE#1-1000`), of so many articles."""

    sources: tuple[str, ...]
    articles: int

    def halves(self) -> "tuple[Chunk, ...]":
        """Two chunks that are together the same; none where it is a single file, address or record."""
        if len(self.sources) > 1:
            middle = len(self.sources) // 2
            return tuple(self._part(sources) for sources in (self.sources[:middle], self.sources[middle:]))
        found = RECORDS.fullmatch(self.sources[0])
        if not found or found["first"] == found["last"]:
            return ()
        first, last = int(found["first"]), int(found["last"])
        middle = (first + last) // 2
        return tuple(
            self._part((f"{found['whole']}#{one}-{other}",)) for one, other in ((first, middle), (middle + 1, last))
        )

    def _part(self, sources: tuple[str, ...]) -> "Chunk":
        return Chunk(sources, max(1, self.articles // 2))


def cut(sources: Sequence[str], size: int = SIZE) -> Iterator[Chunk]:
    """The chunks of some files, folders and addresses: small files together, records of large ones apart.

    Paths are made absolute, so that every worker who sees the same folders can read them; an address stays whole.
    """
    gathered: list[str] = []
    articles = 0
    for source, number in _counted(sources, size):
        if gathered and articles + number > size:
            yield Chunk(tuple(gathered), articles)
            gathered, articles = [], 0
        gathered.append(source)
        articles += number
    if gathered:
        yield Chunk(tuple(gathered), articles)


def _counted(sources: Sequence[str], size: int) -> Iterator[tuple[str, int]]:
    """Each file, address or stretch of records with about how many articles it holds."""
    for source in sources:
        if catalogue.is_address(source):
            yield source, size
            continue
        path = Path(source)
        for found in walk(path) if is_folder(path) else [path]:
            # What cannot be looked into is handed on under its name: whoever reads it says why not.
            file = found.absolute() if isinstance(found, Path) else Path(found.origin).absolute()
            yield from _parts(file, size)


def _parts(file: Path, size: int) -> Iterator[tuple[str, int]]:
    try:
        ends = _ends(file, size)
    except (OSError, EOFError, zlib.error):
        ends = []
    if not ends:
        yield str(file), catalogue.count(str(file)) or size
        return
    first = 1
    for last in ends:
        yield f"{file}#{first}-{last}", min(size, last - first + 1)
        first = last + 1


def _ends(file: Path, size: int) -> list[int]:
    """The last record of each part of a file that holds many articles, one a line or as pages of an archive."""
    suffix = suffix_of(file.name)
    if suffix in warc.SUFFIXES:
        with file.open("rb") as stream:
            return warc.ends_of_parts(unpacked(stream), size)
    if suffix in LINES:
        with file.open("rb") as stream:
            number = sum(1 for _ in unpacked(stream))
        return [*range(size, number, size), number] if number else []
    return []
