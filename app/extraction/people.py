"""All mentions of people in an article in, one entry a person out: the fullest name, the office, the party."""

import re
from datetime import date
from functools import cache

from rapidfuzz.fuzz import ratio

from app.domain.meetings import Party, PartyKind
from app.extraction import ranks
from app.extraction.actors import NATIONAL, Actor, ActorKind
from app.extraction.lexicon import word_list
from app.extraction.naming import (
    ALIKE,
    NamedPerson,
    as_called,
    begins_like,
    fullness,
    is_form_of,
    is_of_side,
    is_private,
    leads,
    leads_another,
    name_tokens,
    office_fits,
    own_offices,
    stands_for_body,
    title_fits,
)
from app.extraction.unnamed import paper_of, recall, side_of_deputy
from app.knowledge import leaders, states
from app.knowledge.given_names import Gender, gender_of


class PeopleRegister:
    """The people of one article."""

    def __init__(
        self, published: date | None, home: str | None, here: str | None = None, *, filed: bool = True
    ) -> None:
        """`home` is the state's code, or the organisation, whose office publishes the article; `here` the state from
        the capital of which it was filed, and `filed` whether it says from where."""
        self.people: list[NamedPerson] = []
        self._published = published
        self._home = home
        self._here = here if home is None else None
        self._is_local = home is None and not filed
        self._own: set[str] = set()

    def register(self, actors: list[Actor], titled: int = 0) -> None:
        """Assign a person to every named actor; longest names first, so that "Biden" finds "Joseph R. Biden".

        The first `titled` actors stand in the title.
        """
        self._own = own_offices(actors[titled:])
        named = [a for a in actors if a.kind is ActorKind.PERSON and a.name]
        order = sorted(named, key=fullness, reverse=True)
        place = {id(actor): i for i, actor in enumerate(named)}
        for actor in order:
            actor.person = self._assign(actor, place[id(actor)])
        for actor in named:
            self._describe(self.people[actor.person or 0], actor)
        self._find_sides(named)
        self._refer(actors, set(place))
        if self._home is None:
            recall(actors)
        for person in self.people:
            person.gender = person.gender or self._gender(person)
        for actor in actors:
            actor.gender = self.people[actor.person].gender if actor.person is not None else actor.gender

    def _refer(self, actors: list[Actor], named: set[int]) -> None:
        """Find whom each office without a name is of; `named` are the identities of the actors with one."""
        told, subjects = 0, list[int]()
        for actor in actors:
            told += id(actor) in named
            if actor.kind is ActorKind.ROLE:
                actor.person = self._holder(actor, told, subjects)
                if actor.person is None and not actor.parties:
                    actor.parties = side_of_deputy(actor, self.people)
                if actor.person is not None and actor.title and not actor.former:
                    self.people[actor.person].titles.append(actor.title)
            if actor.is_subject and actor.person is not None:
                subjects.append(actor.person)

    def _find_sides(self, named: list[Actor]) -> None:
        """Give each person the side that the text, the table of leaders or the place of the news tells."""
        for person in self.people:
            self._place(person)
        for actor in named:
            self._send(actor)
        scenes = {actor.person: actor.scene for actor in reversed(named) if actor.scene is not None}
        here = paper_of(self.people) if self._is_local else self._here
        for number, person in enumerate(self.people):
            self._place_here(person, scenes.get(number, here))
        for actor in named:
            self._send(actor)

    def _assign(self, actor: Actor, place: int) -> int:
        """The person of a name; where several may be meant ("Kim"), who has the office given, leads or came first."""
        tokens = name_tokens(actor.name or "")
        fitting = [i for i, person in enumerate(self.people) if is_form_of(tokens, person, actor)]
        fitting = [i for i in fitting if not leads_another(self.people[i], actor)]
        if fitting:
            chosen = min(fitting, key=lambda i: self._precedence(self.people[i], actor))
            self.people[chosen].place = min(self.people[chosen].place, place)
            return chosen
        heads = [actor.head_word] if actor.head_word else []
        self.people.append(NamedPerson(actor.name or "", tokens, heads=heads, place=place))
        if actor.parties:
            self.people[-1].parties.append(actor.parties)
        return len(self.people) - 1

    def _precedence(self, person: NamedPerson, actor: Actor) -> tuple[bool, bool, int]:
        """Who of several is meant by a shorter name, the first of them in this order."""
        known = len(person.tokens) > 1 and any(self._serves(term) for term in leaders.named(person.name))
        return actor.head_word not in person.heads, not known, person.place

    def _describe(self, person: NamedPerson, actor: Actor) -> None:
        person.mentions += 1
        person.former = person.former or actor.former
        person.gender = person.gender or actor.gender
        if actor.parties:
            person.parties.append(actor.parties)
        if actor.title:
            person.titles.append(actor.title)
            person.heads.append(actor.head_word)

    def _place(self, person: NamedPerson) -> None:
        """Give a party to a person whose country the article does not name: a known leader, else the home state."""
        person.unplaced = not person.parties
        private = is_private(person.titles)
        terms = tuple(t for t in self._terms(person) if not private or is_private([t.office]))
        parties = {term.party for term in terms}
        # Of a state and a movement that somebody leads at the same time, the state is meant.
        own = {code for code in parties if states.by_code(code) and person.titles} or parties
        known = own.pop() if len(own) == 1 else None
        if person.party:
            terms = tuple(t for t in terms if any(p.code == t.party for p in person.party))
            person.office = self._office(person, terms)
        elif self._is_sent_by_home(person):
            person.parties.append((party_of(self._home or ""),))
        elif known is not None:
            person.parties.append((party_of(known),))
            person.office = self._office(person, terms)
        elif any(title.casefold().split(" for ")[0] in word_list("american_offices") for title in person.titles):
            person.parties.append((party_of("USA"),))
        elif self._home and person.titles and not (person.former or private) and self._at_home(person, self._home):
            person.parties.append((party_of(self._home),))
            person.assumed = True

    def _place_here(self, person: NamedPerson, here: str | None) -> None:
        """Give an officer of state whom the article places nowhere the state from whose capital it tells of him.

        Not where somebody else holds the like office there: "Russian Foreign Minister X", in Moscow, beside "Foreign
        Minister Y".
        """
        ruling = ({*person.heads} & word_list("ruling_heads")) - {"secretary"}
        # Of other secretaries many states have some.
        ruling |= {title for title in person.titles if title.casefold() == "foreign secretary"}
        ruling |= {title for title in person.titles if title.casefold().split(" of ")[0] in word_list("local_offices")}
        if not here or person.party or person.former or not ruling or not self._at_home(person, here):
            return
        titles = {title.casefold() for title in person.titles}
        others = (one for one in self.people if one.party and one.party[0].code == here)
        if all(titles.isdisjoint(title.casefold() for title in one.titles) for one in others):
            person.parties.append((party_of(here),))
            person.assumed = True

    def _is_sent_by_home(self, person: NamedPerson) -> bool:
        """Whether an organisation publishes and gives somebody an office that it alone fills ("Special Envoy")."""
        of_body = bool(self._home) and states.by_code(self._home or "") is None
        heads = (re.split(r" (?:for|of|on|to) ", title.casefold())[0] for title in person.titles)
        return of_body and any(head in word_list("offices_of_bodies") for head in heads)

    def _send(self, actor: Actor) -> None:
        """Give whoever acts for somebody ("an envoy of President X") the side of whom he acts for."""
        person = self.people[actor.person or 0]
        if actor.serves is None or person.party:
            return
        if actor.serves.person is not None:
            person.parties.append(self.people[actor.serves.person].party)
        elif actor.serves.parties:
            person.parties.append(actor.serves.parties)

    def _at_home(self, person: NamedPerson, home: str) -> bool:
        """Whether a side has such an office: the United States have no prime minister."""
        ruling = [h for h in person.heads if h in word_list("ruling_heads")]
        if all(title.casefold().partition(" of ")[0] != "secretary" for title in person.titles):
            # Of a "State Secretary" or "Permanent Secretary" every state has some.
            ruling = [h for h in ruling if h != "secretary"]
        offices_ = _words_of_offices(home)
        if states.by_code(home) is None:
            # States send people to an organisation; of those without a state only its heads are surely its own.
            return all(h in offices_ for h in person.heads)
        return not ruling or not offices_ or all(h in offices_ for h in ruling)

    def _terms(self, person: NamedPerson) -> tuple[leaders.Leader, ...]:
        """The terms of the known office-holder that a person is, those under way if there are any."""
        found = leaders.named(person.name) or self._spelt_otherwise(person) if len(person.tokens) > 1 else ()
        if not found and person.name[:1].islower():  # "General de Gaulle": a surname of two words.
            found = leaders.by_surname(person.name)
        if not found and person.heads:
            terms = (x for x in leaders.by_surname(person.surname) if office_fits(x.office, person.heads))
            first = person.tokens[0] if len(person.tokens) > 1 else ""
            found = tuple(x for x in terms if not first or begins_like(x.name, first, person.surname))
        if not found and person.heads and len(person.tokens) == 1:
            # "President Johnson": of a common name, whoever has the office.
            terms = (x for x in leaders.by_common_name(person.surname) if office_fits(x.office, person.heads))
            return tuple(x for x in terms if self._serves(x))
        if not found and not person.heads and len(person.tokens) == 1:
            found = leaders.by_surname(person.surname)
        serving = tuple(x for x in found if self._serves(x))
        # A foreign minister who will lead a body one day does not speak for it yet.
        fits = (states.by_code(x.party) is not None or office_fits(x.office, person.heads) for x in found)
        return serving or (found if not person.heads or any(fits) else ())

    def _spelt_otherwise(self, person: NamedPerson) -> tuple[leaders.Leader, ...]:
        """The terms under way of who is called so but for the spelling of the first name ("Yassir Arafat")."""
        first = person.tokens[0]
        terms = [x for x in leaders.by_surname(person.surname) if self._serves(x)]
        return tuple(x for x in terms if ratio(first, name_tokens(x.name)[0]) >= ALIKE)

    def _office(self, person: NamedPerson, terms: tuple[leaders.Leader, ...]) -> str | None:
        """The highest office that a person holds by the table of leaders when the article is published."""
        held = [t for t in terms if self._serves(t)] if not person.former else []
        return max(held, key=lambda t: ranks.ORDER[ranks.of_title(t.office, t.party)]).office if held else None

    def _gender(self, person: NamedPerson) -> Gender | None:
        """What the name tells as the article gives it, else as the table of leaders does."""
        own = gender_of(person.name)
        told = {gender_of(term.name) for term in self._terms(person)} - {None} if own is None else {own}
        return told.pop() if len(told) == 1 else None

    def _serves(self, term: leaders.Leader) -> bool:
        """Whether a term was under way when the article was published."""
        return self._published is not None and term.held(self._published)

    def _holder(self, actor: Actor, told: int, subjects: list[int]) -> int | None:
        """The named person to whom "the Chinese premier" or "the Vice President" refers.

        Of several who hold the office it is the only one among the first `told` names, those before it, or the one who
        was last among the `subjects` so far.
        """
        if actor.indefinite:
            return None
        if actor.head_word == NATIONAL or (actor.head_word in word_list("guests") and actor.parties):
            own = [i for i, person in enumerate(self.people) if set(actor.parties) & set(person.party)]
            return max(own, key=lambda i: self.people[i].mentions, default=None)
        fitting = [i for i, person in enumerate(self.people) if is_of_side(actor, person) and title_fits(actor, person)]
        if not fitting and actor.former:
            # "The former Nigerian president", of who mediates for the organisation that sent him.
            sent = subjects[-1] if subjects else None
            return sent if sent is not None and stands_for_body(self.people[sent]) else None
        if actor.head_word == "leader":
            fitting = [i for i in fitting if leads(self.people[i])] or fitting
        fitting = [i for i in fitting if not self.people[i].former] or fitting
        if len(fitting) == 1 and self._may_be_own(actor, self.people[fitting[0]], told):
            return None
        if actor.parties or len(fitting) < 2:
            # Of two premiers of a state rather whom the article is about than who came before him.
            return max(fitting, key=lambda i: self.people[i].mentions, default=None)
        # "The Secretary" is a Secretary of State rather than an Assistant Secretary.
        title = (actor.title or actor.head_word).casefold()
        title = as_called(title, [self.people[i] for i in fitting if self.people[i].place < told])
        fitting = [i for i in fitting if any(t.casefold().startswith(title) for t in self.people[i].titles)] or fitting
        # Beside "Polish Prime Minister X" it is "Prime Minister Y", whose state the article need not name.
        unplaced = [i for i in fitting if self.people[i].unplaced and self.people[i].place < told]
        local = [i for i in unplaced if any(p.code == self._here for p in self.people[i].party)]
        unplaced = local if len(local) == 1 else unplaced
        fitting = unplaced if len(unplaced) == 1 and self._home is None else fitting
        # "The President" of a government's text may be its own; whoever is only taken for its own may be whom he met.
        own = [i for i in fitting if any(p.code == self._home for p in self.people[i].party)]
        own = [i for i in own if not self.people[i].assumed] or [i for i in own if self.people[i].place < told] or own
        before = [i for i in fitting if self.people[i].place < told] if self._home is None else own
        if self._home is None and len(before) > 1:
            return next((i for i in reversed(subjects) if i in before), None)
        return before[0] if len(before) == 1 else None

    def _may_be_own(self, actor: Actor, person: NamedPerson, told: int) -> bool:
        """Whether "the President" of a home text, said before a foreign one is named, is rather its own."""
        foreign = all(party.code != self._home for party in person.party)
        first = person.place >= told or actor.head_word in self._own
        bare = not actor.parties and self._home is not None and actor.head_word in _words_of_offices(self._home)
        return bare and foreign and bool(person.party) and first


@cache
def _words_of_offices(party: str | None) -> frozenset[str]:
    """The words in the offices of a side's known leaders."""
    return frozenset(word for x in leaders.all_leaders() if x.party == party for word in name_tokens(x.office))


def party_of(code: str) -> Party:
    """The party of a state's code or an organisation's short name."""
    return Party(
        code,
        PartyKind.STATE if states.by_code(code) else PartyKind.ORGANISATION,
    )
