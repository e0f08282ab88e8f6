"""The table that numbers decisions in the order in which they could be seen."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base


class Event(Base):
    """A decision under the number by which those who follow the record know it.

    Several writers on PostgreSQL commit in another order than that of the ids which they drew: whoever goes by ids
    would miss what is committed late. These numbers are given after the commit, by one process at a time.
    """

    __tablename__ = "events"
    number: Mapped[int] = mapped_column("id", primary_key=True, autoincrement=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))

    __table_args__ = (UniqueConstraint("decision_id"), STRICT)
