"""A time of a passage in, whether the story goes on from its day out: not from an aside, nor from what is to come."""

from app.domain.meetings import Kind
from app.extraction.drafts import Draft
from app.extraction.lexicon import verbs, word_list
from app.extraction.sheets import Sheet
from app.extraction.syntax import clause, has_had
from app.extraction.tense import is_infinitive, tense
from app.extraction.time import TimeMention


def is_aside(draft: Draft, time: TimeMention) -> bool:
    """Whether a clause on somebody tells what he did at a time: "X, who landed on Friday, also met Y"."""
    span = draft.sheet.words(time.span)
    verb = clause(span.root) if span is not None else None
    return verb is not None and verb.dep_ == "relcl" and not verb.is_ancestor(draft.mention.trigger)


def is_told_now(draft: Draft) -> bool:
    """Whether the story goes on from a meeting: not from what had been, nor from how long somebody stays.

    "Received X, who is on a visit from 16 to 20 May. His talks the day before" were not before the visit.
    """
    verb = clause(draft.mention.trigger)
    beside = verb.dep_ == "relcl" and any(c.lower_ == "who" for c in verb.children)
    stays = draft.kind is Kind.VISIT and beside and draft.end not in {None, draft.start}
    return not stays and not has_had(verb)


def goes_on_from(sheet: Sheet, time: TimeMention) -> bool:
    """Whether what the next paragraphs tell may have been on that day."""
    span = sheet.words(time.span) if sheet.doc.is_parsed else None
    verb = clause(span.root) if span is not None else None
    # "X, who flew in on Tuesday, is resting".
    aside = verb is not None and verb.dep_ == "relcl" and any(c.lower_ == "who" for c in verb.children)
    # "Issued the following statement on Monday:": the day of what is said, and not of what it tells.
    said = sheet.doc[-1].text.endswith(":") and verb is not None and verb.lemma_.lower() in word_list("issuing")
    return not aside and not said and not is_earlier(sheet, time) and not is_to_come(sheet, time)


def is_earlier(sheet: Sheet, time: TimeMention) -> bool:
    """Whether a time is of what had been before: "X, who had met Y on Monday, said", "The two had met on 9 August"."""
    span = sheet.words(time.span) if sheet.doc.is_parsed else None
    verb = clause(span.root) if span is not None else None
    return verb is not None and has_had(verb)


def is_to_come(sheet: Sheet, time: TimeMention) -> bool:
    """Whether a time is that of what is still to come: "the talks resume on Friday", "will fly there on Monday"."""
    span = sheet.words(time.span) if sheet.doc.is_parsed else None
    verb = clause(span.root) if span is not None else None
    if verb is None:
        return False
    plan = verb
    while plan.dep_ in {"xcomp", "acomp"} and plan.head.i < plan.i:
        plan = plan.head
    if plan.i != verb.i and is_infinitive(verb) and plan.lemma_.lower() in word_list("plans"):
        # "X, who is due to leave on Sunday, telephoned Y".
        return tense(clause(plan)) == "present"
    on_programme = time.kind == "weekday" and verb.lemma_.lower() in word_list("beginnings") | verbs().keys()
    return tense(verb) == "future" or (on_programme and tense(verb) == "present")


def is_planned(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is that of something still to come: "was expected in Rome on Saturday", "will go on Monday"."""
    span = draft.sheet.words(time.span)
    verb = clause(span.root) if span is not None else None
    return verb is not None and (is_to_come(draft.sheet, time) or verb.lemma_.lower() in word_list("plans"))
