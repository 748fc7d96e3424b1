"""Economic complexity of places by what they make: advantage, proximity, density, ECI/PCI, opportunity outlook.

Hidalgo & Hausmann 2009 and Hausmann et al. 2014 (The Atlas of Economic Complexity). Comes in: a matrix of places ×
goods (or sectors), any unit. Goes out: every index as an array of the same places and goods.
Places without anything, and goods that nobody has, stay unknown (NaN) and spoil nothing else. Small samples give odd
values, so `complexity` says where there is too little. Never: fills a gap, ranks an unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh

FloatArray = NDArray[np.float64]

#: Below so many places or goods the second eigenvector says more about the sample than about the economy.
FEWEST_PLACES = 10
FEWEST_GOODS = 10
#: Nearer to one than this, the second eigenvalue belongs to two economies that share nothing.
_APART = 1e-9

Reason = Literal["too_little_data", "not_connected"]


@dataclass(frozen=True)
class Complexity:
    """All indices of one matrix: (C,) by place, (P,) by good, (C, P) by both, (P, P) between goods.

    `reason` says why ECI, PCI and what follows from them are unknown, None where they are known.
    """

    rca: FloatArray
    has_advantage: FloatArray
    diversity: FloatArray
    ubiquity: FloatArray
    proximity: FloatArray
    density: FloatArray
    eci: FloatArray
    pci: FloatArray
    outlook: FloatArray
    gain: FloatArray
    reason: Reason | None


def complexity(values: ArrayLike, threshold: float = 1.0) -> Complexity:
    """Every index of a matrix of places × goods (amounts ≥ 0; NaN counts as nothing known, so as zero).

    Sources of the formulas: RCA Balassa 1965; proximity and density Hidalgo et al. 2007; ECI, PCI, outlook (COI)
    and gain (COG) Hausmann et al. 2014. ECI and outlook are standardised over places, PCI by the ECI's mean and
    deviation. Outlook and gain weigh goods by the PCI in units of that deviation, before the mean is taken off.

    Raises ValueError for a negative amount or another shape than two dimensions.
    """
    rca = revealed_advantage(values)
    m = (rca >= threshold).astype(np.float64)
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    phi = proximity(m)
    near = density(m, phi)
    eci, pci, worth, reason = indices(m)
    outlook, gain = _outlook(m, phi, near, worth)
    return Complexity(rca, m, diversity, ubiquity, phi, near, eci, pci, outlook, gain, reason)


def revealed_advantage(values: ArrayLike) -> FloatArray:
    """RCA = (x_cp / x_c) / (x_p / x): 1 where a place has as much of a good as all places together.

    A place or good without anything has no advantage: 0, not NaN.

    >>> revealed_advantage([[3.0, 1.0], [1.0, 3.0]]).tolist()
    [[1.5, 0.5], [0.5, 1.5]]
    """
    x = np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0)
    if x.ndim != 2:
        raise ValueError("values must be a matrix of places × goods")
    if (x < 0).any():
        raise ValueError("values must not be negative")
    by_place = x.sum(axis=1, keepdims=True)
    share = np.zeros_like(x)
    np.divide(x, by_place, out=share, where=by_place > 0)
    whole = x.sum()
    of_all = x.sum(axis=0) / (whole if whole > 0 else 1.0)
    np.divide(share, of_all, out=share, where=of_all > 0)
    return share


def proximity(has_advantage: ArrayLike) -> FloatArray:
    """φ = MᵀM / max(k_p, k_p'): the smaller of both chances to have one good where one has the other.

    Zero for goods that no place has; the diagonal is 1 for all others.
    """
    m = np.asarray(has_advantage, dtype=np.float32)  # counts below 2^24 are exact, and twice as fast
    together = (m.T @ m).astype(np.float64)
    ubiquity = np.diagonal(together).copy()
    larger = np.maximum(np.maximum.outer(ubiquity, ubiquity), 1.0)
    together /= larger
    return together


def density(has_advantage: ArrayLike, phi: FloatArray) -> FloatArray:
    """Mφ / Σφ: which part of what is near a good a place already has; NaN for goods near nothing."""
    return _over(np.asarray(has_advantage, dtype=np.float64) @ phi, phi.sum(axis=0))


def indices(has_advantage: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray, Reason | None]:
    """ECI by place, PCI by good and the PCI before centring, from the second eigenvector of M/√(k_c k_p)'s Gram matrix.

    The smaller of both Gram matrices is taken. Places and goods without any advantage are left out and come back as
    NaN. All are unknown, with the reason, where the sample is too small or falls into parts that share no good.
    """
    m = np.asarray(has_advantage, dtype=np.float64)
    eci, pci, worth = (np.full(size, np.nan) for size in (m.shape[0], m.shape[1], m.shape[1]))
    places, goods = m.any(axis=1), m.any(axis=0)
    if places.sum() < FEWEST_PLACES or goods.sum() < FEWEST_GOODS:
        return eci, pci, worth, "too_little_data"
    inside = m[places][:, goods]
    k_c, k_p = inside.sum(axis=1), inside.sum(axis=0)
    scaled = inside / np.sqrt(k_c)[:, None] / np.sqrt(k_p)
    second, vector = _second(scaled @ scaled.T if len(k_c) <= len(k_p) else scaled.T @ scaled)
    if second > 1 - _APART:
        return eci, pci, worth, "not_connected"
    # K_p is an eigenvector over goods, and ECI its mean over the goods of a place: A K in scaled form.
    by_good = scaled.T @ vector if len(k_c) <= len(k_p) else vector
    good = by_good / np.sqrt(k_p)
    place = inside @ good / k_c
    sign = np.sign(np.corrcoef(k_c, place)[0, 1]) or 1.0
    mean, deviation = sign * place.mean(), place.std()
    eci[places] = (sign * place - mean) / deviation
    worth[goods] = sign * good / deviation
    pci[goods] = worth[goods] - mean / deviation
    return eci, pci, worth, None


def _second(gram: FloatArray) -> tuple[float, FloatArray]:
    size = len(gram)
    value, vector = eigh(gram, subset_by_index=(size - 2, size - 2), overwrite_a=True, check_finite=False)
    return float(value[0]), vector[:, 0]


def _outlook(
    m: FloatArray, phi: FloatArray, near: FloatArray, worth: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """COI = Σ density (1−M) pci by place; COG = (1−M)∘((1−M)(φ·pci/Σφ)): what a new good would add to it.

    Goods without a PCI add nothing; where no PCI is known neither is the outlook.
    """
    if np.isnan(worth).all():
        return np.full(m.shape[0], np.nan), np.full(m.shape, np.nan)
    absent = 1.0 - m
    known = np.nan_to_num(worth)
    outlook = (np.nan_to_num(near) * absent) @ known
    weighted = phi * np.nan_to_num(_over(known, phi.sum(axis=0)))[:, None]
    return (outlook - outlook.mean()) / outlook.std(), absent * (absent @ weighted)


def _over(above: FloatArray, below: FloatArray) -> FloatArray:
    """A quotient that is NaN, without a warning, where nothing stands below."""
    quotient = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
