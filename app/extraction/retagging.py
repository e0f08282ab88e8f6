"""A word that the model takes for another part of speech in, the same with its part and place set right."""

from spacy.tokens import Token

from app.extraction.lexicon import nouns, verbs, word_list

# Words that the tagger takes for another part of speech.
MISTAGGED = {"wound", "talks", "meeting", "plans", "may", "heads", "visiting"}


def take_for_another(token: Token, word: str) -> None:
    """Take a word for another part of speech than the tagger does."""
    if word == "wound" and token.tag_ in {"VB", "VBP"} and any(c.lower_ == "up" for c in token.children):
        # "Wound up his visit".
        token.tag_, token.lemma_ = "VBD", "wind"
    if token.text == "May" and token.dep_ == "aux" and token.head.tag_ in {"VBD", "VBZ"}:
        # "May met the chancellor": the prime minister of that name.
        token.tag_, token.pos_, token.dep_ = "NNP", "PROPN", "nsubj"
    if word == "talks" and token.tag_ == "VBZ" and token.dep_ in {"nsubj", "dobj", "pobj"}:
        # "Ceasefire talks between X and Y continue in Z", "left the ceasefire talks in Z".
        token.tag_, token.pos_ = "NNS", "NOUN"
        before = token.nbor(-1) if token.i else token
        if before.dep_ == token.dep_ and before.head.i == token.head.i:
            before.head, before.dep_ = token, "compound"
    if word == "visiting" and token.dep_ in {"csubj", "advcl", "pcomp"}:
        _make_modifier(token)
    if word == "meeting" and token.dep_ == "acl" and token.tag_ == "NN" and token.i and token.nbor(-1).text == ",":
        # "The ministers of A and B, meeting in Dhaka, agreed".
        token.tag_, token.pos_, token.lemma_ = "VBG", "VERB", "meet"
    if word == "meeting" and token.dep_ == "appos" and token.head.dep_ == "nsubj":
        _part_meeting(token)
    if word in {"plans", "heads"} and token.tag_ == "NNS" and token.dep_ == "ROOT" and token.i:
        _make_him_plan(token)
    if word not in MISTAGGED and token.tag_ == "NN" and token.i:
        _make_verb(token)


def make_him_act(verb: Token) -> None:
    """Give whom an office and a name introduce his verb: "The foreign minister, Mr X, telephoned Minister Y".

    The model takes it for a word before the second name, and that for another name of the first.
    """
    name, above = verb.head, verb.head.head
    if verb.tag_ == "VBD" and name.dep_ in {"poss", "compound", "ROOT"}:
        _part_from_name(verb, name)
    if verb.tag_ != "VBN" or name.dep_ != "appos":
        return
    while above.dep_ == "appos":
        above = above.head
    between = verb.nbor(-1).text == "," if verb.i else False
    if above.dep_ != "ROOT" or above.pos_ not in {"PROPN", "NOUN"} or not between or verb.lemma_.lower() not in verbs():
        return
    verb.tag_, verb.pos_, verb.dep_, verb.head = "VBD", "VERB", "ROOT", verb
    for child in [c for c in above.children if c.i > name.i]:
        child.head = verb
    above.dep_, above.head, name.dep_, name.head = "nsubj", verb, "dobj", verb


def _part_from_name(verb: Token, met: Token) -> None:
    """Give a verb that has a subject whom it names behind: "Chancellor X hosted Ukraine's President Y in Berlin".

    The model takes it for a word that describes the state, and him for the head of the sentence.
    """
    doer = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    while met.dep_ in {"poss", "compound"}:
        met = met.head
    if doer is None or met.dep_ != "ROOT" or met.pos_ != "PROPN" or verb.lemma_.lower() not in verbs():
        return
    verb.dep_, verb.head = "ROOT", verb
    for child in [c for c in met.children if c.i > met.i]:
        child.head = verb
    met.dep_, met.head = "dobj", verb


def make_them_act(word: Token) -> None:
    """Take a noun with a subject for a verb: "The ministers of Chad and Niger arrive in Geneva for talks"."""
    if word.tag_ not in {"NN", "NNS"}:
        return
    lower = word.lower_
    lemma = lower.removesuffix("s") if word.tag_ == "NNS" else lower
    known = lemma in verbs() and not (word.tag_ == "NNS" and lemma in nouns())
    acts = known and any(c.dep_ == "nsubj" and c.i < word.i for c in word.children)
    if acts and all(c.dep_ not in {"det", "cop", "poss", "amod"} for c in word.children):
        word.tag_, word.pos_, word.lemma_ = "VBP" if lemma == lower else "VBZ", "VERB", lemma


def give_noun_its_place(noun: Token) -> None:
    """Take a time or a state that the model has for a manner of doing something for what the clause is about."""
    if noun.lower_ == "time" and noun.i < noun.head.i:
        _give_occasion(noun)
    elif noun.pos_ == "PROPN":
        _give_destination(noun)


