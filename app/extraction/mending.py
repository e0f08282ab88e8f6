"""A parse in, the same with what the model takes for something else in some kinds of sentence set right."""

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.extraction.lexicon import nouns, word_list
from app.extraction.rehanging import STAGED, asked_for, give_aim, give_guest, give_staging, give_which
from app.extraction.retagging import (
    MISTAGGED,
    give_noun_its_place,
    make_him_act,
    make_them_act,
    take_for_another,
)

MENDED = "mended_clauses"
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
SIGNS = {*WEEKDAYS, "then"}
# What stands behind a meeting and a comma to say for when it is planned.
PLANNED = {"due", "set", "slated", "scheduled", "planned"}
# What hangs on a verb so may belong to another.
REHUNG = {"prep", "npadvmod", "dep", "pobj", "amod", "ROOT", "relcl", *STAGED}


@Language.component(MENDED)
def mend(doc: Doc) -> Doc:
    """Set right some kinds of sentences, of which the model takes a word for another or for part of another clause."""
    like_nouns = word_list("like_nouns")
    for token in doc:
        word = token.lower_
        if word in MISTAGGED or word in like_nouns:
            take_for_another(token, word)
        hangs = token.dep_
        if hangs == "nsubj" and token.lemma_.lower() in nouns() and token.i < token.head.i:
            _part_participle(token)
            _give_object(token)
        if hangs == "dobj" and token.lemma_.lower() in nouns() and _is_told_again(token):
            token.dep_ = "npadvmod"
        if word in PLANNED and token.i and token.nbor(-1).text == ",":
            _give_plan(token)
        if word in SIGNS:
            _part_or_join(token, word)
        if hangs == "npadvmod":
            give_noun_its_place(token)
        if hangs == "appos" and token.head.dep_ == "nsubj" and token.head.head.i > token.i:
            _part_subject(token)
        elif hangs in REHUNG:
            _hang_elsewhere(token)
    return doc


def _hang_elsewhere(token: Token) -> None:
    """Hang a word on another than the model does, where it is a day of saying or tells what comes next.

    Of "is expected back in Rome" and "spoke by telephone with X" the place and the other are the verb's.
    """
    if token.dep_ == "prep" and (verb := _passed_over(token) or _talked_over(token) or asked_for(token)) is not None:
        token.head = verb
    elif token.dep_ == "ROOT":
        _raise_clause(token)
        make_them_act(token)
    elif token.dep_ == "pobj":
        _give_clause(token)
        give_guest(token)
    elif token.dep_ in STAGED:
        give_staging(token)
        give_aim(token)
    elif token.dep_ == "relcl":
        give_which(token)
        give_aim(token)
    elif token.dep_ == "amod":
        make_him_act(token)
    elif token.dep_ == "dep":
        if token.tag_ in {"VBP", "VB"} and token.i and token.nbor(-1).lower_ == "then":
            _join_plan(token)
    elif token.head.dep_ == "ccomp" and token.i < token.head.i:
        _give_to_saying(token)


def _passed_over(prep: Token) -> Token | None:
    """The word of a preposition that the model hangs on "back", on the telephone before it or on a verb too far."""
    word, before = prep.head, prep.nbor(-1) if prep.i else prep
    if before.lower_ == "interest" and before.dep_ == "dobj" and prep.lower_ == "in":
        # "Expressed his interest in a visit".
        return before
    if prep.i != word.i + 1:
        return None
    if word.lower_ == "back" and word.dep_ == "advmod" and prep.lower_ in {"in", "to"}:
        # Not "send aircraft back to the front".
        things = (c for c in word.head.children if c.dep_ == "dobj" and c.pos_ == "NOUN")
        alone = all(c.lower_ in word_list("office_heads") for c in things)
        return word.head if word.head.pos_ in {"VERB", "AUX"} and alone else None
    by = word.head if word.lower_ in {"telephone", "phone"} and word.dep_ == "pobj" and prep.lower_ == "with" else word
    # "Discussed the plan over the phone with X".
    verb = by.head.head if by.i != word.i and by.head.dep_ == "dobj" else by.head
    return verb if by.lower_ in {"by", "over", "on"} and verb.pos_ == "VERB" and verb.i < by.i else None


def _talked_over(prep: Token) -> Token | None:
    """The verb of "discussed the outcome of the visit with X in Oslo", where the model has the visit with him."""
    of = prep.head.head
    if prep.head.dep_ != "pobj" or of.lower_ != "of" or of.head.dep_ != "dobj" or prep.i < prep.head.i:
        return None
    verb = of.head.head
    if verb.lemma_ not in {"discuss", "review"} or prep.head.lemma_.lower() not in nouns():
        return None
    told = any(c.lower_ == "with" and prep.head.i < c.i < prep.i for c in verb.children)
    return verb if told or prep.lower_ == "with" else None


