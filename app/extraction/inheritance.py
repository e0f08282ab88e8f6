"""A mention such as "the last summit" and the occasions told so far in, the sides that it takes from one out."""

from app.domain.meetings import Kind, Role
from app.extraction.actors import Actor
from app.extraction.compatibility import OFF
from app.extraction.drafts import Draft, Side
from app.extraction.lexicon import counts, word_list


def inherit(draft: Draft, occasions: list[Draft]) -> None:
    """Give a mention such as "the last summit" the sides of an occasion already known."""
    mention = draft.mention
    pointing = _points(draft)
    _complete_form(draft, occasions)
    _complete_pair(draft, occasions)
    if (draft.has_meeting and not draft.borrowed) or not pointing or mention.generic or mention.plural:
        return
    if len(draft.people) > 1 and mention.counterparts and not mention.definite:
        # "A last talk with President X": the envoy's with his own president.
        return
    if draft.vague and any(_is_of_region(draft, actor) for actor, parties in draft.groups if not parties):
        return
    fitting = [
        (len(known.merged), i, known)
        for i, known in enumerate(occasions)
        if _guests(draft) <= known.codes
        and known.has_meeting
        and not known.borrowed
        # An item of a digest goes on with nobody of the others.
        and known.sheet.passage.item == draft.sheet.passage.item
        and (mention.form is None or mention.form == len(known.sides))
        and not _are_more(draft, known)
    ]
    if not fitting:
        return
    # The occasion that the text speaks of most is what it compares others with.
    known = max(fitting, key=lambda triple: triple[:2])[2]
    if not mention.definite and mention.trigger.lemma_ in word_list("counted_alone"):
        # "It was agreed to hold a second round in May": of the talks just told.
        known = max((triple[2] for triple in fitting), key=last_told)
    for code, side in _lasting_sides(known).items():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))
    alike = mention.trigger.lemma_.lower() == known.mention.trigger.lemma_.lower()
    if alike or mention.kind is known.kind is Kind.VISIT:
        # A summit is not of the rank of the officials' meeting that it is told beside.
        draft.groups += known.groups
        draft.people = {**known.people, **draft.people} if mention.kind is Kind.VISIT else draft.people
    draft.inherited = True


def _points(draft: Draft) -> bool:
    """Whether a mention may be of an occasion that is told already."""
    mention, dated = draft.mention, draft.start is not None
    if (draft.vague and (not mention.weak or dated)) or (
        (mention.repeats or mention.form is not None or (mention.definite and dated)) and not mention.is_verb
    ):
        return True
    # "A working visit set for June had to be put off": by and to whom is told before.
    return mention.kind is Kind.VISIT and draft.status in OFF and not (mention.definite or draft.sides)


def _lasting_sides(known: Draft) -> dict[str, Side]:
    """Whose gathering it is time after time: not also the state of who chaired it once, told further on."""
    sentence = known.mention.trigger.sent
    words = known.sheet.span(sentence.start, sentence.end)
    own = {code: side for code, side in known.sides.items() if words.covers(side.span)}
    return own if known.kind is Kind.CONFERENCE and len(own) > 1 else known.sides


def _complete_form(draft: Draft, occasions: list[Draft]) -> None:
    """ "Met Y in Oslo. A trilateral with Z followed": who is told of last makes up the number."""
    form = draft.mention.form
    if form is None or len(draft.sides) >= form or draft.mention.is_verb:
        return
    fitting = (o for o in reversed(occasions) if o.codes & draft.codes and len(o.codes | draft.codes) == form)
    known = next(fitting, None)
    for code, side in known.sides.items() if known is not None and len(draft.sides) > 1 else ():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))


def _complete_pair(draft: Draft, occasions: list[Draft]) -> None:
    """ "X met Premier Y. Secretary Z saw Minister W": an official of no state named is of the other side just told."""
    # "Will be received by President Z".
    hosts = [a for a, role in draft.mention.sides if role is Role.HOST]
    met = [a for a in (*draft.mention.counterparts, *hosts) if a.person in draft.stateless and a.title]
    alone = len(draft.sides) == 1 and len(draft.people) > 1 and not draft.borrowed and bool(met)
    known = occasions[-1] if occasions else None
    if not alone or known is None or len(known.sides) != 2 or not draft.codes < known.codes:
        return
    if any(side.span.start == draft.sheet.span(a.start, a.end).start for a in met for side in draft.sides.values()):
        return
    for code, side in known.sides.items():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))


def _is_of_region(draft: Draft, group: Actor) -> bool:
    """Whether a group of no state is told apart by where it is from: "European leaders", "Arab ministers"."""
    first = min(group.start - 1, draft.sheet.doc[group.end - 1].left_edge.i)
    words = draft.sheet.doc[max(first, draft.mention.trigger.sent.start) : group.end]
    return any(word.text[0].isupper() and word.pos_ in {"ADJ", "PROPN"} and word.ent_type_ != "DATE" for word in words)


def _are_more(draft: Draft, known: Draft) -> bool:
    """Whether a group counts more than the sides of an occasion: "the ministers of 35 countries"."""
    heads = (draft.sheet.doc[actor.end - 1] for actor, _ in draft.groups)
    words = (t for head in heads for t in head.subtree if t.pos_ == "NUM")
    return any((int(t.text) if t.text.isdecimal() else counts().get(t.lower_, 0)) > len(known.sides) for t in words)


def _guests(draft: Draft) -> set[str]:
    """The sides but for one that only gives the place ("the previous summit was hosted by Chile")."""
    hosts = {code for code, side in draft.sides.items() if side.role is Role.HOST}
    return set(draft.codes) - (hosts if draft.mention.repeats and not draft.mention.is_verb else set())


def last_told(known: Draft) -> tuple[int, int]:
    """Where the text has spoken of an occasion last."""
    return max((one.sheet.number, one.mention.trigger.i) for one in (known, *known.merged))
