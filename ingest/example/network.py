"""Who buys from whom: pairs drawn from sector mixes, origin, distance, market and popularity.

Comes in: the companies' frame. Goes out: distinct pairs (supplier_no, customer_no).
Never: amounts (amounts.py), or any code that the models use.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from ingest.example import tables

CANDIDATES = 6
REGION_KM, GERMANY_KM = 10.0, 260.0
SAME_MARKET_WEIGHT = 4.0
# a customer abroad buys a part of its needs here, so it names fewer suppliers than its size would say
OUTSIDE_CUSTOMER_WEIGHT = 0.45
IMITATED_SHARE = 0.5
Array = np.ndarray[Any, Any]
Pairs = Array  # two columns: supplier_no, customer_no


class Network:
    """Draws pairs in the region's manner; at least one end of every pair lies in the region."""

    def __init__(self, companies: pl.DataFrame, rng: np.random.Generator) -> None:
        self._rng = rng
        self._count = companies.height
        self._groups = list(tables.purchases())
        group_no = {name: number for number, name in enumerate(self._groups)}
        self._group = np.array([group_no[name] for name in companies["group"]])
        self._origin = np.array([tables.ORIGINS.index(name) for name in companies["origin"]])
        self._market = _codes(companies["market"])
        radians = np.deg2rad(companies.select("latitude", "longitude").to_numpy().astype(float))
        self._position = (
            radians
            * np.array([6371.0, 6371.0])
            * np.stack([np.ones(self._count), np.cos(radians[:, 0])], axis=1)
        )
        revenue = companies["revenue_eur"].to_numpy()
        self._popularity = (revenue / np.median(revenue)) ** 0.5 * (1 + rng.pareto(1.5, self._count))
        self._appetite = self._draw_appetite(companies)
        self._order, self._edges = self._pools()
        self._cumulative = np.cumsum(self._popularity[self._order])
        self._mix = self._mix_table()
        self._origin_mix = np.array([tables.origins().get(name, (0.0, 0, 0, 0)) for name in self._groups])

    def draw(self, pairs: int, taken: Pairs | None = None) -> Pairs:
        """`pairs` new distinct pairs, none of them in `taken`."""
        known = np.empty((0, 2), dtype=np.int64) if taken is None else taken
        start = len(known)
        customers = self._one_slot_each() if taken is None else self._more_slots(pairs)
        for _ in range(60):
            known = _distinct(known, self._suppliers_for(customers))
            missing = start + pairs - len(known)
            if missing <= 0:
                return known[start : start + pairs]
            customers = self._more_slots(int(missing * 1.3) + 10)
        raise ValueError(
            f"Only {len(known) - start} of {pairs} pairs fit: make fewer relations or more companies."
        )

    def imitate(self, pairs: int, taken: Pairs) -> Pairs:
        """New pairs in which a supplier wins a customer that a company like it already has.

        Like: the same sector group, market and origin. Returns at most `pairs`.
        """
        kind = (self._group * 4 + self._origin) * 64 + self._market
        order = np.argsort(kind, kind="stable")
        model = taken[self._rng.integers(len(taken), size=pairs * 3)]
        first = np.searchsorted(kind[order], kind[model[:, 0]], side="left")
        last = np.searchsorted(kind[order], kind[model[:, 0]], side="right")
        twin = order[first + (self._rng.random(len(model)) * (last - first)).astype(np.int64)]
        fresh = np.stack([twin, model[:, 1]], axis=1)
        fresh = fresh[fresh[:, 0] != fresh[:, 1]]
        return _distinct(taken, fresh)[len(taken) :][:pairs]

    def _draw_appetite(self, companies: pl.DataFrame) -> Array:
        """How many suppliers a company names, relative to the others: grows with its size."""
        revenue = companies["revenue_eur"].to_numpy()
        size = np.clip((revenue / 1e7) ** 0.35, 0.3, 6.0) * self._rng.lognormal(0, 0.45, self._count)
        return np.where(self._origin == 0, size, np.minimum(size, 3) * OUTSIDE_CUSTOMER_WEIGHT)

    def _pools(self) -> tuple[Array, Array]:
        pool = self._group * 4 + self._origin
        order = np.argsort(pool, kind="stable")
        edges = np.searchsorted(pool[order], np.arange(len(self._groups) * 4 + 1))
        return order, edges

    def _mix_table(self) -> Array:
        table = np.zeros((len(self._groups), len(self._groups)))
        for buyer, mix in tables.purchases().items():
            for group, share in mix.items():
                table[self._groups.index(buyer), self._groups.index(group)] = share
        return table

    def _one_slot_each(self) -> Array:
        home = np.flatnonzero(self._origin == 0)
        return np.concatenate([home, home, home])

    def _more_slots(self, slots: int) -> Array:
        edges = np.cumsum(self._appetite)
        slot: Array = np.searchsorted(edges, self._rng.random(slots) * edges[-1], side="right")
        return slot

    def _suppliers_for(self, customers: Array) -> Pairs:
        """One supplier for each slot; slots whose pool is empty fall away."""
        group = self._pick_rows(self._mix[self._group[customers]])
        origin = self._pick_rows(self._origin_mix[group])
        origin = np.where(self._origin[customers] == 0, origin, 0)
        pool = group * 4 + origin
        low, high = self._edges[pool], self._edges[pool + 1]
        filled = high > low
        customers, low, high = customers[filled], low[filled], high[filled]
        chosen = self._nearest_of(customers, low, high)
        pairs: Pairs = np.stack([chosen, customers], axis=1)
        apart: Pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        return apart

    def _nearest_of(self, customers: Array, low: Array, high: Array) -> Array:
        """Draw some candidates by popularity, then one of them by nearness and market."""
        before = np.concatenate([[0.0], self._cumulative])
        start, width = before[low], before[high] - before[low]
        points = start[:, None] + self._rng.random((len(customers), CANDIDATES)) * width[:, None]
        position = np.searchsorted(self._cumulative, points, side="right")
        candidates = self._order[np.clip(position, low[:, None], high[:, None] - 1)]
        gap = self._position[candidates] - self._position[customers][:, None, :]
        kilometres = np.sqrt((gap**2).sum(axis=2))
        origin = self._origin[candidates]
        reach = np.where(origin == 0, REGION_KM, np.where(origin == 1, GERMANY_KM, np.inf))
        is_home = self._origin[customers][:, None] == 0
        score = np.where(is_home, -kilometres / reach, 0.0)
        score += np.log(SAME_MARKET_WEIGHT) * (self._market[candidates] == self._market[customers][:, None])
        score += self._rng.gumbel(size=score.shape)
        best: Array = candidates[np.arange(len(customers)), score.argmax(axis=1)]
        return best

    def _pick_rows(self, weights: Array) -> Array:
        edges = np.cumsum(weights, axis=1)
        draw = self._rng.random(len(weights)) * edges[:, -1]
        picked: Array = np.minimum((edges <= draw[:, None]).sum(axis=1), weights.shape[1] - 1)
        return picked


def _codes(values: pl.Series) -> Array:
    return np.unique(values.to_numpy().astype(str), return_inverse=True)[1]


def _distinct(known: Pairs, fresh: Pairs) -> Pairs:
    """`known` followed by those of `fresh` that are new, in the order of their first appearance."""
    both = np.concatenate([known, fresh])
    key = both[:, 0] * (int(both.max(initial=0)) + 1) + both[:, 1]
    first = np.unique(key, return_index=True)[1]
    return both[np.sort(first)]
