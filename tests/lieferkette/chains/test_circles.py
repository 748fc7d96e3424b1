"""Circles against networkx."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from lieferkette.chains.circles import circles, shortest_circle
from lieferkette.chains.graph import Graph, build_graph
from tests.lieferkette.chains.random_graphs import as_networkx, graphs


@pytest.mark.property
@given(graphs(max_companies=20))
def test_property_circles_equal_networkx(graph: Graph) -> None:
    expected = {frozenset(c) for c in nx.strongly_connected_components(as_networkx(graph)) if len(c) > 1}
    found = circles(graph)
    assert {frozenset(group.tolist()) for group in found} == expected
    assert [len(group) for group in found] == sorted(map(len, found), reverse=True)
    assert all(group.tolist() == sorted(group.tolist()) for group in found)


@pytest.mark.property
@given(graphs())
def test_property_the_shortest_circle_is_a_circle_and_none_is_shorter(graph: Graph) -> None:
    network = as_networkx(graph)
    for company in range(graph.company_count):
        steps_back = nx.single_target_shortest_path_length(network, company)
        lengths = [1 + steps_back[c] for c in network.successors(company) if c in steps_back]
        found = shortest_circle(graph, company)
        if not lengths or min(lengths) > 10:
            assert found == ()
            continue
        assert len(found) - 1 == min(lengths)
        assert found[0] == found[-1] == company
        assert all(network.has_edge(a, b) for a, b in pairwise(found))


def test_a_circle_longer_than_asked_for_is_none() -> None:
    ring = build_graph(np.arange(5), (np.arange(5) + 1) % 5, company_count=5)
    assert shortest_circle(ring, 0, max_steps=5) == (0, 1, 2, 3, 4, 0)
    assert shortest_circle(ring, 0, max_steps=4) == ()


def test_a_long_chain_needs_no_recursion() -> None:
    n = 50_000
    ring = build_graph(np.arange(n), (np.arange(n) + 1) % n, company_count=n)
    assert [len(group) for group in circles(ring)] == [n]
