"""The time grammar: phrases as news writes them, read against Wednesday, 27 September 2023."""

from datetime import date

import pytest

from app.domain.articles import Dateline
from app.domain.calendar import Basis, PartialDate, Precision
from app.extraction.time import Direction, Relation, find_times, first_day, last_day, resolve

PUBLISHED = date(2023, 9, 27)


def the_time(text):
    """The one time in a text."""
    (mention,) = find_times(text, PUBLISHED)
    return mention


def ends(text, direction=Direction.NONE, previous=None):
    """First and last day as `2023-09-26`, or as `2023-09-25..2023-10-01` where only an interval is known."""
    return tuple(written(day) for day in resolve(the_time(text), PUBLISHED, direction, previous))


def written(day):
    """A partial date as one string."""
    if day is None:
        return None
    return str(day.earliest) if day.earliest == day.latest else f"{day.earliest}..{day.latest}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 26 September 2023", "2023-09-26"),
        ("on September 26, 2023", "2023-09-26"),
        ("on September 26th, 2023", "2023-09-26"),
        ("on Sept. 26, 2023", "2023-09-26"),
        ("on Tuesday, September 26, 2023", "2023-09-26"),
        ("on the 26th of September, 2023", "2023-09-26"),
        ("on 2023-09-26", "2023-09-26"),
        ("on 2023/09/26", "2023-09-26"),
        ("on 26/09/2023", "2023-09-26"),
        ("on 09/26/2023", "2023-09-26"),
        ("on 26.09.2023", "2023-09-26"),
        ("on Christmas Day 1991", "1991-12-25"),
        ("on Easter Monday 2024", "2024-04-01"),
        ("in May 2021", "2021-05-01..2021-05-31"),
        ("in early May 2021", "2021-05-01..2021-05-10"),
        ("in mid-May 2021", "2021-05-11..2021-05-20"),
        ("at the end of May 2021", "2021-05-21..2021-05-31"),
        ("in the first half of May 2021", "2021-05-01..2021-05-15"),
        ("in the last week of May 2021", "2021-05-25..2021-05-31"),
        ("in the week of May 26, 2021", "2021-05-24..2021-05-30"),
        ("in 2019", "2019-01-01..2019-12-31"),
        ("in late 2019", "2019-09-01..2019-12-31"),
        ("in the 1990s", "1990-01-01..1999-12-31"),
        ("in the summer of 2019", "2019-06-01..2019-08-31"),
        ("in the winter of 2019", "2019-01-01..2019-12-31"),
        ("in the third quarter of 2022", "2022-07-01..2022-09-30"),
        ("in Q3 2022", "2022-07-01..2022-09-30"),
        ("in the second half of 2022", "2022-07-01..2022-12-31"),
    ],
)
def test_a_full_date_means_the_same_whatever_the_tense_and_the_publication(text, day):
    """Year in the text: no direction and no anchor changes the reading."""
    for direction in Direction:
        assert ends(text, direction) == (day, day)
    (mention,) = find_times(text, None)
    assert written(mention.start) == day
    assert not mention.needs_tense


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("on Monday", "2023-09-25", "2023-10-02"),
        ("on Wednesday", "2023-09-27", "2023-09-27"),
        ("early Friday", "2023-09-22", "2023-09-29"),
        ("on Monday evening", "2023-09-25", "2023-10-02"),
        ("this Friday", "2023-09-22", "2023-09-29"),
        ("last Friday", "2023-09-22", "2023-09-22"),
        ("next Wednesday", "2023-10-04", "2023-10-04"),
        ("on Thursday of next week", "2023-10-05", "2023-10-05"),
        ("on Monday last week", "2023-09-18", "2023-09-18"),
        ("over the weekend", "2023-09-23..2023-09-24", "2023-09-30..2023-10-01"),
        ("last weekend", "2023-09-23..2023-09-24", "2023-09-23..2023-09-24"),
        ("in September", "2023-09-01..2023-09-30", "2023-09-01..2023-09-30"),
        ("in May", "2023-05-01..2023-05-31", "2024-05-01..2024-05-31"),
        ("in December", "2022-12-01..2022-12-31", "2023-12-01..2023-12-31"),
        ("last May", "2023-05-01..2023-05-31", "2023-05-01..2023-05-31"),
        ("in May last year", "2022-05-01..2022-05-31", "2022-05-01..2022-05-31"),
        ("on March 3", "2023-03-03", "2024-03-03"),
        ("at Christmas", "2022-12-25", "2023-12-25"),
        ("next spring", "2024-03-01..2024-05-31", "2024-03-01..2024-05-31"),
    ],
)
def test_a_recurring_name_is_the_nearest_one_in_the_direction_of_the_tense(text, past, future):
    """Weekdays, months and days without a year point where the verb does, the publication included."""
    assert ends(text, Direction.PAST) == (past, past)
    assert ends(text, Direction.FUTURE) == (future, future)


