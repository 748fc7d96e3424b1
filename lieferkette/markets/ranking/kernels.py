"""The compiled loop of rankings: the best candidates of every market, for many companies at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from schemas.compiled import kernel


@kernel
def best_by_market(
    start: Any, candidate: Any, score: Any, barred_start: Any, barred: Any, market: Any, best: Any, value: Any
) -> None:
    """Fill `best` and `value` (rows × markets × kept) with the candidates of every row and market, best first.

    Rows are given as a sparse matrix of scores: `start`, `candidate`, `score`; `barred` holds by row whom to leave
    out, ascending. So are candidates without a market (−1) or a score above 0; equal scores go by the lower number.
    `best` comes filled with −1, `value` with 0.
    """
    rows, _, kept = best.shape
    for row in range(rows):
        for place in range(start[row], start[row + 1]):
            one, points = candidate[place], score[place]
            group = market[one]
            last = kept - 1
            if group < 0 or points <= 0.0 or points < value[row, group, last]:
                continue
            ours = barred[barred_start[row] : barred_start[row + 1]]
            found = np.searchsorted(ours, one)
            if found < len(ours) and ours[found] == one:
                continue
            if points == value[row, group, last] and one > best[row, group, last] >= 0:
                continue
            while last > 0 and (
                points > value[row, group, last - 1]
                or (points == value[row, group, last - 1] and one < best[row, group, last - 1])
            ):
                best[row, group, last] = best[row, group, last - 1]
                value[row, group, last] = value[row, group, last - 1]
                last -= 1
            best[row, group, last], value[row, group, last] = one, points
