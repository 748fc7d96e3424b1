"""Exposure to countries, sectors or any classes of companies, through all tiers, at first contact.

Upstream it says what part of the purchases meets a country; downstream what part of the sales meets a sector:
"62 % of your sales end up in vehicle making, 21 points of it only through your customers". Method and limits:
`chains.contact`. A figure is a lower bound; with `unknown_share` it is an upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lieferkette.chains.contact import first_contact
from lieferkette.chains.graph import Direction, FloatArray, Graph, IntArray
from lieferkette.dependencies.reasons import Reason, reason_without_shares

MAX_TIERS = 5
"""Tiers that are followed: a view is bounded, and deeper ones add little to a figure in per cent."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """`share[c]` of a company's purchases (sales) that meets class c.

    `by_tier[t, c]` is its part on tier t + 1. `unknown_share[c]` could not be followed to an end: the truth lies
    between `share` and `share` + `unknown_share`. `unseen_share` is the part whose direct partners do not show
    where they buy (sell) themselves. Arrays are empty where `reason` says why.
    """

    share: FloatArray
    by_tier: FloatArray
    unknown_share: FloatArray
    unseen_share: float
    reason: Reason | None


def exposure(
    graph: Graph,
    company: int,
    class_of: ArrayLike,
    class_count: int,
    direction: Direction = "upstream",
    max_tiers: int = MAX_TIERS,
) -> Exposure:
    """Exposure of a company's purchases (`upstream`) or sales (`downstream`) to each class.

    Company 3 buys 40 % from 2, of class 0, and 60 % from 1, which buys everything from 0, of class 0 too:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [1, 3, 3], [5, 60, 40], company_count=4,
    ...                     has_complete_suppliers=[False, True, False, True])
    >>> found = exposure(graph, 3, [0, -1, 0, -1], class_count=1)
    >>> found.share.tolist(), found.by_tier.tolist(), found.unknown_share.tolist()
    ([1.0], [[0.4], [0.6]], [0.0])
    """
    reason = reason_without_shares(graph, company, direction)
    if reason is not None:
        return Exposure(np.empty(0), np.empty((0, 0)), np.empty(0), 1.0, reason)
    found = first_contact(graph, company, class_of, class_count, direction, max_tiers=max_tiers)
    unknown = found.unknown + found.under_way
    return Exposure(found.share, found.by_tier, unknown, _unseen_share(graph, company, direction), None)


def _unseen_share(graph: Graph, company: int, direction: Direction) -> float:
    """The part that goes to direct partners of whom no share is known on the way on."""
    side = graph.side(direction)
    where = side.of(company)
    partners: IntArray = side.partners[where]
    is_seen = np.array(
        [not np.isnan(side.share[side.of(int(one))]).all() for one in partners], dtype=np.bool_
    )
    return max(0.0, 1.0 - float(np.nansum(side.share[where][is_seen])))
