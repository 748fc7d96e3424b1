"""Who can be reached, and on which tier first: the fastest question, without amounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import Direction, Graph, IntArray
from lieferkette.chains.scratch import scratch_for


@dataclass(frozen=True, slots=True)
class Reach:
    """The companies that a chain leads to.

    Those that first appear on tier t are `companies[tier_start[t - 1]:tier_start[t]]`.
    """

    source: int
    direction: Direction
    companies: IntArray
    tier_start: IntArray

    @property
    def tier_count(self) -> int:
        """The deepest tier that holds a company."""
        return len(self.tier_start) - 1

    def of_tier(self, tier: int) -> IntArray:
        """The companies whose shortest chain has `tier` steps."""
        return self.companies[self.tier_start[tier - 1] : self.tier_start[tier]]

    def tier_of(self, companies: IntArray) -> IntArray:
        """The tier of each of `companies`, all of which must be in the reach."""
        by_company = np.argsort(self.companies)
        place = by_company[np.searchsorted(self.companies, companies, sorter=by_company)]
        return np.searchsorted(self.tier_start, place, side="right").astype(np.int32)

    def counts(self) -> list[int]:
        """Number of companies by tier, beginning with tier 1."""
        return [int(count) for count in np.diff(self.tier_start)]


def reach(graph: Graph, source: int, direction: Direction, max_tier: int = 5) -> Reach:
    """All companies up to `max_tier` steps `upstream` (suppliers) or `downstream` (customers) of `source`.

    Each company stands on the tier of its first arrival; the source itself is not among them. Raises
    IndexError for an unknown company and ValueError for a `max_tier` below 1.

    >>> from lieferkette.chains.graph import build_graph
    >>> wire_to_screw_to_car = build_graph([0, 1, 0], [1, 2, 2], company_count=3)
    >>> reach(wire_to_screw_to_car, 2, "upstream").companies.tolist()
    [0, 1]
    >>> reach(wire_to_screw_to_car, 2, "upstream").counts()
    [2]
    """
    from lieferkette.chains.kernels.walk import reach_by_tier

    graph.require_company(source)
    if max_tier < 1:
        raise ValueError(f"max_tier is {max_tier}; a chain has at least one step")
    side, scratch = graph.side(direction), scratch_for(graph.company_count)
    tier_start = np.empty(min(max_tier, graph.company_count) + 2, dtype=np.int32)
    tier_count = reach_by_tier(side.start, side.partners, source, len(tier_start) - 2, scratch.stamp,
                               scratch.next_epoch(), scratch.queue, tier_start)  # fmt: skip
    # Without the source: tier 1 then begins at 0.
    found = scratch.queue[1 : tier_start[tier_count]].copy()
    return Reach(source, direction, found, tier_start[1 : tier_count + 1] - np.int32(1))
