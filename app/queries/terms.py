"""Reads lists of alternatives such as `KOR|JPN,!USA`: text in, `Terms` out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.errors import InvalidFilterError

# More than any question needs; keeps the SQL that one request can cause small.
MOST_TERMS = 30
LONGEST_TERM = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """What one parameter asks for: each group must be met by one of its values, no excluded value may be there.

    `KOR|JPN` is one group of two, `KOR,JPN` two groups of one; `!USA` is an excluded value, `!USA|CHN` are two. Values
    are sorted, so that two ways of writing the same question are equal.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.groups or self.excluded)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Parameter:
    """How the values of one parameter are read.

    `read` turns a term into its canonical value and raises ValueError, with the reason, for one that means nothing.
    `single` is for what a record has one of, where asking for two at once can only be a slip.
    """

    name: str
    read: Callable[[str], str] = str
    single: bool = False

    def parse(self, text: str | None) -> Terms:
        """Read the value of the parameter. Raises InvalidFilterError."""
        return NO_TERMS if text is None else _parsed(self, text)

    def parsed(self, text: str) -> Terms:
        """The same, read anew."""
        written = [group.split("|") for group in text.split(",")]
        if sum(map(len, written)) > MOST_TERMS:
            raise InvalidFilterError(f"at most {MOST_TERMS} values can be asked for at once", self.name)
        wanted = [group for group in written if not _is_negation(group)]
        excluded = [term for group in written if _is_negation(group) for term in _affirmed(group)]
        if self.single and len(wanted) > 1:
            either = "|".join(term.strip() for group in wanted for term in group)
            raise InvalidFilterError(f"a record has one {self.name}; write {either} for either", self.name)
        groups = {tuple(sorted({self._read(term) for term in group})) for group in wanted}
        return Terms(tuple(sorted(groups)), tuple(sorted({self._read(term) for term in excluded})))

    def _read(self, written: str) -> str:
        term = written.strip()
        if not term:
            raise InvalidFilterError("a value is empty", self.name)
        if term.startswith("!"):
            raise InvalidFilterError("`!` stands before the first of some values: !KOR|JPN is neither", self.name)
        if len(term) > LONGEST_TERM or "\0" in term:
            raise InvalidFilterError(f"a value is longer than {LONGEST_TERM} characters or no text", self.name)
        try:
            return self.read(term)
        except ValueError as error:
            raise InvalidFilterError(str(error), self.name) from None


# The same few states and words are asked for over and over; what they mean follows from the text alone.
@lru_cache(maxsize=10_000)
def _parsed(parameter: Parameter, text: str) -> Terms:
    return parameter.parsed(text)


def one_of(words: type) -> Callable[[str], str]:
    """A reader for a vocabulary: any case in, the word out."""
    known = [str(word) for word in words]  # type: ignore[attr-defined]

    def read(term: str) -> str:
        if term.lower() not in known:
            raise ValueError(f"{term!r} is not one of {', '.join(known)}")
        return term.lower()

    return read


def _is_negation(group: list[str]) -> bool:
    return group[0].lstrip().startswith("!")


def _affirmed(group: list[str]) -> list[str]:
    return [group[0].strip()[1:], *group[1:]]
