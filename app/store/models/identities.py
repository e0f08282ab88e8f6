"""The tables of those who meet: people with all forms of their names, and organisations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import KEYED, STRICT, Base


class StoredPerson(Base):
    """A person with a stable identity: `name` is the usual form, `country` or `organisation_id` the party."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str | None]
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "name", "id"), Index(None, "country", "name"), STRICT)


class PersonName(Base):
    """A form in which a person's name was written. `key` is folded (case, diacritics, hyphens, honorifics)."""

    __tablename__ = "person_names"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "key", "person_id"), STRICT)


class PersonMark(Base):
    """A mark by which a person is found: the party with two words of a name, or with one word and an office."""

    __tablename__ = "person_marks"
    mark: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)

    __table_args__ = (KEYED,)


class PersonOffice(Base):
    """An office in which sources show a person, with the first and the last day of which they tell it."""

    __tablename__ = "person_offices"
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    office: Mapped[str] = mapped_column(primary_key=True)
    rank: Mapped[str | None]
    first: Mapped[date]
    last: Mapped[date]

    __table_args__ = (CheckConstraint("first <= last", name="order"), STRICT)


class StoredOrganisation(Base):
    """An organisation, bloc or movement that was a party. `short` is its usual short name; keys are folded names."""

    __tablename__ = "organisations"
    id: Mapped[str] = mapped_column(primary_key=True)
    short: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_key: Mapped[str]
    name_key: Mapped[str]
    kind: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "short_key"), Index(None, "name_key"), STRICT)
