"""Small questions to a parse: subjects, clauses, governors. spaCy tokens in, tokens out."""

from collections.abc import Iterator

from app.extraction.lexicon import word_list
from app.extraction.tokens import Token

AUXILIARY, VERBAL = {"aux", "auxpass"}, {"AUX", "VERB"}
RECIPROCAL = {("each", "other"), ("one", "another")}
SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
# Tags of "who", "which", "that" and "where" at the head of a clause.
RELATIVE = {"WP", "WDT", "WRB", "WP$"}
OBJECTS = {"dobj", "obj", "iobj", "dative", "attr", "oprd"}
# A clause of these kinds says nothing of its own subject: it is the subject of the clause above.
BORROWS_SUBJECT = {"xcomp", "acomp", "conj", "advcl", "acl", "pcomp"}


def is_label(word: Token) -> bool:
    """Whether a word only says who speaks: "Q: The two met"."""
    return word.i + 1 < len(word.doc) and word.nbor().text == ":"


def subject(verb: Token) -> Token | None:
    """The token that heads the subject of a verb, borrowed from the clause above where it has none."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        for child in verb.children:
            if child.dep_ in SUBJECTS and child.i < verb.i + 8 and not is_label(child):
                return child
        if verb.dep_ in {"relcl", "acl"} and _is_of_first(verb):
            # "X was the first to visit Y".
            verb = verb.head.head
            continue
        if verb.dep_ == "relcl" or is_stranded(verb):
            return verb.head
        controlled = _controlled(verb)
        if controlled is not None:
            return controlled
        # "Dropped plans to travel to Jerusalem".
        on_noun = verb.dep_ == "acl" or (verb.dep_ == "xcomp" and verb.head.pos_ == "NOUN")
        if on_noun and verb.tag_ in {"VBG", "VB"}:
            return verb.head if verb.tag_ == "VBG" else _owner(verb.head)
        if verb.dep_ not in BORROWS_SUBJECT and verb.dep_ != "prep":
            return None
        verb = verb.head
    return None


def _controlled(verb: Token) -> Token | None:
    """The object that does, or may not do, what is told: "invited X to visit Y", "barred X from visiting Y"."""
    above, control = verb.head, "object_control"
    if verb.dep_ == "pcomp" and above.lower_ == "from":
        above, control = above.head, "barring"
    elif verb.dep_ == "pcomp" and above.lower_ in {"on", "for"}:
        # "Congratulated Qatar on hosting the summit".
        above, control = above.head, "about_object"
    elif verb.dep_ not in {"xcomp", "ccomp", "advcl"} or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        # "Visiting Paris, he urged Iran to sign".
        return None
    leave = next((o for o in objects(above) if o.lower_ in word_list("leave_words")), None)
    if leave is not None and control == "object_control":
        # "Granted a visa to X to attend the forum", "refused X a visa to attend".
        to = (g for c in above.children if c.lower_ == "to" for g in c.children if g.dep_ == "pobj")
        return next((c for c in above.children if c.dep_ == "dative" and c.pos_ != "ADP"), None) or next(to, None)
    return next(iter(objects(above)), None) if above.lemma_.lower() in word_list(control) else None


def _is_of_first(verb: Token) -> bool:
    """Whether an infinitive says in what somebody was the first: "became the first minister to meet"."""
    noun, to = verb.head, any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    words = {noun.lower_, *(c.lower_ for c in noun.children)}
    return to and noun.dep_ == "attr" and noun.head.lemma_ in {"be", "become"} and bool(words & word_list("foremost"))


def is_stranded(verb: Token) -> bool:
    """Whether the parser hangs the verb of a sentence on its own subject: "The ministers, X and Y, conferred"."""
    behind = verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBD"} and verb.i > 0 and verb.nbor(-1).text == ","
    return behind and verb.head.dep_ == "ROOT" and verb.head.pos_ in {"NOUN", "PROPN"}


def _owner(noun: Token) -> Token | None:
    """Whose plan, invitation or offer it is: the possessor, else the subject of the verb that governs the noun."""
    if noun.lemma_.lower() == "invitation":
        # "X accepted an invitation to come to Japan".
        accepting = clause(noun).lemma_ == "accept" and noun.dep_ in OBJECTS
        return _invited(noun) or (subject(clause(noun)) if accepting else None)
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    verb = clause(noun)
    return None if verb is noun else subject(verb)


def _invited(invitation: Token) -> Token | None:
    """Who is invited: "his invitation to Mr Putin to visit France"."""
    for child in invitation.children:
        if child.dep_ == "prep" and child.lower_ == "to":
            return next((grand for grand in child.children if grand.dep_ == "pobj"), None)
    return None


def clause(token: Token) -> Token:
    """The verb (or root) of the clause in which a token stands; a verb is its own clause."""
    while token.pos_ not in VERBAL or is_following(token):
        above = token.head
        if above.i == token.i:
            return token
        token = above
    return token


def is_contact_clause(verb: Token) -> bool:
    """Whether a clause lacks the object that stands before it: "the delegation he had received in April"."""
    if verb.dep_ != "relcl" or is_passive(verb) or objects(verb):
        return False
    return any(c.dep_ == "nsubj" for c in verb.children) and all(c.tag_ not in RELATIVE for c in verb.children)


def is_following(token: Token) -> bool:
    """Whether "following" stands for "after", which the parser takes for a verb: "agreed following talks in Minsk"."""
    if token.lower_ != "following":
        return False
    return token.dep_ == "prep" or (token.dep_ in {"acl", "advcl"} and bool(objects(token)))


def governors(token: Token) -> Iterator[Token]:
    """The tokens above a token, nearest first, up to the root."""
    while (above := token.head).i != token.i:
        token = above
        yield token


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of a verb in order."""
    return [child for child in verb.children if child.dep_ in AUXILIARY]


