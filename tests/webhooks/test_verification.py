"""The lines by which the README verifies messages: true ones pass once, all others are refused."""

import re
import time
from types import ModuleType

import pytest

from app.domain.signatures import Message, new_secret, signed
from tests import readme

BODY = b'{"event": 7, "type": "created"}'


def test_the_lines_of_the_readme_refuse_what_is_false_or_replayed() -> None:
    """Another body, id, moment or secret; an old message; and one that came before is told."""
    shown = readme.section(readme.PATH.read_text(encoding="utf-8"), "Be told")
    (code,) = re.findall(r"^```python\n(.*?)^```$", shown, re.M | re.S)
    receiver = ModuleType("receiver")
    exec(compile(code, "README.md", "exec"), receiver.__dict__)
    secret, now = new_secret(), int(time.time())
    headers = signed(secret, Message("w1-7", BODY), now)
    old = signed(secret, Message("w1-7", BODY), now - 301)

    for given, body in (
        (headers, BODY.replace(b"7", b"8")),
        (headers | {"webhook-id": "w1-8"}, BODY),
        (old | {"webhook-timestamp": str(now)}, BODY),
        (signed(new_secret(), Message("w1-7", BODY), now), BODY),
    ):
        with pytest.raises(ValueError, match="not from Summitry"):
            receiver.event_of(secret, given, body)
    with pytest.raises(ValueError, match="long ago"):
        receiver.event_of(secret, old, BODY)
    assert receiver.event_of(secret, headers, BODY) == {"event": 7, "type": "created"}
    assert receiver.event_of(secret, headers, BODY) is None
