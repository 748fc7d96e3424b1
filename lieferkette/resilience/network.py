"""The network that a loss spreads through: who fails whom, and by how much, ready for the kernels.

Built once from plain arrays with `build_network`, then frozen. A company's inputs are grouped into slots: one
for each essential input sector, and one for all non-essential inputs together. A company's downstream loss is
then the largest loss of its slots, whichever kind they are. Never: runs a cascade.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]

NOT_RELEVANT, NON_ESSENTIAL, ESSENTIAL = 0, 1, 2
"""What the failure of an input does: nothing, a loss in proportion, or a standstill in proportion."""

NO_MARKET = -1


class Network(NamedTuple):
    """Companies 0 … n−1 and the two ways by which a loss reaches them.

    Rows are companies, those with equally many relations beside each other, so that a processor can guess the
    length of a row. Downstream (a supplier fails): row r is the company `input_row[r]` with the inputs
    `input_start[r]:input_start[r + 1]`, slot after slot; each has a supplier `input_company`, what its failure
    costs, `input_impact` (Λd), and `is_same_slot` as the input before. Upstream (a customer fails): row r is
    the company `sale_row[r]` with its customers `sale_company` and their `sale_impact` (Λu).

    The same relations from where a loss comes: company i feeds the slots `feed_slot[feed_start[i]:…]` by
    `feed_impact`, slot s belongs to `slot_company[s]`; i buys from `order_supplier[order_start[i]:…]`, whom its
    failure costs `order_impact`.

    `sales` is what a company sells in the network, `market` the group within which others can step in
    (−1: nobody can), `weight` its share of the output by which losses are summed.
    """

    sector: IntArray
    sales: FloatArray
    weight: FloatArray
    market: IntArray
    market_count: int
    input_row: IntArray
    input_start: IntArray
    input_company: IntArray
    input_impact: FloatArray
    is_same_slot: NDArray[np.bool_]
    slot_company: IntArray
    feed_start: IntArray
    feed_slot: IntArray
    feed_impact: FloatArray
    sale_row: IntArray
    sale_start: IntArray
    sale_company: IntArray
    sale_impact: FloatArray
    order_start: IntArray
    order_supplier: IntArray
    order_impact: FloatArray

    @property
    def company_count(self) -> int:
        """Number of companies, isolated ones included."""
        return len(self.sector)

    @property
    def link_count(self) -> int:
        """Number of relations that a customer's failure passes along."""
        return len(self.sale_company)


def build_network(
    supplier: ArrayLike,
    customer: ArrayLike,
    amount: ArrayLike,
    *,
    sector: ArrayLike,
    essentiality: ArrayLike,
    market: ArrayLike | None = None,
    revenue: ArrayLike | None = None,
    material_cost: ArrayLike | None = None,
    sold: ArrayLike | None = None,
    sales: ArrayLike | None = None,
    weight: ArrayLike | None = None,
) -> Network:
    """Bring relations into the form of METHODS: Λd and Λu of Diem et al. (2022), equations 5 to 9.

    `supplier`, `customer`, `amount`: what supplier i sells to customer j, any unit of money, ≥ 0; a pair that
    occurs twice is summed. `sector`: row and column of each company in `essentiality`, the matrix of 0, 1, 2
    by (supplier's sector, customer's sector). `market`: the group of companies that can stand in for each
    other, −1 for none; None: nobody can for anybody (σ = 1). `revenue` and `material_cost`: NaN where unknown;
    they replace the sums of the network where known, and a known 0 becomes 1 as in the reference. `sold`: the
    amount as the supplier sees it, where that is another figure (shares instead of amounts); `sales`: what a
    company sells, then. `weight`: by which losses are summed, scaled to 1; by default the sales.
    Where a share is unknown, because a list is not complete, hand in 0: no loss flows into the company that way.

    Raises ValueError on lengths that differ, negative or infinite amounts, and sectors outside the matrix.

    >>> network = build_network([0, 1], [2, 2], [30.0, 70.0], sector=[0, 1, 2], essentiality=np.ones((3, 3)))
    >>> network.input_impact.tolist(), network.sale_impact.tolist()
    ([0.3, 0.7], [1.0, 1.0])
    """
    sectors = np.asarray(sector, dtype=np.int32).reshape(-1)
    n = len(sectors)
    essential = _matrix(essentiality, sectors)
    i, j, w = _merged(supplier, customer, amount, n)
    sellers, buyers, given = (i, j, w) if sold is None else _merged(supplier, customer, sold, n)
    sums = np.bincount(sellers, weights=given, minlength=n).astype(np.float64)
    purchases = np.bincount(j, weights=w, minlength=n).astype(np.float64)
    down = _slots(i, j, w, sectors, essential, purchases, material_cost)
    up = _sales(sellers, buyers, given, n, sums, revenue)
    output = sums if sales is None else _per_company(sales, n)
    markets = np.full(n, NO_MARKET) if market is None else np.asarray(market)
    weights = output if weight is None else _per_company(weight, n)
    total = weights.sum()
    return Network(
        sector=_frozen(sectors, np.int32),
        sales=_frozen(output, np.float64),
        weight=_frozen(weights / total if total > 0 else weights, np.float64),
        market=_frozen(_checked_length(markets, n, "market"), np.int32),
        market_count=int(markets.max(initial=NO_MARKET)) + 1,
        **down,
        **up,
    )


def _matrix(essentiality: ArrayLike, sectors: IntArray) -> NDArray[np.int8]:
    matrix = np.asarray(essentiality, dtype=np.int8)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"the essentiality matrix has the shape {matrix.shape}, not a square one")
    if len(sectors) and (sectors.min() < 0 or sectors.max() >= len(matrix)):
        raise ValueError(f"a sector lies outside 0 … {len(matrix) - 1}")
    return matrix


