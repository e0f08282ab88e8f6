"""The actors of a story as it names them in, the actors behind a pronoun or "the two leaders" out."""

from collections.abc import Callable, Sequence

from app.domain.meetings import Level, PartyKind, Place
from app.extraction.actors import Actor, ActorKind
from app.extraction.lexicon import counted, word_list
from app.extraction.places import PlaceMention
from app.extraction.ranks import of_title
from app.extraction.tokens import Token
from app.knowledge.given_names import Gender

SINGULAR = {"he", "she", "him", "her", "his", "who", "hers"}
GENDERS = dict.fromkeys(("she", "her", "hers"), Gender.WOMAN) | dict.fromkeys(("he", "him", "his"), Gender.MAN)
OURS = {"we", "our", "us"}
PLURAL = {"they", "them", "their", "both", *OURS}

# The subject of a sentence is behind "he" although so many people less one are named after him.
RECENT = 5


class Discourse:
    """What pronouns and "the two leaders" can point back to: the actors and lists mentioned so far."""

    def __init__(self, here: Place | None = None, home: str | None = None) -> None:
        """Start at the place of the dateline, `here`, with nothing mentioned.

        In a text that `home` publishes "we" are none of those who met without it.

        `places` find those told last before, `staff` belong to "the delegation", `told` is whether any meeting was,
        `speaker` says "I", `bloc` is of the organisation told of last, `stage` where the last ceremony is.
        """
        self.here = here
        self._home = home
        self.places: list[Callable[[], Place | None]] = []
        self._people: list[Actor] = []
        self._subjects: list[Actor] = []
        self._groups: list[list[Actor]] = []
        self._lists: list[list[Actor]] = []
        self._fresh: list[Actor] = []
        self._bodies: dict[str, Actor] = {}
        self._trip: list[Actor] = []
        self.speaker: Actor | None = None
        self.staff: dict[str, list[Actor]] = {}
        self._passage = 0
        self.told = False
        self.bloc: Actor | None = None
        self.stage: PlaceMention | None = None

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
        if len(actor.parties) == 1 and actor.parties[0].kind is PartyKind.ORGANISATION:
            self.bloc = actor

    def same_body(self, word: str) -> Actor | None:
        """The delegation or team told of last under the same word."""
        return self._bodies.get(word)

    def gather(self, actors: list[Actor]) -> None:
        """Remember the sides of a meeting, to which "they" and "the two leaders" point."""
        if _sides(actors) > 1:
            self._groups = [*self._groups[-3:], list(actors)]
            self._fresh, self._trip = [], []

    def travel(self, actors: list[Actor]) -> None:
        """Remember who has gone to whom, the two sides of which the text goes on."""
        self._trip = list(actors) if _sides(actors) == 2 else []

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
            people = [a for a in self._people if not _share([a], list(others)) and may_be(lower, a)]
            recent = people[-RECENT:]
            # "X met Y on Friday. On Monday Z received him": whoever "him" is not, the subject before is.
            return [a for a in self._subjects if any(a is b for b in recent)][-1:] or people[-1:]
        if lower in PLURAL:
            known = [self._fresh] if self._fresh else self._groups or self._lists
            if lower in OURS and (not known or self._are_others(known[-1])):
                return []
            return list(known[-1]) if known else self._last_people(2)
        return []

    def _are_others(self, group: list[Actor]) -> bool:
        """Whether the sides of all who met are told and whoever publishes is none of them."""
        sides = {party.code for actor in group for party in actor.parties}
        return self._home is not None and self._home not in sides and all(actor.parties for actor in group)

    def of_number(self, count: int, owners: list[Actor]) -> list[Actor]:
        """So many people: those who met last, else who was named last; "his two guests" are not he himself."""
        for group in reversed([*self._lists, *self._groups]):
            if _sides(group) == count and not _share(group, owners):
                return list(group)
        people = [a for a in self._last_people(count + len(owners)) if not _share([a], owners)][-count:]
        return people if len(people) == count else self.behind("they")

    def behind_group(self, actor: Actor) -> list[Actor]:
        """The actors behind "the two leaders", "both sides", "the ministers"."""
        if self._trip and actor.count == 2 and actor.head_word in word_list("of_states"):
            return list(self._trip)
        told = reversed([*self._lists, *self._groups, *([self._fresh] if self._fresh else [])])
        fitting = [group for group in told if actor.count is None or _sides(group) == actor.count]
        if fitting:
            # "The two prime ministers" are rather those who are both told of as such.
            same = next((group for group in fitting if _are_of_office(group, actor)), None)
            other = next((group for group in fitting if not _are_of_other_office(group, actor)), None)
            if same is None and actor.count and _is_no_minister_among(other or [], actor):
                # "Talked with the Secretary-General of Minister Y. The two ministers ...".
                people = self._last_people(actor.count, actor.head_word)
                other = people if len(people) == actor.count else other
            return list(same or other or [])
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


def may_be(pronoun: str, actor: Actor) -> bool:
    """Whether "she" or "him" can be said of somebody, as far as name and form of address tell."""
    return actor.gender is None or GENDERS.get(pronoun, actor.gender) is actor.gender


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


def _are_of_other_office(group: list[Actor], actor: Actor) -> bool:
    """Whether "the foreign ministers" are not those of a group, who are ministers of another sort."""
    own = {word for word in (actor.title or "").casefold().split() if word in word_list("sorts_of_ministers")}
    sorts = [{*(one.title or "").casefold().split()} & word_list("sorts_of_ministers") for one in group]
    return bool(own) and any(sorts) and not any(own & sort for sort in sorts)


def _is_no_minister_among(group: list[Actor], actor: Actor) -> bool:
    """Whether "the two ministers" are not those of a group, in which somebody holds an office of another kind."""
    return actor.head_word == "ministers" and any(one.head_word in word_list("no_ministers") for one in group)


def outrank(group: Actor, named: list[Actor]) -> bool:
    """Whether "the two heads of state" are others of their states than the ministers named before."""
    levels = {of_title(a.title, a.parties[0].code if a.parties else "") for a in named if a.title}
    return of_title(group.title) is Level.LEADER and bool(levels) and Level.LEADER not in levels | {Level.UNKNOWN}


def _share(actors: list[Actor], others: list[Actor]) -> bool:
    """Whether somebody is among both."""
    return any(a is b or (a.person is not None and a.person == b.person) for a in actors for b in others)


def _sides(actors: list[Actor]) -> int:
    """How many sides a list of actors stands for; somebody whose party is not said counts as one."""
    named = {party for actor in actors for party in actor.parties}
    grouped = {party for actor in actors if actor.kind is ActorKind.GROUP for party in actor.parties}
    others = [actor for actor in actors if actor.kind is not ActorKind.GROUP]
    # "X met with the ministers of A and B".
    lone = len(grouped) + sum(not actor.parties for actor in others) if len(grouped) > 1 else 0
    return max(len(named), lone, sum(max(1, len(actor.parties)) for actor in others))
