"""A noun of a meeting in, whether it names no occasion but a place, a means, a demand, a custom or a topic out."""

from app.extraction.lexicon import NounFrame, nouns, verbs, word_list
from app.extraction.qualifiers import is_habitual, is_of_talks
from app.extraction.syntax import clause, objects
from app.extraction.tokens import Token


def names_no_occasion(noun: Token, frame: NounFrame) -> bool:
    """Whether the noun names nothing that was, is or may be held."""
    return (
        _is_of_parliament(noun)
        or _is_house(noun)
        or _is_at_talks(noun)
        or _is_stop(noun)
        or is_means(noun)
        or _is_mere_topic(noun, frame)
        or _is_demand(noun)
        or _is_custom(noun)
        or _is_of_home_people(noun)
        or _is_run_up(noun)
    )


def is_means(noun: Token) -> bool:
    """Whether it only says by what means people spoke, which the verb tells: "consulted by phone", "over the phone"."""
    if any(word.lower_ in word_list("remote") for word in (noun, *noun.children)) and _is_way(noun):
        return True
    bare = not any(c.dep_ in {"det", "amod", "compound"} for c in noun.children)
    verb = noun.head.head.lemma_.lower()
    tells = verb in verbs() and verb in word_list("soft_calls")
    line = noun.lemma_.lower() in {"phone", "telephone"} and noun.head.lower_ in {"over", "on", "via"}
    # "Had spoken by phone with X": where the parser hangs the other side on the noun, the noun tells of the call.
    alone = all(c.dep_ != "prep" for c in noun.children)
    return tells and alone and noun.dep_ == "pobj" and (line or (bare and noun.head.lower_ == "by"))


def _is_way(noun: Token) -> bool:
    """ "Held talks by videoconference", "in the format of a video conference": how what the clause names was held."""
    prep = noun.head
    formed = prep.lower_ == "of" and prep.head.lower_ in {"format", "mode"}
    if noun.dep_ != "pobj" or not (formed or prep.lower_ in word_list("by_means") - {"in"}):
        return False
    verb = clause(noun)
    held = (c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"})
    # "Met in an extraordinary summit by videoconference".
    met = verb.lemma_ in {"meet", "convene", "gather"} and prep.lower_ in {"by", "via"}
    return met or any(word.lemma_.lower() in nouns() for word in held)


def _is_mere_topic(noun: Token, frame: NounFrame) -> bool:
    """Whether it only tells of an office or a paper: "the co-chairs of the dialogue", "a statement on the dialogue"."""
    of = frame.weak and noun.dep_ == "pobj" and noun.head.lower_ == "of"
    if of and noun.head.head.lemma_.lower() in word_list("chairs"):
        return True
    # "Statements were signed on trade, the new energy dialogue".
    first = noun.head if noun.dep_ in {"conj", "appos"} else noun
    about = first if first.dep_ != "pobj" else first.head.head
    return frame.weak and about.i != noun.i and about.lemma_.lower() in word_list("documents")


def _is_custom(noun: Token) -> bool:
    """Whether what is meant is a custom: "agreed to hold a ministerial meeting regularly", "open to dialogue"."""
    verb = clause(noun)
    open_to = noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.lower_ in word_list("open_to")
    bare = all(c.is_punct for c in noun.children)
    return (verb.tag_ == "VB" and is_habitual(verb)) or (open_to and bare)


def _is_demand(noun: Token) -> bool:
    """Whether it is one for something or on somebody: "without a call for a truce", not a call "for Monday"."""
    behind = (g for c in noun.children if c.dep_ == "prep" and c.lower_ == "for" for g in c.children)
    # "A U.S. call for sanctions", not "a phone call".
    bare = all(c.dep_ not in {"compound", "nmod"} or c.pos_ == "PROPN" for c in noun.children)
    things = (word for word in behind if word.ent_type_ not in {"DATE", "TIME", "PERSON"})
    # "A call on the authorities to hold elections".
    on = any(c.dep_ == "prep" and c.lower_ in {"on", "to"} for c in noun.children)
    urged = (c for c in (*noun.children, *noun.head.head.children) if c.dep_ in {"acl", "relcl", "advcl"})
    if noun.lemma_.lower() == "call" and on and any(c.tag_ == "VB" and c.i > noun.i for c in urged):
        return True
    if noun.lemma_.lower() == "call" and noun.dep_ in {"dobj", "nsubjpass"} and _is_answered(noun.head):
        return True
    return noun.lemma_.lower() == "call" and bare and any(word.pos_ == "NOUN" for word in things)


def _is_answered(verb: Token) -> bool:
    """ "The call was seconded by X", "echoed her call": one takes sides on a demand, and not on a conversation."""
    return verb.lemma_.lower() in word_list("answers_to_demands")


def _is_of_home_people(noun: Token) -> bool:
    """Whether it is of people who stand for no party: "a meeting of mayors", "of the country's political blocs"."""
    of = [g for c in noun.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    named = {w.lower_ for w in of if any(c.lower_ == "political" for c in w.children)} & word_list("inner_groups")
    return bool(named) or any(word.lower_ in word_list("home_people") for word in of)


def _is_house(noun: Token) -> bool:
    """Whether it is where somebody lives: "at the presidential retreat of Camp David"."""
    return noun.lemma_.lower() == "retreat" and any(c.lower_ in word_list("house_words") for c in noun.children)


def _is_at_talks(noun: Token) -> bool:
    """Whether somebody is a guest at what the clause tells of, and on no visit: "met with X as their guest"."""
    as_ = noun.lemma_.lower() == "guest" and noun.dep_ == "pobj" and noun.head.lower_ == "as"
    verb = clause(noun)
    return as_ and (is_of_talks(verb) or any(o.lemma_.lower() in nouns() for o in objects(verb)))


def _is_of_parliament(noun: Token) -> bool:
    """Whether it is a state's own body that meets ("a joint session of Congress")."""
    own = noun.text[0].isupper() and all(c.dep_ == "det" or c.is_punct for c in noun.children)
    of = (g for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)
    return any(word.lower_ in word_list("parliaments") for word in (*of, *([noun] if own else [])))


def _is_stop(noun: Token) -> bool:
    """Whether it is part of a trip that the sentence names: "a tour that includes stops in Rome and Oslo"."""
    verb = noun.head
    part = noun.dep_ in {"dobj", "obj"} and verb.lemma_ == "include" and verb.dep_ == "relcl"
    trip = nouns().get(verb.head.lemma_.lower()) if part else None
    return trip is not None and trip.travel and noun.lemma_.lower() in word_list("stops")


def _is_run_up(noun: Token) -> bool:
    """ "Will boycott the meetings leading up to the summit": no one of them is meant."""
    led = (c for c in noun.children if c.lemma_ == "lead" and c.dep_ in {"acl", "relcl"})
    return noun.tag_ == "NNS" and any(g.lower_ == "up" for c in led for g in c.children)
