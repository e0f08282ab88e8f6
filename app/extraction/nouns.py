"""A noun that names a meeting and what hangs on it in, a mention of the meeting out."""

from app.domain.meetings import Kind, PartyKind, Role, Status
from app.extraction import bodies, ceremonies
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.attendance import is_where_present
from app.extraction.clauses import begun_here, come_to, doers, led_to, left_behind, paid, stops_at
from app.extraction.companions import chair_before, companions_behind
from app.extraction.gazetteer import MatchKind
from app.extraction.holders import add_holders, add_listed
from app.extraction.lexicon import NounFrame, verbs, word_list
from app.extraction.occasionless import names_no_occasion
from app.extraction.offers import asked, invited, is_refused, offerers
from app.extraction.qualifiers import (
    describe,
    is_attended,
    is_courtesy,
    is_hosted,
    is_named_summit,
    is_of_talks,
    kind_of,
    of_whom,
)
from app.extraction.status import of_noun
from app.extraction.syntax import clause, is_en_route, subject
from app.extraction.tense import Reading
from app.extraction.tokens import Token
from app.extraction.triggers import Mention, several
from app.extraction.turns import again

BODIES = {MatchKind.ORGANISATION, MatchKind.SERIES}
# Before these nothing belongs to a noun; but signs that join words to it are taken for some of them.
BARRIERS = {"VERB", "AUX", "ADP", "SCONJ", "PUNCT", "PRON", "ADV"}
LINKS = {"-", "–", "“", '"', "’s", "'s", ","}
# Words before a noun that speak of no single occasion.
EACH = {"any", "no", "either", "neither", "every"}
WITH = {"with", "between", "among", "amongst", "involving", "featuring", "alongside", "including", "and", "by"}


