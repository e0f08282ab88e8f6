"""A word of a clause in, what the lists of status.toml and its own form say of a meeting out."""

import tomllib
from functools import cache
from importlib.resources import files

from app.domain.meetings import Status
from app.extraction.lexicon import nouns, word_list
from app.extraction.syntax import auxiliaries, clause, goes_ahead, is_negated
from app.extraction.tense import Reading, is_infinitive, is_reported_future, tense
from app.extraction.tokens import Token

# So many words may stand between a denial and what it denies.
DENIED_WITHIN = 4


@cache
def words(table: str) -> dict[str, Status]:
    """The words of one table of status.toml, each with its status."""
    text = files("app.extraction").joinpath("data", "status.toml").read_text(encoding="utf-8")
    return {word: Status(status) for status, words in tomllib.loads(text)[table].items() for word in words}


def first_of(verb: Token) -> Token:
    """The verb whose auxiliary, or "to", a bare form shares: "will visit Oslo on Monday and meet the king"."""
    first = verb
    while first.dep_ == "conj" and _is_bare(first) and first.head.pos_ in {"VERB", "AUX"}:
        if any(c.dep_ in {"nsubj", "nsubjpass"} for c in first.children):
            break
        first = first.head
    shared = any(t.tag_ == "MD" or t.lemma_ == "do" for t in auxiliaries(first)) or is_infinitive(first)
    return first if shared else verb


def _is_bare(verb: Token) -> bool:
    """ "Meet", "be received": a form that has no tense."""
    helping = [t.lower_ for t in auxiliaries(verb)]
    return (verb.tag_ == "VB" and not helping) or (verb.tag_ == "VBN" and helping == ["be"])


def is_for_a_day(verb: Token) -> bool:
    """ "Has summoned the ambassador for Thursday", "convened a meeting for next Monday"."""
    if verb.lemma_.lower() not in {"summon", "convene"}:
        return False
    behind = (t for t in verb.subtree if t.lower_ == "for" and t.i > verb.i)
    days = word_list("calendar") | {"tomorrow", "today", "tonight"}
    return any(t.lower_ in days for prep in behind for t in prep.doc[prep.i + 1 : prep.i + 3])


def is_dated(prep: Token) -> bool:
    """Whether a date stands behind a preposition."""
    when = next((c for c in prep.children if c.dep_ == "pobj"), None)
    return when is not None and (when.ent_type_ == "DATE" or when.lower_ in word_list("calendar"))


def is_absence(verb: Token) -> bool:
    """ "Will not attend", "said that he would not send a delegation", "did not turn up": who is not there."""
    if verb.lemma_.lower() in word_list("appearing") and any(c.lower_ == "up" for c in verb.children):
        return is_negated(verb)
    ahead = tense(verb) == "future" or is_reported_future(verb)
    sent = verb.lemma_.lower() in word_list("sending") and any(c.lower_ == "to" for c in verb.subtree)
    goes = word_list("attending") | word_list("movements")
    return ahead and is_negated(verb) and (sent or verb.lemma_.lower() in goes)


def is_nobodys(verb: Token) -> bool:
    """ "No Israeli premier has visited Oman since": who meets is nobody."""
    doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return doer is not None and any(c.lower_ in {"no", "neither"} and c.dep_ == "det" for c in doer.children)


def is_doubtful(trigger: Token) -> Token | None:
    """The word of doubt over a clause: "it is not certain that he will go", "it is unlikely that they will meet"."""
    above = trigger.head
    if trigger.dep_ != "ccomp":
        return None
    near = (above, *(c for c in above.children if c.dep_ == "acomp")) if above.lemma_ == "be" else (above,)
    for word in near:
        sure = word.lower_ in {"certain", "sure", "clear"} and is_negated(clause(word))
        if sure or (word.pos_ == "ADJ" and words("predicates").get(word.lower_) is Status.PROPOSED):
            return word
    return None


def not_averse(below: Token, word: Token) -> Reading | None:
    """ "Has no objection to meeting him", "is not averse to talks": somebody would."""
    if word.lemma_.lower() not in word_list("averse") or below.lower_ != "to":
        return None
    willing = is_negated(clause(word)) or any(c.lower_ in {"no", "not"} for c in word.children)
    return Reading(Status.PROPOSED, word, f"no {word.lemma_.lower()}", "future") if willing else None


