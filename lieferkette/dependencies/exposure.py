"""Exposure to a country, a sector or any set of companies, through all tiers, at first contact.

Method and limits: `chains.contact`. The figure is a lower bound; with `unknown_share` it is an upper one.
"""

from __future__ import annotations

from dataclasses import dataclass

from lieferkette.chains.contact import first_contact
from lieferkette.chains.graph import BoolArray, Direction, Graph
from lieferkette.dependencies.reasons import Reason, reason_without_shares


@dataclass(frozen=True, slots=True)
class Exposure:
    """`share` of a company's purchases (sales) that meets the marked companies, and its part on each tier.

    `unknown_share` could not be followed to an end: the truth lies between `share` and `share` +
    `unknown_share`. All None (no tiers) where `reason` says why.
    """

    share: float | None
    by_tier: tuple[float, ...]
    unknown_share: float | None
    reason: Reason | None


def exposure(graph: Graph, company: int, is_marked: BoolArray, direction: Direction = "upstream") -> Exposure:
    """Exposure of a company's purchases (`upstream`) or sales (`downstream`) to the marked companies.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [1, 3, 3], [5, 60, 40], company_count=4, origin=[3, 0, 3, 0],
    ...                     has_complete_suppliers=[False, True, False, True])
    >>> found = exposure(graph, 3, graph.origin == 3)
    >>> found.share, found.by_tier, found.unknown_share
    (1.0, (0.4, 0.6), 0.0)
    """
    reason = reason_without_shares(graph, company, direction)
    if reason is not None:
        return Exposure(None, (), None, reason)
    found = first_contact(graph, company, is_marked, direction)
    by_tier = tuple(float(part) for part in found.by_tier)
    return Exposure(found.share, by_tier, found.unknown + found.under_way, None)
