"""Amounts by tier and the links between tiers, against dense matrix powers."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.chains.links import NOT_KNOWN, OTHERS, grouped_links, links
from lieferkette.chains.tiers import tiers
from tests.lieferkette.chains.random_graphs import (
    as_networkx,
    dense_purchase_shares,
    dense_sales_shares,
    graphs,
)

directions = st.sampled_from(["upstream", "downstream"])


@pytest.mark.property
@given(graphs(), directions)
def test_property_values_equal_dense_matrix_powers(graph: Graph, direction: Direction) -> None:
    step = dense_purchase_shares(graph) if direction == "upstream" else dense_sales_shares(graph).T
    for source in range(graph.company_count):
        chain = tiers(graph, source, direction, 4)
        if not chain.tiers:
            continue
        expected = np.zeros(graph.company_count)
        expected[chain.tiers[0].companies] = np.nan_to_num(chain.tiers[0].value)
        total = expected.sum()
        for tier in chain.tiers:
            found = np.zeros(graph.company_count)
            found[tier.companies] = np.nan_to_num(tier.value)
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * total)
            assert tier.known + tier.unknown == pytest.approx(total, rel=1e-8)
            expected = step @ expected


@pytest.mark.property
@given(graphs(), directions)
def test_property_direct_counts_equal_walks_from_each_partner(graph: Graph, direction: Direction) -> None:
    network = as_networkx(graph)
    step = nx.to_numpy_array(network, weight=None, dtype=np.int64)
    step = step if direction == "downstream" else step.T
    for source in range(graph.company_count):
        leads_to = np.eye(graph.company_count, dtype=np.int64)[np.flatnonzero(step[source])]
        for tier in tiers(graph, source, direction, 4).tiers:
            expected = np.minimum(leads_to, 1).sum(axis=0)
            assert tier.companies.tolist() == np.flatnonzero(expected).tolist()
            assert tier.direct_count.tolist() == expected[tier.companies].tolist()
            leads_to = np.minimum(leads_to @ step, 1)


def test_more_than_64_partners_are_counted_one_by_one() -> None:
    direct = np.arange(2, 152)
    graph = build_graph(
        np.concatenate([np.zeros(150, dtype=int), direct]),
        np.concatenate([direct, np.ones(150, dtype=int)]),
        company_count=152,
    )
    chain = tiers(graph, 1, "upstream")
    assert chain.basis == "count"
    assert chain.tiers[1].direct_count.tolist() == [150]
    assert np.isnan(chain.tiers[1].value).all()


def test_what_an_incomplete_list_hides_is_unknown() -> None:
    # 3 buys for 60 at 1 (complete: all from 0) and for 40 at 2 (one supplier named, list not complete).
    graph = build_graph(
        [1, 2, 0, 0], [3, 3, 1, 2], [60, 40, 5, 5], company_count=4, has_complete_suppliers=[0, 1, 0, 0]
    )
    chain = tiers(graph, 3, "upstream")
    assert chain.basis == "eur"
    assert [(t.known, t.unknown) for t in chain.tiers] == [(100.0, 0.0), (60.0, 40.0)]
    assert chain.tiers[1].direct_count.tolist() == [2]


def test_partners_without_amount_carry_counts_only() -> None:
    graph = build_graph(
        [1, 2, 0], [3, 3, 2], [60, np.nan, 5], company_count=4, has_complete_suppliers=[0, 1, 1, 0]
    )
    chain = tiers(graph, 3, "upstream")
    assert chain.direct_without_value == 1
    np.testing.assert_array_equal(chain.tiers[0].value, [60, np.nan])
    np.testing.assert_array_equal(chain.tiers[1].value, [np.nan])
    assert (chain.tiers[1].known, chain.tiers[1].unknown) == (0.0, 60.0)


def test_bands_alone_give_shares() -> None:
    graph = build_graph([0, 1], [1, 2], company_count=3, purchase_share=[0.75, 0.175])
    chain = tiers(graph, 2, "upstream")
    assert chain.basis == "share"
    assert [t.value.tolist() for t in chain.tiers] == [[0.175], pytest.approx([0.175 * 0.75])]


def test_a_circle_brings_the_company_back_into_its_own_chain() -> None:
    graph = build_graph([0, 1], [1, 0], [1.0, 2.0], company_count=2, has_complete_suppliers=[1, 1])
    assert [t.companies.tolist() for t in tiers(graph, 0, "upstream", 3).tiers] == [[1], [0], [1]]


def test_top_is_by_value_then_count_then_position() -> None:
    graph = build_graph([0, 1, 2, 3], [4, 4, 4, 4], [5.0, np.nan, 9.0, 5.0], company_count=5)
    tier = tiers(graph, 4, "upstream").tiers[0]
    assert tier.companies[tier.top(9)].tolist() == [2, 0, 3, 1]
    assert tier.companies[tier.top(1)].tolist() == [2]


@pytest.mark.property
@given(graphs(), directions, st.integers(0, 3))
def test_property_links_keep_every_value(graph: Graph, direction: Direction, shown: int) -> None:
    for source in range(graph.company_count):
        chain = tiers(graph, source, direction, 4)
        found = links(graph, chain, shown)
        if chain.basis == "count":
            continue
        for tier in chain.tiers:
            arriving = found.value[(found.from_tier == tier.tier - 1) & (found.to_company != NOT_KNOWN)]
            assert arriving.sum() == pytest.approx(tier.known, rel=1e-8)
        for tier in chain.tiers[:-1]:
            leaving = found.value[found.from_tier == tier.tier]
            assert leaving.sum() == pytest.approx(tier.known, rel=1e-8)


def test_links_without_amounts_count_relations() -> None:
    graph = build_graph([0, 0, 1, 2, 3], [1, 2, 4, 4, 4], company_count=5)
    found = links(graph, tiers(graph, 4, "upstream"), shown_per_tier=1)
    rows = zip(found.from_company.tolist(), found.to_company.tolist(), found.value.tolist(), strict=True)
    assert list(rows) == [(4, 1, 1.0), (4, OTHERS, 2.0), (1, 0, 1.0), (OTHERS, 0, 1.0)]


def test_a_company_without_relations_has_no_tiers_and_no_links() -> None:
    graph = build_graph([0], [1], company_count=3)
    chain = tiers(graph, 2, "upstream")
    assert (chain.tiers, chain.direct_without_value) == ((), 0)
    assert len(links(graph, chain).value) == 0


@pytest.mark.property
@given(graphs(), directions, st.data())
def test_property_groups_carry_what_their_companies_carry(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    n = graph.company_count
    group_of = np.array(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), dtype=np.int32)
    chain = tiers(graph, 0, direction, 4)
    if chain.basis == "count":
        return
    flows = grouped_links(graph, chain, group_of, 3)
    assert len(flows) == len(chain.tiers)
    for tier, flow in zip(chain.tiers, flows, strict=True):
        value = np.nan_to_num(tier.value)
        expected = np.bincount(group_of[tier.companies], weights=value, minlength=3)
        np.testing.assert_allclose(flow[:, :3].sum(axis=0), expected, atol=1e-9 * max(1.0, value.sum()))
    for before, flow in itertools.pairwise(flows):
        arrived = before[:, :3].sum(axis=0)
        np.testing.assert_allclose(flow.sum(axis=1), arrived, atol=1e-9 * max(1.0, arrived.sum()))
