"""Exposure to countries and final markets: hand-computed chains and reasons; the mathematics is tried in chains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.dependencies.exposure import exposure
from tests.lieferkette.chains.random_graphs import graphs

STEEL, PARTS, CARS, SHOPS = 0, 1, 2, 3


def test_two_thirds_directly_and_a_quarter_of_the_rest_behind() -> None:
    # 3 buys 6 of 9 abroad (0), 3 of 9 at home (1); 1 buys a quarter abroad (2), the rest at 4, whose own
    # suppliers are unknown.
    graph = build_graph(
        [0, 1, 2, 4],
        [3, 3, 1, 1],
        [6, 3, 1, 3],
        company_count=5,
        has_complete_suppliers=[0, 1, 0, 1, 0],
    )
    found = exposure(graph, 3, [0, -1, 0, -1, -1], 1)
    assert found.by_tier[:, 0] == pytest.approx([2 / 3, 1 / 12])
    assert found.share == pytest.approx([0.75])
    assert found.unknown_share == pytest.approx([0.25])


def test_exposure_is_unknown_where_the_list_is_not_complete() -> None:
    found = exposure(build_graph([0], [1], [5.0], company_count=2), 1, [0, -1], 1)
    assert (len(found.share), found.reason) == (0, "list_not_complete")


def test_sales_that_end_in_cars() -> None:
    graph = build_graph(
        [0, 0, 1, 1],
        [1, 2, 2, 3],
        [70, 30, 30, 10],
        company_count=4,
        has_complete_customers=[1, 1, 0, 0],
    )
    found = exposure(graph, 0, [STEEL, PARTS, CARS, SHOPS], 4, "downstream")
    assert found.by_tier[:, CARS] == pytest.approx([0.3, 0.525])
    assert found.share == pytest.approx([0.0, 0.7, 0.825, 0.175])
    assert exposure(graph, 2, [STEEL, PARTS, CARS, SHOPS], 4, "downstream").reason == "no_relations"


def test_what_lies_behind_the_last_tier_is_unknown_not_none() -> None:
    n = 9  # a long line: five tiers are followed, the marked company stands on tier 8
    graph = build_graph(
        [*range(n - 1)],
        [*range(1, n)],
        [1.0] * (n - 1),
        company_count=n,
        has_complete_suppliers=[False] + [True] * (n - 1),
    )
    is_first = np.where(np.arange(n) == 0, 0, -1)
    found = exposure(graph, n - 1, is_first, 1)
    assert (found.share.tolist(), found.unknown_share.tolist()) == ([0.0], [1.0])
    assert exposure(graph, n - 1, is_first, 1, max_tiers=8).share.tolist() == [1.0]


@pytest.mark.property
@given(graphs(), st.sampled_from(["upstream", "downstream"]))
def test_property_exposure_stays_within_one(graph: Graph, direction: Direction) -> None:
    for company in range(graph.company_count):
        found = exposure(graph, company, graph.origin, 4, direction)
        if found.reason is not None:
            assert not len(found.share)
            continue
        assert (found.share >= 0).all()
        assert (found.share + found.unknown_share <= 1 + 1e-9).all()
        np.testing.assert_allclose(found.by_tier.sum(axis=0), found.share, atol=1e-9)
