"""Reach against networkx, and what it costs to ask twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains import scratch
from lieferkette.chains.graph import Direction, Graph, build_graph, relations
from lieferkette.chains.reach import Reach, reach
from tests.lieferkette.chains.random_graphs import as_networkx, graphs

directions = st.sampled_from(["upstream", "downstream"])


def tiers_of(found: Reach) -> dict[int, int]:
    """Company → tier of first arrival."""
    return {int(c): t for t in range(1, found.tier_count + 1) for c in found.of_tier(t)}


@pytest.mark.property
@given(graphs(), directions, st.integers(1, 20))
def test_property_reach_equals_networkx(graph: Graph, direction: Direction, max_tier: int) -> None:
    network = as_networkx(graph)
    if direction == "upstream":
        network = network.reverse()
    for source in range(graph.company_count):
        expected = nx.single_source_shortest_path_length(network, source, cutoff=max_tier)
        del expected[source]
        found = reach(graph, source, direction, max_tier)
        assert tiers_of(found) == expected
        assert sum(found.counts()) == len(expected)


@pytest.mark.property
@given(graphs(), directions, st.data())
def test_property_adding_a_relation_never_lowers_reach(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    company = st.integers(0, graph.company_count - 1)
    supplier, customer, source = data.draw(company), data.draw(company), data.draw(company)
    columns = relations(graph)
    larger = build_graph(
        np.append(columns["supplier"], supplier),
        np.append(columns["customer"], customer),
        company_count=graph.company_count,
    )
    before = tiers_of(reach(graph, source, direction, 4))
    after = tiers_of(reach(larger, source, direction, 4))
    assert all(after[company] <= tier for company, tier in before.items())


def test_a_company_without_relations_reaches_nobody() -> None:
    found = reach(build_graph([0], [1], company_count=3), 2, "downstream")
    assert (found.tier_count, found.companies.tolist()) == (0, [])


def test_wrong_questions_are_refused() -> None:
    graph = build_graph([0], [1], company_count=2)
    with pytest.raises(IndexError, match="company 2 is not in this graph of 2"):
        reach(graph, 2, "upstream")
    with pytest.raises(ValueError, match="at least one step"):
        reach(graph, 0, "upstream", 0)


def test_answers_stay_apart_when_epochs_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "_LAST_EPOCH", 3)
    graph = build_graph([0, 1], [1, 2], company_count=3)
    assert [reach(graph, 0, "downstream").companies.tolist() for _ in range(10)] == [[1, 2]] * 10


def test_threads_do_not_disturb_each_other() -> None:
    rng = np.random.default_rng(5)
    graph = build_graph(rng.integers(0, 300, 900), rng.integers(0, 300, 900), company_count=300)
    alone = [reach(graph, source, "downstream").companies.tolist() for source in range(300)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda s: reach(graph, s, "downstream").companies.tolist(), range(300)))
    assert together == alone
