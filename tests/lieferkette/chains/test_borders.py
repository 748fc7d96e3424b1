"""Where chains leave a region and come back, against a walk over all relations of a chain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.borders import crossings
from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.chains.tiers import tiers
from tests.lieferkette.chains.random_graphs import dense_purchase_shares, dense_sales_shares, graphs

IN, OUT, UNKNOWN = 1, 0, -1


@pytest.mark.property
@given(graphs(complete=True), st.sampled_from(["upstream", "downstream"]), st.data())
def test_property_crossings_equal_the_flows_of_dense_powers(
    graph: Graph, direction: Direction, data: st.DataObject
) -> None:
    n = graph.company_count
    place = np.array(
        data.draw(st.lists(st.sampled_from([IN, OUT, UNKNOWN]), min_size=n, max_size=n)), np.int8
    )
    step = dense_purchase_shares(graph) if direction == "upstream" else dense_sales_shares(graph).T
    chain = tiers(graph, 0, direction, 3)
    found = crossings(graph, chain, place)
    rows = zip(found.tier, found.near, found.far, found.value, found.is_return, strict=True)
    by_relation = {(int(tier), int(near), int(far)): (value, back) for tier, near, far, value, back in rows}
    assert len(by_relation) == len(found.tier)
    here = np.zeros(n)
    here[0] = float(np.nansum(chain.tiers[0].value)) if chain.tiers else 0.0
    for tier in range(1, len(chain.tiers) + 1):
        for near, far in np.argwhere(step.T * here[:, None] > 0).tolist():
            is_crossing = {int(place[near]), int(place[far])} == {IN, OUT}
            value, back = by_relation.pop((tier, near, far), (None, None))
            assert (value is not None) == is_crossing
            if value is not None:
                assert value == pytest.approx(here[near] * step[far, near])
                assert back == (place[far] == IN)
        here = step @ here
    assert not by_relation


def test_the_largest_of_a_tier_stands_first() -> None:
    graph = build_graph([0, 1, 2], [3, 3, 3], [1, 5, 3], company_count=4)
    found = crossings(graph, tiers(graph, 3, "upstream"), np.array([OUT, OUT, OUT, IN], np.int8))
    assert (found.far.tolist(), found.value.tolist()) == ([1, 2, 0], [5.0, 3.0, 1.0])


def test_without_amounts_the_crossing_is_there_and_its_value_unknown() -> None:
    graph = build_graph([0, 1], [1, 2], company_count=3)
    found = crossings(graph, tiers(graph, 2, "upstream"), np.array([IN, OUT, IN], np.int8))
    assert (found.tier.tolist(), found.is_return.tolist()) == ([1, 2], [False, True])
    assert np.isnan(found.value).all()


def test_a_company_without_a_chain_crosses_nothing() -> None:
    graph = build_graph([0], [1], company_count=2)
    assert len(crossings(graph, tiers(graph, 0, "upstream"), np.array([IN, OUT], np.int8)).tier) == 0
