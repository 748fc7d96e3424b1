"""Many companies as one: a sector, a region, any group, so that the same questions can be asked of it.

The pool is one more company of the graph. It buys what its members with a complete supplier list buy, and sells
what its members with a complete customer list sell; relations among members stay, as purchases from companies of
the group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from lieferkette.chains.graph import UNKNOWN_CODE, Graph, IntArray, build_graph, relations


@dataclass(frozen=True, slots=True)
class Pooled:
    """`graph` with the pool at `position`; how many members' lists it rests on."""

    graph: Graph
    position: int
    buyers_count: int
    sellers_count: int


def pooled(graph: Graph, members: IntArray, sector: int = UNKNOWN_CODE) -> Pooled:
    """The graph with the `members` also taken together as one company of the given sector code.

    Two of a trade buy for 60 and 40, one of them from two suppliers:

    >>> graph = build_graph([0, 1, 1], [2, 2, 3], [50.0, 10.0, 40.0], company_count=4,
    ...                     has_complete_suppliers=[False, False, True, True])
    >>> found = pooled(graph, np.array([2, 3]))
    >>> found.graph.upstream.share[found.graph.upstream.of(found.position)].tolist(), found.buyers_count
    ([0.5, 0.5], 2)
    """
    n = graph.company_count
    columns = relations(graph)
    is_member = np.zeros(n, dtype=np.bool_)
    is_member[members] = True
    has_value = ~np.isnan(columns["purchase_share"]), ~np.isnan(columns["sales_share"])
    buys = is_member[columns["customer"]] & graph.has_complete_suppliers[columns["customer"]]
    sells = is_member[columns["supplier"]] & graph.has_complete_customers[columns["supplier"]]
    pool = np.int32(n)
    supplier = [columns["supplier"], columns["supplier"][buys], np.full(sells.sum(), pool)]
    customer = [columns["customer"], np.full(buys.sum(), pool), columns["customer"][sells]]
    amount = graph.amount_eur
    known = [
        amount,
        np.where(has_value[0], amount, np.nan)[buys],
        np.where(has_value[1], amount, np.nan)[sells],
    ]
    more = buys.sum() + sells.sum()
    built = build_graph(
        np.concatenate(supplier),
        np.concatenate(customer),
        np.concatenate(known),
        company_count=n + 1,
        sector=np.append(graph.sector, sector),
        origin=np.append(graph.origin, UNKNOWN_CODE),
        # What the graph knew of the others stays as it was; only the pool's own shares follow from its amounts.
        has_complete_suppliers=np.arange(n + 1) == n,
        has_complete_customers=np.arange(n + 1) == n,
        purchase_share=np.append(columns["purchase_share"], np.full(more, np.nan)),
        sales_share=np.append(columns["sales_share"], np.full(more, np.nan)),
    )
    counts = (len(np.unique(columns[end][rows])) for end, rows in (("customer", buys), ("supplier", sells)))
    flagged = replace(
        built,
        has_complete_suppliers=np.append(graph.has_complete_suppliers, buys.any()),
        has_complete_customers=np.append(graph.has_complete_customers, sells.any()),
    )
    return Pooled(flagged, n, *counts)
