"""Rows as articles, and what the columns tell of a meeting."""

import pytest

from app.domain.articles import Article
from app.domain.meetings import Kind, Level, Role, Status
from app.errors import ArticleRejectedError
from app.sources.limits import Limits
from app.sources.protocol import Rejected
from tests.rows.tables import HEAD, VISITS, a_mapping, day, rows_in, the_meeting, the_row

ROW = f"{HEAD}\n2023-05-01,2023-05-03,France,Germany\n"


def test_a_row_is_an_article():
    """Its text is the row, its id depends on nothing but that and its outlet."""
    article = the_row(ROW, a_mapping())

    assert article.text == "From: 2023-05-01\nTo: 2023-05-03\nGuest: France\nHost: Germany\nAs published: past"
    assert (article.outlet, article.published, article.origin) == ("Protocol Office", day("2024-01-15"), "t.csv#2")
    assert article.layout == "table/visits"
    assert article.id == the_row(f"A note\n\n{ROW}", a_mapping()).id


def test_every_field_has_the_words_that_show_it():
    """The rule names the column."""
    meeting = the_meeting(ROW, a_mapping())
    shown = {evidence.field: (evidence.quote, evidence.rule) for evidence in meeting.evidence}

    assert (meeting.kind, meeting.status, meeting.countries) == (Kind.VISIT, Status.HELD, ("DEU", "FRA"))
    assert (meeting.start.iso, meeting.end.iso) == ("2023-05-01", "2023-05-03")
    assert [(party.code, party.role) for party in meeting.parties] == [("DEU", Role.HOST), ("FRA", Role.GUEST)]
    assert shown["start"] == ("2023-05-01", "column From")
    assert shown["end"] == ("2023-05-03", "column To")
    assert shown["party:FRA"] == shown["role:FRA"] == ("France", "column Guest")
    assert shown["status"] == ("past", "the days against the day of publication")
    assert shown["place"] == ("Germany", "the host's country")


def test_people_have_titles_and_speak_for_the_party_of_their_role():
    """The offices give the level: the lower side decides."""
    mapping = a_mapping(
        VISITS + '[[people]]\nname = "Who"\ntitle = "Office"\nrole = "guest"\n'
        '[[people]]\nname = "By"\ntitle = {constant = "Foreign Minister"}\nrole = "host"\n'
    )

    meeting = the_meeting(f"{HEAD},Who,Office,By\n2023-05-01,,France,Germany,A. Envoy,President,B. Host\n", mapping)

    assert [(p.name, p.country, p.title) for p in meeting.people] == [
        ("A. Envoy", "FRA", "President"),
        ("B. Host", "DEU", "Foreign Minister"),
    ]
    assert meeting.level is Level.MINISTER


def test_lists_are_parted_and_stand_beside_each_other():
    """Three names, three countries."""
    mapping = a_mapping(
        'name = "m"\n[fields]\ndate = "Day"\nstatus = {constant = "held"}\n'
        '[[people]]\nname = {column = "Who", separator = ";"}\ncountry = {column = "Of", separator = ";"}\n'
    )

    meeting = the_meeting("Day,Who,Of\n2023-05-01,A;B;C,France;Italy;Spain\n", mapping)

    assert [(person.name, person.country) for person in meeting.people] == [("A", "FRA"), ("B", "ITA"), ("C", "ESP")]
    assert meeting.countries == ("ESP", "FRA", "ITA")


def test_the_mapping_says_what_words_mean():
    """Whatever their case; an empty meaning is no value, and a default stands in."""
    mapping = a_mapping(
        'name = "m"\n[fields]\ndate = "D"\ncountries = {column = "C", separator = "/"}\nurl = {column = "U", '
        'values = {"-" = ""}}\nkind = {column = "K", values = {"State visit" = "visit"}, default = "call"}\n'
        'status = {column = "S", values = {done = "held"}}\n'
    )
    table = "D,C,K,S,U\n2023-05-01,France/EU,state visit,Done,-\n2023-05-02,France/EU,,held,https://example.org/x\n"

    first, second = rows_in(table, mapping)

    assert (first.url, second.url) == (None, "https://example.org/x")
    assert "As published" not in first.text


def test_a_call_has_no_place():
    """Wherever the table says that somebody sat."""
    mapping = a_mapping(VISITS + 'kind = {constant = "call"}\nlocation = "Where"\n')

    meeting = the_meeting(f"{HEAD},Where\n2023-05-01,,France,Germany,Berlin\n", mapping)

    assert (meeting.kind, meeting.place) == (Kind.CALL, None)


