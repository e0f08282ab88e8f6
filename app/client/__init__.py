"""A typed client of the HTTP interface: questions in, records, tables and networks out.

It shares no code with the server.

with Client("http://localhost:8000") as summitry:
    for meeting in summitry.meetings(country="KOR,JPN,CHN", status="held"):
        print(meeting["title"])
"""

from app.client.asking import ProblemError
from app.client.asynchronous import AsyncClient, AsyncListing
from app.client.frames import to_dataframe
from app.client.synchronous import Client, Listing

__all__ = ["AsyncClient", "AsyncListing", "Client", "Listing", "ProblemError", "to_dataframe"]
