"""Names and offices as written in, whether they can be those of one person out."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from app.domain.meetings import Level, Party, PartyKind
from app.extraction import ranks
from app.extraction.actors import EQUALS, Actor, ActorKind
from app.extraction.lexicon import initials, title_parties, word_list
from app.knowledge import leaders
from app.knowledge.given_names import Gender

# From here on two first names are spellings of one (rapidfuzz, of 100).
ALIKE = 75
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "vi", "vii", "xii", "xiv", "xvi"}
PREMIER = "Prime Minister"
LEADER_WORDS = {"leader", "leaders", "president", "chief", "head", "king", "premier", "chancellor"}


@dataclass(slots=True)
class NamedPerson:
    """Somebody the article names.

    `assumed` marks a side that no word names: whoever has an office is of the state that publishes the text;
    `unplaced` marks somebody of whose state the article itself says nothing.
    `mentions` counts; `place` is where among all names of the text the person first is; `titles` are in its order.
    """

    name: str
    tokens: tuple[str, ...]
    titles: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    parties: list[tuple[Party, ...]] = field(default_factory=list)
    mentions: int = 0
    place: int = 0
    former: bool = False
    office: str | None = None
    assumed: bool = False
    unplaced: bool = False
    gender: Gender | None = None

    @property
    def surname(self) -> str:
        """The last word of the name that is no suffix."""
        words = [t for t in self.tokens if t not in SUFFIXES] or list(self.tokens)
        return words[-1]

    @property
    def party(self) -> tuple[Party, ...]:
        """The side that the person most often stands for."""
        first = self.parties[0] if self.parties else ()
        if self.parties.count(first) == len(self.parties):
            return first
        known = Counter(p for p in self.parties if p)
        return max(known, key=known.__getitem__) if known else ()

    @property
    def title(self) -> str | None:
        """The first office that says more than "leader", as fully as the article ever gives it."""
        plain = [t for t in self.titles if t.casefold() not in {"leader", "official", *EQUALS}]
        kept = plain or [t for t in self.titles if t.casefold() not in EQUALS]
        return _fullest(kept[0], kept) if kept else None


def _fullest(title: str, titles: list[str]) -> str:
    """The longest of the titles that go on where this one stops: "Secretary of State" for "Secretary"."""
    longer = [t for t in titles if t.casefold().startswith(f"{title.casefold()} ")]
    return max(longer, key=len, default=title)


def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name without case, diacritics, hyphens and full stops."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return tuple(t for t in re.split(r"[^\w]+", plain) if t)


def short_forms(people: list[NamedPerson]) -> frozenset[str]:
    """The single words by which people named in full are called later: "Biden", "Xi", "Lula"."""
    forms: set[str] = set()
    for person in people:
        words = [
            w
            for w in re.split(r"[\s-]+", person.name)
            if len(w) > 1 and w[0].isupper() and w.rstrip(".").lower() not in SUFFIXES
        ]
        if len(words) < 2:
            continue
        # "Costa Mendez", "Sanchez de Lozada".
        forms.update([_from_word(person.name, words[-2])] if len(words) > 2 else [])
        codes = {p.code for p in person.party}
        forms.add(words[0] if codes & word_list("family_name_first") else words[-1])
        forms.update(s for leader in leaders.named(person.name) for s in leader.surnames if " " not in s)
    return frozenset(forms)


def _from_word(name: str, word: str) -> str:
    """What of a name stands from the last place of a word on."""
    return " ".join(name[name.rindex(word) :].split())


def office_holders(people: list[NamedPerson]) -> list[NamedPerson]:
    """Those of them of whose office and side the text tells."""
    return [person for person in people if person.titles and person.party]


def as_called(title: str, people: list[NamedPerson]) -> str:
    """A title in small letters; "premier" is a prime minister where nobody is called so."""
    called = any(held.casefold() == title for person in people for held in person.titles)
    return PREMIER.casefold() if title == "premier" and not called else title


def own_offices(actors: list[Actor]) -> set[str]:
    """Heads of offices that a text speaks of before it names whoever holds one: "The Prime Minister met X"."""
    own: set[str] = set()
    named: set[str] = set()
    for actor in actors:
        bare = actor.kind is ActorKind.ROLE and not actor.parties and (actor.title or "")[:1].isupper()
        if bare and actor.head_word not in named:
            own.add(actor.head_word)
        elif actor.kind is ActorKind.PERSON:
            named.add(actor.head_word)
    return own


def is_of_side(actor: Actor, person: NamedPerson) -> bool:
    """Whether an office is of a side that somebody stands for, where it names one."""
    return not actor.parties or bool(set(actor.parties) & set(person.party))


def title_fits(actor: Actor, person: NamedPerson) -> bool:
    """Whether somebody holds the office of a mention without a name: "the Chinese premier"."""
    if actor.head_word in {"leader", *EQUALS} and actor.parties:
        return any(h in LEADER_WORDS or h == "minister" for h in person.heads) or EQUALS.issuperset(person.heads)
    if actor.head_word in {"monarch", "sovereign"} and actor.parties:
        return bool(word_list("royal_heads") & {*person.heads, *name_tokens(person.office or "")})
    body = bool(actor.parties) and actor.parties[0].kind is PartyKind.ORGANISATION
    if body and actor.head_word == "chief" and (actor.title or "chief").casefold() == "chief":
        # "The U.N. chief".
        return any(held.casefold().replace("-", " ") in word_list("heads_of_bodies") for held in _held(person))
    sole = {word.lower() for word in title_parties()}
    if actor.head_word in sole:
        # "The Holy Father" is the Pope.
        return bool(sole & {*person.heads, *name_tokens(person.office or "")})
    wanted = _wanted(actor)
    return any(wanted <= {*name_tokens(held)} and not _is_below(held, wanted) for held in _held(person))


def is_deputy(actor: Actor, person: NamedPerson) -> bool:
    """Whether somebody is only the deputy of whoever has the office of a mention without a name."""
    wanted = _wanted(actor)
    return any(wanted <= {*name_tokens(held)} and _is_below(held, wanted) for held in _held(person))


def _wanted(actor: Actor) -> set[str]:
    title = actor.title or actor.head_word
    return {*name_tokens(PREMIER if title.lower() == "premier" else initials().get(title.lower(), title))}


def _held(person: NamedPerson) -> list[str]:
    held = [*person.titles, person.office] if person.office else person.titles
    # "The premier" is the Prime Minister, and the other way round.
    return [*held, PREMIER] if "premier" in person.heads else held


def _is_below(held: str, wanted: set[str]) -> bool:
    """Whether an office is that of a deputy of the one wanted: "the Secretary-General" is not her deputy.

    A "Deputy Prime Minister and Foreign Minister" is the Foreign Minister.
    """
    ranking = len(wanted) > 1 or "president" in wanted
    offices = [{*name_tokens(office)} for office in held.split(" and ")] if ranking else []
    deputies = word_list("deputies") - wanted
    return any(deputies & office for office in offices) and not any(
        wanted <= office and not deputies & office for office in offices
    )


def office_fits(office: str, heads: list[str]) -> bool:
    """Whether an office of the table of leaders is headed by one of some words."""
    words = set(name_tokens(office))
    if "general" in words:
        # A "Secretary Lee" is no secretary-general.
        words.discard("secretary")
    return any(head in words for head in heads)


def is_private(titles: list[str]) -> bool:
    """Whether somebody is told to hold an office of a company: "X, the chief executive of Exxon"."""
    return any(title.casefold().startswith(office) for title in titles for office in word_list("private_offices"))


def begins_like(name: str, first: str, surname: str) -> bool:
    """Whether a first name can be that of a whole name: the same first letter as one of its words before the surname.

    "Foreign Minister Aseff Ahmad Ali" is no "Ali Alatas".
    """
    words = name_tokens(name)
    known = surname.casefold()
    return first[:1] in {word[0] for word in (words[: words.index(known)] if known in words else words)}


def fullness(actor: Actor) -> tuple[int, int, int]:
    """How fully an actor is named: words, then initials and suffixes, then letters ("Joseph R. Biden, Jr.")."""
    tokens = name_tokens(actor.name or "")
    return len(_full(tokens)), len(tokens), len(actor.name or "")


def _full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in tokens if len(t) > 1 and t not in SUFFIXES and t not in word_list("name_particles"))


def is_form_of(tokens: tuple[str, ...], person: NamedPerson, actor: Actor) -> bool:
    """Whether a name can be a form of a person's longer name."""
    mine, theirs = _full(tokens), _full(person.tokens)
    if not mine or not theirs:
        return tokens == person.tokens
    known = person.party
    if actor.parties and known and not set(actor.parties) & set(known):
        return False
    if len(tokens[0]) == 1 and theirs[0] not in mine and len(theirs) > 1 and tokens[0] != person.tokens[0][0]:
        # "P.W. Botha" is not Roelof Botha.
        return False
    royal = {actor.head_word} & word_list("royal_heads")
    if len(mine) == 1 and royal and person.heads and not royal & set(person.heads) and len(theirs) > 1:
        # "King Abdullah" and "Prime Minister Abdullah Ensour".
        return False
    if len(mine) == 1:
        return mine[0] in {theirs[0], theirs[-1]} or mine[0] in theirs
    if set(mine) <= set(theirs):
        return True
    father, other = _father(tokens), _father(person.tokens)
    if father is not None and other is not None and ratio(father, other) < ALIKE:
        # "Hamad bin Khalifa Al Thani", "Hamad bin Jassem Al Thani": cousins.
        return False
    if min(len(mine), len(theirs)) > 2 and ratio(mine[0], theirs[0]) < ALIKE:
        # "Mohamed bin Zayed Al Nahyan", "Mansour bin Zayed Al Nahyan": brothers.
        return False
    same_office = bool(actor.head_word) and actor.head_word in person.heads
    return mine[-1] == theirs[-1] and (mine[0][0] == theirs[0][0] or same_office)