def _give_occasion(time: Token) -> None:
    """Make a time the subject of what is said of it: "the last time the two met was in May".

    The model takes it for what is said of the verb behind it, and the second verb for a further one.
    """
    met = time.head
    told = next((c for c in met.children if c.dep_ == "conj" and c.lemma_ == "be" and c.i > met.i), None)
    if told is None or met.dep_ != "ROOT" or any(c.dep_ in {"nsubj", "cc"} and c.i > met.i for c in told.children):
        return
    told.dep_, told.head = "ROOT", told
    time.dep_, time.head = "nsubj", told
    met.dep_, met.head = "relcl", time


def _give_destination(place: Token) -> None:
    """Make the state right behind a verb its object: "tours Vietnam", of which the model makes a manner of doing so."""
    frame = verbs().get(place.head.lemma_.lower())
    behind = place.left_edge.i == place.head.i + 1 and place.lower_ not in word_list("calendar")
    if frame is not None and frame.object == "destination" and behind:
        place.dep_ = "dobj"


def _make_modifier(word: Token) -> None:
    """ "Visiting Foreign Minister X said": what he is, which the model takes for what somebody does."""
    behind = word.doc[word.i + 1 : word.i + 2]
    name = next((t for t in (*behind, *(a for b in behind for a in b.ancestors)) if t.dep_ in {"nsubj", "dobj"}), word)
    office = any(t.lower_ in word_list("office_heads") for t in word.doc[word.i + 1 : name.i])
    if not office or name.left_edge.i != word.i + 1:
        return
    if word.dep_ == "pcomp":
        if word.head.lower_ == "with" and name.dep_ == "dobj" and name.head.i == word.i:
            # "Discussed it with visiting Prime Minister X".
            name.head, name.dep_, word.head, word.dep_ = word.head, "pobj", name, "amod"
        return
    does = word.head.lemma_.lower() in word_list("reporting") | word_list("addressing")
    if name.dep_ == "dobj" and (name.head.i != word.i or word.dep_ != "csubj" or not does):
        # "Visiting Prime Minister X in Oslo, she said".
        return
    if name.dep_ == "dobj":
        name.head, name.dep_ = word.head, "nsubj"
    if name.head.i == word.head.i:
        word.head, word.dep_ = name, "amod"


def _make_him_plan(word: Token) -> None:
    """ "Adviser Shin Won-ho plans to travel to Oslo", "heads to Oslo"."""
    name, does = word.nbor(-1), any(c.dep_ in {"acl", "xcomp"} and c.tag_ == "VB" for c in word.children)
    does = does or (word.lower_ == "heads" and any(c.lower_ in {"to", "for"} for c in word.children))
    if does and name.pos_ == "PROPN" and name.dep_ == "compound" and name.head.i == word.i:
        word.tag_, word.pos_, word.lemma_, name.dep_ = "VBZ", "VERB", word.lower_[:-1], "nsubj"
        for child in [c for c in word.children if c.i < name.i and c.dep_ == "compound"]:
            child.head = name
        for child in word.children:
            child.dep_ = "xcomp" if child.dep_ == "acl" else child.dep_


def _make_verb(word: Token) -> None:
    """Give talks their verb, which the model takes for what states are named for: "Talks between X and Y resume in Z".

    A verb in the plural looks like a noun behind a name.
    """
    between = next((t for t in word.ancestors if t.lower_ == "between"), None)
    noun = between.head if between is not None else word
    fits = (
        noun.lemma_.lower() in nouns() and noun.tag_ == "NNS" and noun.dep_ == "ROOT" and word.nbor(-1).pos_ == "PROPN"
    )
    if between is None or not fits or any(c.dep_ == "det" and c.i == word.i - 1 for c in word.children):
        return
    first = word.head if word.dep_ == "conj" else next((c for c in word.children if c.dep_ == "nmod"), word.nbor(-1))
    last = word.nbor(-1)
    if word.dep_ == "conj":
        last.head, last.dep_ = first, "conj"
    else:
        first.head, first.dep_ = between, "pobj"
    for child in [c for c in word.children if c.i < word.i and c.i != last.i]:
        child.head = last
    word.head, word.dep_, word.tag_, word.pos_, word.lemma_ = word, "ROOT", "VBP", "VERB", word.lower_
    noun.head, noun.dep_ = word, "nsubj"
    for child in [c for c in noun.children if c.i > word.i]:
        child.head = word


def _part_meeting(word: Token) -> None:
    """Take "meeting" for what somebody does: "Ministers of X and Y meeting in Z agreed"."""
    there = any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in word.children)
    if (
        there
        and word.nbor(-1).text not in {",", "(", "-"}
        and all(c.dep_ not in {"det", "amod"} for c in word.children)
    ):
        word.dep_, word.tag_, word.pos_, word.lemma_ = "acl", "VBG", "VERB", "meet"
