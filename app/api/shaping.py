"""What can be asked of the list of meetings beside its filters: which of their fields and parts, and which counts."""

from starlette.requests import Request

from app.api.formats import MeetingFormat
from app.api.parameters import MeetingOrder, Paged, Parameters, text
from app.errors import InvalidFilterError
from app.exports.formats import Choice, Format
from app.queries.facets import FACETS, facets
from app.queries.shaping import Shape, shape

# The formats that have room for what is chosen of a meeting, and for what is counted beside the list.
SHOWN_IN = {
    "select": (Format.JSON, Format.NDJSON),
    "include": (Format.JSON, Format.NDJSON),
    "facet": (Format.JSON,),
}


class Shaped(Parameters):
    """What of each meeting is wanted, and what is counted beside the list."""

    select: str | None = text(
        "Fields of each meeting, in the order of the record; `start.date`, `place.city` and `participants.country` "
        "name fields within fields. `id` is always there. Without it, all fields.",
        "title,start.date,countries",
    )
    include: str | None = text(
        "What a list leaves out of each meeting: `sources` (every report with the words behind each field), "
        "`life_cycle` (the steps from proposed to held), `contested` (what is claimed differently).",
        "sources,life_cycle",
    )
    facet: str | None = text(
        f"Counts beside the list, in `meta.facets`: {', '.join(f'`{name}`' for name in FACETS)}. At most 10,000 of the "
        "meetings that meet the filters are counted; where there are more, `count_is` says `at_least`. "
        "`/v1/statistics` counts all.",
        "country,year",
    )

    def shape(self) -> Shape:
        """The shape of each meeting. Raises InvalidFilterError."""
        return shape(self.select, self.include)

    def facets(self) -> tuple[str, ...]:
        """The dimensions that are counted. Raises InvalidFilterError."""
        return facets(self.facet)


class MeetingParameters(MeetingOrder, Shaped, MeetingFormat, Paged):
    """What can be asked of the list of meetings."""

    def choice(self, request: Request, otherwise: Format = Format.JSON) -> Choice:
        """What is wanted. Raises InvalidFilterError for a shape or counts that the format cannot have."""
        found = super().choice(request, otherwise)
        if found.format is Format.JSON:
            return found
        for name, shows in SHOWN_IN.items():
            if found.format not in shows and getattr(self, name):
                raise InvalidFilterError(
                    f"{found.format} has no room for it: leave it out, or add format={shows[0]}", name
                )
        return found
