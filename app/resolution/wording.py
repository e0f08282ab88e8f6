"""A text's words in, the marks by which another text of the same wording is found and measured out.

Runs of five words ("shingles") stand for the wording, after Broder, "On the resemblance and containment of documents"
(1997). Their min-hash signature, one permutation in bins (Li, Owen and Zhang 2012, with the rotation of Shrivastava
and Li 2014 for empty bins), is cut into bands: texts that share a band are worth measuring.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

from app.domain.articles import bare_words

SHINGLE_WORDS = 5
# Two texts that share half of their shingles have a band in common with a chance of 0.93, a tenth with 0.02.
BANDS = 20
ROWS = 3
BINS = BANDS * ROWS
# A shorter text than this is too like others by chance; only the very same words make it a copy.
FEWEST_SHINGLES = 20


@dataclass(frozen=True)
class Wording:
    """The shingles of one text, as numbers of 64 bits."""

    shingles: frozenset[int]

    @cached_property
    def bands(self) -> tuple[str, ...]:
        """The keys under which texts of like wording are found; none for a text that is too short."""
        if len(self.shingles) < FEWEST_SHINGLES:
            return ()
        bins = _filled(_smallest(self.shingles))
        rows = (bins[start : start + ROWS] for start in range(0, BINS, ROWS))
        return tuple(f"{number}:{_digest(repr(row).encode()):016x}" for number, row in enumerate(rows))

    def resemblance(self, other: "Wording") -> float:
        """The shared part of all their shingles, 0 to 1 (Jaccard)."""
        every = len(self.shingles | other.shingles)
        return len(self.shingles & other.shingles) / every if every else 0.0

    def estimate(self, bands: Iterable[str]) -> float:
        """About the shared part of all shingles of this text and one of which only the bands are known.

        A band is shared where all its rows are, each with the chance of the resemblance.
        """
        own = set(self.bands)
        return float((len(own & set(bands)) / BANDS) ** (1 / ROWS)) if own else 0.0

    def containment(self, other: "Wording") -> float:
        """The shared part of the shorter text's shingles, 0 to 1: high where one is the other with something added."""
        shorter = min(len(self.shingles), len(other.shingles))
        return len(self.shingles & other.shingles) / shorter if shorter else 0.0


# An article's wording is wanted several times: to find its original, and by those that may be its copies.
@lru_cache(maxsize=256)
def wording_of(text: str) -> Wording:
    """The shingles of a text, whatever its case, spacing and punctuation."""
    words = bare_words(text)
    runs = [" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)]
    return Wording(frozenset([int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs]))


def _digest(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def _smallest(shingles: frozenset[int]) -> list[int | None]:
    """The smallest shingle of each bin; None for a bin without any."""
    bins: list[int | None] = [None] * BINS
    for shingle in shingles:
        value, number = divmod(shingle, BINS)
        held = bins[number]
        if held is None or value < held:
            bins[number] = value
    return bins


def _filled(bins: list[int | None]) -> tuple[tuple[int, int], ...]:
    """Each bin's value, or the next filled bin's with its distance, so that empty bins are no match of their own."""
    if None not in bins:
        return tuple((0, value or 0) for value in bins)
    filled: list[tuple[int, int]] = []
    for number in range(BINS):
        distance = next(d for d in range(BINS) if bins[(number + d) % BINS] is not None)
        filled.append((distance, bins[(number + distance) % BINS] or 0))
    return tuple(filled)
