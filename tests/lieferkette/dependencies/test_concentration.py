"""Concentration: by hand, at the bounds, and unknown where the list does not allow it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lieferkette.chains.graph import Direction, Graph, build_graph
from lieferkette.dependencies.concentration import concentration, concentration_of
from tests.lieferkette.chains.random_graphs import graphs

directions = st.sampled_from(["upstream", "downstream"])


@pytest.mark.property
@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_property_the_index_lies_between_equal_parts_and_one(amounts: list[float]) -> None:
    found = concentration_of(np.array(amounts))
    assert found.hhi is not None
    assert found.effective_partners is not None
    assert 1 / len(amounts) - 1e-12 <= found.hhi <= 1 + 1e-12
    assert found.effective_partners == pytest.approx(1 / found.hhi)
    assert found.top_shares[-1] <= 1 + 1e-12
    assert list(found.top_shares) == sorted(found.top_shares)
    assert found.top_shares[0] == pytest.approx(max(amounts) / sum(amounts))


def test_equal_partners_count_as_many_as_they_are() -> None:
    assert concentration_of(np.full(8, 0.125)).effective_partners == pytest.approx(8)


@pytest.mark.property
@given(graphs(), directions)
def test_property_total_and_sectors_belong_together(graph: Graph, direction: Direction) -> None:
    for company in range(graph.company_count):
        profile = concentration(graph, company, direction)
        parts = profile.by_sector.values()
        assert sum(part.partner_count for part in parts) == profile.total.partner_count
        if profile.total.reason is not None:
            assert profile.total.hhi is None
            assert all(part.hhi is None and part.share_of_total is None for part in parts)
            continue
        assert graph.has_complete(direction)[company]
        # HHI of the whole = Σ over sectors of (sector's share)² · (sector's HHI).
        whole = sum((part.share_of_total or 0) ** 2 * (part.hhi or 0) for part in parts)
        assert profile.total.hhi == pytest.approx(whole)
        assert sum(part.share_of_total or 0 for part in parts) == pytest.approx(1)


def test_why_a_figure_is_unknown() -> None:
    graph = build_graph([0, 0], [1, 2], [5.0, np.nan], company_count=4, has_complete_suppliers=[0, 0, 1, 0])
    reasons = [concentration(graph, company).total.reason for company in range(4)]
    assert reasons == ["no_relations", "list_not_complete", "no_amounts", "no_relations"]


def test_partners_without_amount_are_counted_apart() -> None:
    graph = build_graph(
        [0, 1, 2], [3, 3, 3], [5.0, 5.0, np.nan], company_count=4, has_complete_suppliers=[0, 0, 0, 1]
    )
    total = concentration(graph, 3).total
    assert (total.hhi, total.partner_count, total.without_value) == (0.5, 3, 1)


def test_bands_of_others_that_add_up_to_less_than_one() -> None:
    graph = build_graph(
        [0, 1], [2, 2], company_count=3, has_complete_suppliers=[0, 0, 1], purchase_share=[0.375, 0.375]
    )
    total = concentration(graph, 2).total
    assert (total.hhi, total.share_of_total) == (0.5, 1.0)
