"""What flows between consecutive tiers, cut to the companies that a picture shows.

Adds what is not shown under "others" and what is not known under "unknown", so that a Sankey stays whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import FloatArray, Graph, IntArray
from lieferkette.chains.scratch import scratch_for
from lieferkette.chains.tiers import Tier, Tiers

OTHERS = -1
"""Stands for all companies of a tier that are not shown."""
NOT_KNOWN = -2
"""Stands for the part of a value that no known share passes on."""


@dataclass(frozen=True, slots=True)
class Links:
    """One row per pair of shown companies on tiers `from_tier` and `from_tier` + 1.

    `from_company` and `to_company` are positions, OTHERS or NOT_KNOWN; tier 0 is the source itself. `value`
    has the tiers' basis; at basis "count" it is the number of relations.
    """

    from_tier: IntArray
    from_company: IntArray
    to_company: IntArray
    value: FloatArray


def links(graph: Graph, chain: Tiers, shown_per_tier: int = 10) -> Links:
    """The links of a chain that `tiers` returned, with the `shown_per_tier` largest companies of each tier.

    Values that leave a tier for known companies, others and unknown add up to what arrived there.

    >>> from lieferkette.chains.graph import build_graph
    >>> from lieferkette.chains.tiers import tiers
    >>> graph = build_graph([0, 1, 2], [2, 2, 3], [6.0, 4.0, 100.0], company_count=4,
    ...                     has_complete_suppliers=[False, False, True, False])
    >>> found = links(graph, tiers(graph, 3, "upstream"), shown_per_tier=1)
    >>> list(zip(found.from_company.tolist(), found.to_company.tolist(), found.value.tolist()))
    [(3, 2, 100.0), (2, 0, 60.0), (2, -1, 40.0)]
    """
    if not chain.tiers:
        none = np.empty(0, dtype=np.int32)
        return Links(none, none, none, np.empty(0))
    shown = [tier.companies[tier.top(shown_per_tier)] for tier in chain.tiers]
    blocks = [_from_source(chain, shown[0])]
    blocks += [
        _between(graph, chain, tier, shown[t], shown[t + 1]) for t, tier in enumerate(chain.tiers[:-1])
    ]
    return Links(
        from_tier=np.concatenate([block.from_tier for block in blocks]),
        from_company=np.concatenate([block.from_company for block in blocks]),
        to_company=np.concatenate([block.to_company for block in blocks]),
        value=np.concatenate([block.value for block in blocks]),
    )


def grouped_links(graph: Graph, chain: Tiers, group_of: IntArray, group_count: int) -> list[FloatArray]:
    """The links of a chain, rolled up: per tier what flows from each group to each group of the next tier.

    `group_of`: the group 0 … group_count − 1 of every company. The array of tier t is [group of tier t − 1, group
    of tier t], for tier 1 with one row, the source; from tier 2 on a last column holds what is unknown.

    >>> from lieferkette.chains.graph import build_graph
    >>> from lieferkette.chains.tiers import tiers
    >>> graph = build_graph([0, 1, 2], [2, 2, 3], [6.0, 4.0, 100.0], company_count=4,
    ...                     has_complete_suppliers=[False, False, True, False])
    >>> [flow.tolist() for flow in grouped_links(graph, tiers(graph, 3, "upstream"), np.array([0, 1, 0, 0]), 2)]
    [[[100.0, 0.0]], [[60.0, 40.0, 0.0], [0.0, 0.0, 0.0]]]
    """
    column_of = np.array(group_of, dtype=np.int32)
    found = []
    for before, tier in zip((None, *chain.tiers), chain.tiers, strict=False):
        if before is None:
            value = np.nan_to_num(tier.value, nan=1.0 if chain.basis == "count" else 0.0)
            first = np.bincount(column_of[tier.companies], weights=value, minlength=group_count)
            found.append(first.astype(np.float64)[None, :])
            continue
        total = np.zeros((group_count, group_count + 1))
        _sum_links(graph, chain, before, column_of[before.companies], column_of, total)
        found.append(total)
    return found


def _from_source(chain: Tiers, shown: IntArray) -> Links:
    first = chain.tiers[0]
    # Without amounts a relation counts one.
    value = np.nan_to_num(first.value, nan=1.0 if chain.basis == "count" else 0.0)
    column = _columns(first.companies, shown)
    total = np.zeros((1, len(shown) + 1))
    np.add.at(total[0], column, value)
    return _rows(0, _with(shown[:0], chain.source), _with(shown, OTHERS), total)


def _between(graph: Graph, chain: Tiers, tier: Tier, shown: IntArray, next_shown: IntArray) -> Links:
    column_of = scratch_for(graph.company_count).number
    column_of.fill(len(next_shown))
    column_of[next_shown] = np.arange(len(next_shown), dtype=np.int32)
    row_of = _columns(tier.companies, shown)
    total = np.zeros((len(shown) + 1, len(next_shown) + 2))
    _sum_links(graph, chain, tier, row_of, column_of, total)
    return _rows(tier.tier, _with(shown, OTHERS), _with(next_shown, OTHERS, NOT_KNOWN), total)


def _sum_links(
    graph: Graph, chain: Tiers, tier: Tier, row_of: IntArray, column_of: IntArray, total: FloatArray
) -> None:
    """Add every relation from `tier` to the next into `total[row, column]`."""
    from lieferkette.chains.kernels.walk import count_links, sum_links

    side = graph.side(chain.direction)
    if chain.basis == "count":
        count_links(side.start, side.partners, tier.companies, row_of, column_of, total)
    else:
        sum_links(side.start, side.partners, side.share, tier.companies, tier.value, row_of, column_of, total)


def _with(companies: IntArray, *more: int) -> IntArray:
    return np.concatenate([companies, np.array(more, dtype=np.int32)])


def _columns(companies: IntArray, shown: IntArray) -> IntArray:
    """For each company its place in `shown`; the place after the last where it is not shown."""
    column = np.full(len(companies), len(shown), dtype=np.int32)
    _, here, place = np.intersect1d(companies, shown, assume_unique=True, return_indices=True)
    column[here] = place
    return column


def _rows(from_tier: int, sources: IntArray, targets: IntArray, total: FloatArray) -> Links:
    row, column = np.nonzero(total)
    tier = np.full(len(row), from_tier, dtype=np.int32)
    return Links(tier, sources[row], targets[column], total[row, column])
