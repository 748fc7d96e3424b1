"""Hidden common suppliers: several of my suppliers buy from a company that I do not know.

For company f (Diem et al.'s a_ij = share of i in the purchases of j): n_i is the number of f's suppliers that
buy from i, v = A·A[:, f] the share of f's purchases that goes back to i through them. Flagged where n_i ≥ 2,
v_i ≥ τ and f does not buy from i itself. Known shares only, so v_i is a lower bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lieferkette.chains.graph import FloatArray, Graph, IntArray
from lieferkette.dependencies.reasons import Reason, reason_without_shares


@dataclass(frozen=True, slots=True)
class HiddenSuppliers:
    """One row per hidden supplier, the largest known share first, then the most suppliers in between.

    `share` is NaN where no share along any of the ways is known: then `through_count` alone speaks.
    `reason` says why shares are unknown for the company as a whole.
    """

    supplier: IntArray
    through_count: IntArray
    share: FloatArray
    reason: Reason | None

    def __len__(self) -> int:
        return len(self.supplier)


def hidden_suppliers(
    graph: Graph, company: int, min_share: float = 0.01, min_through: int = 2
) -> HiddenSuppliers:
    """Second-tier suppliers that at least `min_through` direct suppliers share.

    `min_share` is τ; a supplier whose share is unknown is listed by its count.

    Both suppliers (1, 2) of company 3 buy everything from 0:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 0, 1, 2], [1, 2, 3, 3], [5.0, 7.0, 60.0, 40.0], company_count=4,
    ...                     has_complete_suppliers=[False, True, True, True])
    >>> found = hidden_suppliers(graph, 3)
    >>> found.supplier.tolist(), found.through_count.tolist(), found.share.tolist()
    ([0], [2], [1.0])
    """
    reason = reason_without_shares(graph, company, "upstream")
    up = graph.upstream
    where = up.of(company)
    direct = up.partners[where]
    second = [up.of(int(supplier)) for supplier in direct]
    if not second:
        return HiddenSuppliers(direct[:0], direct[:0], np.empty(0), reason)
    ways = np.concatenate([up.partners[rows] for rows in second])
    value = np.concatenate([up.share[rows] * own for rows, own in zip(second, up.share[where], strict=True)])
    supplier, which = np.unique(ways, return_inverse=True)
    through = np.bincount(which, minlength=len(supplier)).astype(np.int32)
    is_known = ~np.isnan(value)
    share = np.bincount(which[is_known], weights=value[is_known], minlength=len(supplier)).astype(np.float64)
    share[np.bincount(which[is_known], minlength=len(supplier)) == 0] = np.nan
    is_hidden = (through >= min_through) & ~(share < min_share) & (supplier != company)
    is_hidden &= ~np.isin(supplier, direct)
    supplier, through, share = supplier[is_hidden], through[is_hidden], share[is_hidden]
    order = np.lexsort((supplier, -through, -np.nan_to_num(share, nan=-1.0)))
    return HiddenSuppliers(supplier[order], through[order], share[order], reason)