def test_an_event_under_way_without_an_end_stays_open():
    """One day is the rule, but what goes on has no last day yet."""
    mapping = a_mapping(VISITS + 'status = {constant = "ongoing"}\n')

    assert the_meeting(f"{HEAD}\n2023-05-01,,France,Germany\n", mapping).end is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("soon,,France,Germany", "column From: 'soon' is no date in the form"),
        ("2023-05-03,2023-05-01,France,Germany", "column To: the end 2023-05-01 lies before the start"),
        ("2023-05-01,,Freedonia,Germany", "column Guest: no state or organisation is called 'Freedonia'"),
        ("2023-05-01,,,Germany", "names DEU: a meeting has two parties"),
        ("2023-05-01,,Germany,Germany", "names DEU: a meeting has two parties"),
        (",,France,Germany", "no status: map one"),
        ("2023-05-01,,France,Germany,x", "5 cells under 4 columns"),
        ("2023-05-01,,Fra\x00nce,Germany", "NUL"),
    ],
)
def test_a_row_that_cannot_be_understood_is_rejected_and_the_rest_goes_on(cells, reason):
    """The reason names the column, the origin the line."""
    bad, good = rows_in(f"{HEAD}\n{cells}\n2023-05-01,,Spain,Italy\n", a_mapping())

    assert isinstance(bad, Rejected)
    assert bad.origin == "t.csv#2"
    assert reason in bad.reason
    assert isinstance(good, Article)


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ('kind = "X"', "feast", "column X: 'feast' is no kind (meeting, visit"),
        ('url = "X"', "javascript:alert(1)", "is no http(s) address"),
        ('place_country = "X"', "Freedonia", "column X: no state is called"),
        ('published = "X"', "once", "column X: 'once' is not a date"),
    ],
)
def test_a_value_that_cannot_be_understood_is_named(field, cell, reason):
    """So that the mapping can say what it means."""
    (bad,) = rows_in(f"{HEAD},X\n2023-05-01,,France,Germany,{cell}\n", a_mapping(f"{VISITS}{field}\n"))

    assert reason in bad.reason


def test_names_and_titles_that_do_not_match_are_rejected():
    """Two names and three titles: nobody knows whose is whose."""
    mapping = a_mapping(
        VISITS + '[[people]]\nname = {column = "Who", separator = ";"}\ntitle = {column = "As", separator = ";"}\n'
    )

    (bad,) = rows_in(f"{HEAD},Who,As\n2023-05-01,,France,Germany,A;B,x;y;z\n", mapping)

    assert "3 values beside 2 names" in bad.reason


def test_rows_that_are_no_meetings_are_passed_over():
    """The mapping says by which words they are known."""
    mapping = a_mapping(f'skip = {{Type = ["home", "n/a"]}}\n{VISITS}')

    rows = rows_in(f"{HEAD},Type\n2023-05-01,,France,Germany,Home\n2023-05-02,,France,Germany,abroad\n", mapping)

    assert [row.origin for row in rows] == ["t.csv#3"]


def test_the_day_of_publication_may_be_given_for_all():
    """By a column before the mapping, and by the reader's own word last."""
    table = f"{HEAD},Seen\n2023-05-01,,France,Germany,2023-04-01\n"
    bare = a_mapping(VISITS, published=None)

    assert "upcoming" in the_row(table, a_mapping(f'{VISITS}published = "Seen"\n')).text
    assert the_row(table, bare, published=day("2023-06-01")).published_basis == "option"
    (bad,) = rows_in(table, bare)
    assert "--published" in bad.reason


def test_a_table_in_another_encoding_is_read_where_the_mapping_says_so():
    """Nothing is guessed."""
    table = f"{HEAD},Où\n2023-05-01,,France,Germany,là\n".encode("latin-1")

    with pytest.raises(ArticleRejectedError, match='set "encoding" in the mapping'):
        rows_in(table, a_mapping())
    assert "Où: là" in rows_in(table, a_mapping(encoding="latin-1"))[0].text
    assert "Où: là" in rows_in(table.decode("latin-1").encode("utf-8-sig"), a_mapping())[0].text


def test_a_table_is_bounded():
    """In bytes, and each row in characters."""
    with pytest.raises(ArticleRejectedError, match="split the table"):
        rows_in(ROW, a_mapping(), limits=Limits(max_document_bytes=20))
    (bad,) = rows_in(ROW, a_mapping(), limits=Limits(max_article_chars=20))
    assert "more than 20" in bad.reason


def test_a_key_names_the_row_in_every_edition():
    """An empty one is a mistake."""
    mapping = a_mapping(f'key = ["No", "Year"]\n{VISITS}')

    good, bad = rows_in(f"{HEAD},No,Year\n2023-05-01,,France,Germany,7,2023\n2023-05-01,,France,Germany,,\n", mapping)

    assert good.source_id == "7 / 2023"
    assert "the key is empty" in bad.reason
