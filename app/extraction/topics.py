"""A draft in, what the meeting is about out: topics of the data file with the words that show them."""

from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.knowledge import topics

# More topics than this say nothing about a meeting.
MOST = 4


def topics_of(draft: Draft) -> list[tuple[str, Span]]:
    """The strongest topics of the passages that mention the meeting, each with the first word that shows it."""
    sheets = {d.sheet.number: d.sheet for d in (draft, *draft.merged)}.values()
    shown: dict[str, Span] = {}
    for sheet in sheets:
        base = sheet.passage.base
        for key, start, end in topics.in_text(sheet.doc.text):
            shown.setdefault(key, Span(base + start, base + end))
    strongest = topics.of_text(*(sheet.doc.text for sheet in sheets))
    return [(topic.key, shown[topic.key]) for topic in strongest[:MOST] if topic.key in shown]
