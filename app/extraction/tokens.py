"""A parse by spaCy in, the same as plain objects out: the rules ask each word some hundred times.

spaCy makes a token, its texts and its children anew each time that it is asked for them, which took a third of the time
of reading. What these have is named as there, and means the same: https://spacy.io/api/token.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, overload

import numpy as np
from spacy import attrs
from spacy.tokens import Doc as Parse

NUMBERS = (
    attrs.IDX, attrs.SPACY, attrs.SENT_START, attrs.ENT_IOB, attrs.IS_TITLE, attrs.IS_PUNCT, attrs.LIKE_NUM,
)  # fmt: skip
TEXTS = (attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE)
FIRST = len(NUMBERS)
# Where an entity begins and goes on, by spaCy's numbers.
IOB = ("", "I", "O", "B")


class Token:
    """A word or a mark, with its place in the tree: `head` is itself at a root."""

    __slots__ = (
        "_subtree", "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_punct", "is_sent_start",
        "is_title", "lemma_", "like_num", "lower_", "pos_", "tag_", "text", "whitespace_",
    )  # fmt: skip

    def __init__(self, doc: "Doc", place: int, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """What a parse has of a word, in the order of `NUMBERS` and of `TEXTS`."""
        self.doc, self.i = doc, place
        self.idx, spaced, starts, iob, title, punct, number = numbers
        self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_ = texts
        self.is_title, self.is_punct, self.like_num = bool(title), bool(punct), bool(number)
        self.whitespace_ = " " if spaced else ""
        self.ent_iob_, self.is_sent_start = IOB[iob], starts == 1
        self.head = self
        self.children: Sequence[Token] = ()
        self._subtree: list[Token] | None = None

    def __repr__(self) -> str:
        """The word as it is written."""
        return self.text

    @property
    def sent(self) -> "Span":
        """Its sentence."""
        return self.doc.sentence_of[self.i]

    @property
    def lefts(self) -> list["Token"]:
        """Its children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list["Token"]:
        """Its children behind it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> list["Token"]:
        """The token and all below it, children before it first."""
        if self._subtree is None:
            found = [token for child in self.lefts for token in child.subtree]
            self._subtree = [*found, self, *(token for child in self.rights for token in child.subtree)]
        return self._subtree

    @property
    def left_edge(self) -> "Token":
        """The first token of its subtree."""
        return self.doc.tokens[min(token.i for token in self.subtree)]

    @property
    def right_edge(self) -> "Token":
        """The last token of its subtree."""
        return self.doc.tokens[max(token.i for token in self.subtree)]

    @property
    def ancestors(self) -> Iterator["Token"]:
        """The tokens above it, the nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def conjuncts(self) -> tuple["Token", ...]:
        """All that are joined with it, without itself."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        joined = [first]
        for token in joined:
            joined += [child for child in token.children if child.dep_ == "conj" and child.i > token.i]
        return tuple(token for token in joined if token is not self)

    def is_ancestor(self, token: "Token") -> bool:
        """Whether a token stands somewhere below it."""
        return any(above is self for above in token.ancestors)

    def nbor(self, steps: int = 1) -> "Token":
        """The token so many places further on. Raises IndexError where there is none."""
        if self.i + steps < 0:
            raise IndexError(steps)
        return self.doc.tokens[self.i + steps]


class Span:
    """Some tokens `[start, end)` of a document that follow each other."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Doc", start: int, end: int, label: str = "") -> None:
        """`label` is the kind of entity that they are."""
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        """The number of tokens."""
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        """The tokens in order."""
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> "Span": ...

    def __getitem__(self, place: int | slice) -> "Token | Span":
        """A token, or a part."""
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[self.start : self.end][place]

    def __eq__(self, other: object) -> bool:
        """Whether these are the same tokens."""
        return isinstance(other, Span) and (self.doc, self.start, self.end) == (other.doc, other.start, other.end)

    def __hash__(self) -> int:
        """A number by which spans are found."""
        return hash((self.start, self.end))

    @property
    def start_char(self) -> int:
        """Where its first token begins in the passage, in code points."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Where its last token ends."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def sent(self) -> "Span":
        """The sentence of its first token."""
        return self.doc.sentence_of[self.start]

    @property
    def text(self) -> str:
        """As it is written, without the space behind."""
        return self.doc.text[self.start_char : self.end_char] if self.start < self.end else ""

    @property
    def text_with_ws(self) -> str:
        """As it is written, with the space behind."""
        return self.text + (self.doc.tokens[self.end - 1].whitespace_ if len(self) else "")

    @property
    def root(self) -> Token:
        """The token that is nearest to the root of its sentence, the first of those that are equally near."""
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        tops = [token for token in tokens if not self.start <= token.head.i < self.end]
        return min(tops or tokens[:1], key=_depth)


def _depth(token: Token) -> int:
    """How far a token is from the root of its sentence; a mark or a space on which nothing hangs is no root."""
    if not token.children and (token.is_punct or token.text.isspace()):
        return len(token.doc)
    return sum(1 for _ in token.ancestors)


class Doc:
    """The words of a passage."""

    def __init__(self, parse: Parse) -> None:
        """Read a parse, which may be of the words alone."""
        self.parse = parse
        self.text = parse.text
        rows: list[list[Any]] = parse.to_array([*NUMBERS, *TEXTS]).tolist()
        heads: list[Any] = parse.to_array(attrs.HEAD).astype(np.int64).tolist()
        strings = parse.vocab.strings
        known = {number: strings[number] if number else "" for number in {n for row in rows for n in row[FIRST:]}}
        self.tokens = [Token(self, i, row[:FIRST], [known[n] for n in row[FIRST:]]) for i, row in enumerate(rows)]
        below: defaultdict[int, list[Token]] = defaultdict(list)
        for token, steps in zip(self.tokens, heads, strict=True):
            if steps:
                token.head = self.tokens[token.i + steps]
                below[token.head.i].append(token)
        for i, children in below.items():
            self.tokens[i].children = children

    def __len__(self) -> int:
        """The number of tokens."""
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        """The tokens in order."""
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> Span: ...

    def __getitem__(self, place: int | slice) -> Token | Span:
        """A token, or some that follow each other."""
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.tokens))
            return Span(self, start, max(start, end))
        return self.tokens[place]

    @cached_property
    def sents(self) -> list[Span]:
        """The sentences."""
        starts = [token.i for token in self.tokens if token.is_sent_start or not token.i]
        return [Span(self, *pair) for pair in pairwise([*starts, len(self.tokens)])]

    @cached_property
    def sentence_of(self) -> list[Span]:
        """By token, its sentence."""
        return [sentence for sentence in self.sents for _ in sentence]

    @cached_property
    def ents(self) -> list[Span]:
        """The entities that the model found."""
        return [Span(self, entity.start, entity.end, entity.label_) for entity in self.parse.ents]

    @cached_property
    def is_parsed(self) -> bool:
        """Whether more is known than the words."""
        return self.parse.has_annotation("DEP")

    def close(self) -> None:
        """Let the words go. They hold each other, so that only a pass of the garbage collector would take them away."""
        for token in self.tokens:
            del token.doc, token.head, token.children, token._subtree
        vars(self).clear()

    def char_span(self, start: int, end: int, alignment_mode: Literal["expand", "contract"]) -> Span | None:
        """The tokens of some code points, those that are cut among them or not; None where there are none."""
        found = self.parse.char_span(start, end, alignment_mode=alignment_mode)
        return Span(self, found.start, found.end) if found is not None else None
