"""A question to the API in; the same as an address, for curl and for Python out: pages teach how to ask it."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from app.web.search import PLAIN


@dataclass(frozen=True, slots=True)
class Recipe:
    """One request to the API in every form in which it can be copied."""

    title: str
    address: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    formats: tuple[tuple[str, str], ...] = ()

    @property
    def curl(self) -> str:
        """For the command line."""
        return f"curl {shlex.quote(self.address)}"

    @property
    def python(self) -> str:
        """For a program, with the `httpx` package."""
        address = self.address.partition("?")[0]
        if not self.parameters:
            return f'import httpx\n\nfound = httpx.get("{address}").json()'
        given = "".join(f"    {json.dumps(name)}: {json.dumps(value)},\n" for name, value in self.parameters)
        return (
            f'import httpx\n\nfound = httpx.get("{address}", params={{\n{given}}}).json()\n'
            'for record in found["data"]:\n    print(record)'
        )


def recipe(
    request: Request,
    path: str,
    given: Mapping[str, str],
    formats: Sequence[str] = (),
    title: str = "Ask the API for this",
) -> Recipe:
    """How to ask the API at a path for what a page shows; `formats` are others than JSON that it can answer in."""
    asked = {name: value for name, value in given.items() if name != "cursor"}
    others = tuple((name.upper(), f"{path}?{urlencode({**asked, 'format': name}, safe=PLAIN)}") for name in formats)
    address = path + (f"?{urlencode(asked, safe=PLAIN)}" if asked else "")
    return Recipe(title, str(request.base_url).rstrip("/") + address, address, tuple(asked.items()), others)
