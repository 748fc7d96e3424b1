"""The way that a loss took: through which suppliers or customers it reached a company, back to where it began.

Never: runs a cascade; it reads the end of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lieferkette.resilience.cascade import Cascade
from lieferkette.resilience.network import FloatArray, IntArray, Network

_NOTHING_LEFT = 1e-10


@dataclass(frozen=True)
class Contributions:
    """Who passed a company's loss on, the largest part first.

    `direction`: "downstream" where suppliers did, "upstream" where customers did. `part` sums to the company's
    loss where nothing was cut off at 1.
    """

    direction: Literal["downstream", "upstream"]
    partner: IntArray
    part: FloatArray


def contributions(network: Network, ended: Cascade, company: int) -> Contributions:
    """Through whom the larger of a company's losses came: the inputs of its worst slot, or its customers.

    >>> from lieferkette.resilience.cascade import cascade
    >>> from lieferkette.resilience.network import build_network
    >>> network = build_network([0, 1], [2, 2], [30.0, 70.0], sector=[0, 1, 2], essentiality=np.ones((3, 3)))
    >>> contributions(network, cascade(network, [1.0, 0.5, 0.0]), 2).part.tolist()
    [0.35, 0.3]
    """
    is_upstream = ended.loss_up[company] > ended.loss_down[company]
    if is_upstream:
        at = int(np.flatnonzero(network.sale_row == company)[0])
        where = slice(network.sale_start[at], network.sale_start[at + 1])
        partner, part = network.sale_company[where], network.sale_impact[where].copy()
        part *= ended.loss_up[partner]
    else:
        at = int(np.flatnonzero(network.input_row == company)[0])
        where = slice(network.input_start[at], network.input_start[at + 1])
        partner = network.input_company[where]
        part = network.input_impact[where] * replaceable(network, ended)[partner] * ended.loss_down[partner]
        slot = np.cumsum(~network.is_same_slot[where])
        if len(slot):
            worst = slot == slot[0] + np.argmax(np.bincount(slot - slot[0], weights=part))
            partner, part = partner[worst], part[worst]
    order = np.argsort(-part, kind="stable")
    order = order[part[order] > 0]
    return Contributions("upstream" if is_upstream else "downstream", partner[order], part[order])


def way_back(network: Network, ended: Cascade, company: int, is_hit: FloatArray, most: int = 5) -> list[int]:
    """From a company along the largest contributions to one that the scenario hit, at most `most` steps."""
    way = [company]
    while len(way) <= most and not is_hit[way[-1]] > 0:
        ahead = [one for one in contributions(network, ended, way[-1]).partner.tolist() if one not in way]
        if not ahead:
            break
        way.append(int(ahead[0]))
    return way


def replaceable(network: Network, ended: Cascade) -> FloatArray:
    """σ_i at the end of a cascade: which part of a company's output nobody in its market replaces."""
    has_market = network.market >= 0
    left = np.bincount(
        network.market[has_market],
        weights=(network.sales * (1.0 - ended.loss_down))[has_market],
        minlength=max(1, network.market_count),
    )[network.market]
    is_left = has_market & (left > _NOTHING_LEFT)
    return np.where(is_left, np.minimum(1.0, network.sales / np.where(is_left, left, 1.0)), 1.0)


def tiers_from(network: Network, is_hit: FloatArray) -> IntArray:
    """Steps along relations from the companies hit to each company, −1 where no loss can reach it."""
    tier = np.where(np.asarray(is_hit) > 0, 0, -1).astype(np.int32)
    frontier: IntArray = np.flatnonzero(tier == 0).astype(np.int32)
    number = 0
    while len(frontier):
        number += 1
        reached = [
            network.slot_company[network.feed_slot[network.feed_start[i] : network.feed_start[i + 1]]]
            for i in frontier
        ]
        reached += [
            network.order_supplier[network.order_start[i] : network.order_start[i + 1]] for i in frontier
        ]
        found = np.unique(np.concatenate(reached))
        frontier = found[tier[found] < 0]
        tier[frontier] = number
    return tier
