"""New customer sectors and customers of one company, out of the ladder's scores, each with its parts.

A sector's score is the sum of its five best candidates, the best sector 1: the order that the back-test tries.
Companies without a customer are ranked by what their sector sells, and marked.
Never: names a company, reads a view, or turns an order into euros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import sparse

from lieferkette.markets.history import UNKNOWN_SECTOR, BoolArray, FloatArray, IntArray
from lieferkette.markets.ladder import DEFAULT, Ladder
from lieferkette.markets.measures import best_of

Basis = Literal["history", "sector"]

#: Twins that a sentence counts, and the least likeness of one.
TWINS, LEAST_LIKENESS = 20, 0.05
#: Candidates that make a sector's score.
_BEST = 5
#: With fewer selling companies, or fewer twins, an order would be chance.
FEWEST_SELLERS, FEWEST_TWINS = 20, 3


@dataclass(frozen=True)
class MarketScore:
    """One customer sector: its number, score (the best 1), candidates by score, and the twins that sell there.

    `nearness` (0 … 1): which part of what is near the sector the company already sells to; NaN without history.
    """

    market: int
    score: float
    nearness: float
    is_new: bool
    candidates: IntArray
    candidate_scores: FloatArray
    selling_twins: IntArray


@dataclass(frozen=True)
class Ranking:
    """Sectors of one company, best first; empty where `basis` is None: too little data."""

    basis: Basis | None
    markets: tuple[MarketScore, ...]
    twins: IntArray


class Opportunities:
    """The opportunities of any company of one view. `sector` numbers each company's sector by `Links.sector`."""

    def __init__(self, ladder: Ladder, method: str = DEFAULT) -> None:
        self.ladder = ladder
        self.method = method
        self.past = ladder.past

    def of(self, company: int, top: int = 10) -> Ranking:
        """The best sectors of a company, with ten candidates each."""
        twins = self.twins(company)
        has_history = self.past.reach[company] > 0
        if int((self.past.reach > 0).sum()) < FEWEST_SELLERS:
            return Ranking(None, (), twins)
        scores = self.ladder.steps[self.method] if has_history else self.ladder.sector_popularity
        row = scores(np.array([company])).tocsr()
        candidates, values = self._candidates(company, row)
        if not len(candidates):
            return Ranking(None, (), twins)
        markets = self._by_market(company, candidates, values, twins, top)
        return Ranking("history" if has_history else "sector", markets, twins)

    def twins(self, company: int) -> IntArray:
        """The companies most like one, best first; none where fewer than three are alike."""
        row = self.ladder.twins(np.array([company])).tocsr()
        alike = row.data >= LEAST_LIKENESS
        order = np.lexsort((row.indices[alike], -row.data[alike]))[:TWINS]
        found: IntArray = row.indices[alike][order].astype(np.int64)
        return found if len(found) >= FEWEST_TWINS else found[:0]

    def best_customers(self, companies: IntArray, top: int = 10) -> list[IntArray]:
        """The best candidates of many companies at once, by the default method."""
        scores = self.ladder.steps[self.method](companies).tocsr()
        found = (self._allowed(int(one), scores[place]) for place, one in enumerate(companies))
        return [candidates[best_of(candidates, values, top)] for candidates, values in found]

    def _candidates(self, company: int, row: sparse.csr_matrix) -> tuple[IntArray, FloatArray]:
        """All candidates, best first, with their scores."""
        candidates, values = self._allowed(company, row)
        order = best_of(candidates, values, len(values))
        return candidates[order], values[order]

    def _allowed(self, company: int, row: sparse.csr_matrix) -> tuple[IntArray, FloatArray]:
        """Scored companies that are neither the company itself nor its customers."""
        candidates = row.indices.astype(np.int64)
        may = ~np.isin(candidates, self.customers(company)) & (candidates != company) & (row.data > 0)
        return candidates[may], row.data[may]

    def _by_market(
        self, company: int, candidates: IntArray, values: FloatArray, twins: IntArray, top: int
    ) -> tuple[MarketScore, ...]:
        sector = self.past.sector[candidates]
        known = sector != UNKNOWN_SECTOR
        candidates, values, sector = candidates[known], values[known], sector[known]
        scores = {}
        for market in np.unique(sector):
            scores[int(market)] = float(values[sector == market][:_BEST].sum())
        best = sorted(scores, key=lambda market: (-scores[market], market))[:top]
        served = self.sells_to[company]
        near = self._density(company)
        whole = max(scores.values(), default=1.0) or 1.0
        return tuple(
            MarketScore(
                market,
                scores[market] / whole,
                float(near[market]),
                not bool(served[market]),
                candidates[sector == market][:10],
                values[sector == market][:10],
                twins[self.sells_to[twins, market]] if len(twins) else twins,
            )
            for market in best
        )

    def customers(self, company: int) -> IntArray:
        """Whom a company ever sold to."""
        sold = self.past.sold
        found: IntArray = sold.indices[sold.indptr[company] : sold.indptr[company + 1]].astype(np.int64)
        return found

    def _density(self, company: int) -> FloatArray:
        if not self.sells_to[company].any():
            return np.full(self.sells_to.shape[1], np.nan)
        phi = self.ladder.nearness
        near: FloatArray = self.sells_to[company] @ phi / np.maximum(phi.sum(axis=0), 1e-12)
        return near

    @cached_property
    def sells_to(self) -> BoolArray:
        """Companies × sectors: whether one ever sold to the other."""
        sells = (self.past.sold @ self.ladder.sector_of).tocsr()[:, :-1]
        found: BoolArray = sells.astype(np.bool_).toarray()
        return found
