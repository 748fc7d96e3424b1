"""Inputs that a company buys from one supplier only.

A single source is a (company, input sector) with exactly one supplier, at companies whose supplier list is
complete: elsewhere a second supplier may simply not be on the list. How many other companies could supply
the input is a question for the register, not for this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import UNKNOWN_CODE, FloatArray, Graph, IntArray
from lieferkette.dependencies.reasons import Reason


@dataclass(frozen=True, slots=True)
class SingleSources:
    """One row per single source, the weightiest first.

    `purchase_share` is the supplier's share of the company's purchases, NaN where unknown; `essentiality` the
    weight of the input as given by the caller (1 where none is); rows are ordered by the product, unknown
    shares after known ones. `left_out`: relations with suppliers of unknown sector, which belong to no input.
    """

    company: IntArray
    supplier: IntArray
    sector: IntArray
    purchase_share: FloatArray
    essentiality: FloatArray
    left_out: int
    reason: Reason | None

    def __len__(self) -> int:
        return len(self.company)


def single_sources(
    graph: Graph, company: int, essentiality: Mapping[int, float] | None = None
) -> SingleSources:
    """Single sources of one company; none, with a reason, where its supplier list is not complete.

    `essentiality`: weight in [0, 1] per input sector, 1 for a sector that is not in it.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 2], [3, 3, 3], [50.0, 25.0, 25.0], company_count=4,
    ...                     sector=[24, 24, 25, 29],
    ...                     has_complete_suppliers=[False, False, False, True])
    >>> found = single_sources(graph, 3)
    >>> found.supplier.tolist(), found.sector.tolist(), found.purchase_share.tolist()
    ([2], [25], [0.25])
    """
    graph.require_company(company)
    is_empty = graph.upstream.start[company] == graph.upstream.start[company + 1]
    reason: Reason | None = "no_relations" if is_empty else None
    if not is_empty and not graph.has_complete_suppliers[company]:
        reason = "list_not_complete"
    return _find(graph, np.array([company], dtype=np.int32), essentiality, reason)


def all_single_sources(graph: Graph, essentiality: Mapping[int, float] | None = None) -> SingleSources:
    """Single sources of all companies with a complete supplier list."""
    return _find(graph, np.flatnonzero(graph.has_complete_suppliers).astype(np.int32), essentiality, None)


def _find(
    graph: Graph, companies: IntArray, essentiality: Mapping[int, float] | None, reason: Reason | None
) -> SingleSources:
    up = graph.upstream
    chosen = companies if reason is None else companies[:0]
    size = up.start[chosen + 1] - up.start[chosen]
    # Positions of all relations of the chosen companies, one company after the other.
    offset = np.repeat(up.start[chosen] - np.concatenate([[0], np.cumsum(size)[:-1]])[: len(size)], size)
    position = np.arange(size.sum()) + offset
    buyer, sector = np.repeat(chosen, size), graph.sector[up.partners[position]].astype(np.int32)
    is_classified = sector != UNKNOWN_CODE
    buyer, sector, position = buyer[is_classified], sector[is_classified], position[is_classified]
    input_key = buyer.astype(np.int64) * 65_536 + sector
    _, first, count = np.unique(input_key, return_index=True, return_counts=True)
    only = first[count == 1]
    share = up.share[position[only]]
    weights = essentiality or {}
    weight = np.array([weights.get(int(code), 1.0) for code in sector[only]], dtype=np.float64)
    order = np.lexsort((sector[only], buyer[only], -np.nan_to_num(share * weight, nan=-1.0)))
    only = only[order]
    return SingleSources(buyer[only], up.partners[position[only]], sector[only], share[order], weight[order],
                         int(np.count_nonzero(~is_classified)), reason)  # fmt: skip
