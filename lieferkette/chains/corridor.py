"""The part of the graph between two companies: everything that lies on a chain of at most L steps.

Found from both ends at once, each going half the way: a hundred thousand companies shrink to the few hundred
that matter, and every path search then runs on that small graph.
"""

from __future__ import annotations

from dataclasses import dataclass

from lieferkette.chains.graph import FloatArray, Graph, IntArray
from lieferkette.chains.scratch import scratch_pair_for


@dataclass(frozen=True, slots=True)
class Corridor:
    """A small graph that leads upstream from place 0 (the customer) to place `goal` (the supplier).

    The suppliers of place p are `inner[rows[p]:rows[p + 1]]`, with their purchase `share`; `companies` are
    the places' positions in the whole graph, `to_goal` their steps to the goal, `from_start` those from 0.
    """

    companies: IntArray
    rows: IntArray
    inner: IntArray
    share: FloatArray
    to_goal: IntArray
    from_start: IntArray
    goal: int


def corridor_between(graph: Graph, supplier: int, customer: int, max_steps: int) -> Corridor | None:
    """All companies and relations on walks of at most `max_steps` from supplier to customer, or None.

    Raises IndexError for unknown companies, ValueError where both are the same or `max_steps` is below 1.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 1, 3], [1, 2, 2], company_count=4)
    >>> corridor_between(graph, 0, 2, max_steps=2).companies.tolist()
    [2, 1, 0]
    """
    from lieferkette.chains.kernels.corridor import collect, grow, grow_within

    graph.require_company(supplier)
    graph.require_company(customer)
    if supplier == customer:
        raise ValueError(
            "a path leads from one company to another; for chains back to itself ask for circles"
        )
    if max_steps < 1:
        raise ValueError(f"max_steps is {max_steps}; a path has at least one step")
    up, down = graph.upstream, graph.downstream
    near, far = scratch_pair_for(graph.company_count)
    here, there = near.next_epoch(), far.next_epoch()
    near_radius = max_steps // 2
    far_radius = max_steps - near_radius
    found = grow(up.start, up.partners, customer, near_radius, near.stamp, here, near.queue, near.number)
    far_found = grow(down.start, down.partners, supplier, far_radius, far.stamp, there, far.queue, far.number)
    found = grow_within(up.start, up.partners, found, near_radius, max_steps, near.stamp, here, near.queue,
                        near.number, far.stamp, there, far.number)  # fmt: skip
    grow_within(down.start, down.partners, far_found, far_radius, max_steps, far.stamp, there, far.queue,
                far.number, near.stamp, here, near.number)  # fmt: skip
    if near.stamp[supplier] != here:
        return None
    parts = collect(up.start, up.partners, up.share, found, max_steps, near.stamp, here, near.queue,
                    near.number, far.stamp, there, far.number, far.queue)  # fmt: skip
    from_start = near.number[parts[0]]
    return Corridor(*parts, from_start=from_start, goal=int(far.queue[supplier]))