def _give_clause(noun: Token) -> None:
    """Make a meeting the subject of what goes on beside something else: "Protests spread as a summit opens in Oslo"."""
    if noun.head.lower_ != "as" or noun.lemma_.lower() not in nouns():
        return
    end = noun.right_edge.i + 1
    verb = noun.doc[end] if end < len(noun.doc) else noun
    alone = verb.dep_ in {"advcl", "relcl"} or (verb.dep_ == "conj" and all(c.dep_ != "cc" for c in verb.head.children))
    finite = verb.tag_ in {"VBZ", "VBP", "VBD"} and alone
    if finite and not verb.is_ancestor(noun) and all(c.dep_ not in {"nsubj", "nsubjpass"} for c in verb.children):
        mark = noun.head
        noun.head, noun.dep_ = verb, "nsubj"
        verb.dep_ = "advcl"
        mark.head, mark.dep_ = verb, "mark"


def _join_plan(verb: Token) -> None:
    """Join what comes next to the plan before it: "is to leave on Friday for Oslo, then travel to Riga"."""
    first = next((c for c in verb.head.children if c.dep_ == "xcomp" and c.i < verb.i), verb.head)
    if first.pos_ == "VERB" and verb.i and all(c.dep_ != "nsubj" for c in verb.children):
        verb.head, verb.dep_, verb.tag_ = first, "conj", "VB"


def _part_subject(name: Token) -> None:
    """Part whom an opening participle is about from the subject behind the comma: "After meeting X, Y flew home".

    The model takes X for the subject and Y for an apposition to him.
    """
    opening = _opening(name)
    if opening is not None:
        met, verb = name.head, name.head.head
        name.head, name.dep_ = verb, "nsubj"
        met.head, met.dep_ = opening, "dobj"


def _raise_clause(prep: Token) -> None:
    """Make the clause behind a place or an occasion the main one: "On the margins of the summit he met X".

    The model takes it for what describes the noun, and the preposition for the head of the sentence.
    """
    if prep.pos_ != "ADP" or not prep.is_sent_start:
        return
    words = [t for t in prep.subtree if t.dep_ == "relcl" and t.tag_ in {"VBD", "VBZ", "VBP", "VBN", "VB"}]
    verb = words[0] if len(words) == 1 else prep
    doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if doer is None or doer.i > verb.i or doer.tag_ in {"WDT", "WP"} or doer.left_edge.i != verb.head.i + 1:
        return
    verb.dep_, verb.head = "ROOT", verb
    prep.dep_, prep.head = "prep", verb


def _part_participle(noun: Token) -> None:
    """Give a meeting to the verb behind what a participle says of it: "The talks, put off in May, will open on Friday".

    The model takes the participle for the verb and the verb for a second one.
    """
    told = noun.head
    between = [t for t in noun.doc[noun.i : told.i] if t.text == ","]
    bare = told.tag_ in {"VBD", "VBN"} and all(c.dep_ not in {"aux", "auxpass", "dobj"} for c in told.children)
    if not bare or len(between) != 1 or between[0].i != told.i - 1:
        return
    further = (c for c in told.children if c.dep_ in {"conj", "advcl"} and c.i > told.i + 1 and c.pos_ == "VERB")
    verb = next((c for c in further if c.left_edge.i > 0 and c.left_edge.nbor(-1).text == ","), None)
    if verb is None or any(c.dep_ in {"nsubj", "nsubjpass", "mark"} for c in verb.children):
        return
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    verb.dep_, verb.head = told.dep_, told.head if told.head.i != told.i else verb
    if verb.tag_ == "VBN" and all(c.dep_ not in {"aux", "auxpass"} for c in verb.children):
        verb.tag_ = "VBD"
    for child in [c for c in told.children if c.dep_ in {"mark", "punct"} and c.i != told.i - 1]:
        child.head = verb
    noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"
    told.head, told.dep_, told.tag_ = noun, "acl", "VBN"


def _give_object(noun: Token) -> None:
    """Give a meeting to the verb before it and take off what is said of it: "calls off talks planned for Monday".

    The model takes the participle for a clause of which the noun is the subject.
    """
    told, verb = noun.head, noun.head.head
    bare = told.tag_ in {"VBD", "VBN"} and told.dep_ == "ccomp" and verb.i < noun.left_edge.i
    if not bare or told.lemma_.lower() not in word_list("arranged") or verb.lemma_.lower() in word_list("reporting"):
        return
    if any(c.dep_ in {"mark", "aux", "auxpass", "dobj"} for c in told.children):
        return
    noun.head, noun.dep_ = verb, "dobj"
    told.head, told.dep_, told.tag_ = noun, "acl", "VBN"


