"""Simple paths through a corridor, from company 0 to company `goal`: all up to a bound, or the heaviest."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def simple_paths(
    rows: Any,
    inner: Any,
    share: Any,
    to_goal: Any,
    goal: int,
    max_steps: int,
    paths: Any,
    steps: Any,
    weight: Any,
) -> int:
    """Write up to `len(paths)` paths, depth first; returns how many there are, at most one more than fit.

    Enters a company only where the goal is still within the steps left. `weight` is the product of shares.
    """
    trail = np.zeros(max_steps + 1, dtype=np.int32)
    cursor = np.zeros(max_steps + 1, dtype=np.int32)
    product = np.ones(max_steps + 1)
    depth = 0
    found = 0
    while depth >= 0:
        k = cursor[depth]
        if k == rows[trail[depth] + 1]:
            depth -= 1
            continue
        cursor[depth] += 1
        partner = inner[k]
        if depth + 1 + to_goal[partner] > max_steps:
            continue
        if partner == goal:
            if found == len(paths):
                return found + 1
            paths[found, : depth + 1] = trail[: depth + 1]
            paths[found, depth + 1] = goal
            steps[found] = depth + 1
            weight[found] = product[depth] * share[k]
            found += 1
            continue
        is_on_trail = False
        for earlier in range(depth + 1):
            is_on_trail = is_on_trail or trail[earlier] == partner
        if not is_on_trail:
            depth += 1
            trail[depth] = partner
            cursor[depth] = rows[partner]
            product[depth] = product[depth - 1] * share[k]
    return found


@kernel
def best_products(rows: Any, inner: Any, share: Any, from_start: Any, goal: int, max_steps: int) -> Any:
    """`best[r, p]`: the largest product of known shares on any walk of at most r steps from p to the goal.

    Filled where it can matter: a company d steps from the start never has more than max_steps − d left.
    """
    count = len(rows) - 1
    best = np.zeros((max_steps + 1, count))
    best[0, goal] = 1.0
    for left in range(1, max_steps + 1):
        for p in range(count):
            highest = best[left - 1, p]
            if from_start[p] + left <= max_steps:
                for k in range(rows[p], rows[p + 1]):
                    product = share[k] * best[left - 1, inner[k]]
                    if product > highest:
                        highest = product
            best[left, p] = highest
    return best


@kernel
def heaviest_paths(
    rows: Any,
    inner: Any,
    share: Any,
    best: Any,
    goal: int,
    max_states: int,
    paths: Any,
    steps: Any,
    weight: Any,
) -> tuple[int, bool]:
    """The `len(paths)` simple paths of largest product, heaviest first (A*): how many; was it stopped.

    A state is a path so far; its bound is its product times the best that the steps left allow, which no
    completion exceeds. So paths are completed in the order of their weight. A state with bound 0 is dropped.
    Of equal bounds the newest goes first: many equal shares would else be searched breadth first.
    """
    max_steps = len(best) - 1
    before = np.empty(1024, dtype=np.int32)
    at = np.empty(1024, dtype=np.int32)
    depth = np.empty(1024, dtype=np.int32)
    product = np.empty(1024, dtype=np.float64)
    before[0], at[0], depth[0], product[0] = -1, 0, 0, 1.0
    states = 1
    found = 0
    waiting = [(-best[max_steps, 0], 0)]
    while len(waiting) > 0 and found < len(paths):
        state = -heappop(waiting)[1]
        if at[state] == goal:
            steps[found], weight[found] = depth[state], product[state]
            earlier = state
            while earlier >= 0:
                paths[found, depth[earlier]] = at[earlier]
                earlier = before[earlier]
            found += 1
            continue
        left = max_steps - depth[state] - 1
        for k in range(rows[at[state]], rows[at[state] + 1]):
            partner = inner[k]
            so_far = product[state] * share[k]
            bound = so_far * best[left, partner] if left >= 0 else 0.0
            earlier = state if bound > 0.0 else -1
            while earlier >= 0 and at[earlier] != partner:
                earlier = before[earlier]
            if not bound > 0.0 or earlier >= 0:
                continue
            if states == max_states:
                return found, True
            if states == len(at):
                before, at = np.append(before, before), np.append(at, at)
                depth, product = np.append(depth, depth), np.append(product, product)
            before[states], at[states] = state, partner
            depth[states], product[states] = depth[state] + 1, so_far
            heappush(waiting, (-bound, -states))
            states += 1
    return found, False
