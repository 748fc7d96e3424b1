"""The compiled cascade against dense matrices, and what must hold of any loss."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieferkette.resilience import cascade as module
from lieferkette.resilience.cascade import Ranking, cascade, rank
from lieferkette.resilience.network import Network, build_network
from tests.lieferkette.resilience.random_networks import cases, initial_loss
from tests.lieferkette.resilience.straightforward import Case, esri

pytestmark = pytest.mark.property
SEEDS = st.integers(0, 2**32)
EPSILONS = st.sampled_from([1e-1, 1e-2, 1e-4, 1e-10])
some = settings(max_examples=60, deadline=None)


def network_of(case: Case) -> Network:
    return build_network(**case.arguments())


def damped(case: Case) -> Case:
    """The case with half of all sales outside the network: every loss fades, so ε cuts nothing off."""
    n = len(case.sector)
    sums = [np.bincount(ends, weights=case.amount, minlength=n) for ends in (case.supplier, case.customer)]
    return replace(case, revenue=2 * sums[0], material_cost=2 * sums[1])


def side_by_side(network: Network, epsilon: float) -> Ranking:
    """The ranking with every scenario in a lane after its first step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_work_limit", lambda _: -1)
        return rank(network, epsilon=epsilon, threads=1)


@some
@given(cases(), SEEDS, EPSILONS)
def test_a_scenario_is_what_the_paper_says(case: Case, seed: int, epsilon: float) -> None:
    psi = initial_loss(case, seed)
    found, sure = cascade(network_of(case), psi, epsilon), esri(case, psi, epsilon)
    assert found.steps == sure.steps
    np.testing.assert_allclose(found.loss_down, sure.down, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.loss_up, sure.up, rtol=0, atol=1e-9)
    sums = (found.esri, found.esri_down, found.esri_up)
    np.testing.assert_allclose(sums, (sure.esri, sure.esri_down, sure.esri_up), rtol=0, atol=1e-9)


@some
@given(cases(), EPSILONS)
def test_each_failure_alone_is_what_the_paper_says(case: Case, epsilon: float) -> None:
    network = network_of(case)
    for found in (rank(network, epsilon=epsilon, threads=2), side_by_side(network, epsilon)):
        for company, psi in enumerate(np.eye(len(case.sector))):
            sure = esri(case, psi, epsilon)
            assert found.steps[company] == sure.steps
            parts = (found.esri[company], found.esri_down[company], found.esri_up[company])
            np.testing.assert_allclose(parts, (sure.esri, sure.esri_down, sure.esri_up), rtol=0, atol=1e-9)


@some
@given(cases(), SEEDS)
def test_losses_lie_in_bounds_and_never_below_the_initial_loss(case: Case, seed: int) -> None:
    psi = initial_loss(case, seed)
    found = cascade(network_of(case), psi, 1e-6)
    for loss in (found.loss_down, found.loss_up):
        assert np.all((loss >= psi - 1e-12) & (loss <= 1.0))
    assert -1e-12 <= max(found.esri_down, found.esri_up) <= found.esri + 1e-12 <= 1.0 + 2e-12


@some
@given(cases(), SEEDS, SEEDS)
def test_a_larger_shock_never_lowers_a_loss(case: Case, seed: int, other: int) -> None:
    network, psi = network_of(damped(case)), initial_loss(case, seed)
    larger = np.maximum(psi, initial_loss(case, other))
    small, large = cascade(network, psi, 1e-12), cascade(network, larger, 1e-12)
    assert np.all(large.loss_down >= small.loss_down - 1e-8)
    assert np.all(large.loss_up >= small.loss_up - 1e-8)


@given(cases())
@settings(max_examples=20, deadline=None)
def test_no_shock_no_loss(case: Case) -> None:
    found = cascade(network_of(case), np.zeros(len(case.sector)), 1e-4)
    assert (found.esri, found.steps) == (0.0, 1)
    assert not found.loss.any()


