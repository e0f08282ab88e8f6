"""A draft in, what kind of meeting it is out, once all of its mentions and sides are known."""

from app.domain.meetings import Kind, Level, Party, PartyKind
from app.extraction.drafting import may_be_present
from app.extraction.drafts import Draft
from app.extraction.lexicon import counts, nouns, word_list
from app.extraction.qualifiers import is_named_summit
from app.extraction.syntax import clause, subject
from app.extraction.tokens import Token
from app.knowledge import organisations

# From four states on leaders and ministers have a gathering with an agenda rather than talks.
MANY = 4
# Before those for whom somebody comes.
STANDING_FOR = {"from", "of", "between", "among", "amongst"}


def kind_of(draft: Draft) -> Kind:
    """What it is once all of its mentions are known: a word such as "summit" leaves open how many come together."""
    mentions = [d.mention for d in (draft, *draft.merged)]
    if draft.kind in {Kind.MEETING, Kind.CALL} and any(m.remote for m in mentions):
        called = any(m.kind is Kind.CALL and m.trigger.lemma_.lower() not in word_list("screens") for m in mentions)
        return Kind.CALL if called or (len(draft.sides) <= 2 and not _is_summit_of_body(draft)) else Kind.CONFERENCE
    if draft.kind is Kind.CALL and may_be_present(draft.mention) and (_is_at_a_place(draft) or draft.length):
        # "Three days of conversations".
        return Kind.MEETING
    if draft.kind in {Kind.MEETING, Kind.CONFERENCE}:
        return Kind.CONFERENCE if _is_conference(draft) else Kind.MEETING
    return draft.kind


def _is_at_a_place(draft: Draft) -> bool:
    """ "Had spoken in Bangkok", "in the Bahamas" of two guests there: who speaks at a place meets there."""
    place = draft.place.place if draft.place is not None else None
    return place is not None and bool(place.city or (place.country and place.country not in draft.codes))


def _is_summit_of_body(draft: Draft) -> bool:
    """ "The virtual summit of ASEAN and China": of many, though two are named."""
    bodies = any(s.party.kind is PartyKind.ORGANISATION for s in draft.sides.values())
    drafts = (draft, *draft.merged)
    # "A virtual meeting of ASEAN leaders".
    return bodies and (any(d.mention.trigger.lemma_.lower() == "summit" for d in drafts) or _is_of_members(draft))


def _is_conference(draft: Draft) -> bool:
    """Whether a body convenes, or many leaders, or a word such as "congress" says so."""
    drafts = (draft, *draft.merged)
    bodies = any(s.party.kind is PartyKind.ORGANISATION for s in draft.sides.values())
    states = sum(s.party.kind is PartyKind.STATE for s in draft.sides.values())
    many, ranked = states >= MANY, draft.level in {Level.LEADER, Level.MINISTER}
    sized = any(d.mention.trigger.lemma_.lower() in word_list("any_size") for d in drafts)
    if (many and ranked) or states > MANY or (sized and (many or bodies)):
        return True
    if any(d.mention.of_body or _counts_many(d) or _is_for_an_occasion(d) for d in drafts) or _is_of_members(draft):
        return True
    if (bodies and any(_is_convened(d) for d in drafts)) or (states >= MANY - 1 and any(map(_has_a_name, drafts))):
        return True
    # "The session", said of talks that have been told of, is no more than another word for them.
    talks = draft.mention.kind is Kind.MEETING and draft.beside is None
    convened = [d.mention for d in drafts if d.mention.kind is Kind.CONFERENCE and not (talks and d.mention.weak)]
    if draft.kind is Kind.MEETING or many or bodies:
        return draft.kind is Kind.CONFERENCE and (bool(convened) or bodies or not talks)
    return any(m.trigger.lemma_.lower() not in word_list("any_size") or is_named_summit(m.trigger) for m in convened)


def _is_of_members(draft: Draft) -> bool:
    """Whether the members of a body meet ("the foreign ministers of the Arab League"), not somebody with its heads."""
    met = [(actor.start, actor.end) for d in (draft, *draft.merged) for actor in d.mention.counterparts]
    return any(
        actor.plural and parties and all(_has_members(party) for party in parties)
        for actor, parties in draft.groups
        if (actor.start, actor.end) not in met
    )


def _has_members(party: Party) -> bool:
    """Whether a party is a body of states: not "the rebels of the FARC"."""
    body = organisations.find(party.code) if party.kind is PartyKind.ORGANISATION else None
    return body is not None and body.type != "movement"


def _has_a_name(draft: Draft) -> bool:
    """Whether a summit is one of a series that has a name: "the 10th North American Leaders' Summit"."""
    noun = draft.mention.trigger
    named = (c for c in noun.children if c.dep_ in {"compound", "nmod", "poss", "amod"})
    return noun.text == "Summit" and any(c.ent_type_ == "ORDINAL" or c.text[0].isupper() for c in named)


def _is_convened(draft: Draft) -> bool:
    """ "The EU-Arab ministerial meeting", "the ASEAN-Japan foreign ministers' meeting", "the Council's eighth"."""
    noun = draft.mention.trigger
    if draft.mention.is_verb or noun.lemma_.lower() != "meeting":
        return False
    ministers = (c for c in noun.children if c.dep_ in {"amod", "compound", "poss", "nmod"})
    doer = subject(clause(noun)) if noun.dep_ == "dobj" and not draft.mention.counterparts else None
    own = doer is not None and doer.lower_ in word_list("joint_bodies")
    return own or any(c.lower_ in word_list("ministers") for c in ministers)


def _is_for_an_occasion(draft: Draft) -> bool:
    """Whether people gather for what many attend: "leaders gathered in Rome for the funeral of"."""
    verb = draft.mention.trigger
    behind = (c for p in verb.children if draft.mention.is_verb and p.lower_ in {"for", "at"} for c in p.children)
    gathers = verb.lemma_.lower() in word_list("any_size")
    return gathers and any(noun.lemma_.lower() in nouns() and nouns()[noun.lemma_.lower()].attended for noun in behind)


def _counts_many(draft: Draft) -> bool:
    """Whether the clause counts the states that come: "ministers from 30 countries", "talks between 109 nations"."""
    trigger = draft.mention.trigger
    behind = (t for t in trigger.sent if t.lower_ in word_list("state_words") and t.dep_ == "pobj")
    counted = (t for t in behind if any(_number(c) >= MANY for c in t.children if c.dep_ == "nummod"))
    return any(_is_of(t.head, trigger) for t in counted)


def _is_of(prep: Token, trigger: Token) -> bool:
    """Whether the states behind a preposition are those of whoever meets, and not what is spoken of."""
    whose = prep.head.i == trigger.i or prep.head.lower_ in word_list("plural_heads")
    return prep.lower_ in STANDING_FOR and whose and clause(prep).i == clause(trigger).i


def _number(word: Token) -> int:
    """How many a number says, as far as it matters here."""
    if word.text.isdecimal():
        return int(word.text)
    return counts().get(word.lower_, MANY if word.like_num else 0)
