"""All mentions of people in an article in, one entry a person out: the fullest name, the office, the party."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.fuzz import ratio

from app.domain.meetings import Party, PartyKind
from app.extraction import ranks
from app.extraction.actors import EQUALS, NATIONAL, Actor, ActorKind
from app.extraction.lexicon import initials, title_parties, word_list
from app.knowledge import leaders, states

# From here on two first names are spellings of one (rapidfuzz, of 100).
ALIKE = 75
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "vi", "vii", "xii", "xiv", "xvi"}
LEADER_WORDS = {"leader", "leaders", "president", "chief", "head", "king", "premier", "chancellor"}


@dataclass(slots=True)
class NamedPerson:
    """Somebody the article names.

    `assumed` marks a side that no word names: whoever has an office is of the state that publishes the text.
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

    @property
    def surname(self) -> str:
        """The last word of the name that is no suffix."""
        words = [t for t in self.tokens if t not in SUFFIXES] or list(self.tokens)
        return words[-1]

    @property
    def party(self) -> tuple[Party, ...]:
        """The side that the person most often stands for."""
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
        codes = {p.code for p in person.party}
        forms.add(words[0] if codes & word_list("family_name_first") else words[-1])
        forms.update(s for leader in leaders.named(person.name) for s in leader.surnames if " " not in s)
    return frozenset(forms)


