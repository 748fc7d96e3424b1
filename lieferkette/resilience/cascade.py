"""How far a loss spreads: one scenario with every company's loss, or the failure of each company alone.

Never: changes a network. Every result carries ε, because the number depends on it (METHODS of the paper).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lieferkette.resilience.network import FloatArray, IntArray, Network

DEFAULT_EPSILON = 1e-4
_CHUNK = 256


@dataclass(frozen=True)
class Cascade:
    """The end of one scenario: each company's loss by both ways, in 0 … 1, and the sums over the network.

    `steps` is T, the last step included; `epsilon` the largest change at which it stopped.
    """

    loss_down: FloatArray
    loss_up: FloatArray
    esri: float
    esri_down: float
    esri_up: float
    steps: int
    epsilon: float

    @property
    def loss(self) -> FloatArray:
        """What each company loses of its output: the larger of both ways."""
        return np.maximum(self.loss_down, self.loss_up)


@dataclass(frozen=True)
class Ranking:
    """ESRI of the failure of each company alone, in the order asked for."""

    company: IntArray
    esri: FloatArray
    esri_down: FloatArray
    esri_up: FloatArray
    steps: IntArray
    epsilon: float


def cascade(network: Network, initial_loss: ArrayLike, epsilon: float = DEFAULT_EPSILON) -> Cascade:
    """Spread the initial losses ψ (one per company, in 0 … 1) until no company falls by more than ε a step.

    Raises ValueError for another number of losses, or a loss outside 0 … 1.

    >>> from lieferkette.resilience.network import build_network
    >>> network = build_network([0, 1], [2, 2], [30.0, 70.0], sector=[0, 1, 2], essentiality=np.ones((3, 3)))
    >>> found = cascade(network, [1.0, 0.0, 0.0])
    >>> found.loss_down.tolist(), found.steps
    ([1.0, 0.0, 0.30000000000000004], 2)
    """
    from lieferkette.resilience.kernels import spreading

    loss = np.asarray(initial_loss, dtype=np.float64).reshape(-1)
    if len(loss) != network.company_count:
        raise ValueError(f"{len(loss)} initial losses for {network.company_count} companies")
    if not np.all((loss >= 0) & (loss <= 1)):
        raise ValueError("an initial loss lies outside 0 … 1")
    reach, sums = _reach(network), np.zeros(3)
    spreading.begin(reach, np.arange(len(loss), dtype=np.int32), loss)
    steps, _ = spreading.spread(network, reach, epsilon, np.iinfo(np.int64).max)
    spreading.sum_losses(network.weight, reach, sums)
    return Cascade(
        1.0 - reach.down.level,
        1.0 - reach.up.level,
        float(sums[0]),
        float(sums[1]),
        float(sums[2]),
        steps,
        epsilon,
    )


def rank(
    network: Network,
    companies: ArrayLike | None = None,
    epsilon: float = DEFAULT_EPSILON,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Ranking:
    """ESRI of each of `companies` (of all without): the loss of the network when it fails alone and wholly.

    `progress` is called with how many are done, and of how many, from several threads.
    """
    everybody = np.arange(network.company_count)
    chosen: IntArray = np.ascontiguousarray(everybody if companies is None else companies, dtype=np.int32)
    sums, steps = np.zeros((len(chosen), 3)), np.zeros(len(chosen), dtype=np.int64)
    limit = _work_limit(network)
    workers = threads or os.cpu_count() or 1
    parts = [slice(first, first + _CHUNK) for first in range(0, len(chosen), _CHUNK)]
    done, lock, kept = [0], threading.Lock(), threading.local()

    def run(part: slice) -> None:
        from lieferkette.resilience.kernels import ranking

        if not hasattr(kept, "state"):
            kept.state = (_reach(network), _lanes(network))
        reach, lanes = kept.state
        ranking.rank_companies(network, reach, lanes, chosen[part], epsilon, limit, sums[part], steps[part])
        with lock:
            done[0] += len(chosen[part])
            if progress is not None:
                progress(done[0], len(chosen))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, parts))
    esri, esri_down, esri_up = (np.ascontiguousarray(sums[:, part]) for part in range(3))
    return Ranking(chosen, esri, esri_down, esri_up, steps.astype(np.int32), epsilon)


def _work_limit(network: Network) -> int:
    """Relations in a step above which eight scenarios side by side are faster than one after the other.

    Measured on networks of 1,000 to 100,000 companies; half or twice as many cost a few per cent.
    """
    return (len(network.input_company) + len(network.sale_company)) // 64


def _reach(network: Network) -> Any:
    from lieferkette.resilience.kernels.spreading import Channel, Reach

    n = network.company_count

    def channel(mark_count: int) -> Channel:
        return Channel(
            level=np.ones(n),
            lost=np.zeros(n),
            total=np.zeros(mark_count),
            reached=np.zeros(n, dtype=np.int32),
            changed=np.zeros(n, dtype=np.int32),
            before=np.zeros(n),
            marked=np.zeros(mark_count + 1, dtype=np.int32),
            is_changed=np.zeros(n, dtype=np.bool_),
            is_marked=np.zeros(mark_count, dtype=np.bool_),
            counts=np.zeros(3, dtype=np.int64),
        )

    has_market = network.market >= 0
    whole = np.bincount(
        network.market[has_market], weights=network.sales[has_market], minlength=network.market_count
    ).astype(np.float64)
    return Reach(channel(len(network.slot_company)), channel(n), whole.copy(), whole)


def _lanes(network: Network) -> Any:
    from lieferkette.resilience.kernels.lanes import FALL, Lanes
    from lieferkette.resilience.kernels.simd import LANES

    n = network.company_count * LANES
    return Lanes(
        _aligned(n, 1.0), _aligned(n, 1.0), _aligned(n, 0.0), _aligned(network.market_count * LANES, 0.0),
        _aligned((FALL + 1) * LANES, 0.0), _aligned(LANES, 0.0),
    )  # fmt: skip


def _aligned(count: int, value: float) -> NDArray[np.float64]:
    """`count` numbers that begin on a cache line, so that a row of eight is one line."""
    block = np.empty(count + 8)
    first = (-block.ctypes.data % 64) // 8
    numbers = block[first : first + count]
    numbers[:] = value
    return numbers
