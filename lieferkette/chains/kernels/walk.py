"""Breadth-first reach, and values carried from tier to tier.

Where speed counts, positions are unsigned: numba then leaves out the check for negative indices, which halves
the time of a search. `one` keeps sums of positions unsigned.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def reach_by_tier(
    start: Any, partners: Any, source: int, max_tier: int, stamp: Any, epoch: int, queue: Any, tier_start: Any
) -> int:
    """Fill `queue` with the companies in the order of first arrival; tier t is `tier_start[t:t+2]`.

    `queue[0]` is the source (tier 0). Returns the number of tiers that hold a company, tier 0 included.
    """
    one = np.uint32(1)
    stamp[source] = epoch
    queue[0] = source
    tier_start[0] = 0
    tier_start[1] = 1
    found = one
    for tier in range(1, max_tier + 1):
        for position in range(np.uint32(tier_start[tier - 1]), np.uint32(tier_start[tier])):
            company = np.uint32(queue[position])
            for k in range(np.uint32(start[company]), np.uint32(start[company + one])):
                partner = np.uint32(partners[k])
                # Written always, kept where it is new: no branch to guess wrong.
                queue[found] = partner
                found += np.uint32(stamp[partner] != epoch)
                stamp[partner] = epoch
        if found == tier_start[tier]:
            return tier
        tier_start[tier + 1] = found
    return max_tier + 1


@kernel
def carry_to_next_tier(
    start: Any,
    partners: Any,
    share: Any,
    companies: Any,
    value: Any,
    stamp: Any,
    epoch: int,
    queue: Any,
    next_value: Any,
) -> int:
    """One step x_{t+1}(i) = Σ_j x_t(j)·share(j, i) over the known part; returns how many companies it meets.

    `queue` receives them, `next_value[i]` their value: NaN where nothing known arrives. `next_value` need
    not be wiped before.
    """
    found = 0
    for row in range(len(companies)):
        company = companies[row]
        for k in range(start[company], start[company + 1]):
            partner = partners[k]
            if stamp[partner] != epoch:
                stamp[partner] = epoch
                queue[found] = partner
                found += 1
                next_value[partner] = np.nan
            arriving = value[row] * share[k]
            if not np.isnan(arriving):
                so_far = next_value[partner]
                next_value[partner] = arriving if np.isnan(so_far) else so_far + arriving
    return found


@kernel
def count_direct_partners(
    start: Any, partners: Any, tier_start: Any, companies: Any, mark: Any, next_mark: Any, count: Any
) -> None:
    """For each (tier, company): how many of the tier-1 companies lead to it by a chain of that length.

    `companies` holds the tiers one after the other, `tier_start` where each begins. Goes through the tier-1
    companies 64 at a time, one bit each. `mark` and `next_mark` are zero before and after.
    """
    tier_count = len(tier_start) - 1
    direct = tier_start[1]
    for first in range(0, direct, 64):
        for position in range(first, min(first + 64, direct)):
            mark[companies[position]] = np.uint64(1) << np.uint64(position - first)
            count[position] = 1
        for tier in range(1, tier_count):
            for position in range(tier_start[tier - 1], tier_start[tier]):
                company = companies[position]
                bits = mark[company]
                if bits != np.uint64(0):
                    mark[company] = np.uint64(0)
                    for k in range(start[company], start[company + 1]):
                        next_mark[partners[k]] |= bits
            for position in range(tier_start[tier], tier_start[tier + 1]):
                company = companies[position]
                bits = next_mark[company]
                next_mark[company] = np.uint64(0)
                mark[company] = bits
                while bits != np.uint64(0):
                    count[position] += 1
                    bits &= bits - np.uint64(1)
        for position in range(tier_start[tier_count - 1], tier_start[tier_count]):
            mark[companies[position]] = np.uint64(0)


@kernel
def sum_links(
    start: Any, partners: Any, share: Any, companies: Any, value: Any, row_of: Any, column_of: Any, total: Any
) -> None:
    """Add every relation from a tier to the next into `total[row, column]`.

    `row_of` follows `companies`, `column_of` is per company. The last column takes the value that no known
    share passes on.
    """
    unknown = total.shape[1] - 1
    for r in range(len(companies)):
        company = companies[r]
        passed = 0.0
        for k in range(start[company], start[company + 1]):
            arriving = value[r] * share[k]
            if not np.isnan(arriving):
                passed += arriving
                total[row_of[r], column_of[partners[k]]] += arriving
        if not np.isnan(value[r]) and value[r] > passed:
            total[row_of[r], unknown] += value[r] - passed


@kernel
def count_links(start: Any, partners: Any, companies: Any, row_of: Any, column_of: Any, total: Any) -> None:
    """Add the number of relations from a tier to the next into `total[row, column]`."""
    for r in range(len(companies)):
        company = companies[r]
        for k in range(start[company], start[company + 1]):
            total[row_of[r], column_of[partners[k]]] += 1.0
