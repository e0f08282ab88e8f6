"""The fields of statistics in, the table of their groups out."""

from collections.abc import Sequence

import orjson

from app.exports.tables import Cell, Column, Table

# Every field that a group can have; it has those of the dimensions that were asked for.
COLUMNS = {
    name: Column(name, name, cell, meaning)
    for name, cell, meaning in (
        ("country", Cell.CODE, "state that takes part, alpha-3"),
        ("dyad", Cell.CODE, "two states that take part, alpha-3"),
        ("year", Cell.INTEGER, "year of the first day"),
        ("quarter", Cell.CODE, "quarter of the first day"),
        ("month", Cell.CODE, "month of the first day"),
        ("level", Cell.CODE, "rank"),
        ("kind", Cell.CODE, "form"),
        ("status", Cell.CODE, "state"),
        ("place", Cell.CODE, "state in which it takes place, alpha-3"),
        ("city", Cell.TEXT, "city in which it takes place"),
        ("person", Cell.CODE, "id of a person who takes part"),
        ("name", Cell.TEXT, "usual name of that person"),
        ("organisation", Cell.TEXT, "organisation that takes part, short name"),
        ("outlet", Cell.TEXT, "who reported it"),
        ("topic", Cell.TEXT, "what it is about"),
        ("meetings", Cell.INTEGER, "number of meetings"),
    )
}


def table_of(fields: Sequence[str]) -> Table:
    """The table of groups with these fields, in this order."""

    return Table(
        tuple(COLUMNS[field] for field in fields),
        orjson.loads,
        lambda groups: [[group[field] for group in groups] for field in fields],
    )
