"""An article's content in, its passages (title, paragraphs) with their offsets out."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from app.domain.articles import Article
from app.extraction.lexicon import furniture, word_list
from app.knowledge import organisations, places, states

# "SEOUL, Sept 26 (Agency) - ", "GENEVA — ", "WASHINGTON/BEIJING, March 3, 2021 (Agency) -- ", "THE HAGUE, Nov. 8. ",
# "LAHORE: ", "NEW DELHI, Dec 17 (Agency) ", "SUVA, Nov 30 AAP - ", "MADRID, Mar 3 (EFE).- ",
# "MOSCOW. Aug 6 (Agency) - ", "(ANSA) - ROME, May 3 - ", "DUSHANBE, May 17, Asia-Plus - ".
DATELINE = re.compile(
    r"^(?:\([A-Z][A-Za-z]{2,9}\)\s*-\s*)?"
    r"(?P<place>[A-Z](?:(?! -{1,2} )[A-Z.'’ /-]){2,40}(?:,\s*(?![A-Za-z]+\.?\s+\d)[A-Z][A-Za-z. ]{1,20})?)"
    r"(?:[,.]\s*(?P<day>[A-Z][A-Za-z]{2,8}\.?\s+\d{1,2}(?:,?\s*\d{4})?|\d{1,2}\s+[A-Z][A-Za-z]{2,8}\.?(?:\s+\d{4})?)\.?"
    r"(?:,?\s+[A-Z][A-Za-z]{1,11}(?:-[A-Z][a-z]{2,11})?(?=\s*[-–—]))?)?"
    r"\s*(?P<agency>\([^)]{2,60}\)|/[A-Z][^/]{1,40}/)?\s*(?:(?:_|\.?-{1,3}|[–—]|(?P<mark>[.:]))\s+|(?P<tight>[–—])(?=\S)"
    r"|(?P<bare>(?(agency)-?(?=[A-Z\"“])|(?!))))"
)

# As offices write it: "Addis Ababa, 20 June 2019: ", "Riyadh, May 17, 2022, SPA -- ", "Doha, February 15 (QNA) - ",
# "New Delhi, Dec 17 (PTI) ", "La Paz, May 17 (EFE).- ".
DATED = re.compile(
    r"^(?P<place>[A-Z][\w'’./-]+(?: (?:of |the )?[A-Z][\w'’.-]+){0,3}(?:,\s*[A-Z][A-Za-z. ]{1,20})?),\s*"
    r"(?:[A-Z][a-z]{5,8},?\s+)?"
    r"(?P<day>[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s*\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?(?:\s+\d{4})?)"
    r"(?:,\s*[A-Z][A-Za-z]{1,11}(?:-[A-Z][a-z]{2,11})?)?\s*(?P<agency>\([A-Z][^)]{1,60}\))?\s*"
    r"(?:(?:\.?-{1,3}|[–—])\s+|[.:]\s+|[–—](?=\S)|(?(agency)(?=[A-Z\"“])|(?!)))"
)
# "Hanoi (VNA) – ", "Damascus, SANA- ".
FILED = re.compile(
    r"^(?P<place>[A-Z][\w'’.-]+(?: (?:of |the )?[A-Z][\w'’.-]+){0,3})"
    r"(?:,\s*[A-Z]{2,8}|\s*\((?:[A-Z]{2,8}|dpa)\))\s*(?:\.?-{1,3}|[–—])\s*(?=[A-Z\"“])(?P<day>(?!))?"
)

# "SLOVAK PREMIER IN WARSAW. Jan Kovar met ...": an item under its own heading in capitals.
HEADED = re.compile(r"^(?P<head>[^a-z]{14,160}?)(?:[.:?!]|\s+(?:--|[–—-]))\s+(?=[\"“]?[A-Z][a-z’'])")
# "RUSSIA-GEORGIA: ", "NORTH KOREA: ", "IRAQ -- ".
LABELLED = re.compile(r"^(?P<head>[A-Z][A-Z .'’/&-]{2,40})(?::|\s+(?:--|[–—-]))\s+(?=[\"“]?[A-Z])")
# "YEMEN. The envoy met ...", "EUROPE. ", "SECRETARY-GENERAL'S TRAVELS. ".
SECTION = re.compile(r"^(?P<head>[A-Z]{4,}(?:['’]S)?(?:[ /&,-]+[A-Z]{2,}(?:['’]S)?){0,5})\.\s+(?=[\"“]?[A-Z][a-z’'])")
CAPITALS = re.compile(r"[A-Z][A-Z'’.]*")
# A heading has so many words in capitals.
FEWEST = 3
# A line with a dateline alone is no longer (code points); what stands for the paragraph behind it.
LONGEST_DATELINE = 60
OPENING = "The"


@dataclass(frozen=True, slots=True)
class Passage:
    """One title or paragraph: `text` is `content[base:base + len(text)]`, but for a heading in capitals, which is as
    long but written as a title; `dateline` the place and `day` the day, as written, that open it; `item` counts the
    parts of a digest, each under a heading or a dateline of its own."""

    text: str
    base: int
    is_title: bool = False
    dateline: str | None = None
    day: str | None = None
    item: int = 0


def split(article: Article) -> list[Passage]:
    """The article's passages in order, without blank lines, credits and other furniture of the page."""
    passages: list[Passage] = []
    base = 0
    above: Passage | None = None
    for line in article.content.split("\n"):
        text = line.strip()
        if text and not _is_furniture(text):
            start = base + line.index(text)
            is_title = bool(article.title) and start < len(article.title or "")
            found = _without_dateline(text, start, is_title)
            alone = None if is_title else _alone(text)
            if alone is None:
                passages += _headed(found if above is None else replace(found, dateline=above.dateline, day=above.day))
            above = alone
        base += len(line) + 1
    return _numbered(passages)


