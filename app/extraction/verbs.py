"""A verb that reports a meeting and what hangs on it in, a mention of the meeting out."""

from app.domain.meetings import Kind, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.attendance import is_in_a_room, sessions
from app.extraction.chains import occasion_of
from app.extraction.clauses import witnesses
from app.extraction.companions import (
    companions,
    companions_behind,
    entourage,
    fellow_travellers,
    hosts_of_guest,
    in_company,
    staff,
)
from app.extraction.gazetteer import MatchKind
from app.extraction.generic import is_generic
from app.extraction.lexicon import VerbFrame, nouns, word_list
from app.extraction.needs import Offer, fulfilled
from app.extraction.neighbours import at_the_seat, behind_participle, discussed_with, left_of, right_of
from app.extraction.places import PlaceMention
from app.extraction.qualifiers import is_wondered
from app.extraction.signals import is_remote
from app.extraction.status import of_verb
from app.extraction.syntax import agent, is_contact_clause, is_passive, objects, subject
from app.extraction.tense import Reading
from app.extraction.tokens import Token
from app.extraction.triggers import Mention
from app.extraction.turns import again, are_apart, does_each, is_joint, one_by_one
from app.knowledge import seats, states

# Prepositions behind what somebody visits that say where it is.
INSIDE = ("in", "at")
# Names that stand for the state to which somebody is posted.
STANDING = {MatchKind.STATE, MatchKind.CAPITAL}