def _is_told_again(noun: Token) -> bool:
    """Whether a noun behind a comma says again what the verb has told: "met on Monday, the first such talks since".

    Likewise "opened an embassy in Rome, the first Omani visit for years".
    """
    which = {c.lower_ for c in noun.children}
    first = noun.left_edge
    parted = first.i > noun.head.i + 2 and first.nbor(-1).text == ","
    another = any(c.dep_ == "dobj" and c.i < first.i for c in noun.head.children)
    return parted and ({"first", "such"} <= which or another)


def _give_plan(plan: Token) -> None:
    """Give what is said of a plan to the meeting before it: "postponed his trip to Lima, scheduled to start on Friday".

    The model takes it for what is said of the verb.
    """
    verb = plan.head
    loose = plan.dep_ in {"advcl", "prep", "acomp", "oprd"} and verb.pos_ == "VERB" and verb.i < plan.i
    noun = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < plan.i), None) if loose else None
    if noun is not None and noun.lemma_.lower() in nouns() and noun.right_edge.i == plan.i - 2:
        plan.head, plan.dep_, plan.tag_ = noun, "acl", "VBN"


def _part_or_join(token: Token, word: str) -> None:
    """Part a day from the name before it, and join what is done "then" to what is done first."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if word in WEEKDAYS and token.dep_ in {"pobj", "dobj"}:
        _part_day(token)
    elif word in WEEKDAYS and token.dep_ == "compound" and token.i:
        _part_from_name(token)
    if word == "then" and following is not None and following.dep_ == "dep":
        _join_next(following)


def _part_day(day: Token) -> None:
    """Part a day from what stands before it: "will meet President X Friday", "spoke by telephone Friday with X"."""
    name = day.nbor(-1) if day.i > day.sent.start else day
    fits = name.ent_type_ == "PERSON" or name.lower_ in {"telephone", "phone"}
    if name.dep_ != "compound" or name.head.i != day.i or not fits:
        return
    above, verb = day.head, day.head.head if day.dep_ == "pobj" else day.head
    for child in [c for c in day.children if c.i < name.i]:
        child.head = name
    name.head, name.dep_ = above, day.dep_
    day.head, day.dep_ = verb, "npadvmod"


def _part_from_name(day: Token) -> None:
    """Part a day from the name behind it, the subject: "On Friday Kerry, Ashton and Foreign Minister X met"."""
    prep, name = day.nbor(-1), day.head
    verb = prep.head
    if prep.lower_ != "on" or name.i != day.i + 1 or verb.pos_ != "VERB" or verb.i < name.i:
        return
    if name.dep_ == "pobj" and name.head.i == prep.i:
        doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        name.head, name.dep_ = verb, "nsubj" if doer is None else doer.dep_
        if doer is not None:
            doer.head, doer.dep_ = name, "conj"
    elif name.dep_ not in {"nsubj", "nsubjpass"} or name.head.i != verb.i:
        return
    day.head, day.dep_ = prep, "pobj"


def _join_next(verb: Token) -> None:
    """Take what somebody does next for a further verb of his: "will visit Rome, then attend a summit in Bonn"."""
    first = verb.head
    bare = verb.tag_ in {"VB", "VBP"} and all(c.dep_ not in {"nsubj", "nsubjpass", "aux"} for c in verb.children)
    if bare and first.pos_ == "VERB" and first.i < verb.i and any(c.tag_ in {"MD", "TO"} for c in first.children):
        verb.dep_, verb.tag_ = "conj", "VB"


def _give_to_saying(time: Token) -> None:
    """Give the day behind a verb of saying to it: "said on Monday he would go", of which the model takes it for his."""
    told, said = time.head, time.head.head
    dated = any(t.lower_ in word_list("calendar") for t in time.subtree)
    if not dated or said.i > time.i or said.lemma_.lower() not in word_list("reporting"):
        return
    # "Said that on Monday he would go", and what is quoted, tell his day.
    between = time.doc[said.i + 1 : time.left_edge.i]
    subject = next((c for c in told.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    behind = subject is not None and time.right_edge.i < subject.i
    if behind and all(not t.is_punct and t.dep_ not in {"mark", "cc"} for t in between):
        time.head = said


def _opening(name: Token) -> Token | None:
    """The participle that opens a sentence and whose object stands before the comma before a name."""
    met, verb = name.head, name.head.head
    between = name.doc[name.right_edge.i + 1 : verb.i]
    comma = name.left_edge.i - 1
    if comma <= met.i or name.doc[comma].text != "," or any(t.is_punct for t in between):
        # An apposition would end with a comma of its own.
        return None
    before = [*name.doc[name.sent.start : met.left_edge.i]]
    opening = next((t for t in reversed(before) if t.text == "," or t.tag_ == "VBG"), None)
    free = opening is not None and opening.tag_ == "VBG" and all(c.dep_ != "dobj" for c in opening.children)
    return opening if free and verb.dep_ == "ROOT" and opening is not None and opening.i < comma else None
