"""The files that pages need in; addresses with a hash of their contents out, which browsers may keep for good.

What a page cannot be drawn without is written into the page instead, under a hash that its policy names.
"""

import base64
import gzip
import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

ENCODING = "gzip"
FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


@cache
def contents() -> dict[str, bytes]:
    """Every file that a page may ask for, by name."""
    return dict(_files(files("app.web").joinpath("static")))


@cache
def compressed(name: str) -> bytes:
    """A file as small as it gets, once for all who ask."""
    return gzip.compress(contents()[name], mtime=0)


@cache
def version() -> str:
    """A hash of all files. They share one, so that modules find each other by plain relative names."""
    digest = hashlib.blake2b(digest_size=8)
    for name, body in sorted(contents().items()):
        digest.update(f"{name} {len(body)} ".encode() + body)
    return digest.hexdigest()


def address(name: str) -> str:
    """Where a file is served. Raises KeyError for one that is not there, so that no page names it in vain."""
    return f"/static/{version()}/{name}" if contents()[name] else ""


@cache
def written(name: str) -> Markup:
    """A file that stands in the text of every page, so that the first view of one waits for no second answer."""
    text = files("app.web").joinpath("inline", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of this package


def allowed(name: str) -> str:
    """How the policy of a page names a file that is written into it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(written(name).encode()).digest()).decode()}'"


async def serve(request: Request) -> Response:
    """A file, for a year where the address has its hash; else for now only, as from a page of an older version."""
    name = request.path_params["name"]
    if name not in contents():
        raise HTTPException(404)
    caching = FOREVER if request.path_params["version"] == version() else "no-store"
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    body = contents()[name]
    if ENCODING in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = compressed(name), ENCODING
    return Response(body, media_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _files(folder: Traversable, before: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _files(one, f"{before}{one.name}/")
        elif one.name.rpartition(".")[2] in TYPES:
            found.append((f"{before}{one.name}", one.read_bytes()))
    return found
