"""Single points of failure: companies that every chain from a source of goods to a company passes.

Seen upstream from company f, supplier d dominates company s where every chain from s to f runs through d: if
d fails, f loses s as well. The dominators form a tree with f at its root; what hangs below d is what f loses
with it. Downstream the same for the chains from f to its customers' customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.contact import first_contact
from lieferkette.chains.graph import Direction, FloatArray, Graph, IntArray
from lieferkette.chains.reach import reach
from lieferkette.chains.scratch import scratch_for

_SHARE_TOLERANCE = 1e-4
_SHARE_TIERS = 5
"""The share lost is followed over so many tiers, or until less than the tolerance is under way: deeper tiers
add little to a figure in per cent, and cost most."""


@dataclass(frozen=True, slots=True)
class DominatorTree:
    """`above[i]` is the row of the company that immediately dominates `companies[i]`.

    Row 0 is the source, which is its own. Rows stand in the order of a depth-first search, a dominator before
    what it dominates. `cut_off_count[i]`: how many companies every chain of which passes `companies[i]`.
    """

    source: int
    direction: Direction
    companies: IntArray
    above: IntArray
    cut_off_count: IntArray


@dataclass(frozen=True, slots=True)
class FailurePoints:
    """Companies whose failure cuts off others, one per row, ordered by tier and then by what is cut off.

    `tier`: of first arrival. `lost_share`: the part of the source's purchases (sales) that passes the
    company within five tiers, over known shares only (so at least this much), NaN where the source's own
    shares are unknown.
    """

    companies: IntArray
    tier: IntArray
    cut_off_count: IntArray
    lost_share: FloatArray


def dominator_tree(graph: Graph, source: int, direction: Direction = "upstream") -> DominatorTree:
    """Which company every chain between `source` and each company it reaches must pass last before it.

    Company 1 buys from 0 and supplies 2 and 3, which both supply 4:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 1, 2, 3], [1, 2, 3, 4, 4], company_count=5)
    >>> tree = dominator_tree(graph, 4)
    >>> dict(zip(tree.companies.tolist(), tree.companies[tree.above].tolist()))
    {4: 4, 2: 4, 1: 4, 0: 1, 3: 4}
    """
    from lieferkette.chains.kernels.dominate import depth_first, immediate_dominators, subtree_sizes

    graph.require_company(source)
    side, back = graph.side(direction), graph.side("downstream" if direction == "upstream" else "upstream")
    scratch = scratch_for(graph.company_count)
    epoch = scratch.next_epoch()
    parent, cursor = np.empty((2, graph.company_count), dtype=np.int32)
    found = depth_first(side.start, side.partners, source, scratch.stamp, epoch, scratch.number,
                        scratch.queue, parent, cursor)  # fmt: skip
    above = immediate_dominators(back.start, back.partners, found, scratch.stamp, epoch, scratch.number,
                                 scratch.queue, parent)  # fmt: skip
    return DominatorTree(source, direction, scratch.queue[:found].copy(), above, subtree_sizes(above))


def failure_points(
    graph: Graph, source: int, direction: Direction = "upstream", count: int = 10
) -> FailurePoints:
    """The `count` companies whose failure cuts off the most others from `source`.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 1, 2, 3], [1, 2, 3, 4, 4], [9, 5, 5, 60, 40], company_count=5,
    ...                     has_complete_suppliers=[False, True, True, True, True])
    >>> found = failure_points(graph, 4)
    >>> found.companies.tolist(), found.tier.tolist(), found.cut_off_count.tolist(), found.lost_share.tolist()
    ([1], [2], [1], [1.0])
    """
    tree = dominator_tree(graph, source, direction)
    rows = 1 + np.flatnonzero(tree.cut_off_count[1:])  # the source itself is no failure point
    rows = rows[np.lexsort((tree.companies[rows], -tree.cut_off_count[rows]))][:count]
    tier = reach(graph, source, direction, graph.company_count).tier_of(tree.companies[rows])
    lost = _shares_through(graph, source, direction, tree.companies[rows])
    order = np.lexsort((tree.companies[rows], -tree.cut_off_count[rows], tier))
    rows = rows[order]
    return FailurePoints(tree.companies[rows], tier[order], tree.cut_off_count[rows], lost[order])


def _shares_through(graph: Graph, source: int, direction: Direction, companies: IntArray) -> FloatArray:
    """The part of the source's purchases (sales) that meets each of `companies`; NaN where shares are unknown."""
    side = graph.side(direction)
    if np.isnan(side.share[side.of(source)]).all():
        return np.full(len(companies), np.nan)
    class_of = np.full(graph.company_count, -1, dtype=np.int32)
    class_of[companies] = np.arange(len(companies), dtype=np.int32)
    return first_contact(graph, source, class_of, len(companies), direction,
                         tolerance=_SHARE_TOLERANCE, max_tiers=_SHARE_TIERS).share  # fmt: skip
