"""The data files of extraction in, typed word lists and frames of triggers out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.domain.meetings import Kind, Role


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb that reports a meeting; see the head of data/lexicon.toml for the fields."""

    lemma: str
    kind: Kind
    subject: Role = Role.PARTICIPANT
    object: str = "none"
    with_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    needs: str = ""
    ongoing: bool = False
    weak: bool = False
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun that names a meeting."""

    lemma: str
    kind: Kind
    weak: bool = False
    travel: bool = False
    proposed: bool = False
    heads: bool = False
    attended: bool = False
    with_: tuple[str, ...] = ()


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("app.extraction").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """One list of data/words.toml. Raises KeyError for a list that does not exist."""
    return frozenset(_data("words.toml")[name])


@cache
def counts() -> dict[str, int]:
    """Number words that count people ("the two leaders")."""
    return dict(_data("words.toml")["counts"])


@cache
def counted() -> dict[str, int]:
    """Words that stand for people named before, with how many they are ("the trio")."""
    return dict(_data("words.toml")["counted"])


@cache
def forms() -> dict[str, int]:
    """Words that count the sides of a meeting ("trilateral")."""
    return dict(_data("words.toml")["forms"])


@cache
def roles() -> dict[str, Role]:
    """Verbs that make whoever carries a meeting its host, chair or mediator."""
    return {verb: Role(role) for role, verbs_ in _data("words.toml")["roles"].items() for verb in verbs_}


@cache
def title_parties() -> dict[str, str]:
    """Offices that only one state has ("pope"), with its code."""
    return dict(_data("words.toml")["title_parties"])


@cache
def native_states() -> dict[str, str]:
    """Words by which states call themselves in the names of their offices, with the state's code."""
    return dict(_data("words.toml")["native_states"])


@cache
def halves() -> dict[str, dict[str, str]]:
    """The halves of divided countries by where they lie ("the North"), for articles that name the country."""
    return dict(_data("words.toml")["halves"])


@cache
def initials() -> dict[str, str]:
    """Offices in full by the initials that stand for them ("pm")."""
    return dict(_data("words.toml")["initials"])


@cache
def alike() -> dict[str, str]:
    """Phrases that are read as one word ("opposite number"), with the word in whose place each stands."""
    return dict(_data("words.toml")["alike"])


def same_offices(one: str, other: str) -> bool:
    """Whether two offices are what different states call the same one ("foreign minister", "secretary of state")."""
    return one == other or any({one, other} <= set(names) for names in _data("words.toml")["same_offices"].values())


def furniture() -> list[str]:
    """Regular expressions for lines that are no prose."""
    return list(_data("words.toml")["furniture"])


@cache
def verbs() -> dict[str, VerbFrame]:
    """Verb frames by lemma."""
    frames = {}
    for lemma, row in _data("lexicon.toml")["verbs"].items():
        frames[lemma] = VerbFrame(
            lemma=lemma,
            kind=Kind(row["kind"]),
            subject=Role(row.get("subject", "participant")),
            object=row.get("object", "none"),
            with_=tuple(row.get("with", ())),
            to=tuple(row.get("to", ())),
            needs=row.get("needs", ""),
            ongoing=row.get("ongoing", False),
            weak=row.get("weak", False),
            proposed=row.get("proposed", False),
        )
    return frames


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], VerbFrame], ...]]:
    """Verb frames of several words by the first of them, each with the words that follow it, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], VerbFrame]]] = {}
    for key, frame in verbs().items():
        first, *rest = _words(key)
        if rest:
            found.setdefault(first, []).append((tuple(rest), frame))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


@cache
def nouns() -> dict[str, NounFrame]:
    """Noun frames by lemma."""
    return {
        lemma: NounFrame(
            lemma=lemma,
            kind=Kind(row["kind"]),
            weak=row.get("weak", False),
            travel=row.get("travel", False),
            proposed=row.get("proposed", False),
            heads=row.get("heads", False),
            attended=row.get("attended", False),
            with_=tuple(row.get("with", ())),
        )
        for lemma, row in _data("lexicon.toml")["nouns"].items()
    }


@cache
def triggers() -> frozenset[frozenset[str]]:
    """The lemmas of every verb, noun and phrase that can make a mention of a meeting, of a ceremony with "attend"."""
    attended = [noun for noun, frame in nouns().items() if frame.attended]
    going = word_list("attending") | word_list("absences") | word_list("showing_up")
    alone = frozenset(frozenset(_words(key)) for key in (*verbs(), *nouns().keys() - attended))
    return alone | {frozenset({verb, noun}) for verb in going for noun in attended}


def _words(key: str) -> list[str]:
    """The words of a frame's key as the parser has them."""
    verb, _, rest = key.partition(" ")
    return [verb, rest] if rest in word_list("manners") else key.split()
