"""Words that report a meeting only as they stand ("will be in Oslo", "expected in Paris") in, the mention out."""

from app.domain.meetings import Kind, Level, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.attendance import is_in_a_room, lists_presence, present, tells_meeting
from app.extraction.companions import companions, hosts_of_guest
from app.extraction.gazetteer import MatchKind
from app.extraction.governors import past_plan
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.places import PlaceMention, place_of
from app.extraction.ranks import of_title
from app.extraction.signals import look_up
from app.extraction.status import of_verb
from app.extraction.syntax import clause, is_negated, is_passive, objects, subject
from app.extraction.tense import Reading, is_conditional, tense, was_given_up
from app.extraction.tokens import Token
from app.extraction.triggers import Mention, several
from app.extraction.verbs import VerbReader
from app.knowledge import seats

OFF = {Status.CANCELLED, Status.POSTPONED}
# Tokens between "in" and the "for" behind the place ("in New Delhi, India, for").
REACH = 7


class UnframedReader:
    """Reads what no frame of the lexicon covers, since the word alone says nothing of a meeting."""

    def __init__(self, passage: int, on: Attachment, verbs_: VerbReader) -> None:
        """`on` answers what hangs on a word, `verbs_` reads the frame of "due"."""
        self.passage = passage
        self.on = on
        self._verbs = verbs_

    def concerns(self, word: Token) -> bool:
        """Whether a word is to be read here and nowhere else."""
        if word.lower_ == "visiting":
            actor = self.on.index.at(word.i)
            return actor is not None and actor.kind is not ActorKind.PARTY
        here = word.lemma_ in {"be", "spend"} | word_list("expecting") or lists_presence(word) or _puts_it_off(word)
        return here or _is_there_for(word)

    def read(self, word: Token) -> Mention | None:
        """The mention that such a word makes in its clause, if any."""
        if lists_presence(word):
            return present(word, self.passage, self.on)
        if word.lemma_ in word_list("expecting"):
            return self._expected(word)
        if _plays_host(word) is not None:
            return self._hosting(word)
        if _puts_it_off(word):
            return self._put_off(word)
        if word.lemma_ == "spend":
            return self._spent(word)
        if word.lower_ == "in":
            return self._there_for(word)
        return self._presence(word) if word.lemma_ != "be" or clause(word).i == word.i else None

    def _hosting(self, verb: Token) -> Mention | None:
        """The meeting that "was host to X and Y" tells of."""
        to = _plays_host(verb)
        guests = self.on.members(to) if to is not None else []
        if to is None or all(a.kind is ActorKind.PARTY for a in guests):
            return None
        mention = Mention(self.passage, to.head, Kind.MEETING, of_verb(verb, ongoing=False), is_verb=True, weak=True)
        mention.add(self.on.actors(subject(verb), verb), Role.HOST)
        mention.add(guests, Role.GUEST)
        mention.counterparts += guests
        return mention if several(mention) else None

    def _there_for(self, prep: Token) -> Mention | None:
        """The visit of "Minister X, in Oslo for a conference, said": to the place, whoever else is there."""
        actor, verb = self.on.index.at(prep.head.i), clause(prep)
        who = [actor] if actor is not None else self.on.actors(subject(prep.head), verb)
        people = [a for a in who if a.kind in {ActorKind.PERSON, ActorKind.ROLE} or _is_delegation(a)]
        where = self._behind(prep)
        with_ = next((c for c in (*prep.children, *prep.head.children) if _is_with(c, prep)), None)
        company = [a for a in self.on.members(with_) if a.kind is ActorKind.PERSON] if with_ is not None else []
        if with_ is not None and not company:
            return None
        if not people or not where or where[0].place.city in seats.shared_cities():
            return None
        reading = of_verb(verb, ongoing=False)
        ahead = reading.status is not Status.HELD
        if ahead or reading.tense == "present":
            reading = Reading(Status.ONGOING, prep, "is there", "present")
        # "In Tunis for talks, will fly to Rome on Friday": the day is that of the flight.
        mention = Mention(self.passage, prep, Kind.VISIT, reading, weak=True, stay=True, undated=ahead)
        mention.add([*people, *company], Role.GUEST)
        mention.destinations += where[:1]
        return mention

    def _presence(self, word: Token) -> Mention | None:
        """The stay abroad that "will be in Oslo on Friday" or "visiting Foreign Minister X said in Oslo" tells of."""
        visiting = word.lower_ == "visiting"
        actor = self.on.index.at(word.i) if visiting else None
        head = self.on.doc[slice(*(actor.name_span or (actor.start, actor.end)))].root if actor is not None else word
        verb = clause(head)
        # "Envoys spent a day": the parser takes what they did for what was done to them.
        doer = subject(verb) or (verb.head if verb.dep_ == "acl" and verb.lemma_ == "spend" else None)
        told = doer is not None and doer.lower_ != "we" and not visiting
        who = [actor] if actor is not None else self.on.actors(doer, verb) if told else []
        who = [*who, *companions(self.on, doer)] if told and doer is not None else who
        people = [a for a in who if a.kind in {ActorKind.PERSON, ActorKind.ROLE} or _is_delegation(a)]
        absent = is_negated(verb) and tense(verb) == "future"
        if not people or (is_negated(verb) and not absent) or tells_meeting(verb, visiting=visiting):
            return None
        way = _way(verb)
        where = self._where(verb) if way is None else next(iter(self._behind(way)), None)
        # Not "is in Oslo with Defence Secretary X", who is of no other state.
        with_ = [a for a in self._people_with(verb) if a.parties or where is None or of_title(a.title) is Level.LEADER]
        if where is None and not (with_ and is_in_a_room(verb)):
            return None
        reading = _of_stay(verb, ongoing=not visiting, absent=absent, on_the_way=way is not None)
        mention = Mention(self.passage, word, Kind.VISIT, reading, is_verb=True, weak=True)
        mention.add(people, Role.GUEST)
        mention.destinations += [where, *self._further(verb)] if where is not None else []
        mention.stay = where is not None
        if not visiting:
            mention.add(with_, Role.HOST if where is not None else Role.PARTICIPANT)
        joined = word.lemma_ == "spend" or any(t.lower_ == "together" for t in word.doc[word.i : word.i + 4])
        # Not "X and Y of Morocco spent two days in Banjul".
        joined = joined and len({party for actor in people for party in actor.parties}) != 1
        if len(mention.sides) > len(people) or (joined and several(mention)):
            mention.kind = Kind.MEETING
        elif where is not None and where.place.city in seats.shared_cities():
            return None
        mention.add(hosts_of_guest(self.on, verb), Role.HOST)
        return mention

    def _people_with(self, verb: Token) -> list[Actor]:
        return [a for a in self.on.prepositional(verb, ("with",)) if a.kind in {ActorKind.PERSON, ActorKind.ROLE}]

    def _spent(self, verb: Token) -> Mention | None:
        """Time that somebody spent with another, or at a place abroad: "spent two days in Geneva"."""
        # "Spent half an hour alone with".
        around = (verb, *(c for c in verb.children if c.lower_ == "alone"))
        spent = [*objects(verb), *(c for word in around for c in word.children if c.dep_ == "npadvmod")]
        if not any(_is_time(noun) for noun in spent):
            return None
        return self._verbs.read(verb, verbs()["spend"]) or self._talking(verb) or self._presence(verb)

    def _talking(self, verb: Token) -> Mention | None:
        """What several did with their time: "the two spent half an hour discussing steel"."""
        talk = next((c for c in verb.children if c.tag_ == "VBG" and c.lemma_.lower() in word_list("talking")), None)
        if talk is None:
            return None
        mention = Mention(self.passage, verb, Kind.MEETING, of_verb(verb, ongoing=False), is_verb=True, weak=True)
        mention.add(self.on.actors(subject(verb), verb))
        mention.add(self.on.prepositional(talk, ("with",)))
        return mention if several(mention) else None

    def _expected(self, verb: Token) -> Mention | None:
        """The visit that "is expected in Paris on Monday" or "expects the premier on Monday" tells of."""
        if is_negated(verb) or any(_tells_more(c, verb) for c in verb.children):
            return None
        mention = self._verbs.read(verb, verbs()["due" if is_passive(verb) else "receive"])
        if mention is not None:
            plan = Reading(Status.SCHEDULED, verb, "is expected", "future")
            off = past_plan(verb) or was_given_up(verb)
            mention.reading = Reading(Status.CANCELLED, verb, "past plan", "past", 1) if off else plan
        return mention

    def _put_off(self, verb: Token) -> Mention:
        """What "it" is that "they decided to postpone": the meeting told of before, whenever it was to be."""
        reading = Reading(look_up(verb) or Status.CANCELLED, verb, f"governor {verb.lemma_.lower()}", "future")
        return Mention(self.passage, verb, Kind.MEETING, reading, definite=True, undated=True)

    def _where(self, verb: Token) -> PlaceMention | None:
        """The place right behind "in" in a clause that says nothing else of its subject ("was due in Rome")."""
        if verb.lemma_ == "spend":
            return next(iter(self.on.to(verb, ("in", "at"))), None)
        if verb.lemma_ != "be":
            return place_of(self.on.doc, self.on.matches, verb)
        # "Was last in Oslo in May", "is back in Oslo".
        more = (c for c in verb.children if c.lower_ not in {"last", "back"})
        if any(c.dep_ in {"acomp", "attr", "oprd"} for c in more):
            return None
        if any(c.lower_ in {"here", "there"} and c.dep_ == "advmod" for c in verb.children):
            # "Will be here next week", "was last there in May".
            return next(iter(self.on.destinations.there(verb)), None)
        seats_ = {m.start for m in self.on.matches if m.kind is MatchKind.SEAT}
        # "Hopes to be back in Oslo".
        behind = [
            c
            for c in (*verb.children, *(g for back in verb.children if back.lower_ == "back" for g in back.children))
            if c.dep_ == "prep"
            and c.i > verb.i
            and (c.lower_ == "in" or _has_been_to(c) or (c.lower_ == "at" and {c.i + 1, c.i + 2} & seats_))
        ]
        return next(iter(self._behind(behind[0])), None) if behind else None

    def _further(self, verb: Token) -> list[PlaceMention]:
        """The places behind a further "in": "was in Oslo on Monday, in Riga on Tuesday and in Bonn on Friday"."""
        preps = [c for c in verb.children if c.dep_ == "prep" and c.i > verb.i] if verb.lemma_ == "be" else []
        joined = [c for prep in preps for c in prep.conjuncts if c.i > prep.i]
        behind = [prep for prep in (*preps, *joined) if prep.lower_ == "in" or _has_been_to(prep)]
        # "Was in Oslo and Riga".
        return [place for prep in behind for place in self._behind(prep)][1:]

    def _behind(self, prep: Token) -> list[PlaceMention]:
        """The places behind a preposition, "the country" among them."""
        pointing = [c for c in prep.children if c.dep_ == "pobj" and c.lower_ in word_list("the_country")]
        return self.on.destinations.named(pointing) or self.on.destinations.after(prep)


