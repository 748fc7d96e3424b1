"""First contact with marked companies: what part of purchases or sales meets them, tier by tier.

The part of company j's purchases that meets a marked company C on its way upstream is
e_j = Σ_i a_ij · (1 where i is in C, else e_i): a chain counts at its first contact, so e stays in [0, 1].
What ends at companies whose shares are unknown is given beside it: the truth lies between e and e + unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import BoolArray, Direction, FloatArray, Graph
from lieferkette.chains.scratch import scratch_for


@dataclass(frozen=True, slots=True)
class Contact:
    """What becomes of one company's purchases (sales), as parts of 1.

    `by_tier[t]` meets a marked company on tier t + 1; `unknown` ends where shares are unknown; `under_way`
    is neither after the last tier (it runs in a circle, or the search was cut). All add up to 1.
    """

    by_tier: FloatArray
    unknown: float
    under_way: float

    @property
    def share(self) -> float:
        """The part that meets a marked company on any tier."""
        return min(1.0, float(self.by_tier.sum()))


@dataclass(frozen=True, slots=True)
class ContactOfAll:
    """The same for every company; both NaN where a company's own shares are unknown.

    `to_come` estimates how much the largest figure is still short.
    """

    share: FloatArray
    unknown: FloatArray
    to_come: float


def first_contact(
    graph: Graph,
    company: int,
    is_marked: BoolArray,
    direction: Direction = "upstream",
    tolerance: float = 1e-10,
    max_tiers: int = 100,
) -> Contact:
    """Follow a company's purchases `upstream` (sales `downstream`) until they meet a marked company.

    Company 3 buys 60 % at 1 and 40 % at 2, which is marked; 1 buys everything from the marked 0:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [1, 3, 3], [5, 60, 40], company_count=4,
    ...                     has_complete_suppliers=[False, True, False, True])
    >>> first_contact(graph, 3, np.array([True, False, True, False])).by_tier.tolist()
    [0.4, 0.6]
    """
    from lieferkette.chains.kernels.contact import first_contact as follow

    graph.require_company(company)
    side, scratch = graph.side(direction), scratch_for(graph.company_count)
    met, marked = np.zeros(max_tiers), _marks(graph, is_marked)
    unknown, under_way = follow(
        side.start, side.partners, side.share, company, marked, tolerance, scratch.stamp,
        scratch.next_epoch(max_tiers), scratch.queue, scratch.value, met)  # fmt: skip
    return Contact(np.trim_zeros(met, "b"), unknown, under_way)


def first_contact_of_all(
    graph: Graph,
    is_marked: BoolArray,
    direction: Direction = "upstream",
    tolerance: float = 1e-10,
    max_tiers: int = 10_000,
) -> ContactOfAll:
    """The part that meets a marked company, for all companies at once.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1], [1, 2], [5, 60], company_count=3,
    ...                     has_complete_suppliers=[False, True, True])
    >>> first_contact_of_all(graph, np.array([True, False, False])).share.tolist()
    [nan, 1.0, 1.0]
    """
    from lieferkette.chains.kernels.contact import first_contact_of_all as follow

    side = graph.side(direction)
    met, ended, to_come = follow(
        side.start, side.partners, side.share, _marks(graph, is_marked), tolerance, max_tiers
    )
    has_share = np.zeros(graph.company_count, dtype=np.bool_)
    owner = np.repeat(np.arange(graph.company_count), side.counts())
    has_share[owner[~np.isnan(side.share)]] = True
    return ContactOfAll(np.where(has_share, met, np.nan), np.where(has_share, ended, np.nan), to_come)


def _marks(graph: Graph, is_marked: BoolArray) -> BoolArray:
    """A copy of the marks, so that kernels see one type whoever made them."""
    if len(is_marked) != graph.company_count:
        raise ValueError(f"is_marked has {len(is_marked)} values for {graph.company_count} companies")
    return np.array(is_marked, dtype=np.bool_)
