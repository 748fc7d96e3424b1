"""Dominators by semi-NCA (Georgiadis, Tarjan, Werneck 2006: Finding dominators in practice).

Companies are renumbered in depth-first order, so that all arrays are as long as what the root reaches.
Positions are unsigned where speed counts (see `walk`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lieferkette.chains.compiled import kernel


@kernel
def depth_first(
    start: Any,
    partners: Any,
    root: int,
    stamp: Any,
    epoch: int,
    number: Any,
    order: Any,
    parent: Any,
    cursor: Any,
) -> int:
    """Number what `root` reaches in preorder: `order[i]` is the i-th company, `parent[i]` the number above.

    `number` is the inverse of `order`, valid where `stamp` equals `epoch`. Returns how many there are.
    """
    stamp[root] = epoch
    number[root] = 0
    order[0] = root
    parent[0] = 0
    cursor[0] = start[root]
    found = 1
    at = 0
    while True:
        k = cursor[at]
        if k == start[order[at] + 1]:
            if at == 0:
                return found
            at = parent[at]
            continue
        cursor[at] = k + 1
        partner = partners[k]
        if stamp[partner] != epoch:
            stamp[partner] = epoch
            number[partner] = found
            order[found] = partner
            parent[found] = at
            cursor[found] = start[partner]
            at = found
            found += 1


@kernel
def least_label(v: int, linked: int, ancestor: Any, label: Any, semi: Any, trail: Any) -> int:
    """The number of least semidominator between `v` and the root of its linked tree; shortens the way."""
    length = 0
    while ancestor[v] >= linked:
        trail[length] = v
        length += 1
        v = ancestor[v]
    above = v
    while length > 0:
        length -= 1
        v = trail[length]
        ancestor[v] = ancestor[above]
        if semi[label[above]] < semi[label[v]]:
            label[v] = label[above]
        above = v
    return int(label[v])


@kernel
def immediate_dominators(
    back_start: Any,
    back_partners: Any,
    found: int,
    stamp: Any,
    epoch: int,
    number: Any,
    order: Any,
    parent: Any,
) -> Any:
    """The number of each company's immediate dominator (the root's is itself), from `depth_first`'s arrays.

    `back_start` and `back_partners` lead against the direction of the search.
    """
    ancestor = parent[:found].copy()
    dominator = parent[:found].copy()
    label = np.arange(found, dtype=np.int32)
    semi = np.arange(found, dtype=np.int32)
    trail = np.empty(found, dtype=np.int32)
    for w in range(found - 1, 0, -1):
        company = order[w]
        least = ancestor[w]
        for k in range(back_start[company], back_start[company + 1]):
            before = back_partners[k]
            if stamp[before] == epoch:
                u = semi[least_label(number[before], w + 1, ancestor, label, semi, trail)]
                least = min(least, u)
        semi[w] = least
    for w in range(1, found):
        above = dominator[w]
        while above > semi[w]:
            above = dominator[above]
        dominator[w] = above
    return dominator


@kernel
def strong_components(start: Any, partners: Any) -> Any:
    """For every company the number of its strongly connected component (Tarjan 1972, without recursion)."""
    count = len(start) - 1
    component = np.full(count, -1, dtype=np.int32)
    index = np.full(count, -1, dtype=np.int32)
    low = np.empty(count, dtype=np.int32)
    cursor = np.empty(count, dtype=np.int32)
    trail = np.empty(count, dtype=np.int32)
    open_ = np.empty(count, dtype=np.int32)
    indexed = components = 0
    for root in range(count):
        if index[root] >= 0:
            continue
        depth = opened = 0
        trail[0] = root
        while depth >= 0:
            company = trail[depth]
            if index[company] < 0:
                index[company] = low[company] = indexed
                indexed += 1
                cursor[company] = start[company]
                open_[opened] = company
                opened += 1
            k = cursor[company]
            if k < start[company + 1]:
                cursor[company] = k + 1
                partner = partners[k]
                if index[partner] < 0:
                    depth += 1
                    trail[depth] = partner
                elif component[partner] < 0:
                    low[company] = min(low[company], index[partner])
                continue
            depth -= 1
            if depth >= 0:
                low[trail[depth]] = min(low[trail[depth]], low[company])
            if low[company] == index[company]:
                while True:
                    opened -= 1
                    component[open_[opened]] = components
                    if open_[opened] == company:
                        break
                components += 1
    return component


@kernel
def subtree_sizes(dominator: Any) -> Any:
    """How many companies each dominates, itself not counted."""
    below = np.zeros(len(dominator), dtype=np.int32)
    for w in range(len(dominator) - 1, 0, -1):
        below[dominator[w]] += below[w] + 1
    return below
