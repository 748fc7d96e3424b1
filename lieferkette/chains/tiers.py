"""The chain by tier, with amounts carried through shares: what of my money arrives where.

x_1 is what the company itself buys, by supplier. Then x_{t+1}(i) = Σ_j x_t(j) · a_ij, where a_ij is the share
of supplier i in the purchases of j. Downstream the same with sales and shares of sales. A company may stand
on several tiers, the source itself included where the chain runs in a circle.

Only known shares carry; the rest of x_t ends as the unknown part of tier t+1, so that known + unknown is the
same on every tier. Nothing is estimated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lieferkette.chains.graph import Direction, FloatArray, Graph, IntArray, Side
from lieferkette.chains.scratch import Scratch, scratch_for

Basis = Literal["eur", "share", "count"]


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier. `value` follows the tiers' basis and is NaN where nothing known arrives.

    `direct_count`: how many of the source's direct partners lead to this company in exactly this many steps.
    `unknown` is the part of tier 1's known total that could not be followed to here.
    """

    tier: int
    companies: IntArray
    value: FloatArray
    direct_count: IntArray
    known: float
    unknown: float

    def top(self, count: int) -> IntArray:
        """Rows of the `count` largest companies: by value, then direct count, then position."""
        by_value = np.where(np.isnan(self.value), -1.0, self.value)
        order = np.lexsort((self.companies, -self.direct_count, -by_value))
        return order[:count].astype(np.int32)


@dataclass(frozen=True, slots=True)
class Tiers:
    """A chain by tier. `basis` says what the values are.

    - "eur": euros of the source's own known purchases (sales);
    - "share": the same as a share of them, where only shares are known;
    - "count": no values at all (NaN), only how many direct partners lead there.
    """

    source: int
    direction: Direction
    basis: Basis
    tiers: tuple[Tier, ...]

    @property
    def direct_without_value(self) -> int:
        """Direct partners whose amount is unknown: their chains carry counts only."""
        return int(np.count_nonzero(np.isnan(self.tiers[0].value))) if self.tiers else 0


def tiers(graph: Graph, source: int, direction: Direction, max_tier: int = 5) -> Tiers:
    """The chain of `source`, tier by tier, up to `max_tier` (fewer where it ends).

    Raises IndexError for an unknown company and ValueError for a `max_tier` below 1.

    A car maker (3) buys for 100 at 2, who buys 60 % from 0 and 40 % from 1, and says that this is all:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [2, 2, 3], [6.0, 4.0, 100.0], company_count=4,
    ...                     has_complete_suppliers=[False, False, True, False])
    >>> chain = tiers(graph, 3, "upstream")
    >>> [(t.tier, t.companies.tolist(), t.value.tolist(), t.unknown) for t in chain.tiers]
    [(1, [2], [100.0], 0.0), (2, [0, 1], [60.0, 40.0], 0.0)]
    """
    graph.require_company(source)
    if max_tier < 1:
        raise ValueError(f"max_tier is {max_tier}; a chain has at least one step")
    side, scratch = graph.side(direction), scratch_for(graph.company_count)
    basis, own_value = _own_values(graph, side, source)
    where = side.of(source)
    steps = [(side.partners[where].copy(), own_value)]
    while len(steps) < max_tier and len(steps[-1][0]):
        steps.append(_next_step(side, scratch, *steps[-1]))
    steps = [step for step in steps if len(step[0])]
    counts = _direct_counts(graph, side, [companies for companies, _ in steps])
    total = float(np.nansum(own_value))
    found = [
        _tier(tier, companies, value, count, total)
        for tier, ((companies, value), count) in enumerate(zip(steps, counts, strict=True), start=1)
    ]
    return Tiers(source, direction, basis, tuple(found))


def _tier(tier: int, companies: IntArray, value: FloatArray, count: IntArray, total: float) -> Tier:
    known = float(np.nansum(value))
    missing = total - known
    # What is left of two equal sums is rounding, not an unknown part.
    return Tier(tier, companies, value, count, known, missing if missing > 1e-9 * total else 0.0)


def _own_values(graph: Graph, side: Side, source: int) -> tuple[Basis, FloatArray]:
    """What the source itself buys or sells, by partner: euros where any are known, else shares, else NaN."""
    where = side.of(source)
    amount = graph.amount_eur[side.edge[where]]
    if not np.isnan(amount).all():
        return "eur", np.maximum(amount, 0.0)
    share = side.share[where].copy()
    return ("count" if np.isnan(share).all() else "share"), share


def _next_step(
    side: Side, scratch: Scratch, companies: IntArray, value: FloatArray
) -> tuple[IntArray, FloatArray]:
    from lieferkette.chains.kernels.walk import carry_to_next_tier

    found = carry_to_next_tier(side.start, side.partners, side.share, companies, value, scratch.stamp,
                               scratch.next_epoch(), scratch.queue, scratch.value)  # fmt: skip
    reached = np.sort(scratch.queue[:found])
    return reached, scratch.value[reached]


def _direct_counts(graph: Graph, side: Side, steps: list[IntArray]) -> list[IntArray]:
    from lieferkette.chains.kernels.walk import count_direct_partners

    if not steps:
        return []
    tier_start = np.cumsum([0, *map(len, steps)]).astype(np.int32)
    count = np.zeros(tier_start[-1], dtype=np.int32)
    mark, next_mark = np.zeros((2, graph.company_count), dtype=np.uint64)
    count_direct_partners(
        side.start, side.partners, tier_start, np.concatenate(steps), mark, next_mark, count
    )
    return np.split(count, tier_start[1:-1])
