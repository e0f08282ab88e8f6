"""A parsed passage with its actors in, the mentions of meetings with who, whither and how out."""

from app.domain.meetings import Kind, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.attendance import is_attended_by_several
from app.extraction.clauses import is_reduced, is_within_event, told_in_passive
from app.extraction.companions import joins_in, note_staff
from app.extraction.gazetteer import MatchKind
from app.extraction.generic import is_beside, is_left_unsaid, is_unreal
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.nouns import NounReader
from app.extraction.offers import invites_to
from app.extraction.phrases import frame_of
from app.extraction.places import place_of
from app.extraction.pronouns import is_judged
from app.extraction.signals import look_up
from app.extraction.speakers import announced, introduced, is_of_another
from app.extraction.syntax import SUBJECTS, clause, is_negated, is_passive, objects, subject
from app.extraction.tense import tense
from app.extraction.titles import match_covering
from app.extraction.tokens import Span, Token
from app.extraction.triggers import Mention
from app.extraction.unframed import UnframedReader
from app.extraction.verbs import VerbReader
from app.knowledge import organisations

# Parts of speech that make no mention, half of the words of a text, but for some words of theirs.
IDLE = {"ADP", "CCONJ", "DET", "INTJ", "NUM", "PART", "PUNCT", "SCONJ", "SPACE", "SYM"}
TELLING = {"in", "due", "one"}


