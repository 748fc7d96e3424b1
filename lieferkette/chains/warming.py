"""Asks every question of a tiny graph once, so that every kernel is compiled and kept.

A kernel that is missing here is found by the tests of `compiled`.
"""

from __future__ import annotations

from lieferkette.chains import circles, contact, dominators, links, paths, tiers
from lieferkette.chains.graph import build_graph


def run_everything() -> None:
    """One question of each kind."""
    counted = build_graph([0, 0, 1, 2], [1, 2, 2, 0], company_count=3)
    weighed = build_graph(
        [0, 0, 1, 2], [1, 2, 2, 0], [1.0, 2.0, 3.0, 4.0], company_count=3, has_complete_suppliers=[True] * 3
    )
    for graph in (counted, weighed):
        links.links(graph, tiers.tiers(graph, 2, "upstream"))
        paths.paths_between(graph, 0, 2)
        paths.heaviest_paths(graph, 0, 2)
        dominators.failure_points(graph, 2)
        circles.circles(graph)
        circles.shortest_circle(graph, 0)
        contact.first_contact(graph, 2, [0, -1, 1], 2)
