"""A parse, its actors and matches in, what hangs on a word out: the actors and places of its arguments."""

from dataclasses import replace

from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.bodies import in_its_name, of_body_told, of_both, of_whom_told
from app.extraction.chains import tells_of
from app.extraction.destinations import Destinations
from app.extraction.discourse import PLURAL, SINGULAR, Discourse, count_of_people, outrank
from app.extraction.gazetteer import Match
from app.extraction.lexicon import nouns, word_list
from app.extraction.places import PlaceMention
from app.extraction.pronouns import (
    are_others,
    faces_others,
    including,
    last_before,
    not_meant,
    one_of_two,
    pair_before,
    pair_of_sentence,
    relative_of,
    said_of_itself,
    same_before,
    subject_after,
)
from app.extraction.ranks import singular
from app.extraction.speakers import FIRST, says_i
from app.extraction.spoken import is_quarrel_before, is_spoken_over
from app.extraction.syntax import clause, subject
from app.extraction.tokens import Token
from app.extraction.turns import Turn, in_turn

# What the parser makes of a preposition that belongs to a word before it.
PREPOSITIONAL = {"prep", "agent", "mark", "pcomp", "dative", "advmod"}
REMOTE = {"phone", "telephone", "video"}
# How far behind a group "including" or "among them" may stand ("leaders of more than forty African countries, among").
LISTED = 9


