"""First contact: what part of a company's purchases (sales) meets a marked company, and on which tier."""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def first_contact(
    start: Any,
    partners: Any,
    share: Any,
    source: int,
    is_target: Any,
    tolerance: float,
    stamp: Any,
    first_epoch: int,
    queue: Any,
    value: Any,
    met: Any,
) -> tuple[float, float]:
    """Follow 1 from `source` until it meets targets, ends, or less than `tolerance` is still under way.

    `met[t]` receives the part that meets a target on tier t + 1, for at most `len(met)` tiers. Returns the
    part that ended at unknown shares and the part still under way. Uses one epoch per tier, from
    `first_epoch`.
    """
    companies = np.full(1, source, dtype=np.int32)
    mass = np.ones(1)
    ended = 0.0
    under_way = 1.0
    tier = 0
    while tier < len(met) and under_way > tolerance:
        found = 0
        met[tier] = under_way = 0.0
        for row in range(len(companies)):
            passed = 0.0
            for k in range(start[companies[row]], start[companies[row] + 1]):
                arriving = mass[row] * share[k]
                if not arriving > 0.0:
                    continue
                partner = partners[k]
                passed += arriving
                if is_target[partner]:
                    met[tier] += arriving
                    continue
                under_way += arriving
                if stamp[partner] != first_epoch + tier:
                    stamp[partner] = first_epoch + tier
                    queue[found] = partner
                    found += 1
                    value[partner] = 0.0
                value[partner] += arriving
            ended += max(0.0, mass[row] - passed)
        companies = queue[:found].copy()
        mass = value[companies]
        tier += 1
    return ended, under_way


@kernel
def first_contact_of_all(
    start: Any, partners: Any, share: Any, is_target: Any, tolerance: float, max_tiers: int
) -> tuple[Any, Any, float]:
    """For every company: the part that meets a target, and the part that ends at unknown shares.

    Adds up the series tier by tier. What is still to come is estimated from how fast the additions shrink
    (over ten tiers, so that circles do not deceive); stops where that is below `tolerance`, and returns it.
    """
    count = len(start) - 1
    met, next_met = np.zeros(count), np.zeros(count)
    ended, next_ended = np.zeros(count), np.zeros(count)
    additions = np.ones(max_tiers)
    to_come = 1.0
    for tier in range(max_tiers):
        addition = 0.0
        for company in range(count):
            passed = to_target = to_end = 0.0
            for k in range(start[company], start[company + 1]):
                part = share[k]
                if part > 0.0:
                    passed += part
                    if is_target[partners[k]]:
                        to_target += part
                    else:
                        to_target += part * met[partners[k]]
                        to_end += part * ended[partners[k]]
            to_end += max(0.0, 1.0 - passed)
            addition = max(addition, to_target - met[company], to_end - ended[company])
            next_met[company] = to_target
            next_ended[company] = to_end
        met, next_met = next_met, met
        ended, next_ended = next_ended, ended
        additions[tier] = addition
        if tier >= 10 and addition < additions[tier - 10]:
            ratio = (addition / additions[tier - 10]) ** 0.1
            to_come = addition * ratio / (1.0 - ratio)
        if addition < 1e-16:
            to_come = 0.0
        if to_come <= tolerance:
            break
    return met, ended, to_come
