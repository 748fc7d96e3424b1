"""The way of a loss: parts that add up, the worst slot, substitutes, and the way back to who was hit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.resilience.cascade import cascade
from lieferkette.resilience.network import build_network
from lieferkette.resilience.ways import contributions, replaceable, tiers_from, way_back
from tests.lieferkette.resilience.random_networks import cases, initial_loss
from tests.lieferkette.resilience.straightforward import Case


@pytest.mark.property
@given(cases(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_parts_add_up_to_the_loss(case: Case, seed: int) -> None:
    network, psi = build_network(**case.arguments()), initial_loss(case, seed)
    ended = cascade(network, psi, 1e-13)
    tier = tiers_from(network, psi)
    for company, loss in enumerate(ended.loss.tolist()):
        found = contributions(network, ended, company)
        assert np.all(np.diff(found.part) <= 0)
        if loss > psi[company] + 1e-6:
            assert tier[company] >= 0
            assert min(1.0, found.part.sum()) == pytest.approx(loss, abs=1e-5)


def test_the_worst_of_two_inputs_tells_the_way() -> None:
    essential = np.full((3, 3), 2)
    network = build_network(
        [0, 1, 1], [2, 2, 3], [10.0, 10.0, 5.0], sector=[0, 1, 2, 2], essentiality=essential
    )
    ended = cascade(network, [0.3, 0.8, 0.0, 0.0])
    found = contributions(network, ended, 2)
    assert (found.direction, found.partner.tolist(), found.part.tolist()) == ("downstream", [1], [0.8])


def test_the_way_back_ends_at_who_was_hit() -> None:
    network = build_network([0, 1, 2], [1, 2, 3], [1.0] * 3, sector=[0] * 4, essentiality=np.ones((1, 1)))
    hit = np.array([1.0, 0, 0, 0])
    assert way_back(network, cascade(network, hit), 3, hit) == [3, 2, 1, 0]
    assert way_back(network, cascade(network, hit * 0), 3, hit * 0) == [3]
    assert tiers_from(network, hit).tolist() == [0, 1, 2, 3]
    assert tiers_from(network, hit * 0).tolist() == [-1] * 4


def test_who_has_others_in_its_market_can_be_replaced() -> None:
    arguments = {"sector": [0, 0, 1], "essentiality": np.ones((2, 2))}
    network = build_network([0, 1], [2, 2], [10.0, 90.0], market=[0, 0, 1], **arguments)
    nothing_lost = cascade(network, [0.0, 0.0, 0.0])
    assert replaceable(network, nothing_lost)[:2].tolist() == [0.1, 0.9]
    alone = build_network([0, 1], [2, 2], [10.0, 90.0], **arguments)
    assert replaceable(alone, cascade(alone, [1.0, 0.0, 0.0])).tolist() == [1.0, 1.0, 1.0]
