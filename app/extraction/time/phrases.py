"""Rules over token classes: what each kind of time phrase looks like. Patterns, and the phrases that fit them, out.

A pattern is a regular expression in which `<name>` stands for one token of that class (see `data/time.toml` and
`tokens.SCANNED`) and `{NAME}` for a pattern of `PARTS`; they are compiled into one expression. All patterns are tried
at each token, the first one that fits wins, so longer phrases stand before shorter ones.
"""

import re
from dataclasses import dataclass

from app.extraction.time.lexicon import lexicon
from app.extraction.time.tokens import SCANNED, Token

# Each class is one character of a private alphabet, so that patterns run over a string with one character a token.
ALPHABET = {name: chr(0x100 + place) for place, name in enumerate((*SCANNED, *lexicon().classes))}

PARTS = {
    "LONG_UNIT": "(?:<week_word>|<month_word>|<year_word>|<quarter>|<weekend>|<other_unit>)",
    "UNIT": "(?:<day_word>|<week_word>|<month_word>|<year_word>|<other_unit>|<quarter>|<units>)",
    "NEAR": "(?:<this>?(?:<past>|<coming>)|<this>|<last>|<very>?<next>)",
    "WHICH": "(?:{NEAR}|<following>|<previous>|<that>?<very>?<same>|<that>)",
    "YEAR_WORD": "(?:<the>?{WHICH}<year_word>)",
    # The year of a date: "2023", "of last year", "that year".
    "YEAR": "(?:<comma>?(?:<of>|<in>)?(?:<year>|{YEAR_WORD}))",
    "WEEKDAY": "(?:(?:<weekday>|<short_weekday>)<daypart>?)",
    "MONTH": "(?:<month>|<name_month>|<short_month>)",
    "NUMBER": "(?:<day>|<nth>)",
    "WEEKDAYS": "(?:{WEEKDAY}(?:(?:{TO}|<and>){WEEKDAY})?)",
    "TO": "(?:<dash>|<to>|<through>|<until>|<slash>)",
    # "26", "26-27", "26, 27 and 28", "the 26th to the 28th".
    "NUMBERS": "(?:{NUMBER}(?:(?:<comma>{NUMBER}){0,6}<comma>?(?:<and>|{TO})<the>?{NUMBER})?)",
    "AMOUNT": "(?:(?:<number>|<day>|<count>)(?:<dash>?<and><dash>?<article><dash>?<half>)?)",
    "COUNT": "(?:<article>?<vague><of>?|<number>(?:<dash>|<to>)<number>|{AMOUNT}|<article>)",
    "SHARE": "(?:<the>?(?:<ordinal>|<last>)<dash>?(?:<half>|<quarter>|<week_word>)<of>)",
    # "Early", "the end of", "the first half of".
    "PART": "(?:<the>?<part>(?:<of>|<in>|<dash>)?|{SHARE})",
    # Before these a month that is also a name is a month.
    "BEFORE_MONTH": "(?:<in>|<of>|<since>|<until>|<by>|<for>|<from>|<through>|<before>|<after>|<during>|<this>|<last>"
    "|<next>|<to>|<between>|<and>|<dash>|<around>|<the>|<article>|<whose>|<possessive>)",
}
RULES = {
    "numeric": "<numeric>",
    "weekly": "<every>(?:<ordinal>|<number>)?(?:{WEEKDAY}|{UNIT}|<season>|<weekend>)|<weekdays>",
    "week_of": "<the>?(?:<week_word>|<weekend>)(?:<of>|<part>)(?:{MONTH}{NUMBERS}|<the>?{NUMBERS}<of>?{MONTH}){YEAR}?",
    # "Half a year ago" is no year ago.
    "half": "<half><article>{UNIT}(?:<ago>|<later>|<earlier>|<before>|<after>)?",
    "bracketed": "{WEEKDAY}<open>(?:{MONTH}{NUMBERS}|{NUMBERS}{MONTH}){YEAR}?<close_mark>",
    "weekday_of": "<the>?(?:<ordinal>|<last>)<weekday>(?:<of>|<in>)"
    "(?:{MONTH}{YEAR}?|(?:<the>|<the>?{WHICH})<month_word>)",
    "day_of": "<the>?(?:<very>?<ordinal>|<last>)<day_word>(?:<of>|<in>)"
    "(?:{MONTH}{YEAR}?|(?:<the>|<the>?{WHICH})<month_word>)",
    "month_first": "(?:{WEEKDAYS}<comma>?<the>?)?{MONTH}<the>?{NUMBERS}{YEAR}?(?:<open>{WEEKDAY}<close_mark>)?",
    "day_first": "(?:{WEEKDAYS}<comma>?)?<the>?(?:{NUMBERS}<of>?|<ordinal><of>){MONTH}{YEAR}?",
    "day_of_month": "(?:{WEEKDAY}<comma>?)?<the><nth>(?:(?:<and>|{TO})<the>?<nth>)?"
    "(?:<of>(?:<this>|<last>|<next>|<that>|<the>)<month_word>|(?=<stop>|<comma>|$))"
    "|(?<=<on>)<the><nth>(?=<to>|<and>|<in>|<for>|<pronoun>|<the>|<article>|<whose>)",
    "month_year": "{PART}?<the>?{MONTH}{YEAR}",
    "month": "{PART}?(?:{NEAR}|<the>(?:<following>|<previous>))?<month>"
    "|(?:{PART}<the>?|{NEAR}|<the>(?:<following>|<previous>))(?:<name_month>|<short_month>)"
    "|(?<={BEFORE_MONTH})<name_month>|<name_month>(?=<possessive>)|(?<=(?:<in>|<since>|<until>))<short_month>(?!<dash>)",
    "season": "{NEAR}<season>{YEAR}?|(?:<the>?(?:<following>|<previous>|<same>)|<that>)<season>"
    "|{PART}?<season>(?:<comma>?<of>?<year>|<of>?{YEAR_WORD})"
    "|(?<=<in>)<season>(?!<of>)|(?<=<in><the>)<season>(?!<of>)",
    "quarter": "<the>?<ordinal><dash>?(?:<quarter>|<half>)(?:{YEAR}|<of><the><year_word>)|<q>{YEAR}?",
    "feast": "<feast>{YEAR}?|(?:<this>|<last>|<next>)<feast>",
    "decade": "{PART}?<the>?<decade>",
    "year_range": "<year>{TO}(?:<year>|<day>(?!{MONTH})|<count>)",
    "part_of_year": "{PART}<the>?<year>",
    "weekday_beyond": "<article><week_word>(?:<on>|<from>|<ago>)?(?:<last>|<next>)?<weekday>|<weekday><week_word>"
    "|<the><weekday><before><last>",
    "story_weekday": "<the>?(?:<following>|<previous>)<weekday><daypart>?|<the><weekday><daypart>?(?:<before>|<after>)",
    "weekday": "<the>?(?:{NEAR}|<same>)?<part>?<weekday><daypart>?"
    "(?:<comma>?<of>?(?:<the>?(?:<this>|<last>|<next>|<following>|<previous>|<that>)<week_word>))?"
    "|(?<=<on>)<short_weekday>",
    "weekend": "{PART}?(?:<the>|<the>?{WHICH})?<weekend>(?!<dash>)",
    "day_beyond": "<the>?<day_word>(?:<before>|<after>)<relative_day>"
    "|{COUNT}(?:<day_word>|<week_word>|<units>)(?:<from>|<ago>)?<relative_day>",
    "this_daypart": "(?:<this>|<last>)<daypart>|<relative_day><daypart>?"
    "(?:<comma><weekday>(?=<comma>)|<open><weekday><close_mark>)?",
    "cycle_beyond": "<the>?(?:<week_word>|<month_word>|<year_word>|<weekend>)(?:<after><next>|<before><last>)",
    "part_of_cycle": "{PART}(?:<the>|<the>?{WHICH})?{LONG_UNIT}",
    "rest_of": "(?:<earlier>|<later>)<in>?(?:<the>|<the>?{WHICH})(?:<day_word>|{LONG_UNIT})"
    "|<within><the>(?:<month_word>|<year_word>)"
    # "Will dine with him in the evening", but not "in the evening of 3 May".
    "|<in><the><daypart>(?!<of>|<on>|<comma>?(?:<weekday>|<month>))",
    "ago": "{COUNT}<dash>?{UNIT}<ago>|<units><ago>",
    "counted": "(?:{COUNT}{UNIT}|<units>)(?:<later>|<earlier>|<before>|<after>)",
    "within": "<the>?(?:<last>|<past>|<next>|<coming>|<previous>|<following>|<recent>){COUNT}?<units>"
    "|<the>(?:<last>|<past>|<coming>)(?:<week_word>|<month_word>|<year_word>|<other_unit>|<quarter>)",
    "ahead": "(?:<in>|<within>){COUNT}{UNIT}<possessive>?",
    "story_day": "<the><very>?(?:<next>|<following>|<previous>)(?:<day_word>|<daypart>)"
    "|(?:<that>|(?:<that>|<the>)?<very>?<same>)(?:<day_word>|<daypart>)"
    "|<the>(?:{UNIT}|<daypart>)(?:<before>|<after>|<earlier>)(?:<that>(?=<comma>|<pronoun>|<the>|$))?",
    "cycle": "<the>?{WHICH}{LONG_UNIT}",
    "day_number": "<the>?(?:<ordinal>|<nth>)<day_word>(?=<of>)|(?<=<on>)<the>(?:<ordinal>|<nth>)<day_word>",
    "duration": "(?!<article>(?!<vague>)){COUNT}<dash>?{UNIT}(?:<dash>?<long>)?(?!<dash>?<old>)"
    "|<long_unit>|{UNIT}<dash>?<long>",
    "length": "<article>(?:<day_word>|<week_word>|<month_word>)(?=<of>)",
    "year": "<year>",
}


