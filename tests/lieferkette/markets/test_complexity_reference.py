"""The complexity kernel against printed results of another program, and against a slow, sure way on random matrices.

The printed figures were made once by the package `ecomplexity` 0.5.3 from the matrix that `_matrix()` invents.
"""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lieferkette.markets.complexity import Complexity, complexity, indices, proximity, revealed_advantage

#: ecomplexity on `_matrix(12, 15, 4)`: ECI by place, PCI by good, COI by place, density and COG of the first place.
PRINTED: dict[str, list[float]] = {
    "eci": [
        0.494204339803,
        -2.061220112336,
        0.984109013179,
        0.537515737053,
        0.630231465468,
        0.504669619676,
        -1.871877141227,
        0.372304740377,
        -0.129075335306,
        1.016285178597,
        0.390708039426,
        -0.867855544711,
    ],
    "pci": [
        -0.555187717561,
        -3.567252507110,
        1.083010989844,
        -0.849782458390,
        0.719896340360,
        0.331424864087,
        0.774241259493,
        0.885207036514,
        0.954789747126,
        1.030564578288,
        0.262378813295,
        -1.198596458181,
        1.127853541210,
        0.221028573097,
        0.785028272826,
    ],
    "outlook": [
        0.384185464509,
        -0.091901206864,
        0.842724810988,
        0.517914049579,
        0.556555842296,
        0.078463597335,
        1.401974470005,
        0.067794642336,
        0.962803808984,
        -1.211666285395,
        -1.635348017800,
        -1.873501175974,
    ],
    "density": [
        0.400000000000,
        0.103092783505,
        0.366197183099,
        0.142857142857,
        0.244094488189,
        0.049504950495,
        0.148594377510,
        0.196774193548,
        0.440677966102,
        0.227758007117,
        0.111111111111,
        0.110344827586,
        0.165254237288,
        0.131147540984,
        0.114864864865,
    ],
    "gain": [
        -0.000000000000,
        -2.403770398629,
        0.000000000000,
        -0.618362997440,
        0.318413629944,
        0.093901462009,
        0.322460004189,
        0.208668458680,
        0.000000000000,
        0.415406286454,
        0.148662730791,
        -0.763149472175,
        0.390335646620,
        0.120883966846,
        0.382706132329,
    ],
}


def _matrix(places: int, goods: int, seed: int) -> NDArray[np.float64]:
    """Places that differ in how much they can do, goods in how much they ask; every one has something."""
    rng = np.random.default_rng(seed)
    skill, asks = np.sort(rng.random(places))[:, None], np.sort(rng.random(goods))
    made = rng.random((places, goods)) < 1 / (1 + np.exp(8 * (asks - skill)))
    values = np.where(made, rng.lognormal(0, 1, (places, goods)), 0.0)
    values[np.arange(places), rng.integers(goods, size=places)] += 1.0
    values[rng.integers(places, size=goods), np.arange(goods)] += 1.0
    return values


def test_all_outputs_as_another_program_printed_them() -> None:
    found = complexity(_matrix(12, 15, 4))
    assert found.reason is None
    for name, expected in PRINTED.items():
        got = np.atleast_2d(getattr(found, name))[0]
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-9, err_msg=name)


@pytest.mark.skipif(importlib.util.find_spec("ecomplexity") is None, reason="make bench installs ecomplexity")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("shape", [(15, 30), (40, 20)])
def test_all_outputs_as_the_package_computes_them_now(shape: tuple[int, int]) -> None:
    values = _matrix(*shape, 7)
    found, other = complexity(values), _by_ecomplexity(values)
    for name, expected in other.items():
        np.testing.assert_allclose(getattr(found, name), expected, rtol=0, atol=1e-9, err_msg=name)


def _by_ecomplexity(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    from tests.bench.complexity import by_ecomplexity

    return by_ecomplexity(values)


def test_a_place_or_good_without_anything_stays_unknown_and_spoils_nothing() -> None:
    values = _matrix(12, 15, 4)
    wider = np.pad(values, ((0, 1), (0, 1)))
    alone, with_empty = complexity(values), complexity(wider)
    assert np.isnan(with_empty.eci[-1]) and np.isnan(with_empty.pci[-1])
    np.testing.assert_allclose(with_empty.eci[:-1], alone.eci)
    np.testing.assert_allclose(with_empty.density[:-1, :-1], alone.density)
    np.testing.assert_allclose(with_empty.gain[:-1, :-1], alone.gain)
    assert not np.isnan(with_empty.rca).any()


def test_too_few_places_say_so() -> None:
    found = complexity(_matrix(9, 15, 1))
    assert found.reason == "too_little_data"
    assert np.isnan(found.eci).all() and np.isnan(found.outlook).all() and np.isnan(found.gain).all()
    assert not np.isnan(found.density).any()


def test_two_economies_that_share_nothing_have_no_common_order() -> None:
    values = np.kron(np.eye(2), _matrix(10, 12, 3))
    assert complexity(values).reason == "not_connected"


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [[1.0, -1.0]]])
def test_what_is_no_matrix_of_amounts_is_refused(wrong: list[object]) -> None:
    with pytest.raises(ValueError, match="must"):
        revealed_advantage(wrong)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 14), st.integers(10, 16), st.integers(0, 10_000))
def test_against_the_definitions_cell_by_cell(places: int, goods: int, seed: int) -> None:
    values = _matrix(places, goods, seed)
    found = complexity(values)
    m = found.has_advantage
    for c in range(places):
        for p in range(goods):
            share = values[c, p] / values[c].sum()
            assert found.rca[c, p] == pytest.approx(share / (values[:, p].sum() / values.sum()))
    for p in range(goods):
        for q in range(goods):
            larger = max(m[:, p].sum(), m[:, q].sum())
            both = (m[:, p] * m[:, q]).sum()
            assert found.proximity[p, q] == pytest.approx(both / larger if larger else 0.0)
    _eigenvector_of_the_plain_matrix(found)


def _eigenvector_of_the_plain_matrix(found: Complexity) -> None:
    """ECI is, up to scale and shift, the second eigenvector of the averaging over goods and back."""
    rows, columns = found.diversity > 0, found.ubiquity > 0
    if found.reason is not None or not rows.all() or not columns.all():
        return
    m = found.has_advantage
    step = (m / found.diversity[:, None]) @ (m / found.ubiquity).T
    values, vectors = np.linalg.eig(step)
    order = np.argsort(-values.real)
    if values.real[order[1]] - values.real[order[2]] < 1e-6:
        return
    second = vectors[:, order[1]].real
    assert abs(np.corrcoef(second, found.eci)[0, 1]) == pytest.approx(1.0)
    assert np.corrcoef(found.eci, found.diversity)[0, 1] >= 0


def test_scaling_all_amounts_changes_nothing() -> None:
    values = _matrix(12, 15, 2)
    np.testing.assert_allclose(complexity(values * 1e6).eci, complexity(values).eci)
    np.testing.assert_allclose(proximity(complexity(values).has_advantage), complexity(values).proximity)
    assert indices(np.zeros((12, 12)))[3] == "too_little_data"