@some
@given(cases(), SEEDS)
def test_a_permutation_of_companies_permutes_the_losses(case: Case, seed: int) -> None:
    n = len(case.sector)
    moved = np.random.default_rng(seed).permutation(n)  # company c becomes moved[c]
    back = np.argsort(moved)

    def per_company(values: Any) -> Any:
        return None if values is None else values[back]

    other = Case(
        moved[case.supplier], moved[case.customer], case.amount, case.sector[back], case.essentiality,
        per_company(case.market), per_company(case.revenue), per_company(case.material_cost),
    )  # fmt: skip
    psi = initial_loss(case, seed)
    one, two = cascade(network_of(case), psi, 1e-9), cascade(network_of(other), psi[back], 1e-9)
    np.testing.assert_allclose(two.loss[moved], one.loss, rtol=0, atol=1e-8)


@given(cases(max_companies=8), SEEDS)
@settings(max_examples=25, deadline=None)
def test_the_converged_loss_does_not_depend_on_the_order_of_updates(case: Case, seed: int) -> None:
    """Company after company, each at once visible to the next, in any order."""
    psi = initial_loss(case, seed)
    network = network_of(damped(case))
    end = cascade(network, psi, 1e-13)
    one_at_a_time = psi.copy()
    for _ in range(200):
        before = one_at_a_time.copy()
        for company in np.random.default_rng(seed).permutation(len(psi)):
            r = int(np.flatnonzero(network.sale_row == company)[0])
            sales = slice(network.sale_start[r], network.sale_start[r + 1])
            lost = float(network.sale_impact[sales] @ one_at_a_time[network.sale_company[sales]])
            one_at_a_time[company] = min(1.0, max(one_at_a_time[company], lost))
        if np.max(one_at_a_time - before, initial=0.0) == 0.0:
            break
    np.testing.assert_allclose(end.loss_up, one_at_a_time, rtol=0, atol=1e-8)


def test_no_loss_flows_where_a_share_is_unknown() -> None:
    case = {"sector": [0, 0, 0], "essentiality": np.ones((1, 1))}
    # Company 1 knows its suppliers, company 0 not its customers.
    network = build_network([0, 1], [1, 2], [1.0, 0.0], sold=[0.0, 1.0], **case)
    assert cascade(network, [0, 0, 1.0]).loss_up.tolist() == [0.0, 1.0, 1.0]
    assert cascade(network, [1.0, 0, 0]).loss_down.tolist() == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"amount": [-1.0]}, "negative"),
        ({"amount": [np.nan]}, "no number"),
        ({"amount": [1.0, 2.0]}, "fit together"),
        ({"customer": [7]}, "outside"),
        ({"sector": [0, 9]}, "sector lies outside"),
        ({"essentiality": np.ones((1, 2))}, "square"),
        ({"revenue": [1.0]}, "1 values for 2"),
        ({"revenue": [1.0, -1.0]}, "negative"),
    ],
)
def test_what_is_no_network_is_refused(arguments: dict[str, Any], complaint: str) -> None:
    good: dict[str, Any] = {"supplier": [0], "customer": [1], "amount": [1.0], "sector": [0, 0]}
    with pytest.raises(ValueError, match=complaint):
        build_network(**{**good, "essentiality": np.ones((1, 1)), **arguments})


def test_what_is_no_initial_loss_is_refused() -> None:
    network = build_network([0], [1], [1.0], sector=[0, 0], essentiality=np.ones((1, 1)))
    for wrong in ([0.0], [0.0, 1.5], [0.0, np.nan]):
        with pytest.raises(ValueError, match="initial loss"):
            cascade(network, wrong)


def test_progress_counts_every_company_once() -> None:
    network = build_network([0], [1], [1.0], sector=np.zeros(600, int), essentiality=np.ones((1, 1)))
    told: list[tuple[int, int]] = []
    rank(network, threads=1, progress=lambda done, of: told.append((done, of)))
    assert told == [(256, 600), (512, 600), (600, 600)]
