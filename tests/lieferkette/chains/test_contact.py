"""First contact against a dense solution of its equation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lieferkette.chains.contact import first_contact, first_contact_of_all
from lieferkette.chains.graph import Direction, Graph, build_graph
from tests.lieferkette.chains.random_graphs import dense_purchase_shares, dense_sales_shares, graphs

directions = st.sampled_from(["upstream", "downstream"])


def dense_exposure(step: NDArray[np.float64], is_marked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """e = Aᵀ(1_C + e∘(1−1_C)) solved as linear equations; `step[i, j]` is the part of j that goes on to i.

    The smallest solution: companies from which no known share leads to C have 0, so the rest is regular.
    """
    follow = step.T * ~is_marked
    can_meet = step.T @ is_marked > 0
    for _ in range(len(step)):
        can_meet |= follow @ can_meet > 0
    rows = np.flatnonzero(can_meet)
    result = np.zeros(len(step))
    inner = np.eye(len(rows)) - follow[np.ix_(rows, rows)]
    result[rows] = np.linalg.solve(inner, (step.T @ is_marked)[rows])
    return result


@pytest.mark.property
@given(graphs(), directions, st.data())
def test_property_equals_the_dense_solution_and_stays_within_one(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    n = graph.company_count
    is_marked = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    step = dense_purchase_shares(graph) if direction == "upstream" else dense_sales_shares(graph).T
    # Pairs that trade almost only with each other converge as slowly as one likes.
    known = step[step > 0]
    assume(len(known) == 0 or known.min() > 1e-3)
    of_all = first_contact_of_all(graph, is_marked, direction)
    expected = dense_exposure(step, is_marked)
    has_shares = ~np.isnan(of_all.share)
    np.testing.assert_allclose(of_all.share[has_shares], expected[has_shares], atol=1e-8)
    for company in np.flatnonzero(has_shares):
        alone = first_contact(graph, int(company), is_marked, direction, max_tiers=20_000)
        assert alone.share == pytest.approx(expected[company], abs=1e-8)
        assert alone.unknown == pytest.approx(of_all.unknown[company], abs=1e-8)
        assert alone.by_tier.sum() + alone.unknown + alone.under_way == pytest.approx(1.0)
        assert 0.0 <= alone.share <= 1.0


@pytest.mark.property
@given(graphs(), st.data())
def test_property_marking_more_companies_never_lowers_exposure(graph: Graph, data: st.DataObject) -> None:
    n = graph.company_count
    fewer = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    more = fewer | np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    for company in range(n):
        small, large = (first_contact(graph, company, marks, max_tiers=50) for marks in (fewer, more))
        assert large.share >= small.share - 1e-12


def test_what_runs_in_a_circle_of_two_is_told_apart() -> None:
    graph = build_graph([0, 1], [1, 0], [1.0, 1.0], company_count=2, has_complete_suppliers=[1, 1])
    found = first_contact(graph, 0, np.zeros(2, dtype=bool))
    assert (found.share, found.unknown, found.under_way) == (0.0, 0.0, 1.0)


def test_a_chain_counts_at_its_first_contact_only() -> None:
    graph = build_graph([0, 1], [1, 2], [1.0, 1.0], company_count=3, has_complete_suppliers=[0, 1, 1])
    assert first_contact(graph, 2, np.array([True, True, False])).by_tier.tolist() == [1.0]


def test_marks_of_the_wrong_length_are_refused() -> None:
    with pytest.raises(ValueError, match="is_marked has 1 values for 2 companies"):
        first_contact(build_graph([0], [1], company_count=2), 1, np.array([True]))
