"""An office and the words on it in, the state in a part of which it is held out: "Governor of Texas", "Tokyo mayor"."""

from collections.abc import Iterator

from app.domain.meetings import Party, PartyKind
from app.extraction.gazetteer import Match, MatchKind
from app.extraction.lexicon import word_list
from app.extraction.titles import match_at
from app.extraction.tokens import Doc
from app.knowledge import areas, places

# Words in the name of a part of a state before an office ("New South Wales").
LONGEST = 3


def state_of_part(doc: Doc, matches: list[Match], head: int, end: int) -> Party | None:
    """The state of a governor or mayor, by the head of the office and the end of what it is of."""
    local = doc[head].lower_ in word_list("local_heads")
    if not local and (doc[head].lower_ != "minister" or not head or doc[head - 1].lower_ != "chief"):
        return None
    for start, stop in _names(doc, head, end):
        code = _state_of(doc, matches, start, stop)
        if code is not None:
            return Party(code, PartyKind.STATE)
    return None


def _names(doc: Doc, head: int, end: int) -> Iterator[tuple[int, int]]:
    """What the part may be called: what stands behind "of", or up to so many words before the office."""
    if doc[head + 1 : head + 2].text.lower() == "of" and head + 2 < end:
        yield head + 2, end
    stop = head
    while stop > 0 and doc[stop - 1].lower_ in word_list("title_modifiers"):
        stop -= 1
    for start in range(max(0, stop - LONGEST), stop):
        if all(token.text[0].isupper() for token in doc[start:stop]):
            yield start, stop


def _state_of(doc: Doc, matches: list[Match], start: int, end: int) -> str | None:
    """The state in which a province or a city of that name lies; a state's capital only if a province is called so."""
    text = doc[start:end].text
    area = areas.find(text) or areas.find(f"{text} state") or areas.find(text.rpartition(" ")[0])
    if area is not None and area.code:
        return area.code
    match = match_at(matches, start)
    city = places.find_city(text) if match is None or match.kind is not MatchKind.CAPITAL else None
    return city.country if city is not None else None
