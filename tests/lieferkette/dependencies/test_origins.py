"""Where purchases come from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.dependencies.origins import Origin, origins
from tests.lieferkette.chains.random_graphs import graphs

directions = st.sampled_from(["upstream", "downstream"])


@pytest.mark.property
@given(graphs(), directions)
def test_property_parts_add_up_to_the_whole(graph: Graph, direction: Direction) -> None:
    for company in range(graph.company_count):
        found = origins(graph, company, direction)
        side = graph.side(direction)
        where = side.of(company)
        assert sum(part.partner_count for part in found.parts) == len(side.partners[where])
        amounts = graph.amount_eur[side.edge[where]]
        assert sum(part.amount_eur or 0 for part in found.parts) == pytest.approx(np.nansum(amounts))
        assert sum(part.without_amount for part in found.parts) == np.isnan(amounts).sum()
        if found.parts:
            assert sum(part.count_share for part in found.parts) == pytest.approx(1)
        if found.reason is None:
            assert sum(part.share or 0 for part in found.parts) == pytest.approx(1)
        else:
            assert all(part.share is None for part in found.parts)


def test_counts_and_euros_without_shares_where_the_list_is_not_complete() -> None:
    graph = build_graph([0, 1, 2], [3, 3, 3], [30.0, np.nan, 10.0], company_count=4, origin=[-1, 1, 0, 0])
    found = origins(graph, 3)
    assert found.reason == "list_not_complete"
    assert [(p.origin, p.partner_count, p.amount_eur, p.without_amount) for p in found.parts] == [
        (Origin.REGION, 1, 10.0, 0),
        (Origin.GERMANY, 1, None, 1),
        (Origin.UNKNOWN, 1, 30.0, 0),
    ]
    assert found.share_of(Origin.REGION) is None


def test_an_origin_that_does_not_occur_has_share_zero() -> None:
    graph = build_graph([0], [1], [5.0], company_count=2, origin=[2, 0], has_complete_suppliers=[0, 1])
    found = origins(graph, 1)
    assert (found.share_of(Origin.EU), found.share_of(Origin.WORLD)) == (1.0, 0.0)
