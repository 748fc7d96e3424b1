"""First contact with many classes of companies at once: one walk instead of one per class."""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def number_partners(
    start: Any, partners: Any, share: Any, companies: Any, stamp: Any, epoch: int, queue: Any, number: Any
) -> int:
    """Give the partners that known shares lead to numbers from 0 on; returns how many there are."""
    found = 0
    for row in range(len(companies)):
        for k in range(start[companies[row]], start[companies[row] + 1]):
            partner = partners[k]
            if share[k] > 0.0 and stamp[partner] != epoch:
                stamp[partner] = epoch
                number[partner] = found
                queue[found] = partner
                found += 1
    return found


@kernel
def contact_by_class(
    start: Any,
    partners: Any,
    share: Any,
    source: int,
    class_of: Any,
    tolerance: float,
    stamp: Any,
    first_epoch: int,
    queue: Any,
    number: Any,
    met: Any,
) -> tuple[Any, Any]:
    """Follow 1 from `source` once for every class c until it meets a company with `class_of` = c, or ends.

    `met[t, c]` receives the part that meets class c on tier t + 1. Returns per class the part that ended at
    unknown shares and the part still under way after the last tier, or when less than `tolerance` was. The
    state of a company is one number per class: what arrived there without having met it. Uses one epoch per
    tier, from `first_epoch`.
    """
    tiers, classes = met.shape
    companies = np.full(1, source, dtype=np.int32)
    mass = np.ones((1, classes))
    ended = np.zeros(classes)
    under_way = np.ones(classes)
    for tier in range(tiers):
        if under_way.max() <= tolerance:
            break
        is_last, found, epoch = tier == tiers - 1, 0, first_epoch + tier
        if not is_last:
            found = number_partners(start, partners, share, companies, stamp, epoch, queue, number)
        arrived = np.zeros((found, classes))
        stopped = np.zeros(classes)
        for row in range(len(companies)):
            passed = 0.0
            for k in range(start[companies[row]], start[companies[row] + 1]):
                part = share[k]
                if not part > 0.0:
                    continue
                passed += part
                own = class_of[partners[k]]
                if own >= 0:
                    met[tier, own] += mass[row, own] * part
                if is_last:
                    continue
                place = number[partners[k]]
                before = arrived[place, own] if own >= 0 else 0.0
                for c in range(classes):
                    arrived[place, c] += mass[row, c] * part
                if own >= 0:
                    arrived[place, own] = before
            if passed < 1.0:
                stopped += mass[row] * (1.0 - passed)
        ended += stopped
        under_way = np.maximum(0.0, under_way - met[tier] - stopped)
        companies = queue[:found].copy()
        mass = arrived
    return ended, under_way
