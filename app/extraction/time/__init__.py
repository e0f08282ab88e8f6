"""A text and its publication day in, the times that it mentions and what they mean out."""

from app.extraction.time.choice import Direction, Setting
from app.extraction.time.lexicon import Relation
from app.extraction.time.mentions import TimeMention, anchor_of, find_times, first_day, last_day, resolve
from app.extraction.time.relative import CALENDAR
from app.extraction.time.told import has_year, is_counted_from_afar

__all__ = [
    "CALENDAR",
    "Direction",
    "Relation",
    "Setting",
    "TimeMention",
    "anchor_of",
    "find_times",
    "first_day",
    "has_year",
    "is_counted_from_afar",
    "last_day",
    "resolve",
]
