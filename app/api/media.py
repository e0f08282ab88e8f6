"""What a list can be had as, for the documentation: its media types with their columns and an example of each."""

from collections.abc import Collection, Iterable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import orjson
from pydantic import BaseModel

from app.api.formats import Formatted, media_type
from app.exports.about import About
from app.exports.formats import TABULAR, Choice, Format, Listing, Rows, formats_of, write
from app.exports.tables import Table

STRUCTURED = (Format.JSON, Format.GEOJSON)
SERVER = "https://summitry.example"


def media(parameters: type[Formatted], record: type[BaseModel], formats: Iterable[Format]) -> dict[str, Any]:
    """The media types of an answer in these formats, as OpenAPI has them."""
    # Groups of statistics have any of their fields; other records have all that are always there.
    fields = tuple(record.model_fields) if parameters.listing is Listing.STATISTICS else ()
    return {media_type(form): _described(Choice(parameters.listing, form, fields=fields), record) for form in formats}


def _described(choice: Choice, record: type[BaseModel]) -> dict[str, Any]:
    if choice.format is Format.PARQUET:
        same = "The columns of `text/csv`, with their types; several values are lists."
        return {"schema": {"type": "string", "format": "binary", "description": same}}
    about = About(f"Summitry: {choice.listing}", f"/v1/{choice.listing}", SERVER)
    example = b"".join(write(choice, [[orjson.dumps(example_of(record, choice.fields))]], about))
    if choice.format in STRUCTURED:
        return {"schema": {"type": "object"}, "example": orjson.loads(example)}
    schema = {"type": "string", "description": _columns(choice)} if choice.format in TABULAR else {"type": "string"}
    return {"schema": schema, "example": example.decode()}


def _columns(choice: Choice) -> str:
    """The columns of a table, with what each means."""
    tables = [(f"rows={rows}", Choice(choice.listing, choice.format, rows).table) for rows in Rows]
    if "geojson" not in formats_of(choice.listing):
        tables = [("", choice.table)]
    return "\n\n".join(f"Columns{f' with `{name}`' if name else ''}: {_listed(table)}." for name, table in tables)


def _listed(table: Table) -> str:
    return "; ".join(f"`{column.name}` {column.description}" for column in table.columns)


def example_of(shape: type[BaseModel], more: Collection[str] = ()) -> dict[str, Any]:
    """A record in which each field that is always there, and each of some others, has the first of its examples."""
    fields = {name: field for name, field in shape.model_fields.items() if field.is_required() or name in more}
    return {name: _example(field.annotation, field.examples) for name, field in fields.items()}


def _example(annotation: Any, examples: list[Any] | None) -> Any:
    if examples:
        return examples[0]
    if get_origin(annotation) is list:
        return [_example(get_args(annotation)[0], None)]
    if get_origin(annotation) in (Union, UnionType):
        return _example(next(option for option in get_args(annotation) if option is not NoneType), None)
    return example_of(annotation)
