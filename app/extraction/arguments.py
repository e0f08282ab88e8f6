"""A parse and its actors in, the actors at a word, in a list, or behind a pronoun out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from app.domain.meetings import Place
from app.extraction.actors import Actor, ActorKind
from app.extraction.lexicon import counted, word_list
from app.extraction.titles import POSSESSIVE

SEPARATORS = {",", "and", "&", "or", "/", "as", "well", "plus", "together", "with", "along", "-", "–", "then"}
FILLERS = {
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
    "both",
    "top",
    "several",
    "some",
    "other",
    "senior",
    "also",
    "then",
    "new",
    "newly",
    "elected",
}
SINGULAR = {"he", "she", "him", "her", "his", "who", "hers"}
PLURAL = {"they", "them", "their", "both", "we", "our", "us"}
# How far a preposition's first actor may stand behind it ("with the visiting and newly appointed ...").
REACH = 7


@dataclass(slots=True)
class ActorIndex:
    """The actors of one passage by token."""

    doc: Doc
    actors: list[Actor]

    def recall(self, forms: frozenset[str]) -> None:
        """Add the people named in full elsewhere where they stand here with one word that the model missed."""
        covered = {i for actor in self.actors for i in range(actor.start, actor.end)}
        for token in self.doc:
            if token.text in forms and token.i not in covered and not self._in_longer_name(token):
                own = Actor(ActorKind.PERSON, token.i, token.i + 1, name=token.text, name_span=(token.i, token.i + 1))
                own.is_subject = token.dep_ in {"nsubj", "nsubjpass"}
                self.actors.append(own)
        self.actors.sort(key=lambda a: a.start)

    def _in_longer_name(self, token: Token) -> bool:
        """Whether a neighbour makes it something else ("Bush Airport", "Camp David")."""
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        before = self.doc[token.i - 1] if token.i else None
        follows = after is not None and after.pos_ == "PROPN" and after.text[0].isupper() and token.dep_ == "compound"
        if before is None or before.lower_.rstrip(".") in word_list("honorifics") | word_list("calendar"):
            return follows
        leads = before.pos_ == "PROPN" and before.dep_ == "compound" and before.head.i == token.i
        return follows or leads

    def at(self, i: int) -> Actor | None:
        """The actor that covers a token."""
        return next((a for a in self.actors if a.start <= i < a.end), None)

    def of(self, token: Token) -> list[Actor]:
        """The actors a token heads, with its coordinates ("Putin and Xi")."""
        found: list[Actor] = []
        tokens = [token, *token.conjuncts]
        for item in sorted(tokens, key=lambda t: t.i):
            actor = self.at(item.i) or self._inside(item)
            if actor is not None and actor not in found:
                found.append(actor)
        if len(found) == 1:
            before = self._chain_before(found[0])
            after = self.chain_after(found[0])
            return [*before, *found, *after]
        # "Premier A, Premier B and Premier C": the parser may take the second for the first.
        first = self._chain_before(found[0]) if found else []
        return [*(a for a in first if a.kind is ActorKind.PERSON and a.parties), *found]

    def list_to(self, i: int) -> list[Actor]:
        """The list of actors that ends at token `i`."""
        last = self.at(i)
        return [*self._chain_before(last), last] if last is not None and not last.is_modifier else []

    def _chain_before(self, actor: Actor) -> list[Actor]:
        """Earlier members of a list whose later member the parser took for the whole subject."""
        place = self.actors.index(actor)
        members: list[Actor] = []
        while place > 0 and self._next_member(self.actors[place - 1]) is self.actors[place]:
            place -= 1
            members.insert(0, self.actors[place])
        return [] if members and members[0].is_modifier else members

    def _inside(self, token: Token) -> Actor | None:
        """An actor in the noun phrase of a token that is none itself ("a group of five ministers")."""
        if token.pos_ not in {"NOUN", "PROPN", "NUM"}:
            return None
        grouping = token.lower_ in word_list("of_people") or token.like_num
        for child in token.children:
            if child.dep_ in {"appos", "prep"} and child.i > token.i:
                inner = child if child.dep_ == "appos" else next((g for g in child.children if g.dep_ == "pobj"), child)
                actor = self.at(inner.i)
                if actor is not None and (child.dep_ == "appos" or (grouping and child.lower_ in {"of", "from"})):
                    return actor
        return None

    def list_from(self, i: int, stop: int | None = None) -> list[Actor]:
        """The list of actors that begins at or shortly after token `i`."""
        limit = len(self.doc) if stop is None else stop
        for k in range(i, min(i + REACH, limit)):
            actor = self.at(k)
            if actor is not None and not actor.is_modifier:
                return [actor, *self.chain_after(actor)]
            barrier = self.doc[k].pos_ in {"VERB", "AUX", "ADP", "SCONJ"} and self.doc[k].dep_ != "prt"
            if barrier or (self.doc[k].is_sent_start and k > i):
                return []
        return []

    def chain_after(self, actor: Actor) -> list[Actor]:
        """Further members of a list after one member."""
        members: list[Actor] = []
        current = actor
        while True:
            following = self._next_member(current)
            if following is None:
                return members
            members.append(following)
            current = following

    def _next_member(self, actor: Actor) -> Actor | None:
        i, separated, joined = actor.end, False, False
        while i < len(self.doc):
            token = self.doc[i]
            found = self.at(i)
            if found is not None:
                return found if separated and (joined or self._continues(found, actor)) else None
            if token.lower_ in SEPARATORS:
                separated = True
                joined = token.lower_ == "and" and i == actor.end
            elif token.text in POSSESSIVE or (
                self.doc[i - 1].text in POSSESSIVE and token.lower_ in word_list("group_heads")
            ):
                # "Delegations of Ethiopia's government and of ..."
                pass
            elif token.lower_ in {"of", "from"} and self.doc[i - 1].lower_ == "and":
                joined = False
            elif token.lower_ not in FILLERS and token.text not in {"(", ")"} and not token.like_num:
                return None
            i += 1
        return None

    def _continues(self, following: Actor, actor: Actor) -> bool:
        """Whether the next actor belongs to the same list: it starts no clause and qualifies no other noun."""
        if following.is_modifier:
            return False
        for token in self.doc[following.start : following.end]:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i >= following.end:
                own = {t.dep_ for t in self.doc[actor.start : actor.end]}
                listed = actor.kind is ActorKind.PERSON and "npadvmod" in own and bool(token.conjuncts)
                return listed or (bool(own & {"nsubj", "nsubjpass"}) and actor.end <= token.i)
        return True


class Discourse:
    """What pronouns and "the two leaders" can point back to: the actors and lists mentioned so far."""

    def __init__(self, here: Place | None = None) -> None:
        """Start at the place of the dateline, `here`, with nothing mentioned.

        `places` find those told last before, `staff` belong to "the delegation", `told` is whether any meeting was.
        """
        self.here = here
        self.places: list[Callable[[], Place | None]] = []
        self._people: list[Actor] = []
        self._subjects: list[Actor] = []
        self._groups: list[list[Actor]] = []
        self._lists: list[list[Actor]] = []
        self._fresh: list[Actor] = []
        self._bodies: dict[str, Actor] = {}
        self.staff: dict[str, list[Actor]] = {}
        self._passage = 0
        self.told = False

    def mention(self, actor: Actor, passage: int, *, is_subject: bool) -> None:
        """Remember an actor as mentioned now; the subject of an earlier passage gives way to whoever this one names."""
        if actor.kind in {ActorKind.PERSON, ActorKind.ROLE}:
            if passage != self._passage:
                self._subjects, self._passage = [], passage
            self._people = [*self._people[-11:], actor]
            self._subjects = [*self._subjects[-1:], actor] if is_subject else self._subjects

    def body(self, actor: Actor) -> None:
        """Remember whose a delegation is, to which "the delegation" points."""
        if actor.kind is ActorKind.GROUP and actor.parties and not actor.plural:
            self._bodies[actor.head_word] = actor

    def same_body(self, word: str) -> Actor | None:
        """The delegation or team told of last under the same word."""
        return self._bodies.get(word)

    def gather(self, actors: list[Actor]) -> None:
        """Remember the sides of a meeting, to which "they" and "the two leaders" point."""
        if _sides(actors) > 1:
            self._groups = [*self._groups[-3:], list(actors)]
            self._fresh = []

    @property
    def gathered(self) -> bool:
        """Whether a meeting has been told of."""
        return bool(self._groups)

    def listed(self, actors: list[Actor]) -> None:
        """Remember several sides that a clause has for its subject: who "they" are where nobody has met yet."""
        if _sides(actors) > 1:
            self._lists = [*self._lists[-3:], list(actors)]
            # "The five states have ... Their leaders": a group that the story has turned to since.
            self._fresh = list(actors) if any(len(a.parties) > 1 for a in actors) else self._fresh

    def behind(self, word: str, others: Sequence[Actor] = ()) -> list[Actor]:
        """The actors behind a pronoun or determiner, which is none of some others."""
        lower = word.lower()
        if lower in SINGULAR:
            people = [a for a in self._people if not _share([a], list(others))]
            recent = people[-3:]
            # "X met Y on Friday. On Monday Z received him": whoever "him" is not, the subject before is.
            return [a for a in self._subjects if any(a is b for b in recent)][-1:] or people[-1:]
        if lower in PLURAL:
            known = [self._fresh] if self._fresh else self._groups or self._lists
            return list(known[-1]) if known else self._last_people(2)
        return []

    def of_number(self, count: int, owners: list[Actor]) -> list[Actor]:
        """So many people: those who met last, else who was named last; "his two guests" are not he himself."""
        for group in reversed([*self._lists, *self._groups]):
            if _sides(group) == count and not _share(group, owners):
                return list(group)
        people = [a for a in self._last_people(count + len(owners)) if not _share([a], owners)][-count:]
        return people if len(people) == count else self.behind("they")

    def behind_group(self, actor: Actor) -> list[Actor]:
        """The actors behind "the two leaders", "both sides", "the ministers"."""
        told = reversed([*self._lists, *self._groups, *([self._fresh] if self._fresh else [])])
        fitting = [group for group in told if actor.count is None or _sides(group) == actor.count]
        if fitting:
            # "The two prime ministers" are rather those who are both told of as such.
            return list(next((group for group in fitting if _are_of_office(group, actor)), fitting[0]))
        people = self._last_people(actor.count or 2, actor.head_word)
        return people if len(people) == (actor.count or 2) else []

    def _last_people(self, count: int, rank: str = "") -> list[Actor]:
        """The people mentioned last, of one rank where the word for them tells one ("the two ministers")."""
        people = self._people
        one = rank[:-3] + "y" if rank.endswith("ies") else rank.removesuffix("s")
        if one and one not in word_list("any_rank"):
            people = [a for a in people if a.head_word == one]
        distinct: list[Actor] = []
        for actor in reversed(people):
            same = any(a is actor or (a.person is not None and a.person == actor.person) for a in distinct)
            if not same:
                distinct.append(actor)
            if len(distinct) == count:
                break
        return distinct[::-1]


def count_of_people(token: Token) -> int:
    """How many people named before "the two", "the trio", "both men" stand for; 0 where they stand for none."""
    words = {token.lower_, *(child.lower_ for child in token.children)}
    # "The two last met": the number hangs on the adverb, and the article on the number.
    words |= {grand.lower_ for child in token.children if child.dep_ == "nummod" for grand in child.children}
    owned = any(child.tag_ == "PRP$" for child in token.children) and token.lower_ in word_list("people")
    if not owned and not words & {"the", "both"}:
        return 0
    telling = token.pos_ in {"NUM", "ADJ", "DET"} or token.lower_ in word_list("people")
    return max((counted().get(word, 0) for word in (words if telling else {token.lower_})), default=0)


def _are_of_office(group: list[Actor], actor: Actor) -> bool:
    """Whether all of a group are people of the office that a word for them names ("the two prime ministers")."""
    title = (actor.title or "").casefold()
    office = title[:-3] + "y" if title.endswith("ies") else title.removesuffix("s")
    return bool(office) and all(office in (one.title or "").casefold() for one in group)


def _share(actors: list[Actor], others: list[Actor]) -> bool:
    """Whether somebody is among both."""
    return any(a is b or (a.person is not None and a.person == b.person) for a in actors for b in others)


def _sides(actors: list[Actor]) -> int:
    """How many sides a list of actors stands for; somebody whose party is not said counts as one."""
    named = {party for actor in actors for party in actor.parties}
    return max(len(named), sum(max(1, len(actor.parties)) for actor in actors if actor.kind is not ActorKind.GROUP))
