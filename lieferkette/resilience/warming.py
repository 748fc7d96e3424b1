"""Runs every kind of cascade on a tiny network once, so that every kernel is compiled and kept."""

from __future__ import annotations

import numpy as np

from lieferkette.resilience.cascade import cascade, rank
from lieferkette.resilience.network import build_network


def run_everything() -> None:
    """One scenario, and the failure of each company."""
    network = build_network(
        [0, 0, 1, 2], [1, 2, 2, 0], [1.0, 2.0, 3.0, 4.0], sector=[0, 1, 1], market=[0, 1, 1],
        essentiality=np.array([[1, 2], [2, 1]]),
    )  # fmt: skip
    cascade(network, [0.5, 0.0, 0.0])
    rank(network, threads=1)
