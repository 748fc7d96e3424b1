"""Random small graphs, and the slow, sure programs that kernels are compared with."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from lieferkette.chains.graph import Graph, build_graph, relations


@st.composite
def graphs(draw: st.DrawFn, max_companies: int = 12, complete: bool | None = None) -> Graph:
    """A graph with duplicates, self-loops, circles, unknown amounts and incomplete lists.

    `complete` = True: every list is complete and every amount known.
    """
    n = draw(st.integers(2, max_companies))
    company = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(company, company), max_size=4 * n))
    amount = st.floats(0.01, 1e6)
    if complete is None:
        amount = st.one_of(st.just(float("nan")), amount)
    amounts = draw(st.lists(amount, min_size=len(pairs), max_size=len(pairs)))
    flags = st.just([True] * n) if complete else st.lists(st.booleans(), min_size=n, max_size=n)
    codes = st.lists(st.integers(-1, 3), min_size=n, max_size=n)
    return build_graph(
        [supplier for supplier, _ in pairs],
        [customer for _, customer in pairs],
        amounts,
        company_count=n,
        sector=draw(codes),
        origin=draw(codes),
        has_complete_suppliers=draw(flags),
        has_complete_customers=draw(flags),
    )


def as_networkx(graph: Graph) -> nx.DiGraph:
    """Supplier → customer, with the purchase share as `share`."""
    columns = relations(graph)
    found = nx.DiGraph()
    found.add_nodes_from(range(graph.company_count))
    for supplier, customer, share in zip(
        columns["supplier"].tolist(),
        columns["customer"].tolist(),
        columns["purchase_share"].tolist(),
        strict=True,
    ):
        found.add_edge(supplier, customer, share=share)
    return found


def dense_purchase_shares(graph: Graph) -> NDArray[np.float64]:
    """a[i, j]: share of supplier i in the purchases of j, 0 where unknown."""
    columns = relations(graph)
    dense = np.zeros((graph.company_count, graph.company_count))
    dense[columns["supplier"], columns["customer"]] = np.nan_to_num(columns["purchase_share"])
    return dense


def dense_sales_shares(graph: Graph) -> NDArray[np.float64]:
    """s[i, j]: share of customer j in the sales of i, 0 where unknown."""
    columns = relations(graph)
    dense = np.zeros((graph.company_count, graph.company_count))
    dense[columns["supplier"], columns["customer"]] = np.nan_to_num(columns["sales_share"])
    return dense
