"""First contact with classes of companies: what part of purchases or sales meets them, tier by tier.

The part of company j's purchases that meets class C (a country, a sector) on its way upstream is
e_j = Σ_i a_ij · (1 where i is in C, else e_i): a chain counts at its first contact, so e stays in [0, 1].
What ends at companies whose shares are unknown is given beside it: the truth lies between e and e + unknown.
Classes do not share: a chain through Poland to China meets both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lieferkette.chains.graph import Direction, FloatArray, Graph
from lieferkette.chains.scratch import scratch_for


@dataclass(frozen=True, slots=True)
class Contact:
    """What becomes of one company's purchases (sales) on the way to each class, as parts of 1.

    `by_tier[t, c]` meets class c on tier t + 1; `unknown[c]` ends where shares are unknown; `under_way[c]` is
    neither after the last tier (it runs in a circle, or the search was cut). All of a class add up to 1.
    """

    by_tier: FloatArray
    unknown: FloatArray
    under_way: FloatArray

    @property
    def share(self) -> FloatArray:
        """The part that meets each class on any tier."""
        met: FloatArray = self.by_tier.sum(axis=0)
        return np.minimum(1.0, met)


def first_contact(
    graph: Graph,
    company: int,
    class_of: ArrayLike,
    class_count: int,
    direction: Direction = "upstream",
    *,
    tolerance: float = 1e-10,
    max_tiers: int = 100,
) -> Contact:
    """Follow a company's purchases `upstream` (sales `downstream`) until they meet each class.

    `class_of`: the class 0 … class_count − 1 of every company, −1 for none. Raises ValueError where it does
    not fit the graph.

    Company 3 buys 60 % at 1 and 40 % at 2, which is of class 0; 1 buys everything from 0, of class 0 too:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [1, 3, 3], [5, 60, 40], company_count=4,
    ...                     has_complete_suppliers=[False, True, False, True])
    >>> first_contact(graph, 3, [0, -1, 0, -1], 1).by_tier.tolist()
    [[0.4], [0.6]]
    """
    from lieferkette.chains.kernels.contact import contact_by_class

    graph.require_company(company)
    classes = np.array(class_of, dtype=np.int32)
    if len(classes) != graph.company_count:
        raise ValueError(f"class_of has {len(classes)} values for {graph.company_count} companies")
    if len(classes) and classes.max() >= class_count:
        raise ValueError(f"class_of names class {classes.max()} of {class_count}")
    side, scratch = graph.side(direction), scratch_for(graph.company_count)
    met = np.zeros((max_tiers, class_count))
    if not class_count:
        return Contact(met[:0], np.zeros(0), np.zeros(0))
    unknown, under_way = contact_by_class(
        side.start, side.partners, side.share, company, classes, tolerance, scratch.stamp,
        scratch.next_epoch(max_tiers), scratch.queue, scratch.number, met)  # fmt: skip
    deepest = np.flatnonzero(met.any(axis=1)).max(initial=-1) + 1
    return Contact(met[:deepest], unknown, under_way)
