"""A clause that tells who was there in ("Also present were X and Y"), the mention, or whose session it was, out."""

from app.domain.meetings import Kind, PartyKind
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.lexicon import nouns, roles, verbs, word_list
from app.extraction.status import of_verb
from app.extraction.syntax import SUBJECTS, agent, is_negated, is_passive, objects, subject, tells_press
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

# Words for a delegation beside those that only mean one.
SIDES = {"side", "sides"}
# Tokens before the verb of "the leaders who have said that they will attend include", and those that name the many.
LONGEST_ROLL = 12
ROLL_OPENS = 4


def lists_presence(word: Token) -> bool:
    """Whether a word heads such a clause: "were present", "participating in the meeting were"."""
    if word.lemma_ in {"be", "include"} and _calls_roll(word):
        return True
    if word.lemma_ == "be":
        return _is_present(word) or _participle(word) is not None
    told = word.tag_ == "VBN" and (_by_whom(word) is not None or _escort(word) is not None)
    return told or (word.tag_ in {"VBN", "VBD"} and _led(word) is not None)


def is_where_present(noun: Token) -> bool:
    """Whether a noun only tells where those were of whom a clause says so: "were also present at the meeting"."""
    there = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"at", "during", "in"} else noun
    return there.lower_ == "present" and there.dep_ == "acomp" and all(c.dep_ == "det" for c in noun.children)


def present(word: Token, passage: int, on: Attachment) -> Mention | None:
    """Who was at the meeting told of before, by the verb "be" of such a clause."""
    if not on.discourse.told or is_negated(word):
        return None
    by = _by_whom(word)
    turned = (
        _participle(word) is not None
        or _calls_roll(word)
        or any(_says_present(c) and c.i < word.i for c in word.children)
    )
    doer = subject(word)
    people = on.resolved(on.index.list_from(word.i + 1, word.sent.end)) if turned else on.actors(by or doer, word)
    escort = _escort(word)
    if escort is not None:
        people = [a for a in on.actors(escort, word) if a.title or a.parties]
    if _led(word) is not None:
        people = _leaders(word, on)
    if not people:
        return None
    mention = Mention(passage, word, Kind.MEETING, of_verb(word, ongoing=False), is_verb=True, weak=True, joins=True)
    mention.add(people)
    return mention


def sessions(verb: Token, on: Attachment) -> list[Actor]:
    """The body whose session is attended: "will represent Latvia at the EU Foreign Affairs Council"."""
    behind = [c for p in verb.children if p.lower_ in {"at", "in"} and p.dep_ == "prep" for c in p.children]
    found: list[Actor] = []
    for noun in (*objects(verb), *behind):
        if noun.lower_ in word_list("joint_bodies") and noun.lemma_.lower() not in nouns():
            found += [a for a in on.actors(noun, verb) if a.parties and a.parties[0].kind is PartyKind.ORGANISATION]
    return found


def is_attended_by_several(counted: Token, on: Attachment) -> bool:
    """ "Representatives of A and B attended the 44th round": those of several sides, at one that is counted."""
    verb = counted.head
    number = any(c.ent_type_ == "ORDINAL" or c.lower_ in word_list("repeats") for c in counted.children)
    if not number or counted.dep_ not in {"dobj", "obj"} or verb.lemma_.lower() not in word_list("attending"):
        return False
    return len({party for actor in on.actors(subject(verb), verb) for party in actor.parties}) > 1


def _by_whom(verb: Token) -> Token | None:
    """Who did what a passive tells of "it", the meeting: "it was chaired by X", "it was attended by X and Y"."""
    lemma = verb.lemma_.lower() if verb.tag_ == "VBN" else ""
    if lemma not in word_list("joining") and lemma not in roles():
        return None
    it = any(c.dep_ == "nsubjpass" and c.lower_ == "it" for c in verb.children)
    return agent(verb) if it else None


def _calls_roll(verb: Token) -> bool:
    """ "Other leaders expected to attend are X and Y", "those attending will include X": of many who come, these."""
    before = verb.doc[verb.sent.start : verb.i]
    if len(before) > LONGEST_ROLL or all(t.lemma_.lower() not in word_list("guest_words") for t in before[:ROLL_OPENS]):
        return False
    come = word_list("joining") | word_list("showing_up") | {"participate"}
    # Not "X, one of those attending, is".
    bare = all(t.pos_ != "PROPN" and t.text != "," for t in before)
    return bare and any(t.lemma_.lower() in come for t in before)