def _father(tokens: tuple[str, ...]) -> str | None:
    """The word behind the first "bin" of a name."""
    behind = (tokens[i + 1] for i, word in enumerate(tokens[:-1]) if word in word_list("patronymics"))
    return next(behind, None)


def leads(person: NamedPerson) -> bool:
    """Whether somebody holds an office of a leader: "the Japanese leader" is not the adviser.

    Of his counterpart, named so alone, a leader says more than the office of the finance minister beside him.
    """
    side = person.party[0].code if person.party else ""
    titles = [*person.titles, *([person.office] if person.office else [])]
    equal = bool(person.heads) and EQUALS.issuperset(person.heads)
    return equal or any(ranks.of_title(title, side) is Level.LEADER for title in titles)


def stands_for_body(person: NamedPerson) -> bool:
    """Whether somebody speaks for an organisation."""
    return bool(person.party) and person.party[0].kind is PartyKind.ORGANISATION


def leads_another(person: NamedPerson, actor: Actor) -> bool:
    """Whether the longer name is that of a known leader of another state: "Jordan's King Hussein" is not Saddam."""
    if not actor.parties or person.party or len(person.tokens) < 2:
        return False
    led = {term.party for term in leaders.named(person.name)}
    return bool(led) and led.isdisjoint(party.code for party in actor.parties)
