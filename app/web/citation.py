"""A meeting's record in; how to cite it, in BibTeX and in CSL-JSON, out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

# What BibTeX reads as a command, and how it is written to be read as itself.
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
MAKER = "Summitry"


def bibtex(meeting: Mapping[str, Any], address: str, seen: datetime) -> str:
    """An entry for a bibliography."""
    year = str(meeting["updated_at"])[:4]
    parts = {
        "author": f"{{{MAKER}}}",
        "title": f"{{{_escaped(meeting['title'])}}}",
        "year": year,
        "howpublished": rf"\url{{{address}}}",
        "urldate": f"{seen:%Y-%m-%d}",
        "note": f"Record {meeting['id']} as of {seen:%Y-%m-%dT%H:%M:%SZ}; "
        f"{meeting['independent_source_count']} independent sources",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in parts.items())
    return f"@misc{{summitry-{meeting['id']},\n{lines}\n}}\n"


def csl(meeting: Mapping[str, Any], address: str, seen: datetime) -> dict[str, Any]:
    """An item for a reference manager."""
    changed = str(meeting["updated_at"])[:10]
    return {
        "id": f"summitry-{meeting['id']}",
        "type": "entry",
        "title": meeting["title"],
        "container-title": MAKER,
        "author": [{"literal": MAKER}],
        "issued": {"date-parts": [[int(part) for part in changed.split("-")]]},
        "accessed": {"date-parts": [[seen.year, seen.month, seen.day]]},
        "URL": address,
        "version": f"{seen:%Y-%m-%dT%H:%M:%SZ}",
    }


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in text)
