"""Hidden common suppliers against A·A."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.dependencies.hidden import hidden_suppliers
from tests.lieferkette.chains.random_graphs import dense_purchase_shares, graphs


@pytest.mark.property
@given(graphs(), st.floats(0, 0.5))
def test_property_equals_the_square_of_the_shares(graph: Graph, min_share: float) -> None:
    a = dense_purchase_shares(graph)
    columns = relations(graph)
    buys = np.zeros_like(a, dtype=np.int64)
    buys[columns["supplier"], columns["customer"]] = 1
    for company in range(graph.company_count):
        share = (a @ a)[:, company]
        through = (buys @ buys)[:, company]
        found = hidden_suppliers(graph, company, min_share)
        for supplier, count, part in zip(found.supplier, found.through_count, found.share, strict=True):
            assert buys[supplier, company] == 0
            assert supplier != company
            assert count == through[supplier] >= 2
            assert np.nan_to_num(part) == pytest.approx(share[supplier])
        hidden = (through >= 2) & (share >= max(min_share, 1e-12)) & (buys[:, company] == 0)
        hidden[company] = False
        assert set(np.flatnonzero(hidden)) <= set(found.supplier.tolist()) | set(
            np.flatnonzero(np.isclose(share, min_share))
        )


def test_without_amounts_the_count_speaks() -> None:
    graph = build_graph([0, 0, 1, 2], [1, 2, 3, 3], company_count=4)
    found = hidden_suppliers(graph, 3)
    assert (found.supplier.tolist(), found.through_count.tolist()) == ([0], [2])
    assert np.isnan(found.share).all()
    assert found.reason == "list_not_complete"


def test_a_small_known_share_is_no_hidden_supplier() -> None:
    graph = build_graph(
        [0, 0, 4, 4, 1, 2],
        [1, 2, 1, 2, 3, 3],
        [1, 1, 999, 999, 50, 50],
        company_count=5,
        has_complete_suppliers=[0, 1, 1, 1, 0],
    )
    assert hidden_suppliers(graph, 3).supplier.tolist() == [4]
    assert hidden_suppliers(graph, 3, min_share=0.0).supplier.tolist() == [4, 0]


def test_a_company_without_suppliers_has_no_hidden_ones() -> None:
    found = hidden_suppliers(build_graph([0], [1], company_count=2), 0)
    assert (len(found), found.reason) == (0, "no_relations")
