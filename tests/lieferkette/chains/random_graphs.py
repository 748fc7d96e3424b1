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
    relation_count = draw(st.integers(0, 4 * n))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    # Half of all graphs are complete, or hardly any chain would be known over several steps.
    is_complete = draw(st.booleans()) if complete is None else complete
    amount = random.lognormal(0.0, 1.0, relation_count)
    if not is_complete:
        amount[random.random(relation_count) < 0.3] = np.nan

    def flags() -> NDArray[np.bool_]:
        return random.random(n) < (1.0 if is_complete else 0.6)

    return build_graph(
        random.integers(0, n, relation_count),
        random.integers(0, n, relation_count),
        amount,
        company_count=n,
        sector=random.integers(-1, 4, n),
        origin=random.integers(-1, 4, n),
        has_complete_suppliers=flags(),
        has_complete_customers=flags(),
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