def test_a_day_without_a_year_close_by_is_meant_even_against_the_tense():
    """ "Was scheduled for October 3" is next week and not last year."""
    assert ends("was scheduled for October 3", Direction.PAST) == ("2023-10-03", "2023-10-03")


def test_a_weekday_decides_the_year_of_a_date_without_one():
    """14 March was a Thursday in 2019 and will be one in 2024."""
    assert ends("on Thursday 14 March", Direction.PAST) == ("2019-03-14", "2019-03-14")
    assert ends("on Thursday (14 March)", Direction.FUTURE) == ("2024-03-14", "2024-03-14")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2023-09-27"),
        ("this morning", "2023-09-27"),
        ("last night", "2023-09-26"),
        ("yesterday evening", "2023-09-26"),
        ("the day before yesterday", "2023-09-25"),
        ("tomorrow", "2023-09-28"),
        ("tomorrow, Thursday,", "2023-09-28"),
        ("last week", "2023-09-18..2023-09-24"),
        ("the week before last", "2023-09-11..2023-09-17"),
        ("next month", "2023-10-01..2023-10-31"),
        ("this year", "2023-01-01..2023-12-31"),
        ("at the end of the year", "2023-09-01..2023-12-31"),
        ("early next year", "2024-01-01..2024-04-30"),
        ("earlier this week", "2023-09-25..2023-09-26"),
        ("later this month", "2023-09-27..2023-09-30"),
        ("two days ago", "2023-09-25"),
        ("a week ago", "2023-09-18..2023-09-24"),
        ("three years ago", "2020-01-01..2020-12-31"),
        ("several months ago", "2023-02-27..2023-06-27"),
        ("in the past two weeks", "2023-09-13..2023-09-27"),
        ("in the past year", "2022-09-27..2023-09-27"),
        ("in the coming days", "2023-09-27..2023-10-03"),
        ("in two weeks", "2023-10-09..2023-10-15"),
    ],
)
def test_a_relative_time_counts_from_the_publication(text, day):
    """Words such as "last week" give the calendar unit that they name, and no day more."""
    assert ends(text) == (day, day)


def test_in_two_weeks_is_no_date_after_a_past_tense():
    """ "Built in two weeks" tells a length."""
    assert ends("in two weeks", Direction.PAST) == (None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the next day", "2020-05-06"),
        ("that evening", "2020-05-05"),
        ("two days later", "2020-05-07"),
        ("on the second day of talks", "2020-05-06"),
        ("the following week", "2020-05-11..2020-05-17"),
        ("later that month", "2020-05-01..2020-05-31"),
        ("in August of that year", "2020-08-01..2020-08-31"),
        ("days later", "2020-05-07..2020-05-11"),
    ],
)
def test_a_narrative_time_counts_from_the_date_told_before(text, day):
    """Without a date before it, it has none."""
    previous = PartialDate.of_day(date(2020, 5, 5))
    assert ends(text, previous=previous) == (day, day)
    assert ends(text) == (None, None)


def test_the_day_before_is_that_before_the_news_where_no_day_has_been_told():
    """A readout without a date tells its own day, and the one before it."""
    assert ends("the day before", previous=PartialDate.of_day(date(2020, 5, 5))) == ("2020-05-04", "2020-05-04")
    assert ends("the day before") == ("2023-09-26", "2023-09-26")


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        ("the next day", PartialDate.of_month(2020, 5), "2020-05-01..2020-05-31"),
        ("a week later", PartialDate.of_month(2020, 5), "2020-05-01..2020-05-31"),
        ("a week later", PartialDate.of_day(date(2020, 5, 28)), "2020-06-04"),
        ("three weeks later", PartialDate.of_month(2020, 5), None),
        ("two months later", PartialDate.of_month(2020, 12), "2021-02-01..2021-02-28"),
        ("a month earlier", PartialDate.of_year(2020), "2020-01-01..2020-12-31"),
        ("eight months later", PartialDate.of_year(2020), None),
        ("two years later", PartialDate.of_month(2020, 5), "2022-01-01..2022-12-31"),
        ("later that year", PartialDate.of_month(2020, 5), "2020-01-01..2020-12-31"),
        ("that autumn", PartialDate.of_month(2020, 5), "2020-09-01..2020-11-30"),
        ("the following spring", PartialDate.of_year(2020), "2021-03-01..2021-05-31"),
        ("the following March", PartialDate.of_month(2020, 5), "2021-03-01..2021-03-31"),
        ("the previous December", PartialDate.of_month(2020, 5), "2019-12-01..2019-12-31"),
    ],
)
def test_what_is_counted_from_a_month_or_a_year_is_as_fine_as_that(text: str, told: PartialDate, found: str | None):
    """A day or a week on it is most likely still the same month; half of it on nobody can tell."""
    assert ends(text, previous=told) == (found, found)


