"""Many companies as one, against sums over their own lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.dependencies.concentration import concentration
from lieferkette.dependencies.pooled import pooled
from tests.lieferkette.chains.random_graphs import graphs


@pytest.mark.property
@given(graphs(), st.data())
def test_property_the_pool_buys_what_its_members_buy_and_changes_nobody_else(
    graph: Graph, data: st.DataObject
) -> None:
    n = graph.company_count
    members = np.array(data.draw(st.lists(st.integers(0, n - 1), min_size=1, unique=True)), dtype=np.int32)
    found = pooled(graph, members)
    columns = relations(graph)
    is_counted = np.isin(columns["customer"], members) & ~np.isnan(columns["purchase_share"])
    expected = np.bincount(
        columns["supplier"][is_counted], np.nan_to_num(graph.amount_eur[is_counted]), minlength=n
    )
    up = found.graph.upstream
    where = up.of(found.position)
    bought = np.zeros(n)
    bought[up.partners[where]] = np.nan_to_num(found.graph.amount_eur[up.edge[where]])
    np.testing.assert_allclose(bought, expected, atol=1e-9)
    assert np.nansum(up.share[where]) == pytest.approx(1.0 if expected.sum() else 0.0)
    for company in range(n):
        np.testing.assert_array_equal(
            up.share[up.of(company)][up.partners[up.of(company)] != found.position],
            graph.upstream.share[graph.upstream.of(company)],
        )


def test_one_member_is_itself() -> None:
    graph = build_graph([0, 1], [2, 2], [60, 40], company_count=3, has_complete_suppliers=[0, 0, 1])
    found = pooled(graph, np.array([2]))
    assert concentration(found.graph, found.position).total == concentration(graph, 2).total
    assert (found.buyers_count, found.sellers_count) == (1, 0)


def test_members_without_a_complete_list_add_nothing() -> None:
    graph = build_graph([0, 1], [2, 3], [60, 40], company_count=4, has_complete_suppliers=[0, 0, 1, 0])
    found = pooled(graph, np.array([2, 3]))
    assert concentration(found.graph, found.position).total.partner_count == 1
    nobody = pooled(graph, np.array([3]))
    assert (nobody.buyers_count, concentration(nobody.graph, nobody.position).total.reason) == (
        0,
        "no_relations",
    )
