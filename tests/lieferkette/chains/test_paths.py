"""Paths between two companies against networkx, and the heaviest against all of them."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains import paths as paths_module
from lieferkette.chains.graph import Graph, build_graph
from lieferkette.chains.paths import heaviest_paths, paths_between
from tests.lieferkette.chains.random_graphs import as_networkx, graphs


def weight_of(network: nx.DiGraph, path: tuple[int, ...]) -> float:
    return float(np.prod([network[a][b]["share"] for a, b in pairwise(path)]))


@pytest.mark.property
@given(graphs(), st.integers(1, 7))
def test_property_bounded_paths_equal_networkx(graph: Graph, max_steps: int) -> None:
    network = as_networkx(graph)
    for target in range(1, graph.company_count):
        expected = {tuple(p) for p in nx.all_simple_paths(network, 0, target, cutoff=max_steps)}
        found = paths_between(graph, 0, target, max_steps, max_count=len(expected) + 1)
        assert set(found.as_tuples()) == expected
        assert len(found) == len(expected)
        assert not found.is_cut
        assert found.steps.tolist() == sorted(found.steps.tolist())
        expected_weight = [weight_of(network, path) for path in found.as_tuples()]
        np.testing.assert_allclose(found.weight, expected_weight, rtol=1e-12)


@pytest.mark.property
@given(graphs(max_companies=8), st.integers(1, 6), st.integers(1, 12))
def test_property_heaviest_paths_equal_the_best_of_all(graph: Graph, max_steps: int, count: int) -> None:
    network = as_networkx(graph)
    for target in range(1, graph.company_count):
        every = [tuple(p) for p in nx.all_simple_paths(network, 0, target, cutoff=max_steps)]
        found = heaviest_paths(graph, 0, target, count, max_steps)
        assert len(found) == min(count, len(every))
        assert found.is_cut == (len(every) > count)
        assert len(set(found.as_tuples())) == len(found)
        assert set(found.as_tuples()) <= set(every)
        weights = sorted((w for p in every if (w := weight_of(network, p)) > 0), reverse=True)
        known = found.weight[found.weight > 0]
        np.testing.assert_allclose(known, weights[: len(found)], rtol=1e-12)
        others = found.as_tuples()[len(known) :]
        lengths = sorted(len(p) for p in every if not weight_of(network, p) > 0)
        assert [len(path) for path in others] == lengths[: len(others)]
        np.testing.assert_allclose(
            found.weight, [weight_of(network, path) for path in found.as_tuples()], rtol=1e-12
        )


def test_a_cut_says_so() -> None:
    middle = np.arange(1, 11)
    graph = build_graph([0] * 10 + [*middle], [*middle] + [11] * 10, company_count=12)
    assert paths_between(graph, 0, 11, max_count=10).is_cut is False
    found = paths_between(graph, 0, 11, max_count=9)
    assert (len(found), found.is_cut) == (9, True)


def test_a_stopped_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths_module, "_MAX_STATES", 5)
    middle = np.arange(1, 11)
    graph = build_graph([0] * 10 + [*middle], [*middle] + [11] * 10, company_count=12)
    assert heaviest_paths(graph, 0, 11, 10).is_cut is True


def test_no_way_between_two_companies() -> None:
    graph = build_graph([0, 2], [1, 3], company_count=4)
    assert (len(paths_between(graph, 0, 3)), len(heaviest_paths(graph, 0, 3))) == (0, 0)
    assert paths_between(graph, 0, 3).as_tuples() == []


def test_wrong_questions_are_refused() -> None:
    graph = build_graph([0], [1], company_count=2)
    with pytest.raises(ValueError, match="ask for circles"):
        paths_between(graph, 0, 0)
    with pytest.raises(IndexError, match="company 7"):
        heaviest_paths(graph, 0, 7)
    with pytest.raises(ValueError, match="at least one step"):
        paths_between(graph, 0, 1, max_steps=0)
