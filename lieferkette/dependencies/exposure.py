"""Exposure to a country, a sector or any set of companies, through all tiers, at first contact.

Method and limits: `chains.contact`. The figure is a lower bound; with `unknown_share` it is an upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.contact import ContactOfAll, first_contact
from lieferkette.chains.graph import BoolArray, Direction, Graph
from lieferkette.dependencies.reasons import Reason, reason_without_shares

_TIERS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Exposure:
    """`share` of a company's purchases (sales) that meets the marked companies.

    `by_tier` is its part on each of the first five tiers, as far as they hold any, `later_share` the rest.
    `unknown_share` could not be followed to an end: the truth lies between `share` and `share` +
    `unknown_share`. All None (no tiers) where `reason` says why.
    """

    share: float | None
    by_tier: tuple[float, ...]
    later_share: float | None
    unknown_share: float | None
    reason: Reason | None


def exposure(
    graph: Graph,
    company: int,
    is_marked: BoolArray,
    direction: Direction = "upstream",
    of_all: ContactOfAll | None = None,
) -> Exposure:
    """Exposure of a company's purchases (`upstream`) or sales (`downstream`) to the marked companies.

    On a large graph whose lists are mostly complete, a chain hardly ends. There `of_all`, once computed by
    `first_contact_of_all` for the same graph, marks and direction, answers for every company at once; only
    the first tiers are then followed one by one.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [1, 3, 3], [5, 60, 40], company_count=4, origin=[3, 0, 3, 0],
    ...                     has_complete_suppliers=[False, True, False, True])
    >>> found = exposure(graph, 3, graph.origin == 3)
    >>> found.share, found.by_tier, found.unknown_share
    (1.0, (0.4, 0.6), 0.0)
    """
    reason = reason_without_shares(graph, company, direction)
    if reason is not None:
        return Exposure(None, (), None, None, reason)
    if of_all is None:
        found = first_contact(graph, company, is_marked, direction)
        share, unknown = found.share, found.unknown + found.under_way
    else:
        found = first_contact(graph, company, is_marked, direction, max_tiers=_TIERS_SHOWN)
        share = float(of_all.share[company])
        unknown = max(0.0, 1.0 - share)  # what ends unknown, and what runs in circles
    by_tier = tuple(np.trim_zeros(found.by_tier[:_TIERS_SHOWN], "b").tolist())
    return Exposure(share, by_tier, max(0.0, share - sum(by_tier)), unknown, None)
