"""A noun that names a meeting and what hangs on it in, a mention of the meeting out."""

from spacy.tokens import Token

from app.domain.meetings import Kind, PartyKind, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.clauses import (
    carriers,
    doers,
    is_carried,
    is_of_others,
    is_stop,
    led_to,
    left_behind,
    paid,
    speaker,
    stops_at,
    witnesses,
)
from app.extraction.gazetteer import MatchKind
from app.extraction.lexicon import NounFrame, verbs, word_list
from app.extraction.offers import offerers
from app.extraction.qualifiers import (
    describe,
    is_attended,
    is_beside_talks,
    is_courtesy,
    is_hosted,
    is_house,
    is_means,
    is_mere_topic,
    is_of_parliament,
    is_of_talks,
    kind_of,
    of_whom,
    role_of,
)
from app.extraction.status import of_noun
from app.extraction.syntax import SUBJECTS, agent, clause, governors, is_joined_passive, is_negated, objects, subject
from app.extraction.tense import Reading
from app.extraction.triggers import Mention, several

BODIES = {MatchKind.ORGANISATION, MatchKind.SERIES}
# Verbs whose negation says who was not there.
ABSENT = {"attend", "join", "take", "participate"}
# Words before a noun that speak of no single occasion.
# Before these nothing belongs to a noun; but signs that join words to it are taken for some of them.
BARRIERS = {"VERB", "AUX", "ADP", "SCONJ", "PUNCT", "PRON", "ADV"}
LINKS = {"-", "–", "“", '"', "’s", "'s", ","}
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
        if (
            (frame.heads and noun.dep_ == "compound")
            or self._qualified(noun, "press")
            or is_of_parliament(noun)
            or is_house(noun)
            or is_stop(noun)
            or is_means(noun)
            or is_mere_topic(noun, frame)
        ):
            return None
        # "Is in Oslo at the invitation of": why, and not whether.
        why = frame.proposed and noun.dep_ == "pobj" and noun.head.lower_ in {"at", "on", "upon"}
        if frame.attended and clause(noun).lemma_.lower() not in word_list("attending"):
            return None
        if why and is_of_talks(clause(noun)):
            return None
        reading = of_noun(noun)
        if frame.proposed and not why and reading.status is not Status.CANCELLED:
            reading = Reading(Status.PROPOSED, noun, "an invitation", "future")
        mention = Mention(self.passage, noun, kind_of(noun, frame), reading, weak=frame.weak)
        covering = next((m for m in self.on.matches if m.start <= noun.i < m.end and m.kind in BODIES), None)
        if covering is not None:
            mention.named.append(covering)
            mention.kind, mention.weak = Kind.CONFERENCE, False
        describe(mention, noun, frame)
        self._left(noun, frame, mention)
        self._right(noun, frame, mention)
        # Not "the Sixth Binational Cabinet Meeting".
        shared = any(c.lower_ in word_list("between_states") for c in noun.children)
        if self._qualified(noun, "domestic") and not several(mention) and not shared:
            return None
        self._listed(noun, mention)
        mention.add(offerers(self.on, noun))
        self._governor(noun, frame, mention)
        mention.suggest([a for a in doers(self.on, noun) if not a.start <= noun.i < a.end])
        self._of_story(noun, mention)
        also = any(c.lower_ == "also" for c in noun.head.children)
        mention.additional = also and noun.dep_ == "dobj" and not mention.definite
        joined = is_attended(noun) or (self.on.discourse.told and is_hosted(noun))
        # "Received him in a summit mediated by Angola".
        inside = is_hosted(noun) and noun.head.lower_ in {"in", "at"} and clause(noun).lemma_.lower() in verbs()
        mention.joins = (mention.definite and joined) or (inside and self.on.discourse.told)
        mention.joins = mention.joins and bool(mention.sides) and not mention.named
        if frame.travel:
            self._travel(noun, frame, mention)
        return mention

    def _travel(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """Where a trip leads and who makes it, where the noun itself has not told."""
        if not mention.destinations:
            mention.destinations += paid(self.on, noun) or left_behind(self.on, noun) or led_to(self.on, noun)
            mention.destinations += stops_at(self.on, noun)
        if mention.destinations and not mention.sides and not mention.near:
            mention.suggest(self.on.discourse.behind("he"), Role.GUEST)
        if frame.lemma == "visit" and mention.counterparts and not mention.destinations:
            # "A visit with the foreign minister" is with him, not to a place.
            mention.kind = Kind.MEETING

    def _left(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """What stands before the noun: possessors, names of parties, articles."""
        i = noun.i - 1
        while i >= noun.sent.start:
            token = self.on.doc[i]
            actor = self.on.index.at(i)
            if actor is not None:
                self._left_actor(actor, frame, mention)
                i = actor.start - 1
                continue
            if token.dep_ == "poss" or token.tag_ == "PRP$":
                role = Role.GUEST if frame.travel else Role.PARTICIPANT
                mention.add(self.on.actors(token, noun), role)
                mention.definite = True
                i -= 1
                continue
            if token.lower_ in {"the", "this", "that", "these", "those"}:
                mention.definite = True
                return
            if token.lower_ in {"a", "an", "another", "some"} | EACH:
                denied = mention.reading.rule == "none planned"
                mention.generic = mention.generic or (token.lower_ in EACH and not denied)
                return
            if token.text == ")" and self.on.doc[i - 2].text == "(":
                # "The Shanghai Cooperation Organisation (SCO) summit".
                i -= 3
                continue
            if token.pos_ in BARRIERS and token.text not in LINKS:
                return
            if token.text == "," and not self._party_before(i):
                return
            if token.lower_ == "and" and not self._party_before(i):
                return
            i -= 1

    def _party_before(self, i: int) -> bool:
        return i > 0 and self.on.index.at(i - 1) is not None and self.on.index.at(i + 1) is not None

    def _left_actor(self, actor: Actor, frame: NounFrame, mention: Mention) -> None:
        following = self.on.doc[actor.end].text if actor.end < len(self.on.doc) else ""
        possessive = following in {"'s", "’s", "’", "'"} or self.on.doc[actor.end - 1].text in {"'s", "’s"}
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
        role = Role.GUEST if frame.travel and possessive else Role.PARTICIPANT
        mention.add(self.on.resolved([actor]), role)
        if place is not None and place.kind in BODIES and not possessive:
            mention.named.append(place)

    def _right(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """What the prepositions after the noun attach."""
        for prep in self.on.prepositions(noun):
            word = prep.lower_
            if word in WITH or word in frame.with_ or (word == "from" and is_courtesy(noun)):
                members = self.on.members(prep)
                if frame.lemma == "call" and (word == "on" or is_courtesy(noun)):
                    # "Paid a courtesy call on" somebody is face to face; a call on Ukraine is about it, or on a day.
                    members = [] if mention.remote else [a for a in members if a.kind is not ActorKind.PARTY]
                    mention.kind = Kind.MEETING if members else mention.kind
                role = Role.GUEST if frame.travel and word == "by" else Role.PARTICIPANT
                mention.add(members, role)
                mention.counterparts += members if word in {"with", "to"} or is_courtesy(noun) else []
                self._take_turns(mention, members if word == "with" else [])
            elif word in {"at", "in"} and of_whom(prep):
                mention.add([a for of in of_whom(prep) for a in self.on.members(of)])
            elif word == "of" and frame.lemma == "tour":
                mention.destinations += self.on.destinations.after(prep)
            elif word == "of" and (prep.i - noun.i <= 2 or prep.head.i == noun.i):
                mention.add(self._whose(prep, frame), Role.GUEST if frame.travel else Role.PARTICIPANT)
            elif word == "from" and (frame.proposed or frame.travel):
                role = Role.HOST if frame.proposed else Role.GUEST
                mention.add([a for a in self.on.members(prep) if frame.proposed or a.kind is not ActorKind.PARTY], role)
            elif word in {"to", "in", "into", "through"} and frame.travel:
                self._lead_to(prep, mention)
        if self.on.doc[noun.i + 1 : noun.i + 2].text == "-":
            mention.generic = True

    def _lead_to(self, prep: Token, mention: Mention) -> None:
        """Where a trip leads: not "in" what follows its end ("to Moscow, his first since the start of the war in")."""
        if not mention.destinations or prep.lower_ == "to" or prep.head.i == mention.trigger.i:
            mention.destinations += self.on.destinations.after(prep)

    def _whose(self, of: Token, frame: NounFrame) -> list[Actor]:
        """Those behind "of"; "a discussion of North Korea" is about it."""
        whose = self.on.members(of) or self.on.named_in(of)
        return [a for a in whose if frame.lemma != "discussion" or a.kind is not ActorKind.PARTY]

    def _take_turns(self, mention: Mention, members: list[Actor]) -> None:
        """Those with whom it was one after the other: "talks with A in Rome and B in Milan"."""
        mention.turns += self.on.in_turn(members)
        for turn in mention.turns:
            mention.add(list(turn.actors))

    def _listed(self, noun: Token, mention: Mention) -> None:
        """Who "the meeting involved", "participants in the call included"."""
        for verb in governors(noun):
            if verb.lemma_.lower() in word_list("listing_verbs") and verb.pos_ == "VERB" and noun.i < verb.i:
                mention.add(self.on.members(verb))
                return
            if verb.pos_ in {"VERB", "AUX"}:
                return

    def _governor(self, noun: Token, frame: NounFrame, mention: Mention) -> None:
        """Who holds, attends, cancels or proposes it, or during it does something else."""
        if mention.counterparts and len(mention.sides) == len(mention.counterparts):
            mention.suggest(speaker(self.on, noun))
        for verb in carriers(noun):
            self._carried(noun, verb, frame, mention)
            large = mention.kind is Kind.CONFERENCE or frame.lemma in word_list("any_size")
            staged = large and noun.dep_ in SUBJECTS and verb.lemma_.lower() in word_list("staging")
            if staged or (mention.kind is Kind.MEETING and is_carried(noun, verb)):
                mention.add(witnesses(self.on, verb))

    def _carried(self, noun: Token, verb: Token, frame: NounFrame, mention: Mention) -> None:
        """Who takes part as the subject or agent of one verb that carries the noun."""
        absent = (is_negated(verb) and verb.lemma_.lower() in ABSENT) or mention.reading.rule == "without somebody"
        if absent and mention.reading.status is Status.HELD and verb.i != noun.i and verb.dep_ != "acl":
            # "Did not attend the summit": it took place without him.
            return
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children) or (
            (verb.tag_ == "VBN" and verb.dep_ == "acl") or is_joined_passive(verb)
        )
        role = role_of(verb)
        if frame.travel and role is Role.PARTICIPANT:
            # "South Korea is pushing for a visit by President Xi": whoever is not the guest receives him.
            role = Role.HOST if any(known is Role.GUEST for _, known in mention.sides) else Role.GUEST
        if passive:
            self._carried_by(noun, verb, mention, role)
            return
        sent = objects(verb)[:1] if verb.lemma_.lower() in word_list("sending") else []
        if frame.travel and noun.dep_ == "pobj" and verb.lemma_.lower() in word_list("host_verbs") and objects(verb):
            # "Received the minister on a courtesy visit": whom one receives is the guest.
            mention.suggest([a for o in objects(verb) for a in self.on.actors(o, verb)], Role.GUEST)
            role = Role.HOST
        # "Sent his minister to talks", but "sent delegations": whose they are, the subject tells.
        who = [a for noun_ in sent for a in self.on.actors(noun_, verb) if a.parties or a.person is not None]
        who = who or self.on.actors(subject(verb), verb)
        if not who and subject(verb) is None and verb.dep_ == "ROOT":
            who = self.on.left_neighbour(verb)
        who = [a for a in who if not a.start <= noun.i < a.end]
        if is_of_others(self.on, noun, verb):
            return
        paid = verb.lemma_.lower() == "receive" and is_courtesy(noun)
        if (verb.lemma_.lower() in word_list("light_verbs") or paid) and is_carried(noun, verb):
            mention.add(who, role)
            # "Gave a dinner to the delegation".
            fed = frame.lemma in word_list("meals") and verb.lemma_.lower() in {"give", "offer", "hold", "host"}
            mention.add(self.on.prepositional(verb, ("with", "to", "for") if fed else ("with",)))
            honoured = [of for prep in self.on.prepositions(verb) if prep.lower_ == "in" for of in of_whom(prep)]
            mention.add([a for of in honoured for a in self.on.members(of)])
        else:
            self._around(verb, who, frame, mention, role)

    def _carried_by(self, noun: Token, verb: Token, mention: Mention, role: Role) -> None:
        """Who takes part by a passive: "hosted by C", "was granted an audience with"."""
        by = self.on.actors(agent(verb), verb)
        mention.add(by, role)
        # "A and B made peace at a summit hosted by C": those named on the noun are not all.
        mention.counterparts += by if verb.head.i == noun.i or is_joined_passive(verb) else []
        granted = noun.dep_ in {"dobj", "obj", "oprd"} and noun.head.i == verb.i
        inside = noun.dep_ == "pobj" and noun.head.lower_ == "in" and verb.lemma_.lower() in word_list("engaged")
        if granted or (inside and noun.head.head.i == verb.i):
            # "Was granted an audience with", "were locked in talks": whoever was, takes part.
            mention.add(self.on.actors(subject(verb), verb))

    def _around(self, verb: Token, who: list[Actor], frame: NounFrame, mention: Mention, role: Role) -> None:
        """Who may take part since the clause that names the meeting is about what they do."""
        bloc = any(p.kind is PartyKind.ORGANISATION for a, _ in mention.sides for p in a.parties)
        if not (bloc and verb.lemma_.lower() in word_list("topics")) and not (
            is_beside_talks(mention.trigger, verb) and not mention.counterparts
        ):
            # Who "discussed the coming G7 summit" may not be there.
            mention.suggest(who, role)
        noun = mention.trigger
        if verb.lemma_ == "invite" and noun.dep_ == "pobj" and noun.head.lower_ == "to":
            # "Invited the presidents of A, X, and B, Y, to a meeting".
            mention.add([a for o in objects(verb) for a in self.on.actors(o, verb)])
            mention.add(who)
        addressing = verb.lemma_.lower() in word_list("addressing")
        if frame.kind is Kind.CALL or (addressing and noun.dep_ == "pobj"):
            # "In a phone call Trump encouraged Zelensky to ...": whom the clause addresses was on the line.
            addressed = [a for o in objects(verb) for a in self.on.actors(o, verb)]
            addressed += self.on.prepositional(verb, ("to",))
            mention.suggest([a for a in addressed if a.kind in {ActorKind.PERSON, ActorKind.ROLE}])

    def _qualified(self, noun: Token, words: str) -> bool:
        """Whether a word of a list says what sort of meeting it is ("press conference", not "Union summit")."""
        before = (c for c in noun.children if c.dep_ in {"compound", "amod", "nmod", "poss"} and c.i < noun.i)
        named = {i for match in self.on.matches for i in range(match.start, match.end)}
        # "Six-party talks" are of six sides.
        before = (c for c in before if c.i == 0 or c.nbor(-1).text != "-")
        return any(c.lower_ in word_list(words) and c.i not in named for c in before)

    def _of_story(self, noun: Token, mention: Mention) -> None:
        """Whoever the story goes on about, where a sentence names only the other side: "it came after talks with X"."""
        met = mention.counterparts
        inside = (a for a in self.on.index.actors if noun.sent.start <= a.start < noun.sent.end and not a.is_place)
        if met and not mention.near and all(any(a is b for b in met) for a in inside):
            mention.suggest(self.on.discourse.behind("he"))
