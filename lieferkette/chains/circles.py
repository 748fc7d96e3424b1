"""Circles: companies that, over some steps, buy from themselves."""

from __future__ import annotations

import numpy as np

from lieferkette.chains.graph import Graph, IntArray
from lieferkette.chains.reach import reach


def circles(graph: Graph) -> list[IntArray]:
    """Groups of at least two companies in which everyone reaches everyone (strongly connected components).

    The largest group first, then by the lowest company; companies in ascending order.

    >>> from lieferkette.chains.graph import build_graph
    >>> [group.tolist() for group in circles(build_graph([0, 1, 2, 2], [1, 2, 1, 3], company_count=4))]
    [[1, 2]]
    """
    from lieferkette.chains.kernels.dominate import strong_components

    component = strong_components(graph.downstream.start, graph.downstream.partners)
    by_component = np.argsort(component, kind="stable").astype(np.int32)
    starts = np.flatnonzero(np.diff(component[by_component])) + 1
    groups = [group for group in np.split(by_component, starts) if len(group) > 1]
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


def shortest_circle(graph: Graph, company: int, max_steps: int = 10) -> tuple[int, ...]:
    """A shortest chain from `company` along customers back to itself, both ends included; () where none.

    Of several the one with the lowest companies towards its end.

    >>> from lieferkette.chains.graph import build_graph
    >>> shortest_circle(build_graph([0, 1, 2], [1, 2, 0], company_count=3), 1)
    (1, 2, 0, 1)
    """
    suppliers = graph.upstream.partners
    found = reach(graph, company, "downstream", max_steps)
    backwards = [company]
    for tier in range(1, found.tier_count + 1):
        closing = np.intersect1d(found.of_tier(tier), suppliers[graph.upstream.of(company)])
        if len(closing) and tier < max_steps:
            backwards.append(int(closing[0]))
            for before in range(tier - 1, 0, -1):
                onward = suppliers[graph.upstream.of(backwards[-1])]
                backwards.append(int(np.intersect1d(found.of_tier(before), onward)[0]))
            return (company, *reversed(backwards[1:]), company)
    return ()