def is_negated(verb: Token) -> bool:
    """Whether a verb carries its own negation: "did not meet", "will no longer come", "will not, they say, meet"."""
    for child in verb.children:
        if child.dep_ == "neg":
            return True
        if child.dep_ == "aux" and any(c.dep_ == "neg" for c in child.children):
            return True
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
    return False


def is_passive(verb: Token) -> bool:
    """Whether a verb tells what is done to its subject, or to the noun that it describes ("talks held in Oslo")."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if shares_passive(verb) and agent(verb) is not None:
        # "Were joined by X and received by Y".
        return True
    bare = verb.tag_ == "VBN" and not auxiliaries(verb) and not is_stranded(verb)
    # "Welcomed by X in Baghdad, the Pope said ..."
    return bare and (verb.dep_ in {"acl", "relcl"} or (verb.dep_ == "advcl" and agent(verb) is not None))


def objects(verb: Token) -> list[Token]:
    """Direct objects and what the parser gives in their place, but for "each other"."""
    found = [child for child in verb.children if child.dep_ in OBJECTS or _is_misread(child, verb)]
    following = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    if following.lower_ == "visiting" and following.head.i == verb.i:
        # "Received visiting Foreign Minister X": the parser takes the adjective for a verb.
        found += [child for child in following.children if child.dep_ in OBJECTS]
    return [o for o in found if o.i == 0 or (o.nbor(-1).lower_, o.lower_) not in RECIPROCAL]


def _is_misread(word: Token, verb: Token) -> bool:
    """Whether the parser takes a person behind a verb for a time: "visited Oslo and met Prime Minister X"."""
    return word.dep_ == "npadvmod" and word.i > verb.i and word.ent_type_ == "PERSON"


def agent(verb: Token) -> Token | None:
    """The object of a passive's "by"."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((grand for grand in child.children if grand.dep_ == "pobj"), None)
    return None


def faces_press(verb: Token) -> bool:
    """ "Speaking with reporters, X said", "X and Y spoke to the press": a verb that tells of no talks between sides."""
    behind = (g for c in verb.children if c.dep_ in {"prep", "dative"} for g in c.children)
    return any(noun.lemma_.lower() in word_list("press_people") for noun in behind)


def tells_press(verb: Token) -> bool:
    """ "Told reporters", "told a news conference", which is no meeting either."""
    told = [(noun, [c.lower_ for c in noun.children]) for noun in objects(verb)]
    return any(
        noun.lemma_.lower() in word_list("press_people") or not word_list("press").isdisjoint(of) for noun, of in told
    )


def is_led(verb: Token) -> bool:
    """Whether a clause on a group only says who leads it: "a delegation led by the minister"."""
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_.lower() in word_list("leading")


def is_joined_passive(verb: Token) -> bool:
    """Whether a passive without "was" goes on with what a clause on a noun says: "hosted by X and attended by Y"."""
    bare = verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and not auxiliaries(verb)
    return bare and agent(verb) is not None


