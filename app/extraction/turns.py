"""Those behind a trigger and the words after them in, who was met in turn and where or when each one out.

"Received A in Paris on Monday and B there on Tuesday", "seen by A in Bonn and by B in Rome": what follows a name up to
the next one tells of that meeting alone.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.lexicon import nouns, word_list
from app.extraction.places import LOCATIVE
from app.extraction.syntax import clause
from app.extraction.tokens import Doc, Token

# Tokens after a name that say where or when ("in the old town of Lviv on the third of May").
REACH = 14
# Tokens between a joint and the next name ("and, on September 8, with representatives of Oman").
GAP = 9
SEVERAL = 2
JOINTS = {"and", ",", ";", "then"}
AGAIN = {"with", "by", "to"}
# "Met A, then B", "A and later B".
LATER = {"then", "later", "afterwards"}
RELATIVE = {"WP", "WDT", "WRB", "PRP"}
TELLING = {"DATE", "TIME", "GPE", "LOC", "FAC"}
DAYPARTS = {"morning", "afternoon", "evening"}
TOGETHER = {"jointly", "together", "joint", "conference", "trilateral", "three-way", "group"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One of several meetings of one trigger: who is met, and the tokens `[start, end)` that tell of it alone.

    The turns of the same trigger begin at token `first`.
    """

    actors: tuple[Actor, ...]
    start: int
    end: int
    first: int


def in_turn(index: ActorIndex, met: list[Actor], resolved: Callable[[list[Actor]], list[Actor]]) -> list[Turn]:
    """The turns that begin with those met first; none where nothing says that they were met apart."""
    inside = sorted((a for a in met if any(a is b for b in index.actors)), key=lambda a: a.start)
    if not inside:
        return []
    doc, first = index.doc, inside[0].start
    groups, starts = [[inside[0]]], [first]

    def opens(joint: Token) -> bool:
        following = index.at(joint.i + 1)
        return (following is not None and following.kind is ActorKind.PERSON) or _names_somebody(joint)

    while True:
        end = _end_of(doc, groups[-1][-1])
        told = _told_until(doc, end, opens)
        following = _next(index, told)
        if following is None:
            break
        if _is_next(doc, (told, end), following):
            groups.append([following])
            starts.append(_start(doc, told, following))
        elif any(following is a for a in inside):
            groups[-1].append(following)
        else:
            break
    if len(groups) == 1:
        return []
    reached = [a for group in groups for a in group]
    groups[0] += [a for a in met if all(a is not b for b in reached)]
    stops = [*starts[1:], max(told, end)]
    return [
        Turn(tuple(resolved(group)), start, stop, first)
        for group, start, stop in zip(groups, starts, stops, strict=True)
    ]


def one_by_one(turn: Turn) -> list[Turn]:
    """A turn for each of those in it: "telephoned A on Monday and, on Tuesday, B and C"."""
    people = [a for a in turn.actors if a.kind is not ActorKind.GROUP]
    if not people or len(people) < len(turn.actors) or len({a.parties for a in people}) < len(people):
        return [turn]
    return [Turn((actor,), turn.start, turn.end, turn.first) for actor in people]


def again(verb: Token) -> list[Turn]:
    """The two times that the same people met: "met in Riga on Monday and again in Tallinn on Wednesday"."""
    doc, end = verb.doc, verb.sent.end
    for token in doc[verb.i + 1 : end]:
        if token.lower_ == "again" and token.nbor(-1).lower_ in JOINTS and _tells(doc, token.i + 1):
            return [Turn((), verb.i, token.i, verb.i), Turn((), token.i, end, verb.i)]
        if token.pos_ in {"VERB", "AUX"}:
            break
    return _staged(verb)


def _staged(verb: Token) -> list[Turn]:
    """As many times as a place with a day of its own is told: "met in Vienna in May and in Oslo in June"."""
    doc, behind = verb.doc, verb.doc[verb.i + 1 : verb.sent.end]
    end = next((t.i for t in behind if t.pos_ in {"VERB", "AUX"} or t.tag_ in RELATIVE), verb.sent.end)
    starts = [t.i for t in doc[verb.i + 1 : end - 1] if _opens_stage(t)]
    stops = [*starts[1:], end]
    dated = (any(t.ent_type_ == "DATE" for t in doc[a:b]) for a, b in zip(starts, stops, strict=True))
    joined = all(doc[start - 1].lower_ in JOINTS or doc[start].lower_ == "and" for start in starts[1:])
    if len(starts) < SEVERAL or not joined or not all(dated):
        return []
    return [Turn((), verb.i if n == 0 else a, b, verb.i) for n, (a, b) in enumerate(zip(starts, stops, strict=True))]


