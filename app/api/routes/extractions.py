"""`/v1/extractions`: reads a text; nothing is stored."""

import orjson
from fastapi import APIRouter, Request, Response

from app.api.deps import Reader
from app.api.extraction import Extraction, Text, rendered
from app.api.parameters import NoParameters
from app.api.problems import problems

router = APIRouter(tags=["Extraction"])

FOUND = {"model": Extraction, "description": "What was found in the text."}


@router.post("/extractions", summary="Find the meetings in a text", responses={200: FOUND, **problems(400, 413, 422)})
async def extract(request: Request, text: Text) -> Response:
    """Send a text and get the meetings it reports, with the words behind each field. Nothing is stored.

    With `explain`, the answer also has the text with the words marked that gave each value, as a page can draw it.
    Texts are read one at a time, and the first one waits until the language model is loaded.
    """
    NoParameters.of(request)
    reader: Reader = request.app.state.reader
    article = text.article()
    version, meetings = await reader.read(article)
    return Response(
        orjson.dumps(rendered(version, meetings, article, explained=text.explain)), media_type="application/json"
    )