def _merged(
    supplier: ArrayLike, customer: ArrayLike, amount: ArrayLike, n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Distinct pairs with an amount above zero, by supplier, then customer."""
    i, j = (np.asarray(ends, dtype=np.int64).reshape(-1) for ends in (supplier, customer))
    w = np.asarray(amount, dtype=np.float64).reshape(-1)
    if not len(i) == len(j) == len(w):
        raise ValueError(f"{len(i)} suppliers, {len(j)} customers and {len(w)} amounts do not fit together")
    if len(i) and (min(i.min(), j.min()) < 0 or max(i.max(), j.max()) >= n):
        raise ValueError(f"a relation names a company outside 0 … {n - 1}")
    if not np.all(np.isfinite(w) & (w >= 0)):
        raise ValueError("an amount is negative or no number")
    pair, which = np.unique(i * n + j, return_inverse=True)
    summed = np.bincount(which, weights=w, minlength=len(pair)).astype(np.float64)
    pair, summed = pair[summed > 0], summed[summed > 0]
    return pair // max(n, 1), pair % max(n, 1), summed


def _slots(
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    w: FloatArray,
    sectors: IntArray,
    essential: NDArray[np.int8],
    purchases: FloatArray,
    material_cost: ArrayLike | None,
) -> dict[str, Any]:
    """Inputs by customer and slot: essential sectors in their order, the non-essential slot before them."""
    n, sector_count = len(sectors), len(essential)
    kind = essential[sectors[i], sectors[j]]
    impact = w / np.where(kind == ESSENTIAL, _by_pair(j, sectors[i], w, n, sector_count), purchases[j])
    if material_cost is not None:
        cost = _per_company(material_cost, n)
        known = np.where(cost == 0, 1.0, cost)
        impact = impact * np.where(np.isnan(known), 1.0, purchases / known)[j]
    counts = np.flatnonzero(kind != NOT_RELEVANT)
    place = np.where(kind == ESSENTIAL, sectors[i] + 1, 0)
    order = counts[np.lexsort((i[counts], place[counts], j[counts]))]
    i, j, impact, place = i[order], j[order], impact[order], place[order]
    key, first, slot = np.unique(j * (sector_count + 1) + place, return_index=True, return_inverse=True)
    is_same_slot = np.ones(len(i), dtype=np.bool_)
    is_same_slot[first] = False
    row, start, by_row = _rows(j, n)
    by_supplier = np.argsort(i, kind="stable")
    return {
        "input_row": row,
        "input_start": start,
        "input_company": _frozen(i[by_row], np.int32),
        "input_impact": _frozen(impact[by_row], np.float64),
        "is_same_slot": _frozen(is_same_slot[by_row], np.bool_),
        "slot_company": _frozen(key // (sector_count + 1), np.int32),
        "feed_start": _starts(i, n),
        "feed_slot": _frozen(slot[by_supplier], np.int32),
        "feed_impact": _frozen(impact[by_supplier], np.float64),
    }


def _rows(owner: NDArray[np.int64], n: int) -> tuple[IntArray, IntArray, NDArray[np.int64]]:
    """Companies by their number of relations, where each one's begin, and the relations in that order."""
    counts = np.bincount(owner, minlength=n)
    row = np.argsort(-counts, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[row] = np.arange(n)
    by_row = np.argsort(place[owner], kind="stable")
    return _frozen(row, np.int32), _starts(place[owner], n), by_row


def _by_pair(j: NDArray[np.int64], k: IntArray, w: FloatArray, n: int, sector_count: int) -> FloatArray:
    """Π: what customer j buys from sector k, for each relation."""
    _, which = np.unique(j * sector_count + k, return_inverse=True)
    return np.asarray(np.bincount(which, weights=w)[which], dtype=np.float64) if len(j) else w


def _sales(
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    w: FloatArray,
    n: int,
    sales: FloatArray,
    revenue: ArrayLike | None,
) -> dict[str, Any]:
    total = sales
    if revenue is not None:
        known = _per_company(revenue, n)
        total = np.where(np.isnan(known), sales, known)
    impact = w / np.where(total == 0, 1.0, total)[i]
    row, start, by_row = _rows(i, n)
    by_customer = np.argsort(j, kind="stable")
    return {
        "sale_row": row,
        "sale_start": start,
        "sale_company": _frozen(j[by_row], np.int32),
        "sale_impact": _frozen(impact[by_row], np.float64),
        "order_start": _starts(j, n),
        "order_supplier": _frozen(i[by_customer], np.int32),
        "order_impact": _frozen(impact[by_customer], np.float64),
    }


def _per_company(values: ArrayLike, n: int) -> FloatArray:
    column = _checked_length(np.asarray(values, dtype=np.float64).reshape(-1), n, "a column of companies")
    if np.any(column < 0):
        raise ValueError("a revenue, cost or weight is negative")
    return column


def _checked_length(values: NDArray[Any], n: int, name: str) -> NDArray[Any]:
    if len(values) != n:
        raise ValueError(f"{name} has {len(values)} values for {n} companies")
    return values


def _starts(owner: NDArray[Any], n: int) -> IntArray:
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=n), out=start[1:])
    return _frozen(start, np.int32)


def _frozen(array: NDArray[Any], kind: Any) -> NDArray[Any]:
    array = np.ascontiguousarray(array, dtype=kind)
    array.setflags(write=False)
    return array
