"""Regional value added against a dense solution, the printed multipliers, and the local multiplier by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.dependencies.regional_value import local_multiplier, regional_value_added
from tests.lieferkette.chains.random_graphs import graphs
from tests.reference.germany_1995 import (
    FLOWS_EUR_MILLION,
    GVA_MULTIPLIERS,
    OUTPUT_EUR_MILLION,
    VALUE_ADDED_EUR_MILLION,
)


@pytest.mark.reference
@pytest.mark.parametrize("branch", range(6))
def test_without_a_border_it_is_the_printed_value_added_multiplier(branch: int) -> None:
    supplier, customer = np.nonzero(FLOWS_EUR_MILLION)
    graph = build_graph(supplier, customer, FLOWS_EUR_MILLION[supplier, customer], company_count=6)
    # A graph knows no sales to oneself; what a branch delivers to itself is netted out of its output instead,
    # which leaves the multiplier as it is.
    net_output = OUTPUT_EUR_MILLION - np.diag(FLOWS_EUR_MILLION)
    found = regional_value_added(
        graph, branch, np.ones(6, dtype=bool), net_output, VALUE_ADDED_EUR_MILLION, max_tiers=200
    )
    assert found.per_euro == pytest.approx(GVA_MULTIPLIERS[branch], abs=1e-3)
    assert found.unknown_share == 0


@pytest.mark.property
@given(graphs(), st.integers(0, 2**16))
def test_property_equals_the_dense_solution(graph: Graph, seed: int) -> None:
    n, random = graph.company_count, np.random.default_rng(seed)
    columns = relations(graph)
    bought = np.zeros((n, n))
    bought[columns["supplier"], columns["customer"]] = np.nan_to_num(columns["amount_eur"])
    revenue = bought.sum(axis=0) * random.uniform(1.1, 3.0, n) + 1
    value_added = (revenue - bought.sum(axis=0)) * random.uniform(0.2, 1.0, n)
    is_regional = random.random(n) < 0.7
    step = bought / revenue * is_regional[:, None]
    expected = np.linalg.solve(np.eye(n) - step.T, value_added / revenue)
    for company in range(n):
        found = regional_value_added(graph, company, is_regional, revenue, value_added, max_tiers=2_000)
        if not is_regional[company]:
            assert found.per_euro is None
            continue
        assert found.per_euro == pytest.approx(expected[company], abs=1e-8)
        assert 0 <= found.per_euro <= 1 + 1e-9


def test_value_added_that_nobody_told_is_said_and_not_guessed() -> None:
    graph = build_graph([0, 1], [2, 2], [30.0, 20.0], company_count=3)
    revenue = np.array([np.nan, 40.0, 100.0])
    found = regional_value_added(graph, 2, np.ones(3, dtype=bool), revenue, np.array([np.nan, 10.0, 50.0]))
    assert (found.direct, found.by_tier) == (0.5, pytest.approx((0.05,)))
    assert found.unknown_share == pytest.approx(0.3)
    unknown = regional_value_added(graph, 0, np.ones(3, dtype=bool), revenue, np.full(3, np.nan))
    assert unknown.per_euro is None


def test_the_local_multiplier_counts_three_rounds_and_stops_at_the_border() -> None:
    # 4 earns 200 and spends 100 at 2 and 40 at 3 here, 20 at 1 abroad; 2 earns 150, spends 30 at 0 here and 60 at 1.
    graph = build_graph(
        [2, 3, 1, 0, 1],
        [4, 4, 4, 2, 2],
        [100, 40, 20, 30, 60],
        company_count=5,
        has_complete_suppliers=[0, 0, 1, 0, 1],
    )
    is_regional = np.array([True, False, True, True, True])
    revenue = np.array([np.nan, np.nan, 150, np.nan, 200])
    found = local_multiplier(graph, 4, is_regional, revenue)
    assert found is not None
    assert (found.first_round, found.second_round) == (pytest.approx(0.7), pytest.approx(0.5 * 0.2))
    assert found.unknown_share == pytest.approx(0.2), "what 3 does with its 40 is not known"
    assert found.value == pytest.approx(1.8)


@pytest.mark.property
@given(graphs())
def test_property_the_local_multiplier_lies_between_one_and_three(graph: Graph) -> None:
    columns = relations(graph)
    bought = np.bincount(columns["customer"], np.nan_to_num(columns["amount_eur"]), graph.company_count)
    for company in range(graph.company_count):
        found = local_multiplier(graph, company, np.ones(graph.company_count, dtype=bool), bought + 1)
        if found is not None:
            assert 1 <= found.value <= 3
            assert found.value + found.unknown_share <= 3


@pytest.mark.parametrize("revenue", [np.nan, 0.0])
def test_the_local_multiplier_is_unknown_without_revenue(revenue: float) -> None:
    graph = build_graph([0], [1], [5.0], company_count=2, has_complete_suppliers=[1, 1])
    assert local_multiplier(graph, 1, np.ones(2, dtype=bool), np.array([1.0, revenue])) is None
