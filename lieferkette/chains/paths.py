"""How does one company's work reach another: the chains between two companies, all or the heaviest.

A path runs from supplier to customer. Its weight is the product of the purchase shares along it: the part of
the last company's purchases that comes this way. Searches run in the corridor between the two, so their cost
hardly depends on the size of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lieferkette.chains.corridor import Corridor, corridor_between
from lieferkette.chains.graph import FloatArray, Graph, IntArray

_MAX_STATES = 500_000
"""Partial paths that a search for the heaviest keeps at most: about 25 MB, and half a second."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths from `source` to `target`, one per row.

    `companies[r, :steps[r] + 1]` are the companies from supplier to customer (the rest of the row is −1);
    `weight` is NaN where a share along the path is unknown. `is_cut`: there are more paths than were asked
    for, or the search was stopped at its bound.
    """

    source: int
    target: int
    companies: IntArray
    steps: IntArray
    weight: FloatArray
    is_cut: bool

    def __len__(self) -> int:
        return len(self.steps)

    def as_tuples(self) -> list[tuple[int, ...]]:
        """Each path as the companies in order, supplier first."""
        return [tuple(row[: n + 1].tolist()) for row, n in zip(self.companies, self.steps, strict=True)]


def paths_between(
    graph: Graph, source: int, target: int, max_steps: int = 5, max_count: int = 1_000
) -> Paths:
    """All simple paths of at most `max_steps` steps from supplier `source` to customer `target`.

    At most `max_count` are returned, shortest first; where there are more, `is_cut` says so and those
    returned are any of them. Raises IndexError for unknown companies, ValueError where both are the same or
    `max_steps` is below 1.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 0, 1], [1, 2, 2], company_count=3)
    >>> paths_between(graph, 0, 2).as_tuples()
    [(0, 2), (0, 1, 2)]
    """
    corridor = corridor_between(graph, source, target, max_steps)
    found, is_cut = _Rows.blank(0, max_steps), False
    if corridor is not None:
        found, is_cut = _depth_first(corridor, max_steps, max_count)
    paths = _named(source, target, corridor, found, is_cut)
    order = np.lexsort((*paths.companies.T[::-1], paths.steps))
    return Paths(source, target, paths.companies[order], paths.steps[order], paths.weight[order], is_cut)


def heaviest_paths(graph: Graph, source: int, target: int, count: int = 10, max_steps: int = 6) -> Paths:
    """The `count` paths of at most `max_steps` steps with the largest weight, heaviest first.

    Where fewer than `count` paths have a known weight above 0, the shortest of the others follow, with weight
    NaN or 0. Errors as for `paths_between`.

    >>> from lieferkette.chains.graph import build_graph
    >>> graph = build_graph([0, 0, 1, 3], [1, 2, 2, 2], [5.0, 10.0, 60.0, 30.0], company_count=4,
    ...                     has_complete_suppliers=[False, True, True, False])
    >>> found = heaviest_paths(graph, 0, 2)
    >>> found.as_tuples(), found.weight.round(3).tolist()
    ([(0, 1, 2), (0, 2)], [0.6, 0.1])
    """
    corridor = corridor_between(graph, source, target, max_steps)
    found, is_cut = _Rows.blank(0, max_steps), False
    if corridor is not None:
        wanted = count + 1  # one more, to know whether there are more
        found, is_cut = _best_first(corridor, corridor.share, wanted, max_steps)
        if len(found.steps) < wanted and not is_cut:
            others, is_cut = _shortest_others(corridor, found, wanted, max_steps)
            found = found.followed_by(others)
        is_cut = is_cut or len(found.steps) > count
    return _named(source, target, corridor, found.pick(slice(count)), is_cut)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Paths as the kernels write them: places in a corridor, customer first, −1 behind the end."""

    places: IntArray
    steps: IntArray
    weight: FloatArray

    @classmethod
    def blank(cls, count: int, max_steps: int) -> _Rows:
        places = np.full((count, max_steps + 1), -1, dtype=np.int32)
        return cls(places, np.empty(count, dtype=np.int32), np.empty(count))

    def pick(self, rows: slice | NDArray[Any]) -> _Rows:
        return _Rows(self.places[rows], self.steps[rows], self.weight[rows])

    def followed_by(self, other: _Rows) -> _Rows:
        return _Rows(np.concatenate([self.places, other.places]), np.concatenate([self.steps, other.steps]),
                     np.concatenate([self.weight, other.weight]))  # fmt: skip


def _depth_first(corridor: Corridor, max_steps: int, max_count: int) -> tuple[_Rows, bool]:
    from lieferkette.chains.kernels.search import simple_paths

    rows = _Rows.blank(max_count, max_steps)
    count = simple_paths(corridor.rows, corridor.inner, corridor.share, corridor.to_goal, corridor.goal,
                         max_steps, rows.places, rows.steps, rows.weight)  # fmt: skip
    return rows.pick(slice(min(count, max_count))), count > max_count


def _best_first(corridor: Corridor, share: FloatArray, count: int, max_steps: int) -> tuple[_Rows, bool]:
    """The paths of largest product of `share`, and whether the search was stopped before it had them."""
    from lieferkette.chains.kernels.search import best_products, heaviest_paths

    rows = _Rows.blank(count, max_steps)
    best = best_products(corridor.rows, corridor.inner, share, corridor.from_start, corridor.goal, max_steps)
    found, is_stopped = heaviest_paths(corridor.rows, corridor.inner, share, best, corridor.goal, _MAX_STATES,
                                       rows.places, rows.steps, rows.weight)  # fmt: skip
    return rows.pick(slice(found)), is_stopped


def _shortest_others(corridor: Corridor, known: _Rows, wanted: int, max_steps: int) -> tuple[_Rows, bool]:
    """The shortest paths that are not in `known`, as many as are wanted with those."""
    even = np.full_like(corridor.share, 0.5)  # every step weighs the same: the fewest steps weigh most
    rows, is_stopped = _best_first(corridor, even, wanted, max_steps)
    seen = {row.tobytes() for row in known.places}
    is_new = np.array([row.tobytes() not in seen for row in rows.places], dtype=np.bool_)
    others = rows.pick(is_new).pick(slice(wanted - len(known.steps)))
    has_zero = [
        _product(corridor, row[: n + 1]) == 0 for row, n in zip(others.places, others.steps, strict=True)
    ]
    return _Rows(others.places, others.steps, np.where(has_zero, 0.0, np.nan)), is_stopped


def _product(corridor: Corridor, places: IntArray) -> float:
    """Product of the shares along a path: NaN where one is unknown."""
    product = 1.0
    for customer, supplier in pairwise(places.tolist()):
        where = slice(corridor.rows[customer], corridor.rows[customer + 1])
        product *= float(corridor.share[where][corridor.inner[where] == supplier][0])
    return product


def _named(source: int, target: int, corridor: Corridor | None, rows: _Rows, is_cut: bool) -> Paths:
    """The rows with companies for places, supplier first."""
    companies = np.full_like(rows.places, -1)
    if corridor is not None:
        for steps in np.unique(rows.steps):
            these = rows.steps == steps
            companies[these, : steps + 1] = corridor.companies[rows.places[these][:, steps::-1]]
    return Paths(source, target, companies, rows.steps, rows.weight, is_cut)
