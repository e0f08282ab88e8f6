"""The meaning of a time in, what it takes from the dates told before it out: a year, or a day to be counted from."""

from app.extraction.time.compound import Part
from app.extraction.time.expressions import Day, Expression, Months
from app.extraction.time.relative import Rest, Shifted
from app.extraction.time.stretches import DAYS_IN


def has_year(meaning: Expression) -> bool:
    """Whether a day or a month is told with its year: "on 3 June 2015", "in May of last year"."""
    return isinstance(meaning, Day | Months) and meaning.frame is not None


def is_counted_from_afar(meaning: Expression) -> bool:
    """Whether a time is counted in weeks or more from the story: "a week later", "later that year", "that spring"."""
    match meaning:
        case Shifted(narrative=True):
            return meaning.unit not in {"day", "hour"} or abs(meaning.low) >= DAYS_IN["week"]
        case Rest(whole=whole) | Part(whole=whole):
            return is_counted_from_afar(whole)
        case Months(story=int()):
            return True
    return False