def _compiled(pattern: str) -> str:
    while part := re.search(r"\{([A-Z_]+)\}", pattern):
        pattern = pattern.replace(part.group(), PARTS[part.group(1)])
    return re.sub(r"<(\w+)>", lambda match: ALPHABET[match.group(1)], pattern)


# No phrase begins with these, nor with an article or the like before a word that names no time. Most tokens are passed
# over by this, at three times the speed.
IDLE = (
    "other", "stop", "comma", "dash", "slash", "open", "close_mark", "possessive", "and", "to", "through", "until",
    "on", "from", "between", "by", "since", "during", "for", "around", "of", "ago", "long", "old", "very",
    "before", "after", "whose", "pronoun",
)  # fmt: skip
FIRST = "[" + "".join(letter for name, letter in ALPHABET.items() if name not in IDLE) + "]"
LOST = _compiled("(?:<the>|<article>|<in>|<this>|<that>|<last>|<ordinal>|<number>|<day>|<part>)<other>")
PHRASES = "|".join(f"(?P<{name}>{_compiled(pattern)})" for name, pattern in RULES.items())
PART = re.compile(_compiled("{PART}"))
GRAMMAR = re.compile(f"(?={FIRST})(?!{LOST})(?:{PHRASES})")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens that one rule matched."""

    tokens: list[Token]

    def find(self, *kinds: str) -> Token | None:
        """The first token of one of these classes."""
        return next((token for token in self.tokens if token.kind in kinds), None)

    def number(self, *kinds: str) -> int | None:
        """The value of that token."""
        token = self.find(*kinds)
        return token.value if token else None

    def numbers(self, *kinds: str) -> list[int]:
        """The values of all tokens of these classes."""
        return [token.value for token in self.tokens if token.kind in kinds]

    def split(self) -> tuple["Phrase", "Phrase"]:
        """What names a part ("the end of", "the first half of") and the rest."""
        match = PART.match("".join(ALPHABET[token.kind] for token in self.tokens))
        place = match.end() if match else 0
        return Phrase(self.tokens[:place]), Phrase(self.tokens[place:])
