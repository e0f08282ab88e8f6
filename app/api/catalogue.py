"""What can be asked of anything but meetings themselves: parameters as text in, checked models and filters out."""

from typing import Literal

from pydantic import Field

from app.api.formats import ArticleFormat, TabularFormat
from app.api.parameters import CHOICES, DATES, INTERVAL, MOMENT, AsOf, MeetingOrder, Paged, Whole, text
from app.exports.formats import Listing
from app.queries import filters
from app.queries.proofs import FIELDS


class PersonFilters(AsOf):
    """Which people are wanted, and in which order."""

    name: str | None = text(
        "Beginnings of words in any form of the name, whatever the order, case and accents.", "chung byung", longest=200
    )
    country: str | None = text(f"State represented, by code, name or adjective. {CHOICES}", "KOR")
    organisation: str | None = text(f"Organisation represented, by id or name. {CHOICES}", "EU")
    sort: Literal["name", "-name"] = Field(default="name", description="Order by name.", examples=["name"])

    def filter(self) -> filters.PersonFilter:
        """What is asked for. Raises InvalidFilterError."""
        return filters.people(self.model_dump())


class PersonParameters(PersonFilters, TabularFormat, Paged):
    """What can be asked of the list of people."""

    listing = Listing.PEOPLE


class OrganisationFilters(AsOf):
    """Which organisations are wanted, and in which order."""

    name: str | None = text("A part of the short or the full name, in any case.", "european", longest=200)
    sort: Literal["short", "-short"] = Field(default="short", description="Order by short name.", examples=["short"])

    def filter(self) -> filters.OrganisationFilter:
        """What is asked for."""
        return filters.OrganisationFilter(self.name, self.moment)


class OrganisationParameters(OrganisationFilters, TabularFormat, Paged):
    """What can be asked of the list of organisations."""

    listing = Listing.ORGANISATIONS


class CountryParameters(TabularFormat, AsOf):
    """What can be asked of countries; they all fit on one page."""

    listing = Listing.COUNTRIES
    name: str | None = text("A part of any name or a code, whatever the case and accents.", "korea", longest=200)
    min_meetings: Whole = Field(
        default=0, ge=0, le=1_000_000_000, description="Fewest meetings; 1 leaves out those without.", examples=[1]
    )

    def filter(self) -> filters.CountryFilter:
        """What is asked for."""
        return filters.CountryFilter(self.name, self.min_meetings, self.moment)


class HistoryParameters(Paged, AsOf):
    """What can be asked of the decisions about one meeting."""


class DeletedFilters(AsOf):
    """Which of the records that do not stand any more are wanted."""

    since: str | None = text(
        "Records that ceased to stand at this moment or later: RFC 3339 with a time zone, or a day, which begins in "
        "UTC.",
        "2024-01-05T12:00:00Z",
        pattern=MOMENT,
    )

    def filter(self) -> filters.DeletedFilter:
        """What is asked for. Raises InvalidFilterError."""
        return filters.deleted(self.model_dump())


class DeletedParameters(DeletedFilters, TabularFormat, Paged):
    """What can be asked of the list of records that do not stand any more."""

    listing = Listing.DELETED


class ItineraryParameters(MeetingOrder, Paged):
    """Which meetings of a person are wanted, and in which order."""


class EvidenceParameters(AsOf):
    """Of which field of a meeting the evidence is wanted."""

    field: str | None = text(
        f"One field: {', '.join(f'`{name}`' for name in FIELDS)}; or one member of a field of many, such as "
        "`party:KOR` or `role:KOR`.",
        "party",
        pattern=rf"^({'|'.join(FIELDS)})(:[^\x00-\x1f\x7f]+)?$",
        longest=200,
    )


class ArticleFilters(AsOf):
    """Which articles are wanted, and in which order."""

    outlet: str | None = text(f"Who published it, by id or name. {CHOICES}", "Example Times")
    published: str | None = text(f"Day of publication: {DATES}", "2023-09", pattern=INTERVAL)
    copies: Literal["true", "false"] = Field(
        default="true", description="`false` leaves out articles that repeat another one's text.", examples=["false"]
    )
    sort: Literal["-published", "published"] = Field(
        default="-published",
        description="Order by day of publication; `-` for the latest first. Undated articles come last.",
        examples=["-published"],
    )

    def filter(self) -> filters.ArticleFilter:
        """What is asked for. Raises InvalidFilterError."""
        return filters.articles({**self.model_dump(), "copies": self.copies == "true"})


class ArticleParameters(ArticleFilters, ArticleFormat, Paged):
    """What can be asked of the list of articles."""