def _opens_stage(word: Token) -> bool:
    """Whether a word stands before a city: "in Cairo in May", the "and" of "and Ankara in June"."""
    return word.nbor().ent_type_ == "GPE" and (
        word.lower_ == "in" or (word.lower_ == "and" and word.nbor(-1).ent_type_ == "DATE")
    )


def _start(doc: Doc, joint: int, actor: Actor) -> int:
    """Where a turn begins: at its place if that is told before the name ("and in Astana with X")."""
    before = (k for k in range(joint, actor.start) if doc[k].lower_ in LOCATIVE)
    return next(before, actor.start)


def goes_on(doc: Doc, i: int) -> int | None:
    """Where a list of places goes on behind words that say when, at token `i`: "Rome on Monday and Paris on Friday"."""
    told = _told_until(doc, i, _names_place)
    if told == i or told >= len(doc) or doc[told].lower_ not in JOINTS:
        return None
    for k in range(told, min(told + GAP, len(doc))):
        if doc[k].text[0].isupper() and doc[k].pos_ == "PROPN":
            name = doc[k].head if doc[k].dep_ == "compound" else doc[k]
            return None if name.dep_ in {"nsubj", "nsubjpass"} else k
        if doc[k].lower_ not in JOINTS | AGAIN | {"the", "for", "in"} and doc[k].pos_ != "ADV":
            return None
    return None


def are_visited(verb: Token) -> bool:
    """ "Will go to see the leaders of Egypt, Syria and Turkey": of each in his own state."""
    going = verb.head if verb.dep_ in {"xcomp", "advcl"} and verb.tag_ == "VB" else None
    return going is not None and verb.lemma_ in {"see", "meet"} and going.lemma_.lower() in word_list("setting_out")


def are_apart(verb: Token) -> bool:
    """Whether the clause of a verb says that those behind it were met one after the other."""
    if is_joint(verb):
        return False
    if are_visited(verb):
        return True
    told = verb.sent.text.lower()
    if any(word in told for word in word_list("apart")):
        if any(c.lower_ in word_list("apart") for c in verb.children):
            return True
        if any(_is_apart(token) and clause(token).i == verb.i for token in verb.subtree):
            return True
    if not any(phrase.rpartition(" ")[2] in told for phrase in word_list("apart_phrases")):
        return False
    following = verb.doc[verb.i + 1 : verb.sent.end]
    after = f" {' '.join(t.lower_ for t in following if clause(t).i == verb.i)} "
    return any(f" {phrase} " in after for phrase in word_list("apart_phrases"))


def _is_apart(noun: Token) -> bool:
    """Whether a noun behind a preposition says that each was met alone: "in separate audiences"."""
    behind = noun.dep_ == "pobj" and noun.head.lower_ in {"for", "in", "at", "during"}
    return behind and any(c.lower_ in word_list("apart") for c in noun.children)


def does_each(verb: Token) -> bool:
    """Whether each of those who are the subject of a verb does it by himself: "A and B each summoned the envoy".

    So do A and B who "received the minister separately".
    """
    first = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), verb)
    if first.i > first.sent.start and first.nbor(-1).lower_ == "each":
        return True
    return any(c.lower_ in {"separately", "individually"} for c in verb.children)


def is_joint(verb: Token) -> bool:
    """Whether the clause of a verb says that all were together: "in a joint call", but not "at the conference"."""
    own = (t for t in verb.sent if t.i > verb.i and t.lower_ in TOGETHER and clause(t).i == verb.i)
    return any(t.lower_ != "conference" or t.dep_ == "compound" for t in own)


def _told_until(doc: Doc, i: int, opens: Callable[[Token], bool]) -> int:
    """Where the words end that say where or when, right after a name that ends at `i`; `i` where there are none."""
    if not _tells(doc, i):
        return i
    for k in range(i, min(i + REACH, len(doc))):
        token = doc[k]
        if token.is_sent_start and k > i:
            return k
        if token.pos_ in {"VERB", "AUX"} or token.tag_ in {"WP", "WDT", "WRB"} or token.text in {".", ":"}:
            return k
        if token.lower_ in JOINTS and opens(token):
            return k
    return min(i + REACH, len(doc))


