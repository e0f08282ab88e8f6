"""What a key allows: the roles of those who decide."""

from enum import StrEnum


class Access(StrEnum):
    """What a key allows, each word including those before it.

    `reader` decides nothing; `editor` reviews, corrects, merges, splits and takes decisions back; `admin` also
    retracts, and takes retractions back.
    """

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: "Access") -> bool:
        """Whether this word allows what the other one does."""
        order = list(Access)
        return order.index(self) >= order.index(other)