class VerbReader:
    """Reads verbs by their frames."""

    def __init__(self, passage: int, on: Attachment) -> None:
        """`on` answers what hangs on a word."""
        self.passage = passage
        self.on = on

    def read(self, verb: Token, frame: VerbFrame) -> Mention | None:
        """The mention that a verb makes; None where the clause lacks what its frame needs."""
        mention = self._begun(verb, frame, _reading(verb, frame))
        passive = is_passive(verb)
        who, objects_ = self._doers(verb, frame), self._met(verb, frame)
        by = (self.on.actors(agent(verb), verb) or at_the_seat(self.on, verb, frame)) if passive else []
        if passive and frame.lemma in {"meet", "see"} and not any(a.title or a.name for a in by):
            return None
        if passive:
            mention.add(who, _role(frame.object))
            mention.add(by or self._posted_to(verb, frame, who), frame.subject)
            has_object = bool(who)
        else:
            mention.add(_senders(who) if frame.lemma in word_list("sending") else who, frame.subject)
            self._add_objects(verb, frame, mention, objects_)
            has_object = bool(objects_) or bool(mention.destinations)
        if verb.head.lemma_ == "invite" and verb.dep_ in {"xcomp", "ccomp", "advcl"}:
            mention.add(self.on.actors(subject(verb.head), verb), Role.HOST)
        with_ = self.on.prepositional(verb, frame.with_) or discussed_with(self.on, verb)
        mention.add([*with_, *self._with_those_met(verb, frame)])
        mention.counterparts += [*objects_, *with_]
        if frame.kind is Kind.MEETING:
            mention.add([*witnesses(self.on, verb), *in_company(self.on, verb)])
        self._take_turns(verb, frame, mention, by)
        self._go(verb, frame, mention)
        mention.company += staff(self.on, subject(verb))
        if frame.kind is Kind.VISIT:
            self._accompany(verb, mention, led=bool(who))
        if frame.kind is Kind.VISIT and self._comes_together(mention):
            mention.kind = Kind.MEETING
        sits = frame.needs == "told" or frame.lemma in word_list("telling")
        attended = sessions(verb, self.on) if sits and not is_passive(verb) else []
        if attended and mention.sides:
            mention.kind = Kind.CONFERENCE
            mention.add(attended)
            return mention
        offer = Offer(verb, mention, [*objects_, *with_], has_object, self.on, tuple(frame.lemma.split()[1:]))
        if not fulfilled(frame, offer):
            return None
        return mention

    def _accompany(self, verb: Token, mention: Mention, *, led: bool) -> None:
        """Add who receives a guest and, where it is told who leads, who travels along."""
        doer = subject(verb)
        if led and doer is not None:
            mention.company += [*companions(self.on, doer), *entourage(self.on, verb)]
        mention.add(hosts_of_guest(self.on, verb), Role.HOST)
        mention.add(fellow_travellers(self.on, verb) if led else [], Role.GUEST)

    def _go(self, verb: Token, frame: VerbFrame, mention: Mention) -> None:
        """Set where somebody goes, and where on from there."""
        mention.destinations += self.on.to(verb, frame.to)
        if frame.to and mention.destinations:
            known = {place.start for place in mention.destinations}
            mention.destinations += [p for p in self.on.destinations.onward(verb) if p.start not in known]

    def _doers(self, verb: Token, frame: VerbFrame) -> list[Actor]:
        """Who stands as the subject, with whoever heads a delegation that meets somebody."""
        who = self.on.actors(subject(verb), verb) or ([] if is_passive(verb) else left_of(self.on, verb))
        who = who or behind_participle(self.on, verb)
        if who and not is_passive(verb):
            # "The president, X, his counterpart, Y, and Chad's Z met": the parser parts the list.
            parted = [c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i][1:]
            who = [*who, *(a for c in parted for a in self.on.actors(c, verb) if all(a is not b for b in who))]
        doer = subject(verb) if frame.kind is Kind.MEETING else None
        return [*who, *(companions(self.on, doer) if who and doer is not None else [])]

    def _with_those_met(self, verb: Token, frame: VerbFrame) -> list[Actor]:
        """Who heads those that are met, or comes with them."""
        found = [
            a for p in self.on.prepositions(verb) if p.lower_ in frame.with_ for a in companions_behind(self.on, p)
        ]
        met = self._objects(verb, frame) if frame.object in {"guest", "participant"} else []
        return [*found, *(a for noun in met if self.on.actors(noun, verb) for a in companions(self.on, noun))]

    def _met(self, verb: Token, frame: VerbFrame) -> list[Actor]:
        """Who stands as the object, or behind the words that say where."""
        found = [a for o in self._objects(verb, frame) for a in self.on.actors(o, verb)]
        if not found and frame.object in {"guest", "participant"} and is_contact_clause(verb):
            return [a for a in self.on.actors(verb.head, verb) if a.kind is not ActorKind.PARTY]
        unknown = all(o.pos_ == "PROPN" for o in objects(verb)) and not is_passive(verb)
        if found or not unknown or frame.object not in {"guest", "participant"} or frame.needs != "person_object":
            return found
        return right_of(self.on, verb)

    def _add_objects(self, verb: Token, frame: VerbFrame, mention: Mention, met: list[Actor]) -> None:
        """Set what an active verb's object is: a place where somebody goes, or whom one meets."""
        if frame.object == "destination":
            mention.destinations += self.on.destinations.named(objects(verb)) or ([] if met else self._inside(verb))
            mention.add([a for a in met if a.kind is not ActorKind.PARTY], Role.HOST)
        elif frame.object != "none":
            mention.add(met, _role(frame.object))

    def _inside(self, verb: Token) -> list[PlaceMention]:
        """The state, or its capital, in which that is which somebody visits: "visited a camp in Jordan"."""
        found = [(place, states.by_code(place.place.country or "")) for place in self.on.to(verb, INSIDE)]
        return [place for place, state in found if state is not None and place.place.city in {None, state.capital}]

    def _posted_to(self, verb: Token, frame: VerbFrame, who: list[Actor]) -> list[Actor]:
        """Who summons an ambassador, if nobody is said to: "Japan's ambassador to China is summoned"."""
        if frame.lemma not in word_list("summoning"):
            return []
        own = {party for actor in who for party in actor.parties}
        inside = [t for actor in who for t in self.on.doc[actor.start : actor.end]] + [*verb.subtree]
        named = [m for t in inside for m in self.on.matches if m.start == t.i and m.parties and m.kind in STANDING]
        parties = next((m.parties for m in named if not set(m.parties) & own), ())
        return [Actor(ActorKind.PARTY, verb.i, verb.i + 1, parties=parties)] if parties else []

    def _comes_together(self, mention: Mention) -> bool:
        """ "Negotiators return to Geneva": those of several states, to a city where states meet."""
        parties = {party for actor, _ in mention.sides for party in actor.parties}
        groups = all(actor.kind is ActorKind.GROUP or actor.members for actor, _ in mention.sides)
        shared = any(place.place.city in seats.shared_cities() for place in mention.destinations)
        return shared and groups and (len(parties) > 1 or any(actor.members for actor, _ in mention.sides))

    def _objects(self, verb: Token, frame: VerbFrame) -> list[Token]:
        """What a verb has for its objects: of "shook X's hand" X, of "received the credentials of Y" Y."""
        found = objects(verb)
        owners = [c for noun in found for c in noun.children if c.dep_ == "poss"]
        of = (c for noun in found for c in noun.children if c.lower_ in {"of", "from"} and c.dep_ == "prep")
        owners += [c for prep in of for c in prep.children if c.dep_ == "pobj"]
        if not found and frame.lemma == "call in":
            # "Called in Ambassador X": the parser takes him for the place.
            found = [c for prep in verb.children if prep.lower_ == "in" for c in prep.children if c.dep_ == "pobj"][:1]
        return [*found, *owners] if frame.lemma.endswith((" hand", "e credential", "t credential")) else found

    def _begun(self, verb: Token, frame: VerbFrame, reading: Reading) -> Mention:
        """The mention with what the verb and its adverbs say of it, before anybody takes part."""
        mention = Mention(self.passage, verb, frame.kind, reading, is_verb=True, weak=frame.weak)
        # "Will not talk of it", "will not speak in public" call off no meeting.
        alone = frame.kind is Kind.CALL and not self.on.prepositional(verb, frame.with_) and not objects(verb)
        unsaid = ((frame.weak and not frame.to) or alone) and reading.rule in {"negation", "stays away"}
        mention.generic = unsaid or reading.rule == "negated past" or is_generic(verb) or is_wondered(verb)
        # "Had planned to join A and B and stayed at home": they meet without him. "Refused to shake his hand".
        undone = frame.lemma in {"join", "shake hand"} and reading.status is Status.CANCELLED
        mention.generic = mention.generic or undone
        mention.arrival = frame.ongoing
        mention.remote = is_remote(verb)
        if frame.kind is Kind.CALL and not mention.remote and (_is_beside(verb) or is_in_a_room(verb)):
            mention.kind = Kind.MEETING
        mention.repeats = any(c.lower_ == "again" for c in verb.children)
        mention.additional = any(c.lower_ in word_list("additional") for c in verb.children)
        return mention

    def _take_turns(self, verb: Token, frame: VerbFrame, mention: Mention, by: list[Actor]) -> None:
        """Whom the subject met one after the other."""
        mention.turns = self.on.in_turn(by or mention.counterparts)
        if not mention.turns and frame.kind is not Kind.VISIT:
            mention.turns = again(verb)
        role = frame.subject if by else _role(frame.object)
        for turn in mention.turns:
            mention.add(list(turn.actors), role)
        if by:
            mention.counterparts += self.on.actors(subject(verb), verb)
        phoned = (frame.kind is Kind.CALL or mention.remote) and (
            frame.lemma in word_list("one_by_one") or any(t.lower_ in word_list("one_by_one") for t in verb.subtree)
        )
        if phoned and not is_joint(verb):
            mention.turns = [one for turn in mention.turns for one in one_by_one(turn)]
        # "Received the credentials of the ambassadors of A and B": one after the other.
        presented = frame.lemma.endswith(" credential")
        mention.apart = presented or (phoned and not is_joint(verb)) or are_apart(verb)
        if not mention.turns and does_each(verb) and len(mention.counterparts) < 2:
            # "Britain and France each summoned the ambassador".
            mention.counterparts = by or self.on.actors(subject(verb), verb)
            mention.apart = True

    def is_headline(self, token: Token) -> bool:
        """Whether a "noun" is a verb in the present after a name: "President Lukashenko visits Pyongyang"."""
        before = self.on.index.at(token.i - 1) if token.i else None
        if (
            before is None
            or before.kind not in {ActorKind.PERSON, ActorKind.GROUP, ActorKind.ROLE}
            or (before.plural and token.lower_.endswith("s"))
        ):
            return False
        if token.dep_ in {"dobj", "pobj"} and token.head.i < before.start and before.kind is ActorKind.GROUP:
            # "Agreed to hold government talks in Seoul".
            return False
        if token.i + 1 >= len(self.on.doc) or not (token.lower_.endswith("s") or self._is_of_several(token)):
            return False
        following = self.on.doc[token.i + 1]
        return following.pos_ in {"PROPN", "DET", "ADP", "ADJ", "PRON"} and following.text not in {"'s", "’s"}

    def _is_of_several(self, token: Token) -> bool:
        """Whether a plain form stands behind a list of people: "X of Spain and Y of Chile meet in"."""
        own = token.lower_ == token.lemma_.lower() and token.lemma_.lower() not in nouns()
        return own and len(self.on.index.of(token.nbor(-1))) > 1

    def headline(self, token: Token, frame: VerbFrame) -> Mention | None:
        """A verb that the tagger took for a noun: read by the order of the words alone."""
        status = Status.ONGOING if frame.ongoing else Status.HELD
        mention = Mention(
            self.passage, token, frame.kind, Reading(status, token, "headline present", "present"), is_verb=True
        )
        mention.arrival = frame.ongoing
        who = self.on.index.at(token.i - 1)
        several_ = self.on.index.of(token.nbor(-1)) if who and not token.lower_.endswith("s") else []
        mention.add(self.on.resolved(several_ or [who]) if who else [], frame.subject)
        preposition = self.on.doc[token.i + 1].lower_ if self.on.doc[token.i + 1].pos_ == "ADP" else ""
        if frame.object == "destination" or preposition in frame.to:
            mention.destinations += self.on.destinations.after(token if not preposition else self.on.doc[token.i + 1])
        elif preposition in {*frame.with_, ""}:
            mention.add(
                self.on.resolved(self.on.index.list_from(token.i + (2 if preposition else 1))), _role(frame.object)
            )
        return mention if mention.destinations or len(mention.sides) > 1 else None


