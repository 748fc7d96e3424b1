"""First contact against a dense solution of its equation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lieferkette.chains.contact import first_contact
from lieferkette.chains.graph import Direction, Graph, build_graph
from tests.lieferkette.chains.random_graphs import dense_purchase_shares, dense_sales_shares, graphs

directions = st.sampled_from(["upstream", "downstream"])
CLASSES = 3


def classes_for(graph: Graph) -> st.SearchStrategy[list[int]]:
    """A class, or none, for every company."""
    n = graph.company_count
    return st.lists(st.integers(-1, CLASSES - 1), min_size=n, max_size=n)


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
def test_property_every_class_equals_the_dense_solution(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    class_of = np.array(data.draw(classes_for(graph)))
    step = dense_purchase_shares(graph) if direction == "upstream" else dense_sales_shares(graph).T
    # Pairs that trade almost only with each other converge as slowly as one likes.
    known = step[step > 0]
    assume(len(known) == 0 or known.min() > 1e-3)
    expected = np.array([dense_exposure(step, class_of == one) for one in range(CLASSES)]).T
    for company in range(graph.company_count):
        found = first_contact(graph, company, class_of, CLASSES, direction, max_tiers=20_000)
        np.testing.assert_allclose(found.share, expected[company], atol=1e-8)
        whole = found.by_tier.sum(axis=0) + found.unknown + found.under_way
        np.testing.assert_allclose(whole, 1.0, atol=1e-9)


@pytest.mark.property
@given(graphs(), directions, st.data())
def test_property_classes_together_answer_as_each_alone(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    class_of = np.array(data.draw(classes_for(graph)))
    together = first_contact(graph, 0, class_of, CLASSES, direction, max_tiers=4)
    for one in range(CLASSES):
        alone = first_contact(graph, 0, np.where(class_of == one, 0, -1), 1, direction, max_tiers=4)
        np.testing.assert_allclose(together.share[one], alone.share[0], atol=1e-12)
        np.testing.assert_allclose(together.unknown[one], alone.unknown[0], atol=1e-12)
        assert alone.by_tier.shape[0] <= 4


@pytest.mark.property
@given(graphs(), st.data())
def test_property_a_larger_class_never_lowers_exposure(graph: Graph, data: st.DataObject) -> None:
    fewer = np.array(data.draw(classes_for(graph)))
    more = np.where(fewer < 0, 0, fewer)
    for company in range(graph.company_count):
        small, large = (first_contact(graph, company, one, CLASSES, max_tiers=50) for one in (fewer, more))
        assert large.share[0] >= small.share[0] - 1e-12


def test_what_runs_in_a_circle_of_two_is_told_apart() -> None:
    graph = build_graph([0, 1], [1, 0], [1.0, 1.0], company_count=2, has_complete_suppliers=[1, 1])
    found = first_contact(graph, 0, [-1, -1], 1)
    assert (found.share.tolist(), found.unknown.tolist(), found.under_way.tolist()) == ([0.0], [0.0], [1.0])


def test_a_chain_counts_at_its_first_contact_only() -> None:
    graph = build_graph([0, 1], [1, 2], [1.0, 1.0], company_count=3, has_complete_suppliers=[0, 1, 1])
    assert first_contact(graph, 2, [0, 0, -1], 1).by_tier.tolist() == [[1.0]]


def test_a_chain_through_one_class_to_another_meets_both() -> None:
    graph = build_graph([0, 1], [1, 2], [1.0, 1.0], company_count=3, has_complete_suppliers=[0, 1, 1])
    assert first_contact(graph, 2, [1, 0, -1], 2).by_tier.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_no_class_asks_nothing() -> None:
    assert first_contact(build_graph([0], [1], company_count=2), 1, [-1, -1], 0).share.tolist() == []


@pytest.mark.parametrize(
    ("class_of", "message"),
    [([0], "class_of has 1 values for 2 companies"), ([0, 3], "class_of names class 3 of 1")],
)
def test_classes_that_do_not_fit_are_refused(class_of: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        first_contact(build_graph([0], [1], company_count=2), 1, class_of, 1)
