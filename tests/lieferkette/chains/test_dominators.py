"""Dominators against networkx, and what is lost against a graph without the company."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.dominators import dominator_tree, failure_points
from lieferkette.chains.graph import Direction, Graph, build_graph
from tests.lieferkette.chains.random_graphs import as_networkx, graphs

directions = st.sampled_from(["upstream", "downstream"])


def along(graph: Graph, direction: Direction) -> nx.DiGraph:
    network = as_networkx(graph)
    return network.reverse() if direction == "upstream" else network


@pytest.mark.property
@given(graphs(max_companies=20), directions)
def test_property_immediate_dominators_equal_networkx(graph: Graph, direction: Direction) -> None:
    network = along(graph, direction)
    for source in range(graph.company_count):
        tree = dominator_tree(graph, source, direction)
        found = dict(zip(tree.companies.tolist(), tree.companies[tree.above].tolist(), strict=True))
        assert found.pop(source) == source
        expected = dict(nx.immediate_dominators(network, source))
        expected.pop(source, None)
        assert found == expected


@pytest.mark.property
@given(graphs(), directions)
def test_property_what_is_cut_off_is_what_cannot_be_reached_without_the_company(
    graph: Graph, direction: Direction
) -> None:
    network = along(graph, direction)
    everyone = nx.descendants(network, 0)
    found = failure_points(graph, 0, direction, count=100)
    cut_off = dict(zip(found.companies.tolist(), found.cut_off_count.tolist(), strict=True))
    for company in everyone:
        without = network.copy()
        without.remove_node(company)
        lost = everyone - nx.descendants(without, 0) - {company}
        assert cut_off.get(company, 0) == len(lost)
    distance = nx.single_source_shortest_path_length(network, 0)
    assert found.tier.tolist() == [distance[company] for company in found.companies.tolist()]
    assert found.tier.tolist() == sorted(found.tier.tolist())


def test_the_share_lost_follows_the_money() -> None:
    # 5 buys 70 % at 3 and 30 % at 4; 3 half from 1, half from 2; 4 all from 2; 1 and 2 from 0, 2 also from 6.
    graph = build_graph(
        [0, 0, 6, 1, 2, 2, 3, 4],
        [1, 2, 2, 3, 3, 4, 5, 5],
        [1, 1, 3, 10, 10, 5, 70, 30],
        company_count=7,
        has_complete_suppliers=[0, 1, 1, 1, 1, 1, 0],
    )
    found = failure_points(graph, 5)
    assert found.companies.tolist() == [3, 2]  # 1 is lost with 3, 6 is lost with 2, 0 with neither
    assert found.tier.tolist() == [1, 2]
    assert found.cut_off_count.tolist() == [1, 1]
    assert found.lost_share.tolist() == pytest.approx([0.7, 0.65])


def test_without_shares_the_loss_is_unknown_but_the_point_is_named() -> None:
    found = failure_points(build_graph([0, 1], [1, 2], company_count=3), 2)
    assert (found.companies.tolist(), found.cut_off_count.tolist()) == ([1], [1])
    assert np.isnan(found.lost_share).all()


def test_a_company_without_relations_has_no_failure_point() -> None:
    assert len(failure_points(build_graph([0], [1], company_count=3), 2).companies) == 0
