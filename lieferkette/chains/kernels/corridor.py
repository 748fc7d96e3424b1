"""Between two companies: what can lie on a chain of at most L steps, found from both ends at once.

Positions are unsigned where speed counts (see `walk`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def grow(
    start: Any, partners: Any, origin: int, radius: int, stamp: Any, epoch: int, queue: Any, distance: Any
) -> int:
    """All companies within `radius` steps of `origin`, in order of distance; returns how many."""
    one = np.uint32(1)
    stamp[origin] = epoch
    distance[origin] = 0
    queue[0] = origin
    found = one
    done = np.uint32(0)
    while done < found and distance[np.uint32(queue[done])] < radius:
        company = np.uint32(queue[done])
        steps = distance[company] + 1
        done += one
        for k in range(np.uint32(start[company]), np.uint32(start[company + one])):
            partner = np.uint32(partners[k])
            if stamp[partner] != epoch:
                stamp[partner] = epoch
                distance[partner] = steps
                queue[found] = partner
                found += one
    return int(found)


@kernel
def grow_within(
    start: Any,
    partners: Any,
    found: int,
    radius: int,
    max_steps: int,
    stamp: Any,
    epoch: int,
    queue: Any,
    distance: Any,
    other_stamp: Any,
    other_epoch: int,
    other_distance: Any,
) -> int:
    """Go on from the rim of a ball of `radius`, entering only what the other end has reached near enough.

    A company on a chain of at most `max_steps` that lies outside this ball lies inside the other one, and so
    does every company between it and this ball's rim: the distances found are exact where they matter.
    """
    done = found
    while done > 0 and distance[queue[done - 1]] == radius:
        done -= 1
    while done < found:
        company = queue[done]
        done += 1
        if other_stamp[company] != other_epoch:
            continue
        steps = distance[company] + 1
        for k in range(start[company], start[company + 1]):
            partner = partners[k]
            is_near = other_stamp[partner] == other_epoch and steps + other_distance[partner] <= max_steps
            if is_near and stamp[partner] != epoch:
                stamp[partner] = epoch
                distance[partner] = steps
                queue[found] = partner
                found += 1
    return found


@kernel
def collect(
    start: Any,
    partners: Any,
    share: Any,
    found: int,
    max_steps: int,
    stamp: Any,
    epoch: int,
    queue: Any,
    distance: Any,
    other_stamp: Any,
    other_epoch: int,
    other_distance: Any,
    place: Any,
) -> tuple[Any, Any, Any, Any, Any]:
    """The corridor as a small graph of its own: companies, their rows, partners, shares, steps to the end.

    Seen from the end that `queue` and `distance` belong to, along `start` and `partners`; company 0 is that
    end. A relation is in where a walk of at most `max_steps` uses it.
    """
    companies = np.empty(found, dtype=np.int32)
    count = 0
    for position in range(found):
        company = queue[position]
        is_shared = other_stamp[company] == other_epoch
        if is_shared and distance[company] + other_distance[company] <= max_steps:
            companies[count] = company
            place[company] = count
            count += 1
    companies = companies[:count].copy()
    rows = np.zeros(count + 1, dtype=np.int32)
    for p in range(count):
        rows[p + 1] = rows[p] + start[companies[p] + 1] - start[companies[p]]
    inner = np.empty(rows[count], dtype=np.int32)
    weight = np.empty(rows[count], dtype=np.float64)
    kept = 0
    for p in range(count):
        company = companies[p]
        rows[p] = kept
        for k in range(start[company], start[company + 1]):
            partner = partners[k]
            is_shared = stamp[partner] == epoch and other_stamp[partner] == other_epoch
            if is_shared and distance[company] + 1 + other_distance[partner] <= max_steps:
                inner[kept] = place[partner]
                weight[kept] = share[k]
                kept += 1
    rows[count] = kept
    return companies, rows, inner[:kept].copy(), weight[:kept].copy(), other_distance[companies]
