"""The README's tables of formats and of event codes say what the program does."""

from app.api.formats import media_type
from app.exports.cameo import mapping
from app.exports.formats import Format, Listing, formats_of
from tests import readme

SECTION = readme.section(readme.PATH.read_text(encoding="utf-8"), "Files for other programs")
TABLES = [
    [tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in found.group().splitlines()[2:]]
    for found in readme.TABLE.finditer(SECTION)
]


def test_every_format_is_in_the_table():
    """With its media type, and the lists that have it."""
    formats, _ = TABLES
    every = f"{', '.join(Listing)}"
    for form, (name, media, _, lists) in zip(Format, formats, strict=True):
        assert (name, media) == (f"`{form}`", f"`{media_type(form)}`")
        having = [listing for listing in Listing if form in formats_of(listing)]
        assert set(having) == set((every if lists == "all" else lists.replace(", one meeting", "")).split(", "))


def test_every_event_code_is_in_the_table():
    """With its name, score and counterpart."""
    _, codes = TABLES
    documented = {row[0]: row[1:4] for row in codes}

    for code in mapping().codes.values():
        plover = ", ".join(filter(None, (code.plover_event, code.plover_mode)))
        assert documented.pop(f"`{code.code}`") == (code.name, str(code.goldstein), plover)
    assert documented == {}
