"""A running server in, how fast all its meetings leave it as CSV, and how much memory that takes it, out."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.servers import Server

PATH = "/v1/exports/meetings?format=csv"
PIECE = 2**20


def as_csv(server: Server) -> dict[str, float]:
    """Rows a second from the request to the last byte, rows, bytes, and the most resident memory in MB.

    The memory is that of the server since it was started, so it should have answered nothing else.
    """
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    begun = time.perf_counter()
    connection.request("GET", PATH, headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{PATH} was answered with {answer.status}")
    lines = size = 0
    while piece := answer.read(PIECE):
        lines += piece.count(b"\r\n")
        size += len(piece)
    seconds = time.perf_counter() - begun
    connection.close()
    rows = lines - 1
    return {
        "csv_rows_per_second": round(rows / seconds),
        "csv_rows": rows,
        "csv_bytes": size,
        "csv_peak_mb": round(_peak_kilobytes(server.pid) / 1024, 1),
    }


def _peak_kilobytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))
