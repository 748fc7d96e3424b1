"""Single sources: against counting by hand, and never at an incomplete list."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given

from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.dependencies.single_sources import all_single_sources, single_sources
from tests.lieferkette.chains.random_graphs import graphs


@pytest.mark.property
@given(graphs())
def test_property_one_supplier_of_the_sector_and_a_complete_list(graph: Graph) -> None:
    suppliers = defaultdict(set)
    columns = relations(graph)
    for supplier, customer in zip(columns["supplier"].tolist(), columns["customer"].tolist(), strict=True):
        if graph.has_complete_suppliers[customer] and graph.sector[supplier] >= 0:
            suppliers[customer, int(graph.sector[supplier])].add(supplier)
    expected = {(*key, *found) for key, found in suppliers.items() if len(found) == 1}
    found = all_single_sources(graph)
    rows = set(zip(found.company.tolist(), found.sector.tolist(), found.supplier.tolist(), strict=True))
    assert rows == expected
    assert len(found) == len(rows)
    one_by_one = [single_sources(graph, company) for company in range(graph.company_count)]
    assert sum(map(len, one_by_one)) == len(found)
    assert sum(part.left_out for part in one_by_one) == found.left_out


def test_essential_inputs_come_first_and_unknown_shares_last() -> None:
    graph = build_graph(
        [0, 1, 2],
        [3, 3, 3],
        [80.0, 20.0, np.nan],
        company_count=4,
        sector=[70, 24, 25, 29],
        has_complete_suppliers=[0, 0, 0, 1],
    )
    found = single_sources(graph, 3, essentiality={70: 0.1})
    assert found.sector.tolist() == [24, 70, 25]
    assert found.essentiality.tolist() == [1.0, 0.1, 1.0]
    np.testing.assert_array_equal(found.purchase_share, [0.2, 0.8, np.nan])


def test_an_incomplete_list_has_no_single_source_but_a_reason() -> None:
    graph = build_graph([0], [1], [1.0], company_count=2, sector=[24, 25])
    found = single_sources(graph, 1)
    assert (len(found), found.reason) == (0, "list_not_complete")
    assert single_sources(graph, 0).reason == "no_relations"


def test_suppliers_of_unknown_sector_are_left_out_and_counted() -> None:
    graph = build_graph(
        [0, 1], [2, 2], company_count=3, sector=[-1, 24, 25], has_complete_suppliers=[0, 0, 1]
    )
    found = single_sources(graph, 2)
    assert (found.supplier.tolist(), found.left_out) == ([1], 1)
