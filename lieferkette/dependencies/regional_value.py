"""What a euro spent at a company leaves in the region: value added through all tiers, and the local multiplier.

Regional value added per euro of sales: x = v + Bᵀx on the region's rows, with v_i = value added / revenue of i
and B_ij = W_ij / revenue_j, what supplier i sells to j per euro of j's revenue. Without a border this is the
value-added multiplier v(I − A)⁻¹ of input-output analysis.

LM3 (New Economics Foundation) = (income + local spending of it + local re-spending by the recipients) / income,
between 1 and 3. Purchases from companies only: wages spent in the region are not on any list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lieferkette.chains.graph import BoolArray, FloatArray, Graph


@dataclass(frozen=True, slots=True)
class RegionalValue:
    """Regional value added per euro of sales; `direct` at the company itself, `by_tier` at its suppliers.

    `unknown_share`: euros (of one) that reach regional companies whose value added is unknown, so the truth lies
    above `per_euro`, and at most that much. None where the company's own value added is unknown.
    """

    direct: float | None
    by_tier: tuple[float, ...]
    unknown_share: float

    @property
    def per_euro(self) -> float | None:
        """Value added in the region per euro of sales, as far as it is known."""
        return None if self.direct is None else self.direct + sum(self.by_tier)


@dataclass(frozen=True, slots=True)
class LocalMultiplier:
    """LM3 per euro of revenue: `value` = 1 + `first_round` + `second_round`.

    `unknown_share`: euros (of one) of the first round that reached suppliers whose own regional purchases are
    unknown: they count as spending nothing here, so `value` is a lower bound and `value` + `unknown_share` an
    upper one.
    """

    first_round: float
    second_round: float
    unknown_share: float

    @property
    def value(self) -> float:
        """The multiplier, between 1 and 3."""
        return 1.0 + self.first_round + self.second_round


def regional_value_added(
    graph: Graph,
    company: int,
    is_regional: BoolArray,
    revenue_eur: FloatArray,
    value_added_eur: FloatArray,
    max_tiers: int = 5,
    tolerance: float = 1e-10,
) -> RegionalValue:
    """What one euro of the company's sales leaves as value added at companies of the region.

    `revenue_eur` and `value_added_eur` per company, NaN where unknown; what no list tells of a supplier's own
    suppliers adds nothing.

    1 keeps 40 of 100 as value added and buys for 50 from 0, which keeps 30 of its 60:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0], [1], [50.0], company_count=2)
    >>> here = np.array([True, True])
    >>> found = regional_value_added(graph, 1, here, np.array([60.0, 100.0]), np.array([30.0, 40.0]))
    >>> found.direct, found.by_tier, found.per_euro
    (0.4, (0.25,), 0.65)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        own_value = np.where(revenue_eur > 0, value_added_eur / revenue_eur, np.nan)
    if np.isnan(own_value[company]) or not is_regional[company]:
        return RegionalValue(None, (), 0.0)
    by_tier, unknown = [], 0.0
    reached = np.zeros(graph.company_count)
    reached[company] = 1.0
    for _ in range(max_tiers):
        reached = _next_round(graph, reached, is_regional, revenue_eur)
        if reached.sum() <= tolerance:
            break
        is_known = ~np.isnan(own_value)
        by_tier.append(float((reached[is_known] * own_value[is_known]).sum()))
        unknown += float(reached[~is_known].sum())
    return RegionalValue(float(own_value[company]), tuple(by_tier), unknown)


def local_multiplier(
    graph: Graph, company: int, is_regional: BoolArray, revenue_eur: FloatArray
) -> LocalMultiplier | None:
    """LM3 of a company; None where its revenue or its list of suppliers is unknown.

    Of 100 the company 2 spends 60 in the region, at 1; of its 80 that one spends 20 in the region:

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1], [1, 2], [20.0, 60.0], company_count=3,
    ...                     has_complete_suppliers=[False, True, True])
    >>> local_multiplier(graph, 2, np.ones(3, dtype=bool), np.array([np.nan, 80.0, 100.0])).value
    1.75
    """
    if not revenue_eur[company] > 0 or not graph.has_complete_suppliers[company]:
        return None
    start = np.zeros(graph.company_count)
    start[company] = 1.0
    first = _next_round(graph, start, is_regional, revenue_eur)
    is_told = graph.has_complete_suppliers & (revenue_eur > 0)
    second = _next_round(graph, np.where(is_told, first, 0.0), is_regional, revenue_eur)
    return LocalMultiplier(float(first.sum()), float(second.sum()), float(first[~is_told].sum()))


def _next_round(
    graph: Graph, spent: FloatArray, is_regional: BoolArray, revenue_eur: FloatArray
) -> NDArray[np.float64]:
    """What reaches each regional supplier when every company spends its money as its revenue shows: Bᵀ·spent."""
    up = graph.upstream
    buyers = np.flatnonzero((spent > 0) & (revenue_eur > 0))
    size = up.start[buyers + 1] - up.start[buyers]
    first = np.repeat(up.start[buyers], size)
    place = first + np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    amount = np.maximum(np.nan_to_num(graph.amount_eur[up.edge[place]]), 0.0)
    arriving = np.repeat(spent[buyers] / revenue_eur[buyers], size) * amount
    supplier = up.partners[place]
    return np.bincount(
        supplier[is_regional[supplier]],
        weights=arriving[is_regional[supplier]],
        minlength=graph.company_count,
    ).astype(np.float64)
