"""Eight scenarios side by side: one step of all of them in one walk over the network.

The state of a company is a row of eight numbers, one cache line, with a column ("lane") per scenario. So every
relation is read once for eight scenarios, and its arithmetic is done eight at a time. Used once a loss has
spread so far that most companies change in every step; until then `spreading` walks the few that do.

Positions are unsigned: numba then leaves out the check for negative indices.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from lieferkette.chains.compiled import kernel
from lieferkette.resilience.kernels.simd import (
    LANES,
    all_lanes,
    greater,
    kept,
    lesser,
    load,
    minus,
    over,
    plus,
    store,
    times,
    zero_up_to,
)
from lieferkette.resilience.kernels.spreading import NOTHING_LEFT, REACHED

_ONE = np.uint64(1)


class Lanes(NamedTuple):
    """State of eight scenarios in flat arrays of rows of eight: levels h, what is lost, what markets have left.

    `sums` has the rows ESRI, its downstream and its upstream part, and the largest fall of the last step.
    `is_kept` is 1 in the lanes that hold a scenario.
    """

    down: Any
    up: Any
    lost: Any
    market_left: Any
    sums: Any
    is_kept: Any


FALL = 3
"""Row of `Lanes.sums` with the largest fall."""


@kernel
def weigh(network: Any, lanes: Lanes) -> None:
    """`lost` = σ_i (1 − h_i): what of each company's output is missed, as others in its market step in."""
    one, nothing_left = all_lanes(1.0), all_lanes(NOTHING_LEFT)
    lanes.market_left[:] = 0.0
    for i in range(np.uint64(len(network.sales))):
        m = network.market[i]
        if m >= 0:
            sold = times(all_lanes(network.sales[i]), load(lanes.down, i))
            store(lanes.market_left, np.uint64(m), plus(load(lanes.market_left, np.uint64(m)), sold))
    for m in range(np.uint64(len(lanes.market_left) // LANES)):
        # Divided by zero, a share becomes infinite and is cut to 1: nobody is left to step in.
        store(lanes.market_left, m, zero_up_to(load(lanes.market_left, m), nothing_left))
    for i in range(np.uint64(len(network.sales))):
        missed = minus(one, load(lanes.down, i))
        m = network.market[i]
        if m >= 0:
            share = over(all_lanes(network.sales[i]), load(lanes.market_left, np.uint64(m)))
            missed = times(lesser(share, one), missed)
        store(lanes.lost, i, missed)


@kernel
def step_downstream(network: Any, lanes: Lanes) -> None:
    """h^d(t) → h^d(t+1), from `lost`."""
    zero, one = all_lanes(0.0), all_lanes(1.0)
    fall = sum_ = zero
    for r in range(np.uint64(len(network.input_row))):
        largest = total = zero
        for k in range(np.uint64(network.input_start[r]), np.uint64(network.input_start[r + _ONE])):
            lost = load(lanes.lost, np.uint64(network.input_company[k]))
            total = plus(
                kept(total, network.is_same_slot[k]), times(all_lanes(network.input_impact[k]), lost)
            )
            # No term is negative, so the sum of a slot is the largest of its partial sums.
            largest = greater(largest, total)
        i = np.uint64(network.input_row[r])
        before = load(lanes.down, i)
        # A loss only grows, so what a company had lost before counts as one more slot.
        after = lesser(before, greater(zero, minus(one, largest)))
        store(lanes.down, i, after)
        fall = greater(fall, minus(before, after))
        sum_ = plus(sum_, times(all_lanes(network.weight[i]), minus(one, after)))
    store(lanes.sums, np.uint64(1), sum_)
    store(lanes.sums, np.uint64(FALL), fall)


@kernel
def step_upstream(network: Any, lanes: Lanes) -> None:
    """h^u(t) → h^u(t+1); after `step_downstream`, whose sums and falls it completes."""
    zero, one = all_lanes(0.0), all_lanes(1.0)
    for each in range(np.uint64(len(network.sales))):
        store(lanes.lost, each, minus(one, load(lanes.up, each)))
    fall = load(lanes.sums, np.uint64(FALL))
    sum_both = sum_up = zero
    for r in range(np.uint64(len(network.sale_row))):
        total = zero
        for k in range(np.uint64(network.sale_start[r]), np.uint64(network.sale_start[r + _ONE])):
            lost = load(lanes.lost, np.uint64(network.sale_company[k]))
            total = plus(total, times(all_lanes(network.sale_impact[k]), lost))
        i = np.uint64(network.sale_row[r])
        before = load(lanes.up, i)
        after = lesser(before, greater(zero, minus(one, total)))
        store(lanes.up, i, after)
        fall = greater(fall, minus(before, after))
        weight, missed = all_lanes(network.weight[i]), minus(one, after)
        sum_up = plus(sum_up, times(weight, missed))
        sum_both = plus(sum_both, times(weight, greater(missed, minus(one, load(lanes.down, i)))))
    store(lanes.sums, np.uint64(0), sum_both)
    store(lanes.sums, np.uint64(2), sum_up)
    store(lanes.sums, np.uint64(FALL), fall)


@kernel
def step(network: Any, lanes: Lanes) -> None:
    """h(t) → h(t+1) on both ways, with the sums of the losses and the largest falls."""
    weigh(network, lanes)
    step_downstream(network, lanes)
    step_upstream(network, lanes)


@kernel
def clear(lanes: Lanes, is_kept: Any) -> None:
    """Make the lanes whole again that are not kept; `is_kept` is a row of 1 and 0."""
    keep = load(is_kept, np.uint64(0))
    fresh = minus(all_lanes(1.0), keep)
    for i in range(np.uint64(len(lanes.down) // LANES)):
        store(lanes.down, i, plus(times(load(lanes.down, i), keep), fresh))
        store(lanes.up, i, plus(times(load(lanes.up, i), keep), fresh))


@kernel
def take_over(lanes: Lanes, lane: int, reach: Any) -> None:
    """Put what a scenario has reached into a whole lane."""
    for r in range(reach.down.counts[REACHED]):
        i = reach.down.reached[r]
        lanes.down[i * LANES + lane] = reach.down.level[i]
    for r in range(reach.up.counts[REACHED]):
        i = reach.up.reached[r]
        lanes.up[i * LANES + lane] = reach.up.level[i]
