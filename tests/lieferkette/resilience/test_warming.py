"""Kernels of the cascade are warmed, and compiled for one type each whatever a network lacks."""

from __future__ import annotations

import numpy as np

from lieferkette.resilience import warming
from lieferkette.resilience.cascade import cascade, rank
from lieferkette.resilience.network import build_network


def test_one_type_for_every_network() -> None:
    warming.run_everything()
    from lieferkette.resilience.kernels.ranking import rank_companies
    from lieferkette.resilience.kernels.spreading import begin, spread, sum_losses

    nothing = build_network([], [], [], sector=[0, 0], essentiality=np.ones((1, 1)))
    plain = build_network([0, 1], [1, 0], [1, 2], sector=[0, 0], essentiality=np.ones((1, 1)), revenue=[3, 4])
    for network in (nothing, plain):
        cascade(network, [1, 0])
        rank(network, [1], threads=1)
    for kernel in (begin, spread, sum_losses, rank_companies):
        assert len(kernel.signatures) == 1  # type: ignore[attr-defined]