class FrameReader:
    """Reads the triggers of one passage."""

    def __init__(self, passage: int, on: Attachment) -> None:
        """`on` answers what hangs on a word."""
        self.on = on
        self._passage = passage
        self._verbs = VerbReader(passage, on)
        self._nouns = NounReader(passage, on)
        self._unframed = UnframedReader(passage, on, self._verbs)

    def read(self) -> list[Mention]:
        """All mentions of meetings in the passage, in order."""
        mentions = []
        self._listen()
        pending = list(self.on.index.actors)
        for token in self.on.doc:
            idle = token.pos_ in IDLE and token.lower_ not in TELLING
            mention = None if idle else self._mention(token)
            mention = None if mention is not None and is_left_unsaid(token) else mention
            if not idle:
                self._go_on_about(token)
                note_staff(self.on, token)
            while pending and pending[0].start <= token.i:
                self._remember(pending.pop(0))
            if mention is not None:
                mention.beside = not mention.aside and is_beside(token)
                mention.generic = mention.generic or is_unreal(token)
                mentions.append(mention)
                self.on.discourse.told = True
                self._gather(mention)
        for actor in pending:
            self._remember(actor)
        self.on.destinations.leave()
        self.on.discourse.speaker = introduced(self.on.index) or self.on.discourse.speaker
        return mentions

    def _listen(self) -> None:
        """Take note of who is told to speak from here on."""
        speaker = announced(self.on.index)
        if speaker is not None or is_of_another(self.on.index):
            self.on.discourse.speaker = speaker

    def _gather(self, mention: Mention) -> None:
        """Remember the sides of a mention; one who travels and where to are two."""
        sides = [a for a, _ in mention.sides]
        self.on.discourse.gather(sides)
        if mention.kind is Kind.VISIT and len(sides) == 1 and len(mention.destinations) == 1:
            there = self.on.index.at(mention.destinations[0].start)
            self.on.discourse.travel([*sides, there] if there is not None else [])

    def _remember(self, actor: Actor) -> None:
        leads = actor.is_subject and not self._is_in_passing(actor) and not is_judged(self.on.index, actor)
        # "X was not invited, an official said. He will receive Y".
        leads = leads and not (actor.indefinite and actor.head_word in word_list("sources"))
        self.on.discourse.mention(actor, self._passage, is_subject=leads)
        self.on.discourse.body(actor)
        if actor.is_subject or self._is_said_of_all(actor):
            self.on.discourse.listed(self.on.resolved([actor, *self.on.index.chain_after(actor)]))

    def _is_said_of_all(self, actor: Actor) -> bool:
        """ "They are X of A, Y of B and Z of C": who the several are of whom the story goes on to tell."""
        noun = next((t for t in self.on.doc[actor.start : actor.end] if t.dep_ == "attr"), None)
        return noun is not None and any(c.lower_ == "they" and c.dep_ == "nsubj" for c in noun.head.children)

    def _is_in_passing(self, actor: Actor) -> bool:
        """Whether only a clause on a place tells of somebody: "X will leave for Oslo, where Y waits. He is to ..."."""
        verb = next((clause(t) for t in self.on.doc[actor.start : actor.end] if t.dep_ in {"nsubj", "nsubjpass"}), None)
        if verb is None or verb.dep_ != "relcl" or all(c.lower_ != "where" for c in verb.children):
            return False
        people = {ActorKind.PERSON, ActorKind.ROLE}
        first = (a for a in self.on.index.actors if verb.sent.start <= a.start < actor.start)
        return any(a.is_subject and a.kind in people for a in first)

    def _go_on_about(self, token: Token) -> None:
        """Whoever "he" is at the head of a clause stays its subject, whomever the clause names beside him."""
        if token.lower_ not in {"he", "she"} or token.dep_ not in {"nsubj", "nsubjpass"}:
            return
        behind = self.on.actors(token, token)
        if len(behind) == 1:
            self.on.discourse.mention(behind[0], self._passage, is_subject=True)

    def _mention(self, token: Token) -> Mention | None:
        lemma = token.lemma_.lower()
        if _is_noun(token):
            return self._nouns.read(token, nouns()[lemma])
        if self._is_forum(token):
            return self._nouns.read(token, nouns()["summit"])
        if self._unframed.concerns(token):
            return self._unframed.read(token)
        # "Not on speaking terms".
        idle = lemma == "speak" and token.i + 1 < len(self.on.doc) and token.nbor().lower_ == "terms"
        verbal = (
            not idle and token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"} and not self._in_title(token)
        )
        frame = frame_of(token) if verbal or lemma == "due" else None
        if frame is not None and not self._light_use(token):
            return self._verbs.read(token, frame)
        # "Leaves", taken for a noun, would be the plural of "leaf".
        stem = lemma if lemma in verbs() or token.is_title else token.text.removesuffix("s")
        plural = stem in verbs() and token.tag_ in {"NNS", "NNPS", "NN"} and not self._in_title(token)
        if plural and self._verbs.is_headline(token):
            return self._verbs.headline(token, verbs()[stem])
        told = token.lower_ in {"it", "they"} and token.dep_ in SUBJECTS and self._is_told_on(token)
        if told or self._is_another(token):
            return self._nouns.read(token, nouns()["meeting"])
        noun = lemma if lemma in nouns() else lemma.removesuffix("s")
        # "A bilateral between X and Y was dropped".
        nominal = token.pos_ in {"NOUN", "PROPN", "VERB"} or token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
        if nominal and noun in nouns() and not self._inside_actor(token):
            if token.pos_ == "VERB" and not token.is_title:
                return None
            if token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.lemma_.lower() in nouns():
                # "Phone call", "summit talks": the second noun is the trigger.
                return None
            return self._nouns.read(token, nouns()[noun])
        return None

    def _is_forum(self, token: Token) -> bool:
        """ "On the margins of the G20": a body that does nothing but meet stands for its meeting."""
        of = token.head
        if token.dep_ != "pobj" or of.lower_ != "of" or of.head.lower_ not in word_list("aside") - {"framework"}:
            return False
        name = match_covering(self.on.matches, token.i)
        known = name is not None and name.kind is MatchKind.ORGANISATION
        body = organisations.find(self.on.doc[name.start : name.end].text) if name is not None and known else None
        return body is not None and body.type == "forum"

    def _is_another(self, token: Token) -> bool:
        """Whether "the last (of them) was in Oslo", "the next round" speak of a meeting like the one told before."""
        if token.lower_ == "one":
            return self._is_one_more(token)
        if token.lemma_ in word_list("counted_alone"):
            between = [c for c in token.children if c.dep_ == "prep" and c.lower_ == "between"]
            if any(len(self.on.members(prep)) > 1 for prep in between):
                return True
            which = {c.lower_ for c in token.children}
            if is_attended_by_several(token, self.on):
                return True
            pointed = "the" in which and bool(which & word_list("repeats")) and "of" not in which
            # "Have not met since the round in Istanbul".
            before = token.head.lower_ in {"since", "after", "at", "during"} and "in" in which and "of" not in which
            there = before and place_of(self.on.doc, self.on.matches, token) is not None
            return (pointed or there or self._is_staged(token)) and self.on.discourse.gathered
        if token.lower_ not in word_list("repeats") or token.dep_ not in {"nsubj", "nsubjpass"} or not token.i:
            return False
        if token.nbor(-1).lower_ not in {"the", "their"}:
            return False
        if token.lower_ == "next" and token.head.lemma_.lower() in word_list("plans"):
            # "The next is scheduled for April 3".
            return self.on.discourse.gathered
        counted = token.head.lemma_ in {"be", "take", "hold", "come"}
        # "The first was held there in May".
        there = any(c.lower_ == "there" for c in token.head.children)
        return (
            counted
            and self.on.discourse.gathered
            and (there or place_of(self.on.doc, self.on.matches, token) is not None)
        )

    def _is_one_more(self, token: Token) -> bool:
        """Whether "one" is a meeting: "the previous one was in Moscow", "the one with X", "since one in Beijing"."""
        if token.dep_ == "pobj" and token.head.lower_ == "since" and self.on.discourse.gathered:
            return place_of(self.on.doc, self.on.matches, token) is not None
        # "Of his meetings the one with X": said of what the sentence or the story has named.
        told = {c.lower_ for c in token.children} & word_list("repeats")
        if told and token.head.lemma_ in {"be", "take", "hold"} and self.on.discourse.gathered:
            # "The previous one was in Moscow", "took place in March".
            dated = any(t.ent_type_ == "DATE" for t in token.head.subtree)
            return dated or place_of(self.on.doc, self.on.matches, token) is not None
        behind = any(c.dep_ == "prep" and c.lower_ in {"with", "between"} for c in token.children)
        return behind and (self.on.discourse.gathered or _names_event(token.sent[: token.i - token.sent.start]))

    def _is_staged(self, counted: Token) -> bool:
        """Whether a clause says where or when one more is to be: "to hold a second round in Oslo", "another is due".

        Or was to be: "another round, planned for May, was put off".
        """
        which = {c.lower_ for c in counted.children}
        verb = clause(counted)
        one = bool(which & {"a", "an", "another"}) and bool(which & word_list("repeats")) and "of" not in which
        staged = ({verb.lemma_.lower()} | {c.lower_ for c in verb.children}) & word_list("staging")
        off = counted.dep_ in {"nsubjpass", "dobj"} and look_up(verb) in {Status.CANCELLED, Status.POSTPONED}
        if not one or not (staged or off):
            return False
        dated = any(t.ent_type_ == "DATE" for t in verb.subtree)
        return dated or place_of(self.on.doc, self.on.matches, counted) is not None

    def _is_told_on(self, it: Token) -> bool:
        """Whether what was told of before is put off or goes on: "It was called off", "they will resume in May"."""
        verb = it.head
        status = look_up(verb) if not is_negated(verb) else None
        off = status in {Status.CANCELLED, Status.POSTPONED} or verb.lemma_.lower() in word_list("moved")
        ahead = verb.lemma_ == "be" and any(c.dep_ == "xcomp" and c.lemma_ == "resume" for c in verb.children)
        resumed = ahead or (verb.lemma_ == "resume" and not objects(verb) and tense(verb) == "future")
        told = (off and it.lower_ == "it" and it.dep_ == "nsubjpass") or resumed
        before = it.doc[: it.i] if resumed else self.on.doc[it.sent.start - 1].sent if it.sent.start else it.doc[:0]
        return told and _names_event(before)

    def _in_title(self, token: Token) -> bool:
        """Whether a word is part of somebody's office, which the tagger takes for a verb ("parliament head X")."""
        actor = self.on.index.at(token.i)
        title = actor.title_span if actor is not None else None
        return title is not None and title[0] <= token.i < title[1]

    def _inside_actor(self, token: Token) -> bool:
        actor = self.on.index.at(token.i)
        return actor is not None and actor.kind is not ActorKind.PARTY

    def _light_use(self, verb: Token) -> bool:
        """Whether a verb only carries an event noun ("host talks", "join the summit"): the noun is the trigger."""
        of_noun = verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBN")
        event = told_in_passive(verb)
        carried = event is not None and not self._inside_actor(event)
        if joins_in(verb) or is_reduced(verb) or carried or _joins_at(verb) or invites_to(verb):
            return True
        who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if verb.tag_ == "VBG":
            # "The conference opened, bringing together X and Y".
            who = subject(verb)
        if who is not None and verb.lemma_.lower() in word_list("listing_verbs") and who.lemma_.lower() in nouns():
            return True
        frame = frame_of(verb)
        says = frame is not None and (frame.lemma in word_list("addressing") or " " in frame.lemma)
        if frame is not None and frame.weak and says and is_within_event(verb):
            return True
        described = of_noun and verb.head.lemma_.lower() in nouns() and not self._inside_actor(verb.head)
        # "Told a session of parliament that he had talked with X".
        described = described and not _tells_another(verb) and all(c.dep_ != "mark" for c in verb.children)
        # "Left Berlin for Rome, the first stop of a tour": behind an object and a comma it is none.
        moves = frame is not None and bool(frame.to)
        own = (o for o in objects(verb)[:1] if not moves or self.on.doc[o.left_edge.i - 1].text != ",")
        events = (o for o in own if o.lemma_.lower() in nouns() and self.on.index.at(o.i) is None)
        return described or any(o.lower_ not in word_list("people") for o in events)


