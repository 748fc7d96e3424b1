"""Exposure and final markets: hand-computed chains and reasons; the mathematics is tried in chains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.contact import first_contact_of_all
from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.dependencies.exposure import exposure
from lieferkette.dependencies.final_markets import final_markets
from tests.lieferkette.chains.random_graphs import graphs

STEEL, PARTS, CARS, SHOPS = 24, 25, 29, 47


def test_two_thirds_directly_and_a_quarter_of_the_rest_behind() -> None:
    # 3 buys 6 of 9 abroad (0), 3 of 9 at home (1); 1 buys a quarter abroad (2), the rest at 4, whose own
    # suppliers are unknown.
    graph = build_graph(
        [0, 1, 2, 4],
        [3, 3, 1, 1],
        [6, 3, 1, 3],
        company_count=5,
        origin=[3, 0, 3, 0, 0],
        has_complete_suppliers=[0, 1, 0, 1, 0],
    )
    found = exposure(graph, 3, graph.origin == 3)
    assert found.by_tier == pytest.approx((2 / 3, 1 / 12))
    assert found.share == pytest.approx(0.75)
    assert found.unknown_share == pytest.approx(0.25)


def test_exposure_is_unknown_where_the_list_is_not_complete() -> None:
    graph = build_graph([0], [1], [5.0], company_count=2)
    found = exposure(graph, 1, np.array([True, False]))
    assert (found.share, found.by_tier, found.unknown_share) == (None, (), None)
    assert found.reason == "list_not_complete"


def test_sales_that_end_in_cars() -> None:
    graph = build_graph(
        [0, 0, 1, 1],
        [1, 2, 2, 3],
        [70, 30, 30, 10],
        company_count=4,
        sector=[STEEL, PARTS, CARS, SHOPS],
        has_complete_customers=[1, 1, 0, 0],
    )
    found = final_markets(graph, 0)
    assert list(found.by_sector) == [CARS, PARTS, SHOPS]
    assert found.by_sector[CARS].by_tier == pytest.approx((0.3, 0.525))
    assert found.by_sector[PARTS].share == pytest.approx(0.7)
    assert found.by_sector[SHOPS].share == pytest.approx(0.175)
    assert final_markets(graph, 2).reason == "no_relations"


@pytest.mark.property
@given(graphs(), st.sampled_from(["upstream", "downstream"]))
def test_property_exposure_stays_within_one(graph: Graph, direction: Direction) -> None:
    for company in range(graph.company_count):
        found = exposure(graph, company, graph.origin == 1, direction)
        if found.share is None:
            assert found.reason is not None
            continue
        assert found.unknown_share is not None
        assert 0 <= found.share <= 1
        assert found.share + found.unknown_share <= 1 + 1e-9
        assert found.later_share == pytest.approx(found.share - sum(found.by_tier), abs=1e-12)


def test_solving_for_all_gives_the_same_figures() -> None:
    n = 9  # a long line: tiers 1 to 5 are shown, the marked company stands on tier 8
    graph = build_graph(
        [*range(n - 1), 5],
        [*range(1, n), 8],
        [1.0] * n,
        company_count=n,
        has_complete_suppliers=[False] + [True] * (n - 1),
    )
    is_marked = np.arange(n) == 0
    of_all = first_contact_of_all(graph, is_marked)
    for company in range(1, n):
        alone = exposure(graph, company, is_marked)
        solved = exposure(graph, company, is_marked, of_all=of_all)
        assert solved.by_tier == pytest.approx(alone.by_tier)
        assert (solved.share, solved.later_share) == pytest.approx((alone.share, alone.later_share))
        assert solved.unknown_share == pytest.approx(alone.unknown_share, abs=1e-9)
    assert alone.by_tier == ()
    assert alone.later_share == pytest.approx(1.0)