def _numbered(passages: list[Passage]) -> list[Passage]:
    """The passages with the numbers of their items; a single dateline is that of the article."""
    filed = sum(passage.dateline is not None for passage in passages) > 1
    numbered, item = passages[:1], 0
    brief = any(names_digest(passage) for passage in passages[:1])
    for before, passage in pairwise(passages):
        heads = passage.is_title or (filed and passage.dateline is not None) or (brief and not _goes_on(passage.text))
        item += heads and not before.is_title
        numbered.append(replace(passage, item=item))
    return numbered


def names_digest(title: Passage) -> bool:
    """Whether a title says that what follows are items of their own: "Pacific news in brief", "News bulletin"."""
    return title.is_title and any(name in title.text.lower() for name in word_list("digests"))


def _goes_on(paragraph: str) -> bool:
    """Whether a paragraph of a digest speaks on of whom the one before tells: "He will fly on", "Mr Kovar said"."""
    first = re.split(r"\W", paragraph.lower(), maxsplit=1)[0]
    return first in word_list("going_on")


def _alone(text: str) -> Passage | None:
    """The dateline that is a line of its own, above the paragraph that it opens: "ANKARA", "Baku, May 6, AZERTAC"."""
    if len(text) > LONGEST_DATELINE or not (text[-1].isupper() or text[-1] == ")"):
        return None
    found = _without_dateline(f"{text} - {OPENING}", 0, is_title=False)
    known = found.dateline is not None and places.find_city(found.dateline.partition(",")[0].title()) is not None
    return found if known and found.text == OPENING else None


def _headed(passage: Passage) -> list[Passage]:
    """A passage, parted where it opens with a heading of its own in capitals, and with capitals as of a title."""
    text = passage.text
    if passage.dateline is not None:
        return [passage]
    if passage.is_title:
        return [replace(passage, text=_as_title(text))] if _is_heading(text) else [passage]
    match = HEADED.match(text) or LABELLED.match(text)
    if match is None or not (_is_heading(match["head"]) or _names_states(match["head"])):
        match = SECTION.match(text)
    if match is None:
        return [passage]
    head = Passage(_as_title(match["head"]), passage.base, is_title=True)
    return [head, Passage(text[match.end() :], passage.base + match.end())]


def _is_heading(text: str) -> bool:
    return text.upper() == text and sum(len(word) > 1 for word in CAPITALS.findall(text)) >= FEWEST


def _names_states(text: str) -> bool:
    """Whether a label names the states that an item of a digest is about."""
    parts = [part.strip() for part in re.split(r"[-/&]", text)]
    return all(part and states.named(part.title()) is not None for part in parts)


def _as_title(text: str) -> str:
    """A heading in capitals as a title is written elsewhere: "NATO CHIEF VISITS U.S." as "NATO Chief Visits U.S."."""
    return CAPITALS.sub(lambda match: _in_title(match[0]), text)


def _in_title(word: str) -> str:
    if word.lower() in word_list("small_words"):
        return word.lower()
    return word if "." in word[:-1] or _is_abbreviation(word) else word.capitalize()


def _is_abbreviation(word: str) -> bool:
    state, body = states.named(word), organisations.find(word)
    return word in (*(state.names if state else ()), *(body.names if body else ()))


def _without_dateline(text: str, base: int, is_title: bool) -> Passage:
    match = None if is_title else DATELINE.match(text)
    if match is None or not _is_dateline(match):
        match = None if is_title else DATED.match(text) or FILED.match(text)
        if match is None or places.find_city(re.split("[,/]", match["place"])[0]) is None:
            return Passage(text, base, is_title)
    return Passage(text[match.end() :], base + match.end(), is_title, match["place"].strip(), match["day"])


def _is_dateline(match: re.Match[str]) -> bool:
    """Whether a head before a full stop, colon or tight dash is no other name ("THE PRESIDENT: ", "U.S.–Japan")."""
    apart = match["mark"] is None and match["tight"] is None
    told = apart or match["day"] is not None or match["agency"] is not None
    told = told and (match["bare"] is None or match["day"] is not None)
    city, _, rest = match["place"].strip().partition(",")
    return told or places.find_city(city.title()) is not None or states.named(rest.strip()) is not None


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in furniture()), re.IGNORECASE)


def _is_furniture(text: str) -> bool:
    return _furniture().match(text) is not None
