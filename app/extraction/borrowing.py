"""A draft of which the frame found one side in, the side that it lacks out: the state of the place, or one near."""

from collections.abc import Sequence

from app.domain.meetings import Kind
from app.extraction.actors import Actor, ActorKind
from app.extraction.drafting import Drafter
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.sheets import Sheet
from app.extraction.speakers import announced
from app.extraction.syntax import clause, faces_press
from app.extraction.tense import tense
from app.extraction.tokens import Doc, Token


def complete(draft: Draft, drafter: Drafter) -> None:
    """Where the frame found one side only: the state where it takes place, else an actor of the sentence."""
    mention = draft.mention
    # "Told reporters of the call": it is one told of before.
    known = mention.definite and all(side.rule == "clause" for side in draft.sides.values())
    _make_up_the_number(draft, drafter)
    if (
        draft.has_meeting
        or mention.weak
        or mention.aside
        or known
        or (mention.is_verb and faces_press(mention.trigger))
    ):
        return
    if drafter.at_home(draft) or draft.vague:
        return
    for actor in _sentence_actors(draft):
        if _can_complete(actor, draft, drafter):
            drafter.borrow(draft, actor)
            return
    drafter.at_the_publisher(draft)


def complete_headings(drafts: Sequence[Draft], drafter: Drafter, sheets: Sequence[Sheet]) -> None:
    """Give the title of a transcript its second side, where the text tells of no meeting with whom it names.

    Of that side is whoever speaks first.
    """
    for draft in drafts if drafter.home is not None else ():
        if not draft.sheet.passage.is_title:
            break
        if len(draft.sides) == 1 and _is_heading(draft) and not any(draft.codes < one.codes for one in drafts):
            drafter.at_the_publisher(draft, headed=True)
            text = next((sheet for sheet in sheets if not sheet.passage.is_title), None)
            speaker = announced(text.index) if text is not None else None
            if speaker is not None and {party.code for party in drafter.parties(speaker)} == {drafter.home}:
                drafter.borrow(draft, speaker)
                draft.borrowed = False


def _is_heading(draft: Draft) -> bool:
    """ "Beginning of Meeting with President X", as the title of what an office publishes: nobody else had it."""
    trigger, doc = draft.mention.trigger, draft.sheet.doc
    if not draft.sheet.passage.is_title or doc[trigger.i + 1 : trigger.i + 2].text != "with":
        return False
    before = doc[: trigger.i]
    opens = all(actor.start > trigger.i for actor in draft.sheet.index.actors) and not any(t.is_punct for t in before)
    return opens and tense(clause(trigger)) == "none"


def _make_up_the_number(draft: Draft, drafter: Drafter) -> None:
    """ "President X said the trilateral summit with Y and Z would": who speaks of it is the one that it lacks."""
    form = draft.mention.form
    if form is None or not 1 < len(draft.sides) == form - 1:
        return
    for actor in _sentence_actors(draft):
        new = {party.code for party in drafter.parties(actor)} - draft.codes
        if len(new) == 1 and actor.kind in {ActorKind.PERSON, ActorKind.ROLE}:
            drafter.borrow(draft, actor)
            draft.borrowed = False
            return


def _can_complete(actor: Actor, draft: Draft, drafter: Drafter) -> bool:
    parties = {p.code for p in drafter.parties(actor)}
    if _is_urged(actor, draft.sheet.doc) or _is_outside(actor, draft.mention.trigger):
        return False
    if not parties or parties == set(draft.sides) or _only_tells(actor, draft):
        return False
    if actor.kind is not ActorKind.PARTY:
        return True
    doc = draft.sheet.doc
    return any(t.dep_ in {"nsubj", "nsubjpass", "agent"} for t in doc[actor.start : actor.end])


def _only_tells(actor: Actor, draft: Draft) -> bool:
    """ "Ministers of the bloc will meet in Oslo, a Danish official said": he tells of a session, and is not in it."""
    nameless = actor.kind is ActorKind.ROLE and actor.person is None and actor.head_word in word_list("sources")
    return nameless and draft.kind is Kind.CONFERENCE and clause(draft.sheet.doc[actor.start]).lemma_ in {"say", "tell"}


def _is_outside(actor: Actor, trigger: Token) -> bool:
    """ "X, who was in Oslo for a conference, telephoned Y": whom the sentence tells of was not where the clause is.

    Nor is he of "X was alarmed by the accord that Y signed with local leaders".
    """
    verb = clause(trigger)
    who = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    signed = verb.i == trigger.i and verb.dep_ in {"acl", "relcl"} and who is not None and who.pos_ == "PROPN"
    if not signed and (verb.dep_ != "relcl" or all(c.lower_ != "who" for c in verb.children)):
        return False
    inside = {verb.head.i, *(t.i for t in verb.subtree)}
    return inside.isdisjoint(range(actor.start, actor.end))


def _is_urged(actor: Actor, doc: Doc) -> bool:
    """ "Ended a summit with a call on the Malian authorities": of whom something is asked was not there."""
    heads = [token for token in doc[actor.start : actor.end] if token.dep_ == "pobj" and token.head.lower_ == "on"]
    return any(token.head.head.lemma_.lower() in {"call", "pressure", "sanction"} for token in heads)


def _beside(verb: Token) -> list[Token]:
    """The words of a clause that tells what was done where a meeting was."""
    told = any(c.lower_ == "where" and c.i and c.nbor(-1).text == "," for c in verb.children)
    return list(verb.subtree) if told else []


def _sentence_actors(draft: Draft) -> list[Actor]:
    """The actors of the trigger's sentence that no frame took, nearest first."""
    token: Token = draft.mention.trigger
    taken = {id(a) for a, _ in [*draft.mention.sides, *draft.mention.near]}
    # "Opens without the Egyptian president".
    missing = {t.i for word in token.sent if word.lower_ == "without" for t in word.subtree}
    # "Attended the conference, where he met X".
    missing |= {t.i for c in token.children if c.dep_ == "relcl" and c.i > token.i for t in _beside(c)}
    # "Will open the summit and receive X on Tuesday": whom he receives was not said to be at the summit.
    joined = () if draft.mention.is_verb else (c for c in clause(token).children if c.dep_ == "conj" and c.i > token.i)
    missing |= {t.i for c in joined if c.lemma_.lower() in {"meet", "receive"} for t in c.subtree}
    inside = [
        a
        for a in draft.sheet.index.actors
        if token.sent.start <= a.start < token.sent.end and id(a) not in taken and not a.is_modifier
    ]
    inside = [a for a in inside if a.start not in missing]
    return sorted(inside, key=lambda a: abs(a.start - token.i))
