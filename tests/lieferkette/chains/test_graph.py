"""The arrays: order, duplicates, shares, and that they come back from disk as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Graph, build_graph, relations
from lieferkette.chains.storage import load_graph, save_graph
from tests.lieferkette.chains.random_graphs import graphs


def test_duplicates_are_summed_over_what_is_known_and_self_loops_counted() -> None:
    graph = build_graph(
        [0, 0, 0, 1, 1, 2], [1, 1, 1, 2, 2, 2], [1.0, np.nan, 2.0, np.nan, np.nan, 7.0], company_count=3
    )
    np.testing.assert_array_equal(graph.amount_eur, [3.0, np.nan])
    assert graph.self_loops_dropped == 1
    assert graph.relation_position(0, 1) == 0
    assert graph.relation_position(1, 2) == 1
    assert graph.relation_position(2, 0) is None


def test_shares_are_known_at_complete_lists_only() -> None:
    graph = build_graph(
        [0, 1, 2, 0],
        [3, 3, 3, 4],
        [30.0, 10.0, np.nan, 5.0],
        company_count=5,
        has_complete_suppliers=[0, 0, 0, 1, 0],
    )
    np.testing.assert_array_equal(graph.upstream.share[graph.upstream.of(3)], [0.75, 0.25, np.nan])
    assert np.isnan(graph.upstream.share[graph.upstream.of(4)]).all()
    assert np.isnan(graph.downstream.share).all()


def test_a_credit_note_is_no_negative_share() -> None:
    graph = build_graph([0, 1], [2, 2], [-20.0, 80.0], company_count=3, has_complete_suppliers=[0, 0, 1])
    assert graph.amount_eur.tolist() == [-20.0, 80.0]
    assert graph.upstream.share.tolist() == [0.0, 1.0]


def test_given_shares_go_before_computed_ones_and_never_exceed_one() -> None:
    bands = [0.375, 0.375, 0.75]
    graph = build_graph([0, 1, 2], [3, 3, 3], company_count=4, purchase_share=bands, sales_share=[0.05] * 3)
    np.testing.assert_allclose(graph.upstream.share, np.array(bands) / 1.5)
    assert graph.downstream.share.tolist() == [0.05] * 3


def test_wrong_input_says_what_is_wrong() -> None:
    with pytest.raises(IndexError, match=r"outside 0 … 2"):
        build_graph([0], [3], company_count=3)
    with pytest.raises(ValueError, match="2 suppliers for 1 customers"):
        build_graph([0, 1], [2], company_count=3)
    with pytest.raises(ValueError, match="amount_eur has 1 values for 2 relations"):
        build_graph([0, 1], [2, 2], [1.0], company_count=3)
    with pytest.raises(ValueError, match="sector has 1 values for 3 companies"):
        build_graph([0], [1], company_count=3, sector=[1])


def test_an_empty_graph_is_a_graph() -> None:
    graph = build_graph([], [], company_count=2)
    assert (graph.company_count, graph.relation_count) == (2, 0)


def test_arrays_cannot_be_changed() -> None:
    graph = build_graph([0], [1], [1.0], company_count=2)
    with pytest.raises(ValueError, match="read-only"):
        graph.amount_eur[0] = 2.0


@pytest.mark.property
@given(graphs())
def test_property_both_sides_hold_the_same_relations_in_order(graph: Graph) -> None:
    columns = relations(graph)
    up, down = graph.upstream, graph.downstream
    customer = np.repeat(np.arange(graph.company_count), up.counts())
    np.testing.assert_array_equal(columns["supplier"][up.edge], up.partners)
    np.testing.assert_array_equal(columns["customer"][up.edge], customer)
    pairs = columns["supplier"].astype(np.int64) * graph.company_count + columns["customer"]
    assert (np.diff(pairs) > 0).all()
    for side in (up, down):
        assert all((np.diff(side.partners[side.of(c)]) > 0).all() for c in range(graph.company_count))


@pytest.mark.property
@given(graphs())
def test_property_known_shares_of_a_company_sum_to_one(graph: Graph) -> None:
    for side, is_complete in (
        (graph.upstream, graph.has_complete_suppliers),
        (graph.downstream, graph.has_complete_customers),
    ):
        for company in range(graph.company_count):
            share = side.share[side.of(company)]
            known = share[~np.isnan(share)]
            assert (len(known) > 0) <= is_complete[company]
            assert len(known) == 0 or known.sum() == pytest.approx(1.0)


@pytest.mark.property
@given(graphs(), st.randoms(use_true_random=False))
def test_property_the_order_of_the_input_does_not_matter(graph: Graph, random: object) -> None:
    columns = relations(graph)
    order = list(range(graph.relation_count))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = build_graph(
        columns["supplier"][order],
        columns["customer"][order],
        columns["amount_eur"][order],
        company_count=graph.company_count,
        has_complete_suppliers=graph.has_complete_suppliers,
        has_complete_customers=graph.has_complete_customers,
    )
    for name, column in relations(again).items():
        np.testing.assert_array_equal(column, columns[name])


def test_a_stored_graph_comes_back_equal_and_is_never_overwritten(tmp_path: Path) -> None:
    graph = build_graph(
        [0, 1, 2, 2],
        [2, 2, 0, 2],
        [1.0, np.nan, 4.0, 1.0],
        company_count=3,
        sector=[24, 25, -1],
        origin=[0, 1, -1],
        has_complete_suppliers=[1, 0, 1],
    )
    save_graph(graph, tmp_path / "bases" / "b1")
    back = load_graph(tmp_path / "bases" / "b1")
    for name, column in relations(graph).items():
        np.testing.assert_array_equal(relations(back)[name], column)
    for name in ("sector", "origin", "has_complete_suppliers", "has_complete_customers"):
        np.testing.assert_array_equal(getattr(back, name), getattr(graph, name))
    assert back.self_loops_dropped == 1
    with pytest.raises(FileExistsError, match="another id"):
        save_graph(graph, tmp_path / "bases" / "b1")
    assert [folder.name for folder in (tmp_path / "bases").iterdir()] == ["b1"]
