"""ESRI as the paper writes it: dense matrices, one scenario, one step after the other. Slow and sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """Relations and companies as they are handed to `build_network`."""

    supplier: NDArray[np.int64]
    customer: NDArray[np.int64]
    amount: Matrix
    sector: NDArray[np.int64]
    essentiality: NDArray[np.int64]
    market: NDArray[np.int64] | None = None
    revenue: Matrix | None = None
    material_cost: Matrix | None = None

    def arguments(self) -> dict[str, Any]:
        """Keyword arguments of `build_network`."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Slow:
    """Losses by company, both sums and their union, and the steps."""

    down: Matrix
    up: Matrix
    esri: float
    esri_down: float
    esri_up: float
    steps: int


def impacts(case: Case) -> tuple[Matrix, Matrix, Matrix]:
    """Λd, Λu and W as dense matrices (supplier, customer)."""
    n = len(case.sector)
    w = np.zeros((n, n))
    np.add.at(w, (case.supplier, case.customer), case.amount)
    kind = case.essentiality[np.ix_(case.sector, case.sector)]
    by_sector = np.zeros((n, n))
    for k in range(len(case.essentiality)):
        rows = case.sector == k
        by_sector[rows] = w[rows].sum(axis=0)
    down = np.where(
        kind == 2, _over(w, by_sector), np.where(kind == 1, _over(w, w.sum(axis=0)[None, :]), 0.0)
    )
    if case.material_cost is not None:
        down = down * (w.sum(axis=0) / np.where(case.material_cost == 0, 1.0, case.material_cost))[None, :]
    total = w.sum(axis=1) if case.revenue is None else case.revenue
    return down, w / np.where(total == 0, 1.0, total)[:, None], w


def esri(case: Case, psi: Matrix, epsilon: float) -> Slow:
    """Steps 1 to 6 of METHODS.md A, with σ = 1 where a market has nothing left."""
    down, up, w = impacts(case)
    n, sales = len(case.sector), w.sum(axis=1)
    kind = case.essentiality[np.ix_(case.sector, case.sector)]
    h_down, h_up = 1.0 - psi, 1.0 - psi
    steps = 0
    while True:
        part = down * (_sigma(case, sales, h_down) * (1.0 - h_down))[:, None]
        lost = np.zeros(n)
        for k in range(len(case.essentiality)):
            rows = (case.sector == k)[:, None] & (kind == 2)
            lost = np.maximum(lost, np.where(rows, part, 0.0).sum(axis=0))
        lost = np.maximum(lost, np.where(kind == 1, part, 0.0).sum(axis=0))
        next_down = np.maximum(0.0, np.minimum(1.0 - psi, 1.0 - lost))
        next_up = np.maximum(0.0, np.minimum(1.0 - psi, 1.0 - up @ (1.0 - h_up)))
        steps += 1
        change = max(np.max(h_down - next_down, initial=0.0), np.max(h_up - next_up, initial=0.0))
        h_down, h_up = next_down, next_up
        if change <= epsilon:
            break
    weight = sales / sales.sum() if sales.sum() > 0 else sales
    both = float(weight @ (1.0 - np.minimum(h_down, h_up)))
    return Slow(1 - h_down, 1 - h_up, both, float(weight @ (1 - h_down)), float(weight @ (1 - h_up)), steps)


def _sigma(case: Case, sales: Matrix, h_down: Matrix) -> Matrix:
    if case.market is None:
        return np.ones(len(sales))
    left = np.bincount(case.market, weights=sales * h_down, minlength=int(case.market.max(initial=0)) + 1)
    left = left[case.market]
    return np.where(left <= 1e-10, 1.0, np.minimum(1.0, sales / np.where(left <= 1e-10, 1.0, left)))


def _over(above: Matrix, below: Matrix) -> Matrix:
    below = np.broadcast_to(below, above.shape)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0)
