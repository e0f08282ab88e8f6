"""Keys for tests of the API: a role in, the headers of a request out."""

from app.domain.access import Access
from app.store.engine import writing
from app.store.keys import create_key
from tests.api.conftest import Store
from tests.builders import NOON


def headers(store: Store, role: Access = Access.EDITOR, name: str = "ann") -> dict[str, str]:
    """The headers of a request with a new key."""
    with writing(store.engine) as session:
        return {"Authorization": f"Bearer {create_key(session, name, role, NOON)}"}
