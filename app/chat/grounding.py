"""What a model claims in, where the article says it out: quotes, names, and the parties that its words stand for."""

import re
from functools import cache

from app.domain.articles import Article
from app.domain.meetings import PartyKind
from app.domain.mentions import Span
from app.extraction.publishers import home_of
from app.knowledge import leaders, offices, organisations, seats, states
from app.knowledge.tables import fold, is_acronym

# A clause, not a page: longer quotes show nothing. Characters.
LONGEST_QUOTE = 600
_WORD = re.compile(r"\w+")
# Marks that models write otherwise than the text.
_ALIKE = {mark: f"[{marks}]" for marks in ("'’‘`", '"“”„«»', "‐‑–—-") for mark in marks}


def find(quote: str | None, article: Article, near: Span | None = None) -> Span | None:
    """Where a quote stands in the content, as whole words; spaces and marks may be written otherwise.

    Of several places the one inside `near` or next to it, else the first. None where it does not stand there.
    """
    if not quote or len(quote) > LONGEST_QUOTE or not any(character.isalnum() for character in quote):
        return None
    spans = [Span(*match.span()) for match in _pattern(quote).finditer(article.content)]
    return min(spans, key=lambda span: _distance(span, near), default=None)


def _pattern(quote: str) -> re.Pattern[str]:
    words = ("".join(_ALIKE.get(character, re.escape(character)) for character in word) for word in quote.split())
    return re.compile(
        r"(?<!\w)" * quote.strip()[0].isalnum() + r"\s+".join(words) + r"(?!\w)" * quote.strip()[-1].isalnum()
    )


def _distance(span: Span, near: Span | None) -> int:
    return max(near.start - span.start, span.end - near.end, 0) if near else 0


def party(code: str, quote: Span, article: Article) -> tuple[str, PartyKind] | None:
    """The code and kind of a party, normalised; None where there is none such, or the article says nothing of it.

    An organisation that nobody listed is one where the quote itself names it.
    """
    code = normalised(code)
    state = states.by_code(code)
    if state is not None or organisations.find(code) is not None:
        kind = PartyKind.ORGANISATION if state is None else PartyKind.STATE
        territory = state is not None and state.kind == "territory"
        return (code, kind) if speaks_of(code, article) and not territory else None
    named = find(code, article, quote) if len(code) > 2 and code[0].isupper() else None
    return (code, PartyKind.ORGANISATION) if named and quote.covers(named) else None


def normalised(code: str) -> str:
    """The alpha-3 code or usual short name of a party however it is called; unlisted names as they are."""
    code = code.strip()
    known = states.by_code(code) or organisations.find(code) or states.find(code)
    return code if known is None else known.short if isinstance(known, organisations.Organisation) else known.code


def speaks_of(code: str, article: Article) -> bool:
    """Whether an article names a party, its capital, its seat or somebody who led it, or its office publishes it."""
    searches = zip(_forms(code), (fold(article.content), article.content), strict=True)
    return any(forms and forms.search(content) for forms, content in searches) or home_of(article) == code


def is_name(name: str) -> bool:
    """Whether words can name a person: no office, state or organisation, and not without a capital ("the minister")."""
    known = offices.find(name, ""), states.find(name), organisations.find(name)
    return any(character.isupper() for character in name) and not any(known)


def has_words(title: str, article: Article) -> bool:
    """Whether every word of an office is in the content, whatever its case and number ("foreign ministers")."""
    wanted, there = (_WORD.findall(fold(text)) for text in (title, article.content))
    return bool(wanted) and {word.removesuffix("s") for word in wanted} <= {word.removesuffix("s") for word in there}


@cache
def _forms(code: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The words for a party, without case, and its acronyms as written."""
    state, body = states.by_code(code), organisations.find(code)
    forms = {form for form, of in (*states.names().items(), *states.demonyms().items()) if of == code}
    forms |= {*state.capitals} if state else {*body.names} if body else set()
    forms |= {name for seat in seats.all_seats() if seat.party == code for name in seat.names}
    forms |= {name for one in leaders.all_leaders() if one.party == code for name in (*one.names, *one.surnames)}
    acronyms = {form for form in forms if is_acronym(form)}
    return _any_of({fold(form) for form in forms - acronyms}), _any_of(acronyms)


def _any_of(forms: set[str]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms)))})(?!\w)") if forms else None