class PeopleRegister:
    """The people of one article."""

    def __init__(self, published: date | None, home: str | None) -> None:
        """`home` is the state's code, or the organisation, whose office publishes the article."""
        self.people: list[NamedPerson] = []
        self._published = published
        self._home = home
        self._own: set[str] = set()

    def register(self, actors: list[Actor], titled: int = 0) -> None:
        """Assign a person to every named actor; longest names first, so that "Biden" finds "Joseph R. Biden".

        The first `titled` actors stand in the title.
        """
        self._own = own_offices(actors[titled:])
        named = [a for a in actors if a.kind is ActorKind.PERSON and a.name]
        order = sorted(named, key=_fullness, reverse=True)
        place = {id(actor): i for i, actor in enumerate(named)}
        for actor in order:
            actor.person = self._assign(actor, place[id(actor)])
        for actor in named:
            self._describe(self.people[actor.person or 0], actor)
        for person in self.people:
            self._place(person)
        for actor in named:
            self._send(actor)
        told, subjects = 0, list[int]()
        for actor in actors:
            told += id(actor) in place
            if actor.kind is ActorKind.ROLE:
                actor.person = self._holder(actor, told, subjects)
                if actor.person is not None and actor.title and not actor.former:
                    self.people[actor.person].titles.append(actor.title)
            if actor.is_subject and actor.person is not None:
                subjects.append(actor.person)

    def _assign(self, actor: Actor, place: int) -> int:
        """The person of a name; where several may be meant ("Kim"), whoever has the office given or came first."""
        tokens = name_tokens(actor.name or "")
        fitting = [i for i, person in enumerate(self.people) if _same(tokens, person, actor)]
        if fitting:
            chosen = min(fitting, key=lambda i: (actor.head_word not in self.people[i].heads, self.people[i].place))
            self.people[chosen].place = min(self.people[chosen].place, place)
            return chosen
        heads = [actor.head_word] if actor.head_word else []
        self.people.append(NamedPerson(actor.name or "", tokens, heads=heads, place=place))
        if actor.parties:
            self.people[-1].parties.append(actor.parties)
        return len(self.people) - 1

    def _describe(self, person: NamedPerson, actor: Actor) -> None:
        person.mentions += 1
        person.former = person.former or actor.former
        if actor.parties:
            person.parties.append(actor.parties)
        if actor.title:
            person.titles.append(actor.title)
            person.heads.append(actor.head_word)

    def _place(self, person: NamedPerson) -> None:
        """Give a party to a person whose country the article does not name: a known leader, else the home state."""
        terms = self._terms(person)
        parties = {term.party for term in terms}
        # Of a state and a movement that somebody leads at the same time, the state is meant.
        own = {code for code in parties if states.by_code(code) and person.titles} or parties
        known = own.pop() if len(own) == 1 else None
        if person.party:
            terms = tuple(t for t in terms if any(p.code == t.party for p in person.party))
            person.office = self._office(person, terms)
        elif known is not None:
            person.parties.append((party_of(known),))
            person.office = self._office(person, terms)
        elif self._home and person.titles and not person.former and self._at_home(person):
            person.parties.append((party_of(self._home),))
            person.assumed = True

    def _send(self, actor: Actor) -> None:
        """Give whoever acts for somebody ("an envoy of President X") the side of whom he acts for."""
        person = self.people[actor.person or 0]
        if actor.serves is None or person.party:
            return
        if actor.serves.person is not None:
            person.parties.append(self.people[actor.serves.person].party)
        elif actor.serves.parties:
            person.parties.append(actor.serves.parties)

    def _at_home(self, person: NamedPerson) -> bool:
        """Whether who publishes has such an office: the United States have no prime minister."""
        ruling = [h for h in person.heads if h in word_list("ruling_heads")]
        if all(title.casefold().partition(" of ")[0] != "secretary" for title in person.titles):
            # Of a "State Secretary" or "Permanent Secretary" every state has some.
            ruling = [h for h in ruling if h != "secretary"]
        offices_ = {word for x in leaders.all_leaders() if x.party == self._home for word in name_tokens(x.office)}
        if states.by_code(self._home or "") is None:
            # States send people to an organisation; of those without a state only its heads are surely its own.
            return all(h in offices_ for h in person.heads)
        return not ruling or not offices_ or all(h in offices_ for h in ruling)

    def _terms(self, person: NamedPerson) -> tuple[leaders.Leader, ...]:
        """The terms of the known office-holder that a person is, those under way if there are any."""
        found = leaders.named(person.name) or self._spelt_otherwise(person) if len(person.tokens) > 1 else ()
        if not found and person.heads:
            terms = (x for x in leaders.by_surname(person.surname) if _office_fits(x.office, person.heads))
            found = tuple(x for x in terms if len(person.tokens) == 1 or _begins_like(x.name, person.tokens[0]))
        if not found and person.heads and len(person.tokens) == 1:
            # "President Johnson": of a common name, whoever has the office.
            terms = (x for x in leaders.by_common_name(person.surname) if _office_fits(x.office, person.heads))
            return tuple(x for x in terms if self._serves(x))
        if not found and not person.heads and len(person.tokens) == 1:
            found = leaders.by_surname(person.surname)
        return tuple(x for x in found if self._serves(x)) or found

    def _spelt_otherwise(self, person: NamedPerson) -> tuple[leaders.Leader, ...]:
        """The terms under way of who is called so but for the spelling of the first name ("Yassir Arafat")."""
        first = person.tokens[0]
        terms = [x for x in leaders.by_surname(person.surname) if self._serves(x)]
        return tuple(x for x in terms if ratio(first, name_tokens(x.name)[0]) >= ALIKE)

    def _office(self, person: NamedPerson, terms: tuple[leaders.Leader, ...]) -> str | None:
        """The highest office that a person holds by the table of leaders when the article is published."""
        held = [t for t in terms if self._serves(t)] if not person.former else []
        return max(held, key=lambda t: ranks.ORDER[ranks.of_title(t.office, t.party)]).office if held else None

    def _serves(self, term: leaders.Leader) -> bool:
        """Whether a term was under way when the article was published."""
        return self._published is not None and term.held(self._published)

    def _holder(self, actor: Actor, told: int, subjects: list[int]) -> int | None:
        """The named person to whom "the Chinese premier" or "the Vice President" refers.

        Of several who hold the office it is the only one among the first `told` names, those before it, or the one who
        was last among the `subjects` so far.
        """
        if actor.head_word == NATIONAL:
            own = [i for i, person in enumerate(self.people) if set(actor.parties) & set(person.party)]
            return max(own, key=lambda i: self.people[i].mentions, default=None)
        fitting = [
            i for i, person in enumerate(self.people) if _is_of_side(actor, person) and _title_fits(actor, person)
        ]
        if len(fitting) == 1 and self._may_be_own(actor, self.people[fitting[0]], told):
            return None
        if actor.parties or len(fitting) < 2:
            return fitting[-1] if fitting else None
        # In what a government publishes "the President" may be its own, whom it need not name.
        own = [i for i in fitting if any(p.code == self._home for p in self.people[i].party)]
        before = [i for i in fitting if self.people[i].place < told] if self._home is None else own
        if self._home is None and len(before) > 1:
            return next((i for i in reversed(subjects) if i in before), None)
        return before[0] if len(before) == 1 else None

    def _may_be_own(self, actor: Actor, person: NamedPerson, told: int) -> bool:
        """Whether "the President" of a home text, said before a foreign one is named, is rather its own."""
        foreign = all(party.code != self._home for party in person.party)
        first = person.place >= told or actor.head_word in self._own
        own = {word for x in leaders.all_leaders() if x.party == self._home for word in name_tokens(x.office)}
        bare = not actor.parties and self._home is not None and actor.head_word in own
        return bare and foreign and bool(person.party) and first


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