def is_purpose(noun: Token, verb: Token) -> bool:
    """Whether a noun says for what somebody is received: "hosted the premier for lunch"."""
    hosts = verb.pos_ == "VERB" and verb.lemma_.lower() in word_list("receiving")
    return hosts and noun.dep_ == "pobj" and noun.head.lower_ in {"for", "to", "at"} and noun.head.head.i == verb.i


def shares_passive(verb: Token) -> bool:
    """Whether a participle shares the "be" of the passive before it: "will be hosted by X and held in Rome"."""
    bare = verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and not auxiliaries(verb)
    return bare and is_passive(verb.head) and all(c.dep_ not in SUBJECTS for c in verb.children)


def leads_on(noun: Token) -> bool:
    """Whether a clause on a trip tells where else it led: "arrived on a tour which took him to Rome and Oslo"."""
    on = (c for c in noun.children if c.dep_ == "relcl" and c.lemma_.lower() in word_list("leads_to"))
    # Not "talks that take place in Oslo".
    return any(all(word.lower_ != "place" for word in objects(verb)) for verb in on)


def returned_to(noun: Token) -> Token | None:
    """The verb that says that what a noun names is followed up: "spoke today to build on their meeting in Warsaw"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "on" else None
    returns = verb is not None and verb.pos_ == "VERB" and verb.lemma_.lower() in word_list("following_up")
    return verb if returns else None


def left_after(trigger: Token) -> Token | None:
    """The verb of leaving behind which a meeting is told: "left Moscow after a visit", "left it after meeting X"."""
    gone = trigger.head.head if trigger.dep_ == "pcomp" else clause(trigger)
    after = {t.lower_ for t in governors(trigger) if t.i > gone.i} & {"after", "following", "end"}
    return gone if after and gone.lemma_.lower() in {"leave", "depart"} else None


def goes_ahead(verb: Token) -> bool:
    """Whether "go" or "come" says that something takes place: "go ahead", "come about", "go off"."""
    particles = {"ahead", "forward", "about", "off"}
    return verb.lemma_ in {"go", "come"} and any(c.lower_ in particles for c in verb.children)


def come_from(noun: Token) -> Token | None:
    """Of whom a noun tells where he comes from: "X, back from a trip to Rome, said", "X, fresh from talks with Y"."""
    back = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "from" else noun
    loose = back.lower_ in {"back", "fresh", "home"} and back.dep_ in {"advmod", "amod", "acl", "appos"}
    return back.head if loose and back.head.pos_ in {"NOUN", "PROPN"} else None


def done_for(verb: Token) -> Token:
    """The participle of which a verb is the purpose: "was to have flown to Oslo to see X"; else the verb itself."""
    aim = verb.tag_ == "VB" and verb.dep_ in {"advcl", "xcomp"} and verb.head.i < verb.i
    return verb.head if aim and verb.head.tag_ == "VBN" else verb


def names_day(verb: Token) -> bool:
    """Whether a day of the week hangs on a verb."""
    behind = (t for prep in verb.children if prep.lower_ == "on" for t in prep.children)
    days = (t for t in (*behind, *verb.children) if t.dep_ in {"pobj", "npadvmod"})
    return any(t.lower_ in word_list("calendar") for t in days)


def infinitives(verb: Token) -> list[Token]:
    """What somebody is to do: "planned to make", "had been due to pay", "was to have paid"."""
    return [c for word in (verb, *verb.children) for c in word.children if c.dep_ == "xcomp"]


def has_had(verb: Token) -> bool:
    """Whether a verb stands in the past perfect, which looks back from the news."""
    return any(t.lower_ in {"had", "'d", "’d"} for t in auxiliaries(verb))


def follows_comma(word: Token) -> bool:
    """Whether a comma parts a word, with what stands before it that belongs to it, from the rest."""
    first = word.left_edge
    return first.i > 0 and first.nbor(-1).text == ","


def is_en_route(prep: Token) -> bool:
    """ "A stop in London on his way from Berlin to Madrid": no part of the stop."""
    return prep.nbor(-1).lower_ == "route" or (prep.lower_ == "to" and prep.head.lower_ == "way")


def leads_there(word: Token) -> bool:
    """Whether a place is what follows, and nobody: "in Sochi", "flew to Sochi", "visited Sochi"."""
    goes = word.lower_ in {"to", "for", "into"} and word.head.lemma_.lower() in word_list("movements")
    return word.lower_ == "in" or goes or (word.lemma_.lower() in {"visit", "tour"} and word.pos_ == "VERB")