def _escort(verb: Token) -> Token | None:
    """Who came with one of those who met: "Mr X was accompanied by Y"."""
    if verb.tag_ != "VBN" or verb.lemma_.lower() not in word_list("accompanying"):
        return None
    return agent(verb) if verb.dep_ in {"ROOT", "conj"} and is_passive(verb) else None


def _led(verb: Token) -> Token | None:
    """The delegation of which a clause says who led it: "the Kenyan side was headed by X"."""
    if verb.lemma_.lower() not in word_list("leading"):
        return None
    if verb.dep_ not in {"ROOT", "conj", "advcl"} or (verb.tag_ == "VBN" and not is_passive(verb)):
        return None
    groups = [subject(verb)] if is_passive(verb) else objects(verb)[:1]
    if any(c.lower_ in {"to", "into", "on"} for g in (verb, *groups) if g is not None for c in g.children):
        # "Led a Thai delegation to Hanoi".
        return None
    return next((g for g in groups if g is not None and g.lower_ in word_list("official_groups") | SIDES), None)


def _leaders(verb: Token, on: Attachment) -> list[Actor]:
    """Who led the delegations: "was headed by X and the Norwegian one by Y"."""
    by = [t for t in verb.subtree if t.lower_ == "by" and t.dep_ in {"agent", "prep"}]
    named = [a for prep in by for a in on.members(prep)] if is_passive(verb) else on.actors(subject(verb), verb)
    return [a for a in named if a.kind is ActorKind.PERSON]


def _says_present(word: Token) -> bool:
    if word.lower_ == "in" and word.dep_ == "prep":
        # "Also in attendance were".
        return any(c.lower_ == "attendance" for c in word.children)
    if word.lower_ == "among" and word.dep_ == "prep":
        # "X and Y were among them".
        return any(c.lower_ == "them" for c in word.children)
    if word.lower_ in {"members", "others"} and word.dep_ in SUBJECTS:
        # "Other members in attendance were".
        return any(c.lower_ == "in" and _says_present(c) for c in word.children)
    if word.lower_ == "there":
        # "Her foreign minister was also there".
        was = word.head.lower_ in {"was", "were"} and all(c.dep_ not in {"xcomp", "advcl"} for c in word.head.children)
        return was and any(c.lower_ == "also" for c in word.head.children)
    return word.dep_ in {"acomp", "advmod", "ROOT", "amod"} and word.lower_ == "present"


def _is_present(verb: Token) -> bool:
    """ "Also present were ...", "X and Y were present"."""
    said = [c for c in verb.children if _says_present(c)]
    behind = [g for c in (verb, *said) for g in c.children if g.dep_ == "prep" and g.i > c.i and not _says_present(g)]
    # "Were present at the meeting", but not "was present in the country".
    elsewhere = any(n.lemma_.lower() not in nouns() for prep in behind for n in prep.children if n.dep_ == "pobj")
    return bool(said) and not elsewhere


def _participle(verb: Token) -> Token | None:
    """The participle before a verb turned round: "Attending the meeting were ...", which the parser takes for one."""
    for word in (verb.head, *verb.children):
        opens = word.tag_ == "VBG" and word.i < verb.i and word.i - verb.sent.start < 2
        if opens and word.lemma_.lower() in word_list("joining") | {"participate", "take"}:
            return word
    return None


def is_in_a_room(verb: Token) -> bool:
    """Whether a clause says in what room or on what stage people are together: "was on the platform with"."""
    behind = (g for c in verb.children if c.dep_ == "prep" and c.lower_ in {"in", "on", "at"} for g in c.children)
    return any(noun.lower_ in word_list("room_words") for noun in behind)


def tells_meeting(verb: Token, *, visiting: bool) -> bool:
    """Whether a clause reports a meeting by its verb, by the verb's object or by what somebody is there for."""
    behind = [g for c in verb.children if c.dep_ == "prep" and c.lower_ in {"for", "on"} for g in c.children]
    # "For another round of talks with the premier".
    of = (
        c for noun in behind if noun.lemma_.lower() in word_list("measures") for c in noun.children if c.lower_ == "of"
    )
    behind += [g for c in of for g in c.children]
    # "For talks with the premier", "for President X's summit".
    purposes = (
        noun
        for noun in behind
        if any(c.lower_ in {"with", "to"} or (c.dep_ == "poss" and c.tag_ != "PRP$") for c in noun.children)
    )
    carried = any(word.lemma_.lower() in nouns() for word in (*objects(verb), *purposes))
    return (carried or (visiting and verb.lemma_.lower() in verbs())) and not tells_press(verb)