def _reading(verb: Token, frame: VerbFrame) -> Reading:
    """Where the meeting stands that a verb reports."""
    reading = of_verb(verb, frame.ongoing)
    if frame.proposed and reading.status in {Status.HELD, Status.ONGOING, Status.SCHEDULED}:
        return Reading(Status.PROPOSED, verb, "an invitation", "future")
    if frame.needs == "joint" and reading.rule in {"governor fail", "governor able", "governor unable"}:
        # "Failed to reach a deal in Moscow": they were there.
        return Reading(Status.HELD, verb, "past tense", "past", 1)
    return reading


def _senders(actors: list[Actor]) -> list[Actor]:
    """The sides of those who send somebody: they stand for them, but do not come themselves."""
    return [Actor(ActorKind.ROLE, a.start, a.end, a.parties, serves=a) if _is_somebody(a) else a for a in actors]


def _is_somebody(actor: Actor) -> bool:
    return actor.kind in {ActorKind.PERSON, ActorKind.ROLE}


def _is_beside(verb: Token) -> bool:
    """ "Spoke on the sidelines of", "spoke at the summit": face to face."""
    around = occasion_of(verb)
    if around is not None and nouns()[around.lemma_.lower()].kind in {Kind.MEETING, Kind.CONFERENCE}:
        return True
    behind = (g for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "at", "in"} for g in c.children)
    # "Called the ambassador to the foreign ministry".
    called = (g for c in verb.children if verb.lemma_ == "call" and c.lower_ == "to" for g in c.children)
    return any(n.lower_ in word_list("aside") for n in behind) or any(
        n.lower_ in word_list("seat_words") for n in called
    )


def _role(name: str) -> Role:
    return Role(name) if name in set(Role) else Role.PARTICIPANT