def _is_there_for(prep: Token) -> bool:
    """Whether a place behind a comma, or that opens a sentence, is where somebody is for an occasion of any company."""
    if prep.lower_ != "in" or prep.dep_ != "prep" or not (prep.is_sent_start or prep.nbor(-1).text == ","):
        return False
    if any(_is_with(c, prep) for c in (*prep.children, *prep.head.children)):
        return True
    near = (word for above in (prep.head, prep, *prep.children) for word in above.children)
    behind = (word for word in near if word.lower_ == "for" and 1 < word.i - prep.i < REACH)
    occasions = (noun for purpose in behind for noun in purpose.children if noun.lemma_.lower() in nouns())
    return any(all(c.lower_ not in {"with", "between"} for c in noun.children) for noun in occasions)


def _is_with(word: Token, prep: Token) -> bool:
    """ "In Rome today with X": who is there too, before the comma that ends what is said of the place."""
    behind = word.lower_ == "with" and 1 < word.i - prep.i < REACH
    # "In Rome on Monday he conferred with X": what he did there.
    told = word.head.pos_ == "VERB" and prep.i < word.head.i < word.i
    return behind and not told and all(t.text != "," for t in prep.doc[prep.i : word.i])


def _has_been_to(prep: Token) -> bool:
    """ "Has been to Oslo"."""
    return prep.lower_ == "to" and prep.head.lower_ == "been"


