"""The arrays that every chain question runs on: who buys from whom, in both directions.

Built once from plain arrays, frozen, and kept as memory-mapped files. It knows companies only by their
position (0 … n−1); which company that is stays with the caller. It never estimates: what is unknown is NaN.

All arrays are read-only, in memory as on disk. That keeps an answer from changing the graph, and gives every
kernel exactly one type to be compiled for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Direction = Literal["upstream", "downstream"]
IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

UNKNOWN_CODE = -1
"""Sector or origin code of a company of which it is not known."""


@dataclass(frozen=True, slots=True)
class Side:
    """The relations seen from one end (compressed sparse rows).

    The partners of company c are `partners[start[c]:start[c + 1]]`, in ascending order. `share` is the
    relation's share of c's own purchases (upstream) or of c's own sales (downstream), NaN where unknown.
    `edge` is the relation's position in `Graph.amount_eur`.
    """

    start: IntArray
    partners: IntArray
    share: FloatArray
    edge: IntArray

    def of(self, company: int) -> slice:
        """Where the partners of `company` stand in the arrays of this side."""
        return slice(int(self.start[company]), int(self.start[company + 1]))

    def counts(self) -> IntArray:
        """Number of partners of every company."""
        return np.diff(self.start)


@dataclass(frozen=True)
class Graph:
    """Companies and their relations. Build it with `build_graph`, keep it with `storage.save_graph`.

    `upstream` leads from a customer to its suppliers, `downstream` from a supplier to its customers.
    Relations are ordered by supplier, then customer; `amount_eur` follows that order.
    """

    upstream: Side
    downstream: Side
    amount_eur: FloatArray
    sector: NDArray[np.int16]
    origin: NDArray[np.int8]
    has_complete_suppliers: BoolArray
    has_complete_customers: BoolArray
    self_loops_dropped: int = 0

    @property
    def company_count(self) -> int:
        """Number of companies, those without relations included."""
        return len(self.sector)

    @property
    def relation_count(self) -> int:
        """Number of distinct (supplier, customer) pairs."""
        return len(self.amount_eur)

    def side(self, direction: Direction) -> Side:
        """The side that leads `upstream` (to suppliers) or `downstream` (to customers)."""
        return self.upstream if direction == "upstream" else self.downstream

    def has_complete(self, direction: Direction) -> BoolArray:
        """Which companies have said that their list in this direction is complete."""
        return self.has_complete_suppliers if direction == "upstream" else self.has_complete_customers

    def relation_position(self, supplier: int, customer: int) -> int | None:
        """Position of the relation in `amount_eur`, or None where there is none."""
        where = self.downstream.of(supplier)
        found = where.start + int(np.searchsorted(self.downstream.partners[where], customer))
        is_there = found < where.stop and self.downstream.partners[found] == customer
        return found if is_there else None

    def require_company(self, company: int) -> None:
        """Raise IndexError where `company` is no position in this graph."""
        if not 0 <= company < self.company_count:
            raise IndexError(f"company {company} is not in this graph of {self.company_count} companies")


def build_graph(
    supplier: ArrayLike,
    customer: ArrayLike,
    amount_eur: ArrayLike | None = None,
    *,
    company_count: int,
    sector: ArrayLike | None = None,
    origin: ArrayLike | None = None,
    has_complete_suppliers: ArrayLike | None = None,
    has_complete_customers: ArrayLike | None = None,
    purchase_share: ArrayLike | None = None,
    sales_share: ArrayLike | None = None,
) -> Graph:
    """Put relations into order: duplicates summed, self-loops dropped and counted, shares computed.

    `supplier`, `customer`: positions of companies; `amount_eur`: NaN (or None for all) where unknown.
    `sector` and `origin`: codes of the companies as the caller has them, -1 where unknown.

    A purchase share is the amount over the known amounts of the same customer, only where that customer's
    list is complete; a relation without an amount has the share NaN. Amounts below zero (credit notes) count
    as zero. Sales shares likewise with suppliers and customer lists. A caller who has shares but no amounts
    (bands of others) passes `purchase_share` or `sales_share` per relation, NaN where there is none; where
    given, a share goes before the computed one, and shares of one company that exceed 1 are scaled to 1.

    The order of the input does not matter. Raises ValueError on lengths that differ, IndexError on positions
    outside 0 … company_count − 1.

    >>> graph = build_graph([0, 1, 1], [2, 2, 2], [60.0, 30.0, 10.0], company_count=3,
    ...                     has_complete_suppliers=[False, False, True])
    >>> graph.upstream.partners.tolist(), graph.upstream.share.tolist(), graph.amount_eur.tolist()
    ([0, 1], [0.6, 0.4], [60.0, 40.0])
    """
    n = company_count
    ends = (_relation_ends(supplier, n), _relation_ends(customer, n))
    columns = {"amount_eur": amount_eur, "purchase_share": purchase_share, "sales_share": sales_share}
    values = [_per_relation(column, len(ends[0]), name) for name, column in columns.items()]
    pair, (amount, given_purchase, given_sales), dropped = _merge_duplicates(ends, values, n)
    suppliers, customers = (pair // n).astype(np.int32), (pair % n).astype(np.int32)
    complete_suppliers = _per_company(has_complete_suppliers, n, np.bool_, False, "has_complete_suppliers")
    complete_customers = _per_company(has_complete_customers, n, np.bool_, False, "has_complete_customers")
    by_customer = np.argsort(customers, kind="stable").astype(np.int32)
    purchases = _shares(amount, given_purchase, customers, complete_suppliers)
    sales = _shares(amount, given_sales, suppliers, complete_customers)
    in_order = np.arange(len(pair), dtype=np.int32)
    return Graph(
        upstream=_side(
            customers[by_customer], suppliers[by_customer], purchases[by_customer], by_customer, n
        ),
        downstream=_side(suppliers, customers, sales, in_order, n),
        amount_eur=_frozen(amount),
        sector=_per_company(sector, n, np.int16, UNKNOWN_CODE, "sector"),
        origin=_per_company(origin, n, np.int8, UNKNOWN_CODE, "origin"),
        has_complete_suppliers=complete_suppliers,
        has_complete_customers=complete_customers,
        self_loops_dropped=dropped,
    )


def relations(graph: Graph) -> dict[str, NDArray[Any]]:
    """All relations as columns, in the order of `amount_eur`: supplier, customer, amount and both shares.

    >>> graph = build_graph([1, 0], [0, 1], company_count=2)
    >>> columns = relations(graph)
    >>> columns["supplier"].tolist(), columns["customer"].tolist()
    ([0, 1], [1, 0])
    """
    down, up = graph.downstream, graph.upstream
    purchase_share = np.empty_like(up.share)
    purchase_share[up.edge] = up.share
    return {
        "supplier": np.repeat(np.arange(graph.company_count, dtype=np.int32), down.counts()),
        "customer": down.partners,
        "amount_eur": graph.amount_eur,
        "purchase_share": purchase_share,
        "sales_share": down.share,
    }


def _relation_ends(positions: ArrayLike, company_count: int) -> NDArray[np.int64]:
    ends = np.asarray(positions, dtype=np.int64).reshape(-1)
    if len(ends) and (ends.min() < 0 or ends.max() >= company_count):
        raise IndexError(f"a relation names a company outside 0 … {company_count - 1}")
    return ends


def _per_relation(values: ArrayLike | None, length: int, name: str) -> FloatArray:
    if values is None:
        return np.full(length, np.nan)
    column = np.asarray(values, dtype=np.float64).reshape(-1)
    if len(column) != length:
        raise ValueError(f"{name} has {len(column)} values for {length} relations")
    return column


def _per_company(values: ArrayLike | None, length: int, kind: Any, default: Any, name: str) -> NDArray[Any]:
    column = np.full(length, default, dtype=kind) if values is None else np.array(values, dtype=kind)
    if len(column) != length:
        raise ValueError(f"{name} has {len(column)} values for {length} companies")
    return _frozen(column)


def _merge_duplicates(
    ends: tuple[NDArray[np.int64], NDArray[np.int64]], values: list[FloatArray], company_count: int
) -> tuple[NDArray[np.int64], list[FloatArray], int]:
    """Sorted distinct pairs, their summed values, and how many self-loops were left out."""
    supplier, customer = ends
    if len(supplier) != len(customer):
        raise ValueError(f"{len(supplier)} suppliers for {len(customer)} customers")
    is_kept = supplier != customer
    pair, which = np.unique(supplier[is_kept] * company_count + customer[is_kept], return_inverse=True)
    summed = [_sum_known(v[is_kept], which, len(pair)) for v in values]
    return pair, summed, int(np.count_nonzero(~is_kept))


def _sum_known(values: FloatArray, group: NDArray[np.intp], group_count: int) -> FloatArray:
    """Sum per group over what is known; NaN where nothing is."""
    is_known = ~np.isnan(values)
    # Smallest first within a group, so that the sum does not depend on the order of the input.
    order = np.lexsort((values[is_known], group[is_known]))
    where = group[is_known][order]
    total = np.bincount(where, weights=values[is_known][order], minlength=group_count).astype(np.float64)
    total[np.bincount(where, minlength=group_count) == 0] = np.nan
    return total


def _shares(amount_eur: FloatArray, given: FloatArray, owner: IntArray, is_complete: BoolArray) -> FloatArray:
    """Each relation's share of its owner's known total: the given one, else computed at complete lists."""
    paid = np.maximum(amount_eur, 0.0)
    total = np.bincount(owner, weights=np.nan_to_num(paid), minlength=len(is_complete))[owner]
    with np.errstate(invalid="ignore", divide="ignore"):
        computed = np.where(is_complete[owner] & (total > 0), paid / total, np.nan)
    share = np.where(np.isnan(given), computed, np.maximum(given, 0.0))
    total_share = np.bincount(owner, weights=np.nan_to_num(share), minlength=len(is_complete))[owner]
    return np.where(total_share > 1.0, share / np.maximum(total_share, 1.0), share)


def _side(owner: IntArray, partners: IntArray, share: FloatArray, edge: IntArray, company_count: int) -> Side:
    start = np.zeros(company_count + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner, minlength=company_count), out=start[1:])
    return Side(_frozen(start), _frozen(partners), _frozen(share), _frozen(edge))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array