def _names_somebody(joint: Token) -> bool:
    """Whether a joint goes on with somebody else and not with a further place or day."""
    token = _behind(joint, {"the", "his", "her"})
    return token is not None and (token.lower_ in AGAIN or (token.ent_type_ not in TELLING and token.pos_ != "ADP"))


def _names_place(joint: Token) -> bool:
    """Whether a joint goes on with a further name and not with a further day."""
    token = _behind(joint, {"to", "for", "in", "the"})
    if token is None or token.ent_type_ in {"DATE", "TIME"} or token.lower_ in word_list("calendar"):
        return False
    return token.pos_ == "PROPN"


def _behind(joint: Token, between: set[str]) -> Token | None:
    """The word behind a joint, its adverbs and some small words."""
    doc, i = joint.doc, joint.i
    while i < len(doc) and (doc[i].lower_ in JOINTS | between or doc[i].pos_ == "ADV"):
        i += 1
    return doc[i] if i < len(doc) else None


def _end_of(doc: Doc, actor: Actor) -> int:
    """Where the words on somebody's meeting begin: behind the comma of "the ambassador, Ali Taher, on Tuesday"."""
    apposed = actor.name_span is not None and actor.name_span[0] > 0 and doc[actor.name_span[0] - 1].text == ","
    behind = apposed and doc[actor.end : actor.end + 1].text == "," and _tells(doc, actor.end + 1)
    return actor.end + behind


def _tells(doc: Doc, i: int) -> bool:
    """Whether what stands at token `i` says where or when."""
    if i >= len(doc) or doc[i].is_sent_start:
        return False
    token = doc[i]
    if token.lower_ in {"there", "here"} | word_list("calendar") or token.ent_type_ in {"DATE", "TIME"}:
        return True
    if token.lower_ == "over":
        return i + 1 < len(doc) and doc[i + 1].lower_ in word_list("meals")
    if token.lower_ not in LOCATIVE | {"earlier", "later", "before", "from", "until", "between"}:
        return False
    following = doc[i + 1 : min(i + 5, len(doc))]
    told = word_list("place_words") | DAYPARTS
    return any(t.ent_type_ in TELLING or t.like_num or t.lower_ in told for t in following)


def _next(index: ActorIndex, i: int) -> Actor | None:
    """Who is named behind a joint at token `i`."""
    doc = index.doc
    if i >= len(doc) or doc[i].lower_ not in JOINTS:
        return None
    for k in range(i, min(i + GAP, len(doc))):
        actor = index.at(k)
        if actor is not None and actor.is_place and doc[k - 1].lower_ in LOCATIVE:
            continue
        if actor is not None:
            person = actor.kind in {ActorKind.PERSON, ActorKind.ROLE, ActorKind.GROUP} and not actor.is_modifier
            return actor if person and not _acts(doc, actor) else None
        token = doc[k]
        # "For talks with X, the first visit by a Czech leader": another noun that names a meeting.
        event = token.pos_ == "NOUN" and token.lemma_.lower() in nouns()
        if event or token.is_sent_start or token.pos_ in {"VERB", "AUX", "SCONJ"} or token.tag_ in RELATIVE:
            return None
    return None


def _acts(doc: Doc, actor: Actor) -> bool:
    """Whether somebody is the subject of a clause of his own."""
    return any(
        t.dep_ in {"nsubj", "nsubjpass"} and t.head.i >= actor.end and t.head.pos_ in {"VERB", "AUX"}
        for t in doc[actor.start : actor.end]
    )


def _is_next(doc: Doc, after: tuple[int, int], actor: Actor) -> bool:
    """Whether somebody named after the words on the one before was met alone: again "with", apart, later, elsewhere."""
    told, end = after
    # "And then Prime Minister X": the title may begin with the adverb.
    separate = any(t.lower_ in word_list("apart") | LATER for t in doc[told : actor.start + 1])
    return _repeats(doc, told, actor) or separate or (told > end and _tells(doc, _end_of(doc, actor)))


def _repeats(doc: Doc, i: int, actor: Actor) -> bool:
    """Whether the preposition is said again: "by A in Bonn and by B"."""
    again = (t for t in doc[i : actor.start] if t.lower_ in AGAIN)
    return any(t.nbor(-1).lower_ not in word_list("in_company") for t in again)
