"""An article and its candidates in, its text with the telling words marked and a table a meeting on the screen out.

Where the output is a terminal with colours the marks are colours, elsewhere brackets: `[Seoul|1 place Seoul, KOR]`.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.extraction.explanation import Category, Explanation, Mark, explain

# Where marks overlap, the later of these covers the earlier; bold and underlined words keep their colour.
STYLES = {
    Category.PLACE: "blue",
    Category.DATE: "yellow",
    Category.PARTY: "green",
    Category.STATUS: "magenta",
    Category.PERSON: "bold",
    Category.TRIGGER: "underline",
}
# Columns where the output is no terminal, and the most characters of a quote in a table.
WIDTH = 120
LONGEST_QUOTE = 100


def show(console: Console, article: Article, candidates: Sequence[MeetingCandidate]) -> None:
    """Print one article with its meetings."""
    explanation = explain(article, candidates)
    coloured = console.is_terminal and console.color_system is not None and not console.no_color
    page = console if console.is_terminal else Console(file=console.file, width=WIDTH)
    heading = [str(part) for part in (article.source_id or article.id, article.outlet, article.published) if part]
    page.print(Text(_clean(", ".join(heading)), "dim"))
    if coloured:
        page.print(_coloured(explanation))
        page.print(Text("  ").join(Text(category, style) for category, style in STYLES.items()))
    else:
        # Lines are left whole for whoever searches them.
        page.print(Text(bracketed(explanation)), soft_wrap=True)
    for number, candidate in enumerate(candidates):
        page.print(_table(number, candidate, explanation))
    page.print("" if candidates else "No meeting.\n")


def bracketed(explanation: Explanation) -> str:
    """The text with marked words in brackets, and after a bar each mark's meeting, category and value.

    Marks that overlap are cut where one of them begins or ends.
    """
    content, marks = _clean(explanation.content), list(_shown(explanation))
    edges = {0, len(content), *(edge for mark in marks for edge in (mark.evidence.span.start, mark.evidence.span.end))}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        covering = [mark for mark in marks if mark.evidence.span.start <= start and end <= mark.evidence.span.end]
        pieces.append(_piece(content[start:end], covering))
    return "".join(pieces)


def _piece(words: str, marks: Sequence[Mark]) -> str:
    core = words.strip()
    if not marks or not core:
        return words
    labels = dict.fromkeys(f"{mark.meeting + 1} {mark.category} {mark.value or ''}".strip() for mark in marks)
    return words.replace(core, f"[{core}|{', '.join(labels)}]", 1)


def _coloured(explanation: Explanation) -> Text:
    text = Text(_clean(explanation.content))
    marks = list(_shown(explanation))
    for category, style in STYLES.items():
        for mark in marks:
            if mark.category is category:
                text.stylize(style, mark.evidence.span.start, mark.evidence.span.end)
    return text


def _shown(explanation: Explanation) -> Iterator[Mark]:
    return (mark for mark in explanation.marks if mark.category is not None)


def _table(number: int, candidate: MeetingCandidate, explanation: Explanation) -> Table:
    """Field, value, words and rule of one meeting, under a line that names it and its frame."""
    rule, trigger = explanation.frame(number)
    parties = ", ".join((*candidate.countries, *candidate.organisations))
    title = f"{number + 1}. {candidate.kind}, {candidate.status}: {parties} ({rule}: {_clean(trigger)!r})"
    table = Table("field", "value", "words", "rule", title=Text(title, "bold"), title_justify="left", box=SIMPLE_HEAD)
    for mark in explanation.marks:
        if mark.meeting == number:
            quote = " ".join(mark.evidence.quote.split())
            words = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1]}…"
            # "party:KOR" has its value in its name.
            field = mark.evidence.field.removesuffix(f":{mark.value}")
            cells = (field, mark.value or "", words, mark.evidence.rule)
            table.add_row(*(Text(_clean(cell)) for cell in cells))
    return table


def _clean(text: str) -> str:
    """The text, as long as before, without characters that command a terminal instead of showing something."""
    return "".join(c if c.isprintable() or c in "\n\t" else "·" for c in text)
