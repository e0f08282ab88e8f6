"""Candidates as marks in the text of their article."""

from app.extraction.explanation import Category, explain
from tests.builders import a_candidate, an_article, some_evidence

ARTICLE = an_article("Italian and French ministers met.", title=None)
EVIDENCE = (
    some_evidence("meeting", 0, 32, quote="Italian and French ministers met", rule="verb meet"),
    some_evidence("kind", 29, 32, quote="met"),
    some_evidence("party:ITA", 0, 7, quote="Italian"),
    some_evidence("confidence", 0, 32),
)


def test_each_piece_of_evidence_is_a_mark_of_its_meeting():
    """With the value that its words gave, and what to show it as."""
    first, second = a_candidate("ITA", "FRA", evidence=EVIDENCE), a_candidate(evidence=EVIDENCE[:1])

    marks = explain(ARTICLE, [first, second]).marks

    assert [(m.meeting, m.evidence.field, m.value, m.category) for m in marks] == [
        (0, "meeting", None, None),
        (0, "kind", "meeting", Category.TRIGGER),
        (0, "party:ITA", "ITA", Category.PARTY),
        (0, "confidence", "0.80", None),
        (1, "meeting", None, None),
    ]


def test_a_frame_is_a_rule_and_the_word_that_set_it_off():
    """Empty where no evidence tells."""
    explanation = explain(ARTICLE, [a_candidate(evidence=EVIDENCE), a_candidate(evidence=())])

    assert explanation.frame(0) == ("verb meet", "met")
    assert explanation.frame(1) == ("", "")