def _way(verb: Token) -> Token | None:
    """The preposition of "is on his way to Oslo", "was en route to Oslo"."""
    ways = (c for p in verb.children if p.lower_ in {"on", "en"} for c in p.children if c.lower_ in {"way", "route"})
    return next((c for way in ways for c in way.children if c.lower_ == "to" and c.dep_ == "prep"), None)


def _plays_host(verb: Token) -> Token | None:
    """The preposition of "was host to X"."""
    hosts = (c for c in verb.children if verb.lemma_ == "be" and c.dep_ == "attr" and c.lower_ == "host")
    return next((p for host in hosts for p in host.children if p.lower_ == "to" and p.dep_ == "prep"), None)


def _tells_more(word: Token, verb: Token) -> bool:
    """Whether a clause says what is expected of somebody, and not only where and for what he is expected."""
    if word.dep_ not in {"xcomp", "ccomp"}:
        return False
    there = any(
        c.dep_ == "prep" and c.lower_ in {"in", "at"} and verb.i < c.i < word.left_edge.i for c in verb.children
    )
    frame = verbs().get(word.lemma_.lower())
    return not there or word.dep_ == "ccomp" or (frame is not None and not frame.weak)


def _of_stay(verb: Token, *, ongoing: bool, absent: bool, on_the_way: bool) -> Reading:
    """What a clause says of the stay that it tells of."""
    if absent:
        return Reading(Status.CANCELLED, verb, "stays away", "future")
    if on_the_way:
        return Reading(Status.SCHEDULED, verb, "on the way", "future")
    reading = of_verb(verb, ongoing)
    return Reading(Status.ONGOING, verb, "is there", "present") if reading.rule == "arrival" else reading


def _is_delegation(actor: Actor) -> bool:
    """Whether a group is on official business: the envoys of a state, its team."""
    sent = actor.head_word in word_list("official_groups") | word_list("plural_heads")
    return actor.kind is ActorKind.GROUP and bool(actor.parties) and sent


def _is_time(noun: Token) -> bool:
    """Whether a noun is a length of time or a day: "most of Sunday", "three hours"."""
    words = (noun, *(g for c in noun.children if c.lower_ == "of" for g in c.children))
    return any(t.lemma_.lower() in word_list("measures") or t.lower_ in word_list("calendar") for t in words)


def _puts_it_off(verb: Token) -> bool:
    """Whether a verb says of "it" that it does not come about, or not yet."""
    if verb.pos_ != "VERB" or all(c.lower_ != "it" for c in verb.children):
        return False
    of = [*objects(verb), *(c for c in verb.children if c.dep_ == "nsubjpass")]
    done = not is_negated(verb) and not is_conditional(clause(verb))
    return any(o.lower_ == "it" for o in of) and look_up(verb) in OFF and done