def test_later_in_the_day_is_the_publication_where_the_story_has_no_date():
    """A readout tells its own day."""
    assert ends("Later in the day") == ("2023-09-27", "2023-09-27")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 26-27 May 2022", "2022-05-26", "2022-05-27"),
        ("on May 26-27, 2022", "2022-05-26", "2022-05-27"),
        ("on May 26, 27 and 28, 2022", "2022-05-26", "2022-05-28"),
        ("from May 26 to 28, 2022", "2022-05-26", "2022-05-28"),
        ("between 3 and 5 March 2022", "2022-03-03", "2022-03-05"),
        ("June 30 to July 2, 2022", "2022-06-30", "2022-07-02"),
        ("Dec. 30 – Jan. 2, 2022", "2021-12-30", "2022-01-02"),
        ("30 December 2021 to 2 January", "2021-12-30", "2022-01-02"),
        ("Monday and Tuesday, September 25 and 26", "2023-09-25", "2023-09-26"),
        ("from November 2022 to January 2023", "2022-11-01..2022-11-30", "2023-01-01..2023-01-31"),
        ("between May and July 2022", "2022-05-01..2022-05-31", "2022-07-01..2022-07-31"),
        ("the 1910-1945 occupation", "1910-01-01..1910-12-31", "1945-01-01..1945-12-31"),
        ("the 2018-19 talks", "2018-01-01..2018-12-31", "2019-01-01..2019-12-31"),
        ("today and tomorrow", "2023-09-27", "2023-09-28"),
        ("from today until Friday", "2023-09-27", "2023-09-29"),
    ],
)
def test_a_range_has_two_ends_that_share_what_only_one_of_them_names(text, first, last):
    """Month and year told once hold for both ends."""
    assert ends(text) == (first, last)


def test_the_ends_of_a_range_of_weekdays_stay_in_order():
    """Monday to Friday, read on a Wednesday, is last week, next week or this week."""
    assert ends("Monday to Friday", Direction.PAST) == ("2023-09-18", "2023-09-22")
    assert ends("Monday to Friday", Direction.FUTURE) == ("2023-10-02", "2023-10-06")
    assert ends("Monday to Friday") == ("2023-09-25", "2023-09-29")
    assert ends("on Monday, Tuesday and Friday") == ("2023-09-25", "2023-09-29")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("a two-day visit", (2, 2)),
        ("three days of talks", (3, 3)),
        ("a week-long visit", (7, 7)),
        ("a week of talks", (7, 7)),
        ("a two-and-a-half-day summit", (2, 3)),
        ("talks lasting several days", (3, 7)),
        ("a 48-hour stop", (2, 2)),
    ],
)
def test_a_length_is_a_duration_and_no_date(text, days):
    """Durations carry days, no start and no end."""
    mention = the_time(text)
    assert (mention.kind, mention.days) == ("duration", days)
    assert (mention.start, mention.end) == (None, None)


def test_a_duration_gives_the_other_end_of_what_begins_or_ends_on_a_day():
    """A three-day visit that begins on the 26th ends on the 28th."""
    three_days = the_time("a three-day visit")
    day = PartialDate.of_day(date(2023, 9, 26))

    assert last_day(day, three_days) == PartialDate.of_day(date(2023, 9, 28), Basis.DURATION)
    assert first_day(day, three_days) == PartialDate.of_day(date(2023, 9, 24), Basis.DURATION)


