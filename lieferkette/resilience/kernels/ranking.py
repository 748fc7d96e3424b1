"""The failure of one company after the other, each alone: few companies walked singly, many side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel
from lieferkette.resilience.kernels.lanes import FALL, clear, step, take_over
from lieferkette.resilience.kernels.simd import LANES
from lieferkette.resilience.kernels.spreading import begin, forget, spread, sum_losses


@kernel
def rank_companies(
    network: Any, reach: Any, lanes: Any, company: Any, epsilon: float, work_limit: int, sums: Any, steps: Any
) -> None:
    """`sums[r]`, `steps[r]`: ESRI, its downstream and upstream parts, and T of the failure of `company[r]`.

    A scenario that ends early never takes a lane; one that has spread takes a free lane until it ends.
    """
    total_loss = np.ones(1)
    in_lane = np.full(LANES, -1)
    is_kept = lanes.is_kept
    is_kept[:] = 0.0
    following = 0
    while True:
        if following < len(company) and is_kept.min() == 0.0:
            clear(lanes, is_kept)
        for lane in range(LANES):
            while in_lane[lane] < 0 and following < len(company):
                begin(reach, company[following : following + 1], total_loss)
                steps[following], has_ended = spread(network, reach, epsilon, work_limit)
                if has_ended:
                    sum_losses(network.weight, reach, sums[following])
                else:
                    take_over(lanes, lane, reach)
                    in_lane[lane] = following
                    is_kept[lane] = 1.0
                forget(network, reach)
                following += 1
        if in_lane.max() < 0:
            return
        step(network, lanes)
        for lane in range(LANES):
            r = in_lane[lane]
            if r >= 0:
                steps[r] += 1
                if lanes.sums[FALL * LANES + lane] <= epsilon:
                    for part in range(3):
                        sums[r, part] = lanes.sums[part * LANES + lane]
                    in_lane[lane] = -1
                    is_kept[lane] = 0.0