def is_forbidden(below: Token, word: Token) -> bool:
    """ "Was denied permission to travel", "fog kept him from flying to Minsk": what is below does not come about."""
    if below.lower_ == "from" and any(c.dep_ == "pcomp" for c in below.children):
        return word.lemma_.lower() in word_list("barring") and not is_negated(word)
    if below.dep_ in {"ccomp", "xcomp"} and word.lemma_ in {"allow", "let", "permit"}:
        # "Does not let him go there".
        return is_negated(word)
    if below.dep_ not in {"acl", "xcomp"}:
        return False
    noun = next((n for n in (word, *word.children) if n.lemma_.lower() in word_list("permissions")), None)
    over = noun.head if noun is not None and noun.i < below.i else word
    return noun is not None and over.lemma_.lower() in {"deny", "refuse", "withhold"} and not is_negated(over)


def look_up_particle(token: Token) -> Status | None:
    """The status that a verb gives with its particle ("call off")."""
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod", "acomp"} and child.i - token.i in {1, 2, 3}:
            found = words("particles").get(f"{token.lemma_.lower()} {child.lower_}")
            if found is not None:
                return found
    return None


def _is_summons(verb: Token) -> bool:
    """ "Called an emergency summit": not "called the summit a success", which is over."""
    if verb.lemma_ != "call" or verb.pos_ != "VERB" or any(c.dep_ in {"oprd", "ccomp", "acomp"} for c in verb.children):
        return False
    called = (c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in nouns())
    return any(all(t.lower_ not in {"the", "this", "that", "'s", "’s"} for t in noun.children) for noun in called)


def sets_out(verb: Token) -> bool:
    """ "Set off on a tour", "sets out on his trip"."""
    return verb.lemma_ == "set" and any(c.lower_ in {"off", "out"} for c in verb.children)


def look_up(token: Token) -> Status | None:
    """The status that a governing word gives, alone or with its particle; the month of May is none."""
    if token.ent_type_ == "DATE":
        return None
    if _is_summons(token):
        return look_up_particle(token) or Status.SCHEDULED
    if token.lower_ == "going" and any(c.dep_ == "xcomp" for c in token.children):
        # "Are going to meet"; whoever "went to meet" did.
        return words("governors")["going"]
    if sets_out(token):
        return None
    # "Is foreseen for May", but "foresees a meeting".
    form = words("governors").get(token.lower_) if token.tag_ == "VBN" else None
    return look_up_particle(token) or form or words("governors").get(token.lemma_.lower())


def is_remote(verb: Token) -> bool:
    """Whether a clause says that it was by telephone or the like: "talked with X about oil on the phone"."""
    reach = 20 if verb.lemma_ in {"talk", "speak"} else 8
    behind = (t for t in verb.doc[verb.i + 1 : verb.i + reach] if t.lower_ in word_list("remote"))
    by = (g for c in verb.children if c.lower_ in {"by", "over", "on", "via"} for g in c.children)
    return any(verb.is_ancestor(t) for t in behind) or any(noun.lower_ in word_list("remote") for noun in by)


def is_delayed(verb: Token) -> bool:
    """ "Will not take place before the elections", "will not happen until the budget has passed"."""
    happens = verb.lemma_.lower() in word_list("happening") or goes_ahead(verb) or verb.lemma_ == "hold"
    words = (c for c in verb.children if c.dep_ in {"prep", "advcl"} and c.i > verb.i)
    return happens and any(t.lower_ in {"before", "until", "till"} for c in words for t in (c, *c.children))


def is_yet_to(verb: Token) -> bool:
    """ "Have yet to agree"."""
    above = verb.head
    return verb.dep_ == "xcomp" and above.lemma_ in {"have", "be"} and any(c.lower_ == "yet" for c in above.children)


def denial(told: Token) -> Token | None:
    """The verb that denies what a word of hearsay brings: "dismissed reports that they had met".

    The verb stands before it, whatever the parser makes of the two: "rejects claims", "dismissed as untrue reports".
    """
    if told.lemma_.lower() not in word_list("hearsay"):
        return None
    before = reversed(told.doc[max(told.sent.start, told.i - DENIED_WITHIN) : told.i])
    verb = next((t for t in before if t.lemma_.lower() in word_list("denials")), None)
    passive = told.dep_ == "nsubjpass" and told.head.lemma_.lower() in word_list("denials")
    verb = told.head if passive else verb
    return verb if verb is not None and not is_negated(verb) else None


def is_not_to(infinitive: Token) -> bool:
    """ "Decided not to hold a meeting"."""
    to = any(c.lower_ == "to" and c.dep_ == "aux" for c in infinitive.children)
    return infinitive.dep_ == "xcomp" and to and is_negated(infinitive)
