"""Where a chain leaves a region, and where it comes back: relations of a chain that cross the border.

Seen along the chain from the company: a relation leaves where the nearer end lies in the region and the farther
one outside, and comes back where it is the other way round. Ends of unknown place cross nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lieferkette.chains.graph import BoolArray, FloatArray, Graph, IntArray
from lieferkette.chains.tiers import Tiers


@dataclass(frozen=True, slots=True)
class Crossings:
    """One row per crossing relation, by tier, then the largest value first.

    `near` is the end towards the company that was asked about, `far` the other one, on tier `tier`. `value` has
    the basis of the tiers, NaN where it is unknown; `is_return` where the chain comes back.
    """

    tier: IntArray
    near: IntArray
    far: IntArray
    value: FloatArray
    is_return: BoolArray


def crossings(graph: Graph, chain: Tiers, is_regional: NDArray[np.int8]) -> Crossings:
    """The relations by which a chain that `tiers` returned leaves the region and comes back.

    `is_regional` per company: 1 in the region, 0 outside, −1 unknown.

    3 in the region buys for 100 from 2 outside, which buys 40 % from 1 in the region and 60 % from 0 outside:

    >>> from lieferkette.chains.graph import build_graph
    >>> from lieferkette.chains.tiers import tiers
    >>> graph = build_graph([0, 1, 2], [2, 2, 3], [6.0, 4.0, 100.0], company_count=4,
    ...                     has_complete_suppliers=[False, False, True, False])
    >>> found = crossings(graph, tiers(graph, 3, "upstream"), np.array([0, 1, 0, 1], dtype=np.int8))
    >>> list(zip(found.tier.tolist(), found.near.tolist(), found.far.tolist(), found.value.tolist()))
    [(1, 3, 2, 100.0), (2, 2, 1, 40.0)]
    >>> found.is_return.tolist()
    [False, True]
    """
    side = graph.side(chain.direction)
    blocks: list[tuple[NDArray[np.generic], ...]] = []
    nearer = np.array([chain.source], dtype=np.int32)
    for number, tier in enumerate(chain.tiers):
        size = side.start[nearer + 1] - side.start[nearer]
        place = np.repeat(side.start[nearer] - (np.cumsum(size) - size), size) + np.arange(size.sum())
        near, far = np.repeat(nearer, size), side.partners[place]
        value = np.repeat(chain.tiers[number - 1].value, size) * side.share[place] if number else tier.value
        is_crossing = (is_regional[near] >= 0) & (is_regional[far] >= 0)
        is_crossing &= is_regional[near] != is_regional[far]
        rows = np.flatnonzero(is_crossing)
        rows = rows[np.lexsort((far[rows], near[rows], -np.nan_to_num(value[rows], nan=-1.0)))]
        blocks.append((np.full(len(rows), tier.tier, np.int32), near[rows], far[rows], value[rows],
                       is_regional[far[rows]] == 1))  # fmt: skip
        nearer = tier.companies
    empty = np.empty(0, dtype=np.int32)
    columns = zip(*blocks, strict=True) if blocks else iter([(empty,)] * 3 + [(np.empty(0),), (empty == 0,)])
    return Crossings(*(np.concatenate(column) for column in columns))