class NounReader:
    """Reads nouns by their frames."""

    def __init__(self, passage: int, on: Attachment) -> None:
        """`on` answers what hangs on a word."""
        self.passage = passage
        self.on = on

    def read(self, noun: Token, frame: NounFrame) -> Mention | None:
        """The mention that a noun makes; None for what is none ("travel warning", "press conference")."""
        if (frame.attended and not ceremonies.is_attended(noun)) or self._is_none(noun, frame):
            return None
        # "Is in Oslo at the invitation of": why, and not whether.
        why = frame.proposed and noun.dep_ == "pobj" and noun.head.lower_ in {"at", "on", "upon"}
        if why and is_of_talks(clause(noun)):
            return None
        reading = of_noun(noun)
        if frame.proposed and not why and reading.status is not Status.CANCELLED:
            reading = Reading(Status.PROPOSED, noun, "an invitation", "future")
        mention = self._begun(noun, frame, reading)
        self._left(noun, frame, mention)
        if is_named_summit(noun) and not mention.sides:
            mention.kind = Kind.CONFERENCE
        self._right(noun, frame, mention)
        if self._is_inside_a_state(noun, mention):
            return None
        if frame.lemma == "session" and not mention.named and _are_people(mention.counterparts):
            # "Held a separate session with the envoy".
            mention.kind = Kind.MEETING
        mention.of_body = frame.lemma == "meeting" and not mention.plural and _is_of_body(mention)
        add_listed(self.on, noun, mention)
        # Not "the Sixth Binational Cabinet Meeting".
        shared = any(c.lower_ in word_list("between_states") for c in noun.children)
        if self._qualified(noun, "domestic") and not several(mention) and not shared:
            return None
        mention.add([*offerers(self.on, noun, mention), *asked(self.on, noun), *invited(self.on, noun)])
        add_holders(self.on, noun, frame, mention)
        mention.suggest(self.on.index.outside(noun, doers(self.on, noun)))
        self._of_story(noun, mention)
        self._join(noun, mention)
        if frame.travel:
            self._travel(noun, frame, mention)
        elif noun.dep_ == "dobj" and not mention.turns:
            mention.turns = again(noun)
        return ceremonies.read(self.on, noun, mention) if frame.attended else mention

    def _begun(self, noun: Token, frame: NounFrame, reading: Reading) -> Mention:
        """The mention with what the noun and the words on it say, before anybody takes part."""
        mention = Mention(self.passage, noun, kind_of(noun, frame), reading, weak=frame.weak)
        covering = next((m for m in self.on.matches if m.start <= noun.i < m.end and m.kind in BODIES), None)
        if covering is not None:
            mention.named.append(covering)
            mention.kind, mention.weak = Kind.CONFERENCE, False
        describe(mention, noun, frame)
        return mention

    def _join(self, noun: Token, mention: Mention) -> None:
        """Whether it is one more meeting, or only says who else was at the one told before."""
        # "Their first encounter since a meeting in Beijing".
        mention.definite = mention.definite or (noun.dep_ == "pobj" and noun.head.lower_ == "since")
        also = any(c.lower_ == "also" for c in noun.head.children)
        mention.additional = also and noun.dep_ == "dobj" and not mention.definite
        joined = is_attended(noun) or (self.on.discourse.told and is_hosted(noun))
        # "Received him in a summit mediated by Angola".
        inside = is_hosted(noun) and noun.head.lower_ in {"in", "at"} and clause(noun).lemma_.lower() in verbs()
        # "Participants included X": in what has been told of.
        roll = noun.lemma_.lower() in word_list("attenders") and all(c.dep_ != "prep" for c in noun.children)
        mention.joins = (mention.definite and joined) or ((inside or roll) and self.on.discourse.told)
        mention.joins = mention.joins and bool(mention.sides) and not mention.named

    def _is_none(self, noun: Token, frame: NounFrame) -> bool:
        """Whether the noun names no occasion, or only what another word is about."""
        return (
            (frame.heads and noun.dep_ == "compound")
            or self._qualified(noun, "press")
            or (frame.travel and self._qualified(noun, "pastimes"))
            or names_no_occasion(noun, frame)
            or (self.on.discourse.told and is_where_present(noun))
        )

    def _travel(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """Where a trip leads and who makes it, where the noun itself has not told."""
        if not mention.destinations:
            mention.destinations += paid(self.on, noun) or left_behind(self.on, noun) or led_to(self.on, noun)
            mention.destinations += stops_at(self.on, noun) or come_to(self.on, noun)
        if not mention.destinations:
            # "His last trip there".
            mention.destinations += self.on.destinations.there(noun) or begun_here(self.on, noun)
        if mention.destinations and not mention.sides and not mention.near:
            mention.suggest(self.on.discourse.behind("who"), Role.GUEST)
        if frame.lemma == "visit" and mention.counterparts and not mention.destinations:
            # "A visit with the foreign minister" is with him, not to a place.
            mention.kind = Kind.MEETING

    def _left(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """What stands before the noun: possessors, names of parties, articles."""
        self._chaired(noun, mention)
        i = noun.i - 1
        while i >= noun.sent.start:
            token = self.on.doc[i]
            actor = self.on.index.at(i)
            if actor is not None:
                self._left_actor(actor, frame, mention)
                i = actor.start - 1
                continue
            if token.dep_ == "poss" or token.tag_ == "PRP$":
                role = Role.HOST if frame.proposed else Role.GUEST if frame.travel else Role.PARTICIPANT
                mention.add(self.on.actors(token, noun), role)
                mention.definite = True
                i -= 1
                continue
            if token.lower_ in {"the", "this", "that", "these", "those"}:
                mention.definite = True
                return
            if token.lower_ in {"a", "an", "another", "some"} | EACH:
                # "No talks are planned", "ruled out any meeting with X".
                denied = mention.reading.rule == "none planned" or is_refused(token, mention.reading)
                mention.generic = mention.generic or (token.lower_ in EACH and not denied)
                return
            if token.text == ")" and self.on.doc[i - 2].text == "(":
                # "The Shanghai Cooperation Organisation (SCO) summit".
                i -= 3
                continue
            # "Kim's failed Hanoi summit", not "the Russian-chaired summit".
            plain = token.dep_ == "amod" and i > noun.sent.start and self.on.doc[i - 1].text != "-"
            if token.pos_ in BARRIERS and token.text not in LINKS and not plain:
                return
            if token.text == "," and not self._party_before(i):
                return
            if token.lower_ == "and" and not self._party_before(i):
                return
            i -= 1

    def _chaired(self, noun: Token, mention: Mention) -> None:
        """Who chairs or hosts it by a word joined to the noun."""
        chairs = (chair_before(self.on, c) for c in noun.children if c.i < noun.i)
        mention.add(self.on.resolved([chair for chair in chairs if chair is not None]), Role.HOST)

    def _party_before(self, i: int) -> bool:
        return i > 0 and self.on.index.at(i - 1) is not None and self.on.index.at(i + 1) is not None

    def _left_actor(self, actor: Actor, frame: NounFrame, mention: Mention) -> None:
        last = self.on.doc[actor.end - 1 : actor.end + 1]
        possessive = any(token.text in {"'s", "’s"} for token in last) or last[-1].text in {"’", "'"}
        place = next((m for m in self.on.matches if m.start == actor.start and m.end == actor.end), None)
        if place is not None and place.kind in {MatchKind.CAPITAL, MatchKind.SEAT} and not possessive:
            if self.on.doc[place.start : place.end].text.lower() not in word_list("no_venues"):
                mention.named.append(place)
            return
        if place is not None and place.is_city_state and not possessive and actor.end == mention.trigger.i:
            # "Scraps Singapore summit with X": where it was to be, unless nobody else is told of.
            mention.named.append(place)
            mention.suggest([actor])
            return
        if place is not None and place.kind is MatchKind.REGION and frame.travel and not possessive:
            return  # "A Nordic tour" leads there, and is made by others.
        role = Role.HOST if frame.proposed else Role.GUEST if frame.travel else Role.PARTICIPANT
        mention.add(self.on.resolved([actor]), role if possessive else Role.PARTICIPANT)
        if place is not None and place.kind in BODIES and not possessive:
            mention.named.append(place)

    def _right(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """What the prepositions after the noun attach."""
        for prep in self.on.prepositions(noun):
            word = prep.lower_
            if word in WITH or word in frame.with_ or (word == "from" and is_courtesy(noun)):
                members = self.on.members(prep)
                paid = word == "on" and all(t.ent_type_ != "DATE" for t in self.on.doc[prep.i + 1 : prep.i + 2])
                if frame.lemma == "call" and (paid or is_courtesy(noun)):
                    # "Paid a courtesy call on" somebody is face to face; a call on Ukraine is about it, or on a day.
                    members = [] if mention.remote else [a for a in members if a.kind is not ActorKind.PARTY]
                    mention.kind = Kind.MEETING if members else mention.kind
                role = Role.GUEST if frame.travel and word == "by" else Role.PARTICIPANT
                mention.add([*members, *(companions_behind(self.on, prep) if members else [])], role)
                mention.counterparts += members if word in {"with", "to", "among", "from"} or is_courtesy(noun) else []
                self._take_turns(mention, members if word == "with" else [])
            elif word in {"at", "in"} and of_whom(prep):
                mention.add([a for of in of_whom(prep) for a in self.on.members(of)])
            elif word == "of" and frame.lemma == "tour":
                mention.destinations += self.on.destinations.after(prep)
            elif word == "of" and (prep.i - noun.i <= 2 or prep.head.i == noun.i or _follows_a_day(prep, noun)):
                mention.add(self._whose(prep, frame), Role.GUEST if frame.travel else Role.PARTICIPANT)
            elif word == "from" and (frame.proposed or frame.travel):
                role = Role.HOST if frame.proposed else Role.GUEST
                mention.add([a for a in self.on.members(prep) if frame.proposed or a.kind is not ActorKind.PARTY], role)
            elif word in {"to", "in", "into", "through", "at"} and frame.travel and not is_en_route(prep):
                self._lead_to(prep, frame, mention)
        if self.on.doc[noun.i + 1 : noun.i + 2].text == "-":
            mention.generic = True

    def _lead_to(self, prep: Token, frame: NounFrame, mention: Mention) -> None:
        """Where a trip leads: not "in" what follows its end ("to Moscow, his first since the start of the war in")."""
        guests = [a for a in self.on.members(prep) if a.kind in {ActorKind.PERSON, ActorKind.ROLE}]
        if frame.proposed and prep.lower_ == "to" and guests:
            # "Withdrew its invitation to the Turkish president".
            mention.add(guests, Role.GUEST)
        elif not mention.destinations or prep.lower_ == "to" or prep.head.i == mention.trigger.i:
            mention.destinations += self.on.destinations.after(prep)

    def _whose(self, of: Token, frame: NounFrame) -> list[Actor]:
        """Those behind "of"; "a discussion of North Korea" is about it."""
        whose = self.on.members(of) or bodies.whose(self.on.index, of, self.on.members)
        whose += companions_behind(self.on, of) if whose else []
        # "On a leg of a Nordic tour".
        whose = [a for a in whose if not (frame.travel and a.is_modifier and len(a.parties) > 1)]
        return [a for a in whose if frame.lemma != "discussion" or a.kind is not ActorKind.PARTY]

    def _take_turns(self, mention: Mention, members: list[Actor]) -> None:
        """Those with whom it was one after the other: "talks with A in Rome and B in Milan"."""
        mention.turns += self.on.in_turn(members)
        for turn in mention.turns:
            mention.add(list(turn.actors))

    def _is_inside_a_state(self, noun: Token, mention: Mention) -> bool:
        """Whether it is between one side and some who are none: "between X's party, the Greens and the Liberals"."""
        if len(mention.sides) != 1:
            return False
        between = (c for c in noun.children if c.dep_ == "prep" and c.lower_ == "between")
        heads = [[first, *first.conjuncts] for prep in between for first in prep.children if first.dep_ == "pobj"]
        listed = (word for words in heads if len(words) > 1 for word in words)
        return any(self.on.index.at(word.i) is None and word.pos_ in {"NOUN", "PROPN"} for word in listed)

    def _qualified(self, noun: Token, words: str) -> bool:
        """Whether a word of a list says what sort of meeting it is ("press conference", not "Union summit")."""
        before = [c for c in noun.children if c.i < noun.i and c.lower_ in word_list(words)]
        named = {i for match in self.on.matches for i in range(match.start, match.end)} if before else set()
        # "Six-party talks" are of six sides.
        told = (c for c in before if c.i not in named and (c.i == 0 or c.nbor(-1).text != "-"))
        return any(c.dep_ in {"compound", "amod", "nmod", "poss"} for c in told)

    def _of_story(self, noun: Token, mention: Mention) -> None:
        """Whoever the story goes on about, where a sentence names only the other side: "it came after talks with X"."""
        met = mention.counterparts
        inside = (a for a in self.on.index.actors if noun.sent.start <= a.start < noun.sent.end and not a.is_place)
        doer = subject(clause(noun))
        # "We are prepared to enter into a discussion with North Korea": whoever speaks, and not "he".
        ours = doer is not None and doer.lower_ == "we"
        if met and not ours and not mention.near and all(any(a is b for b in met) for a in inside):
            mention.suggest(self.on.discourse.behind("who"))


def _are_people(actors: list[Actor]) -> bool:
    """Whether somebody is named with whom it was, and nobody else than people."""
    return bool(actors) and all(a.kind in {ActorKind.PERSON, ActorKind.ROLE} and not a.plural for a in actors)


def _follows_a_day(of: Token, noun: Token) -> bool:
    """ "The meeting on Monday of the ministers": what the parser takes for the Monday's."""
    return of.head.dep_ == "pobj" and of.head.lower_ in word_list("calendar") and of.head.head.head.i == noun.i


def _is_of_body(mention: Mention) -> bool:
    """Whether it is told so far of one body alone that it meets: "a NATO meeting", "a meeting of the Arab League"."""
    parties = {party for actor, _ in mention.sides for party in actor.parties}
    named = {party for match in mention.named if match.kind is MatchKind.ORGANISATION for party in match.parties}
    bare = all(actor.kind is ActorKind.PARTY for actor, _ in mention.sides)
    alone = len(parties | named) == 1 and not mention.counterparts
    return bare and alone and all(party.kind is PartyKind.ORGANISATION for party in parties | named)
