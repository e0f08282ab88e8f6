"""What the columns of a table mean, as a frozen value; `mapping_file` reads it, and the README describes its form."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from app.domain.meetings import Role

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# It stands in the name of the extractor of every claim that comes from the table.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]

_YEAR = ("%Y", "%y", "%c", "%x", "%G")


def column_name(header: str) -> str:
    """A column's name as it stands in a row's text: on one line and without colons, which end it there."""
    return " ".join(header.replace(":", " ").split())


def _listed(value: object) -> object:
    """One value as a list of one."""
    return [value] if isinstance(value, str) else value


Column = Annotated[Text, BeforeValidator(lambda value: column_name(value) if isinstance(value, str) else value)]
Columns = Annotated[tuple[Column, ...], BeforeValidator(_listed)]


def _dated(value: object) -> object:
    """Refuse a form from which no year can be read."""
    if isinstance(value, str) and value != "words" and not any(part in value for part in _YEAR):
        raise ValueError(f'{value!r} gives no year: write it like "%d.%m.%Y" or "words"')
    return value


Form = Annotated[Text, BeforeValidator(_dated)]


class _Part(BaseModel):
    """A part of a mapping: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Value(_Part):
    """Where one field comes from: columns, or a constant.

    `default` stands in where the columns are empty. `format` are forms of dates, tried in order. `separator` parts
    the values of a cell that holds several. `values` says what a cell's words mean; an empty meaning is no value.
    """

    columns: Columns = Field(default=(), alias="column")
    constant: Text | None = None
    default: Text | None = None
    format: Annotated[tuple[Form, ...], BeforeValidator(_listed)] = ()
    separator: Annotated[str, StringConstraints(min_length=1)] | None = None
    values: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, value: object) -> object:
        """Read `start = "From"` as `start = {column = "From"}`."""
        return {"column": value} if isinstance(value, (str, list)) else value

    @model_validator(mode="after")
    def _from_somewhere(self) -> "Value":
        """Refuse a field that comes from nowhere, or from two sides."""
        if bool(self.columns) == bool(self.constant):
            raise ValueError('name a "column" or a "constant", one of the two')
        return self


class Fields(_Part):
    """The fields of a meeting, named as in the annotation guidelines, and of the row as an article."""

    date: Value | None = None
    start: Value | None = None
    end: Value | None = None
    countries: Value | None = None
    organisations: Value | None = None
    host: Value | None = None
    guest: Value | None = None
    mediator: Value | None = None
    chair: Value | None = None
    kind: Value | None = None
    status: Value | None = None
    level: Value | None = None
    location: Value | None = None
    venue: Value | None = None
    city: Value | None = None
    place_country: Value | None = None
    series: Value | None = None
    attribution: Value | None = None
    title: Value | None = None
    url: Value | None = None
    published: Value | None = None
    outlet: Value | None = None
    language: Value | None = None

    @model_validator(mode="after")
    def _one_way_of_dating(self) -> "Fields":
        """Refuse two accounts of when it was."""
        if self.date and (self.start or self.end):
            raise ValueError('"date" holds both days: leave "start" and "end" out, or "date"')
        return self


class PersonFields(_Part):
    """Where one person, or a list of them, comes from. Without a country they speak for the party of their role."""

    name: Value
    title: Value | None = None
    country: Value | None = None
    organisation: Value | None = None
    role: Role = Role.PARTICIPANT


class Mapping(_Part):
    """How the rows of a table are read.

    `outlet` keeps the table, `published` is the day of this edition. `key` are the columns that name a row in every
    edition. `prose` are columns of running text, read for what the others do not say; `owner` is the party whose
    table it is, where its prose leaves that out. `skip` names rows that are no meetings, by the words of a column.
    `records` is the path to the list in a JSON document.
    """

    name: Name
    fields: Fields = Field(default_factory=Fields)
    people: tuple[PersonFields, ...] = ()
    outlet: Text | None = None
    published: date | None = None
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None
    key: Columns = ()
    prose: Columns = ()
    owner: Text | None = None
    skip: dict[Column, Annotated[tuple[str, ...], BeforeValidator(_listed)]] = Field(default_factory=dict)
    encoding: Text | None = None
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    records: Text | None = None

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the mapping names."""
        values = [value for value in dict(self.fields).values() if value]
        for person in self.people:
            values += [value for value in (person.name, person.title, person.country, person.organisation) if value]
        named = {column for value in values for column in value.columns}
        return frozenset(named | {*self.key, *self.prose, *self.skip})

    def over(self, base: "Mapping") -> "Mapping":
        """The mapping laid over another one: what it says goes before, field by field."""
        fields = base.fields.model_copy(
            update={name: getattr(self.fields, name) for name in self.fields.model_fields_set}
        )
        own = {name: getattr(self, name) for name in self.model_fields_set - {"fields"}}
        return base.model_copy(update=own | {"fields": fields})