def _is_of_side(actor: Actor, person: NamedPerson) -> bool:
    return not actor.parties or bool(set(actor.parties) & set(person.party))


def _title_fits(actor: Actor, person: NamedPerson) -> bool:
    if actor.head_word in {"leader", *EQUALS} and actor.parties:
        return any(h in LEADER_WORDS or h == "minister" for h in person.heads) or not person.heads
    sole = {word.lower() for word in title_parties()}
    if actor.head_word in sole:
        # "The Holy Father" is the Pope.
        return bool(sole & {*person.heads, *name_tokens(person.office or "")})
    title = actor.title or actor.head_word
    wanted = set(name_tokens(initials().get(title.lower(), title)))
    held = [*person.titles, person.office] if person.office else person.titles
    return any(wanted <= set(name_tokens(title)) for title in held)


def _office_fits(office: str, heads: list[str]) -> bool:
    words = set(name_tokens(office))
    return any(head in words for head in heads)


def _begins_like(name: str, first: str) -> bool:
    """Whether a first name can be that of a whole name: the same first letter."""
    return first[:1] in {word[0] for word in name_tokens(name)}


def party_of(code: str) -> Party:
    """The party of a state's code or an organisation's short name."""
    return Party(
        code,
        PartyKind.STATE if states.by_code(code) else PartyKind.ORGANISATION,
    )


def _fullness(actor: Actor) -> tuple[int, int, int]:
    """How fully an actor is named: words, then initials and suffixes, then letters ("Joseph R. Biden, Jr.")."""
    tokens = name_tokens(actor.name or "")
    return len(_full(tokens)), len(tokens), len(actor.name or "")


def _full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(t for t in tokens if len(t) > 1 and t not in SUFFIXES and t not in word_list("name_particles"))


def _same(tokens: tuple[str, ...], person: NamedPerson, actor: Actor) -> bool:
    """Whether a name can be a form of a person's longer name."""
    mine, theirs = _full(tokens), _full(person.tokens)
    if not mine or not theirs:
        return tokens == person.tokens
    known = person.party
    if actor.parties and known and not set(actor.parties) & set(known):
        return False
    royal = {actor.head_word} & word_list("royal_heads")
    if len(mine) == 1 and royal and person.heads and not royal & set(person.heads) and len(theirs) > 1:
        # "King Abdullah" and "Prime Minister Abdullah Ensour".
        return False
    if len(mine) == 1:
        return mine[0] in {theirs[0], theirs[-1]} or mine[0] in theirs
    if set(mine) <= set(theirs):
        return True
    if min(len(mine), len(theirs)) > 2 and ratio(mine[0], theirs[0]) < ALIKE:
        # "Mohamed bin Zayed Al Nahyan", "Mansour bin Zayed Al Nahyan": brothers.
        return False
    same_office = bool(actor.head_word) and actor.head_word in person.heads
    return mine[-1] == theirs[-1] and (mine[0][0] == theirs[0][0] or same_office)
