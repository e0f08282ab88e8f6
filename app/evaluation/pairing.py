"""How alike each gold and each predicted meeting are in, the best one-to-one pairs out."""

import numpy as np
from numpy.typing import NDArray

# Meetings less alike than this are never a pair (GUIDELINES.md, "The score").
ALIKE = 0.5


def pair(likeness: list[list[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairs (row, column) of the highest total likeness, each at least `ALIKE`, by column.

    Each pair counts 1 more than its likeness, so that many pairs go before close ones.
    """
    if not likeness or not likeness[0]:
        return []
    matrix = np.array(likeness)
    gain = np.where(matrix >= ALIKE, 1.0 + matrix, 0.0)
    turned = gain.shape[0] > gain.shape[1]
    partners = _assign(-(gain.T if turned else gain))
    pairs = [(row, column) for column, row in enumerate(partners) if row >= 0]
    if turned:
        pairs = [(column, row) for row, column in pairs]
    return [(row, column) for row, column in pairs if matrix[row, column] >= ALIKE]


def _assign(cost: NDArray[np.float64]) -> list[int]:
    """For each column the row that it goes to at the least total cost, -1 for none; no more rows than columns.

    The Hungarian method with shortest augmenting paths: rows come in one after the other, each along the cheapest
    path of changes. Of equal paths the first column wins, so the result is the same every time.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    owner = [-1] * columns
    for row in range(rows):
        _bring_in(row, cost, row_price, column_price, owner)
    return owner


def _bring_in(
    row: int,
    cost: NDArray[np.float64],
    row_price: NDArray[np.float64],
    column_price: NDArray[np.float64],
    owner: list[int],
) -> None:
    """Give one more row a column, moving others along the cheapest path; prices and owners change in place."""
    columns = cost.shape[1]
    least, reached_from = np.full(columns, np.inf), np.full(columns, -1)
    done = np.zeros(columns, dtype=bool)
    current, column = row, -1
    path_rows = [row]
    while True:
        slack = cost[current] - row_price[current] - column_price
        better = ~done & (slack < least)
        least[better], reached_from[better] = slack[better], column
        column = int(np.argmin(np.where(done, np.inf, least)))
        step = least[column]
        row_price[path_rows] += step
        column_price[done] -= step
        least[~done] -= step
        if owner[column] < 0:
            break
        done[column] = True
        current = owner[column]
        path_rows.append(current)
    while column >= 0:
        before = int(reached_from[column])
        owner[column] = owner[before] if before >= 0 else row
        column = before