class Attachment:
    """Answers who and where for the words of one passage."""

    def __init__(self, index: ActorIndex, matches: list[Match], discourse: Discourse) -> None:
        """`discourse` carries what earlier passages mentioned."""
        self.index = index
        self.doc = index.doc
        self.matches = matches
        self.discourse = discourse
        self.destinations = Destinations(index.doc, matches, discourse)
        self._prepositions: dict[int, list[Token]] = {}
        self._pronouns: dict[int, list[Actor]] = {}

    def actors(self, token: Token | None, at: Token) -> list[Actor]:
        """The actors that a token stands for, pronouns and groups resolved."""
        if token is None:
            return []
        lower = token.lower_
        among = self._among(token)
        if among:
            return among
        if lower in {"former", "latter"} and token.i and token.nbor(-1).lower_ == "the":
            return one_of_two(self.index, token)
        if lower == "it" and token.dep_ in {"nsubj", "nsubjpass"}:
            return said_of_itself(self.index, token)
        if token.pos_ == "PRON" or lower in SINGULAR | PLURAL | {"whose"}:
            return self._pronoun(token, lower, at)
        if lower in word_list("vehicles"):
            # "The president's plane landed".
            return [a for child in token.children if child.dep_ == "poss" for a in self.actors(child, at)]
        found = self.index.of(token)
        count = 0 if found else count_of_people(token)
        if count:
            owned = any(child.tag_ == "PRP$" for child in token.children) or token.dep_ in {"dobj", "pobj"}
            pair = pair_of_sentence(self.index, token) if count == 2 and not owned else []
            if pair:
                return pair
            doer = subject(clause(token)) if owned else None
            return self.discourse.of_number(count, self.actors(doer, at) if doer not in {None, token} else [])
        found = of_whom_told(self.index, token, found)
        if found:
            return self.resolved(self._with_listed(found))
        both = in_its_name(self.index, token, self.members)
        return both or of_both(token, self.discourse.behind_group, self.actors)

    def _pronoun(self, token: Token, lower: str, at: Token) -> list[Actor]:
        """The actors behind a pronoun, with whoever is named along with it."""
        if lower in {"who", "whom", "which", "that", "whose"} and (relative := relative_of(token)).dep_ == "relcl":
            return self.actors(relative.head, at)
        if lower in {"we", "us"} and faces_others(self.index, token, self.members):
            return says_i(self.index, self.discourse.speaker, token)
        earlier = self._earlier(token) if lower in SINGULAR else pair_before(self.index, token, lower)
        earlier = earlier or (says_i(self.index, self.discourse.speaker, token) if lower in FIRST else [])
        others = are_others(self.index, token)
        behind = earlier or subject_after(self.index, token, lower) or ([] if others else self._meant(token, lower))
        company = [a for other in token.conjuncts if other.i > token.i for a in self.resolved(self.index.of(other))]
        return behind + [a for a in company if all(a is not b for b in behind)]

    def _meant(self, pronoun: Token, lower: str) -> list[Actor]:
        """Whom the story means by a pronoun: "he" is whoever it was where it was read first, "they" may be joined."""
        known = self._pronouns.get(pronoun.i) if lower in SINGULAR else None
        if not known:
            known = self._pronouns[pronoun.i] = self.discourse.behind(lower, not_meant(self.index, pronoun))
        return known

    def _with_listed(self, found: list[Actor]) -> list[Actor]:
        """A group of nobody's with those whom it is said to include: "fifteen ministers, among them X and Y"."""
        if len(found) == 1 and found[0].plural and not found[0].parties:
            return [*found, *self.listed_after(found[0])]
        return [*found, *self.index.bracketed(found[0])] if len(found) == 1 else found

    def _among(self, token: Token) -> list[Actor]:
        """Who is said to be one of many: "X and Y were among those who attended"."""
        verb = token.head.head
        if token.dep_ != "pobj" or token.head.lower_ not in {"among", "amongst"} or verb.lemma_ != "be":
            return []
        doer = subject(verb)
        return self.index.of(doer) if doer is not None else []

    def _earlier(self, pronoun: Token) -> list[Actor]:
        """Who stands before a pronoun in its own sentence: whom the same one before it means, else the last named."""
        again = same_before(pronoun)
        return self.actors(again, pronoun) if again is not None else last_before(self.index, pronoun)

    def resolved(self, actors: list[Actor]) -> list[Actor]:
        """The actors, with "the two leaders" and the like replaced by those behind them."""
        resolved: list[Actor] = []
        for actor in (of_body_told(self.doc, one, self.discourse.bloc) for one in actors):
            if actor.members:
                resolved.append(replace(actor, members=tuple(self.resolved(list(actor.members)))))
                continue
            vague = actor.kind is ActorKind.GROUP and not actor.parties and self._definite(actor)
            for one in self._behind(actor) if vague else [self._same_body(actor)]:
                if all(one is not a for a in resolved):
                    resolved.append(one)
        return resolved

    def _behind(self, group: Actor) -> list[Actor]:
        """Who a group without a country is: people of its rank named before, or others of their states."""
        found = self.discourse.behind_group(group)
        if not found:
            return [group]
        ranks = {singular(a.head_word) for a in found if a.head_word}
        rank = group.head_word[:-3] + "y" if group.head_word.endswith("ies") else group.head_word.removesuffix("s")
        named = all(a.kind in {ActorKind.PERSON, ActorKind.ROLE} for a in found) and not outrank(group, found)
        others = any(t.tag_ == "PRP$" for t in self.doc[max(0, group.start - 1) : group.end])
        if (
            named
            and not others
            and rank not in word_list("no_people")
            and (rank in word_list("any_rank") or rank in ranks or not ranks)
        ):
            return found
        return [replace(group, members=tuple(found))]

    def _same_body(self, group: Actor) -> Actor:
        """Of "the delegation" the one told of before, with its party; anybody else is who he is."""
        sent = group.kind is ActorKind.GROUP and group.head_word in word_list("official_groups")
        left = self.doc[max(0, group.start - 1) : group.end].text.lower().split()
        if not sent or group.parties or group.plural or "the" not in left[:2]:
            return group
        known = self.discourse.same_body(group.head_word)
        return replace(group, parties=known.parties) if known is not None else group

    def _definite(self, actor: Actor) -> bool:
        left = {t.lower_ for t in self.doc[max(0, actor.start - 3) : actor.end]}
        if any(t.lower_ in word_list("of_others") for t in self.doc[actor.start : actor.end]):
            # "The leaders of several other countries", "the political leaders there" are none of those told of.
            return False
        behind = self.doc[actor.end : actor.end + 2]
        if len(behind) > 1 and behind[0].lower_ == "of" and behind[1].like_num:
            # "The leaders of 11 countries".
            return False
        # "Delegations met in Oslo": those of the states told of.
        bare = actor.end - actor.start == 1 and self.doc[actor.start].is_sent_start
        sent = bool(bare) and actor.plural and actor.head_word in word_list("sent_by_all")
        return actor.count is not None or sent or (bool(left & {"the", "both", "their"}) and actor.plural)

    def prepositional(self, verb: Token, prepositions: tuple[str, ...]) -> list[Actor]:
        """The actors behind one of these prepositions of a verb."""
        found: list[Actor] = []
        for prep in self.prepositions(verb):
            if prep.lower_ in prepositions:
                if prep.lower_ == "by" and self.doc[prep.i + 1 : prep.i + 2].text.lower() in REMOTE:
                    continue
                topic = is_spoken_over(prep, verb)
                met = [a for a in self.members(prep) if a not in found]
                found += [a for a in met if not topic or a.kind is not ActorKind.PARTY]
        return found

    def prepositions(self, head: Token) -> list[Token]:
        """Prepositions that can belong to a word: its own, and later ones that the parser hung on a neighbour."""
        if head.i not in self._prepositions:
            self._prepositions[head.i] = self._found_for(head)
        return self._prepositions[head.i]

    def _found_for(self, head: Token) -> list[Token]:
        # "With whom he had spent two hours", "with whom he is to meet".
        near = [*head.children, *(head.head.children if head.dep_ == "xcomp" else ())]
        found = [c for c in near if c.dep_ == "prep" and c.i < head.i and self.doc[c.i + 1].lower_ == "whom"]
        for token in self.doc[head.i + 1 : head.sent.end]:
            if token.text in {";", ":"}:
                break
            again = token.dep_ == "conj" and token.lower_ == token.head.lower_
            if token.pos_ in {"ADP", "SCONJ"} and (again or token.dep_ in PREPOSITIONAL):
                if self._attached(token, head):
                    found.append(token)
            elif token.lower_ in {"with", "between"} and self._attached(token, head):
                found.append(token)
        return found

    def _attached(self, prep: Token, head: Token) -> bool:
        above = prep.head
        if prep.dep_ == "mark" and prep.lower_ in {"with", "between"} and above.dep_ in {"advcl", "xcomp", "acl"}:
            # "Spoke with X to offer help": the parser takes X for who offers.
            above = above.head
        on = above.head
        addressed = above.dep_ == "dobj" and on.tag_ == "VBG" and on.dep_ == "acl" and on.head.i == head.i
        if addressed or (is_quarrel_before(above) and above.i != head.i):
            # "Talks addressing relations with Israel", "walked out of the meeting after a row with X".
            return False
        for _ in range(6):
            if above.i == head.i:
                return True
            if above.pos_ == "VERB" and above.i < head.i and above.i == clause(head).i:
                # "The decision was taken at a dinner on Friday between X and Y, it said": hung on the decision.
                break
            of_head = prep.lower_ in {"with", "between"} and tells_of(above, head)
            if above.pos_ in {"VERB", "AUX"} and above.i > head.i and not of_head:
                return False
            if above.lemma_.lower() in nouns() and above.i > head.i and self.index.at(above.i) is None:
                return False
            if above.head.i == above.i:
                break
            above = above.head
        verb = clause(prep)
        with_ = prep.lower_ == "between" or (prep.lower_ == "with" and verb.lemma_ == "hold")
        while verb.dep_ == "xcomp" and head.pos_ != "VERB" and with_:
            # "Talks were to resume on Monday between ..."
            verb = verb.head
        return head.i == clause(prep).i or (head.pos_ != "VERB" and verb.i == clause(head).i and prep.i > head.i)

    def in_turn(self, met: list[Actor]) -> list[Turn]:
        """The turns of those met first and of whoever is named behind the words that say where or when."""
        return in_turn(self.index, met, self.resolved)

    def members(self, prep: Token) -> list[Actor]:
        """The list of actors behind a preposition or a listing verb."""
        found = self.index.list_from(prep.i + 1) if self.doc[prep.i + 1 : prep.i + 2].text != "whom" else []
        if found and self._only_acts(prep, found[-1]):
            return []
        if found:
            return self.resolved(self._with_listed(found))
        target = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
        return self.actors(target, prep) if target is not None else []

    def _only_acts(self, prep: Token, actor: Actor) -> bool:
        """Whether a clause of its own stands behind "with": "resumed, with the UN urging calm", "with X absent"."""
        if prep.lower_ == "with" and self.doc[actor.end : actor.end + 1].text in {"absent", "missing"}:
            return True
        apart = prep.lower_ == "with" and prep.i > 0 and prep.nbor(-1).text == ","
        after = self.doc[actor.end] if apart and actor.end < len(self.doc) else None
        acts = after is not None and after.tag_ == "VBG" and after.lemma_.lower() not in word_list("attending")
        return acts and after is not None and after.sent.start == prep.sent.start

    def listed_after(self, group: Actor) -> list[Actor]:
        """Those whom a group is said to include: "the G20 leaders, among them X", "the Group of A, B and C"."""
        of = self.doc[group.end : group.end + 1].text == "of" and group.kind is ActorKind.PARTY
        members = self.members(self.doc[group.end]) if of else []
        if len(members) > 1:
            return members
        among = including(self.doc[group.end - 1], LISTED)
        named = self.members(among) if among is not None else self._in_apposition(group)
        if among is not None or named:
            return named
        # "The Minsk Group - France, Russia and the United States - met".
        dash = self.doc[group.end : group.end + 1].text in {"-", "–", "—", "--"}
        named = self.index.list_from(group.end + 1) if dash else []
        return self.resolved(named) if len(named) > 1 else []

    def _in_apposition(self, group: Actor) -> list[Actor]:
        """Who a group of nobody's is said to be: "the heads of the two delegations, X of A and Y of B, met"."""
        behind = self.doc[group.end : min(group.end + LISTED, len(self.doc))]
        comma = next((t for t in behind if t.text == "," or t.pos_ in {"VERB", "AUX"} or t.is_sent_start), None)
        if comma is None or comma.text != "," or group.parties:
            return []
        named = self.index.list_from(comma.i + 1)
        people = len(named) > 1 and all(a.kind is ActorKind.PERSON for a in named)
        return self.resolved(named) if people and self.doc[named[-1].end : named[-1].end + 1].text == "," else []

    def to(self, verb: Token, prepositions: tuple[str, ...]) -> list[PlaceMention]:
        """The places behind one of these prepositions of a verb."""
        found: list[PlaceMention] = []
        for prep in self.prepositions(verb):
            # "Accompanied by the ambassador to Ghana, X": nobody's way.
            if prep.lower_ in prepositions and self.index.at(prep.i) is None:
                found += self.destinations.after(prep)
        found = found or (self.destinations.mistagged(verb) if "to" in prepositions else [])
        return found or (self.destinations.there(verb) if "in" in prepositions or "to" in prepositions else [])
