"""What is left of a text: whatever it looks like, evidence stands where it stood, and nothing goes twice."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.articles import Kept
from app.domain.mentions import Span
from app.store.retention import content_of, remains_of

TITLES = st.none() | st.text("Ab. ", min_size=1, max_size=8).filter(str.strip)
TEXTS = st.text("ab U.S.!?\n\n”  Mr.1é", min_size=1, max_size=60)


@given(TITLES, TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
@settings(deadline=None, max_examples=300)
def test_evidence_stays_in_its_place(title: str | None, text: str, places: list[tuple[int, int]]) -> None:
    """Its words are found by their spans as before; what is brought to the same policy again does not change."""
    content = content_of(title, text)
    spans = [Span(start, start + length) for start, length in places if start + length <= len(content)]

    left = remains_of(content, title, spans, Kept.EVIDENCE)

    kept = content_of(title, left.text)
    assert [span.of(kept) for span in spans] == [span.of(content) for span in spans]
    assert remains_of(kept, title, spans, Kept.EVIDENCE) == left
    assert remains_of(content, title, spans, Kept.ALL).text == text
    assert remains_of(content, title, spans, Kept.NONE).text == ""