def test_a_duration_gives_no_end_where_start_or_length_is_open():
    """Nothing is claimed that the text does not say."""
    assert last_day(PartialDate.of_month(2023, 9), the_time("a three-day visit")) is None
    assert last_day(PartialDate.of_day(date(2023, 9, 26)), the_time("for several days")) is None


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("met on Friday", Relation.ON, ("2023-09-29", "2023-09-29")),
        ("has been in Rome since Friday", Relation.SINCE, ("2023-09-29", None)),
        ("starting on Friday", Relation.SINCE, ("2023-09-29", None)),
        ("runs through Friday", Relation.UNTIL, (None, "2023-09-29")),
        ("until early Friday", Relation.UNTIL, (None, "2023-09-29")),
        ("by Friday", Relation.BY, ("2023-09-29", "2023-09-29")),
        ("ahead of Friday", Relation.BEFORE, ("2023-09-29", "2023-09-29")),
        ("prior to Friday", Relation.BEFORE, ("2023-09-29", "2023-09-29")),
        ("after Friday", Relation.AFTER, ("2023-09-29", "2023-09-29")),
        ("throughout 2023", Relation.DURING, ("2023-01-01..2023-12-31", "2023-01-01..2023-12-31")),
        ("ahead of Friday's summit", Relation.ON, ("2023-09-29", "2023-09-29")),
    ],
)
def test_the_preposition_says_how_a_time_relates_to_what_is_told(text, relation, expected):
    """ "Since" leaves the end open and "until" the start; a possessive belongs to the noun that follows."""
    assert the_time(text).relation is relation
    assert ends(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Agenda 2030 and Vision 2030",
        "a Boeing 737",
        "1,200 people and 2000 troops",
        "$2023 or 50%",
        "at 14:00, 10:30 BST and 5 p.m.",
        "COVID-19 and the F-16",
        "the 26th summit, the 77th session",
        "a 26-year-old",
        "the first visit in five years",
        "She may, and they march on",
        "Theresa May spoke and May left",
        "the Good Friday Agreement",
        "Resolution 1929",
        "twice a week",
        "half a year ago",
        "32 May and 0 May",
    ],
)
def test_numbers_and_names_that_look_like_times_are_none(text):
    """Counts, scores, clock times, ages, names and labels are left alone."""
    assert find_times(text, PUBLISHED) == []


def test_an_impossible_day_is_found_but_means_nothing():
    """31 February has no place in the calendar."""
    assert ends("on 31 February") == (None, None)
    assert ends("on 29 February 2023") == (None, None)
    assert ends("on 29 February", Direction.FUTURE) == ("2024-02-29", "2024-02-29")


def test_day_and_month_in_digits_that_can_be_read_both_ways_give_an_interval():
    """03/04/2023 is the 3rd of April or the 4th of March."""
    mention = the_time("on 03/04/2023")
    assert (written(mention.start), mention.start.precision) == ("2023-03-04..2023-04-03", Precision.PERIOD)


def test_a_habit_is_recurring_and_no_date():
    """ "Every Monday" points at no occasion."""
    for text in ("every Monday", "on Mondays", "each year"):
        assert (the_time(text).kind, the_time(text).start) == ("recurring", None)


def test_the_event_that_a_distance_counts_from_is_told_apart_from_the_story():
    """ "Two days after the summit" counts from the summit; "two days after" from the date told before."""
    assert the_time("two days after the summit").rule == "event_offset"
    assert the_time("He left two days after.").rule == "counted"


def test_a_month_that_is_a_surname_too_counts_after_a_preposition():
    """Theresa May, in May."""
    assert the_time("Theresa May met them in May").span.start == 24


def test_the_date_of_a_dateline_and_of_a_line_of_its_own_is_a_heading():
    """What dates the article dates no meeting by itself."""
    assert the_time("SEOUL, Sept 26 (Agency) -- The envoys met.").heading
    assert the_time("Sunday, January 6, 2019\n\nThe envoys met.").heading
    assert not the_time("The envoys met in Seoul, Sept 26.").heading


def test_spans_count_characters_of_the_text_without_the_preposition():
    """The span covers the words of the time."""
    text = "The envoys met on Tuesday, Sept. 26, in Séoul."
    assert the_time(text).span.of(text) == "Tuesday, Sept. 26"


def test_without_a_publication_day_only_full_dates_have_a_reading():
    """Year-less dates and weekdays need an anchor."""
    mentions = find_times("On Monday, on May 3, in June, last week, at Easter, the 26th, this year.", None)
    assert len(mentions) == 7
    assert {mention.start for mention in mentions} == {None}
    assert {resolve(mention, None, Direction.PAST) for mention in mentions} == {(None, None)}


def test_the_day_of_the_dateline_stands_in_for_a_missing_publication_day():
    """Wire copy without metadata still knows its day."""
    (mention,) = find_times("They met today.", None, dateline=Dateline(day=date(2023, 9, 26)))
    assert mention.start == PartialDate.of_day(date(2023, 9, 26), Basis.RELATIVE)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("on 26 September 2023", Basis.STATED),
        ("on 26 September", Basis.YEAR_INFERRED),
        ("on Tuesday", Basis.WEEKDAY),
        ("yesterday", Basis.RELATIVE),
        ("in May last year", Basis.RELATIVE),
    ],
)
def test_every_reading_says_how_it_was_reached(text, basis):
    """The basis is kept for the record."""
    assert the_time(text).start.basis is basis
