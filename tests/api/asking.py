"""A path in, the answer to somebody who asks for it a second time out."""

import time

from httpx import Response
from starlette.testclient import TestClient

PATIENCE_SECONDS = 30


def asked_again(client: TestClient, path: str, **headers: str) -> Response:
    """The answer to somebody who has the answer.

    PostgreSQL numbers what it does for its own upkeep and in other tests' databases too, so that a tag may be over
    sooner than need be: then one is asked for once more, for as long as a busy neighbour may take.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        tag = client.get(path, headers=headers).headers["etag"]
        again = client.get(path, headers={**headers, "If-None-Match": tag})
        if again.status_code == 304 or time.monotonic() > end:
            return again