def _names_event(words: Span) -> bool:
    """Whether some words name a meeting."""
    return any(word.lemma_.lower() in nouns() for word in words)


def _tells_another(verb: Token) -> bool:
    """ "Attended the conference, where he met X", "on a trip during which he will visit Rome": told beside it."""
    noun = verb.head.lemma_.lower()
    on_it = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"during", "on"} and c.i < verb.i)
    if nouns()[noun].travel and verb.lemma_ == "visit" and any(g.lower_ == "which" for c in on_it for g in c.children):
        return True
    large = noun in word_list("any_size") or nouns()[noun].kind is Kind.CONFERENCE
    where = large and any(c.lower_ == "where" and c.i and c.nbor(-1).text == "," for c in verb.children)
    return where and bool(objects(verb)) and any(c.tag_ == "PRP" and c.dep_ == "nsubj" for c in verb.children)


def _joins_at(verb: Token) -> bool:
    """Whether a clause names where somebody joins another one: "joined X at the summit"."""
    if verb.lemma_ not in {"join", "host"} or is_passive(verb):
        return False
    # "Is hosting the leaders of China and India at a summit that opened in Kazan".
    at = {"at", "in", "for", "on"} if verb.lemma_ == "join" else {"at"} if len(objects(verb)) else set()
    preps = (c for c in verb.children if c.lower_ in at)
    return any(noun.lemma_.lower() in nouns() for prep in preps for noun in prep.children)


def _is_noun(token: Token) -> bool:
    """Whether a word taken for a verb hangs where only a noun can: "take part in ceasefire talks with"."""
    if token.tag_ != "VBZ" or token.dep_ not in {"dobj", "pobj", "obj", "nsubj", "nsubjpass"}:
        return False
    doers = (c for c in token.children if c.dep_ == "nsubj" and c.lower_ != "that")
    return token.lemma_.lower() in nouns() and next(doers, None) is None
